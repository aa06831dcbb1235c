"""The phrases of made-up people: read from phrases/*.toml, and one of the many ways chosen."""

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("phrases")
_INNERMOST = re.compile(r"\(([^()]*\|[^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
PLACE = "{on}"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of matter that people report. `weight` is how common it is beside others; `storm` how many times more
    so in a storm. `slots` hold what the matter may be, each with the ways to say it, parted by a slash; `loose` ones
    are judged differently by each person. `phrases` stand by language."""

    service: str
    name: str
    weight: float
    season: str
    storm: float
    urgency: str
    signs: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
    loose: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return f"{self.service}/{self.name}"

    @property
    def has_place(self) -> bool:
        """Is it about a spot in a street?"""
        return any(PLACE in each for each in self.phrases["en"])


@cache
def read_kinds() -> tuple[Kind, ...]:
    return tuple(_kinds())


def _kinds() -> Iterator[Kind]:
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["kind"]:
            yield _kind(table)


def _kind(table: Mapping[str, Any]) -> Kind:
    own = {"en": table["en"], "cy": table.get("cy", []), **table.get("other", {})}
    return Kind(
        service=table["service"],
        name=table["name"],
        weight=float(table["weight"]),
        season=table.get("season", "all"),
        storm=float(table.get("storm", 0)),
        urgency=table.get("urgency", ""),
        signs=tuple(table.get("signs", ())),
        slots={name: tuple(ways) for name, ways in table.get("slots", {}).items()},
        loose=frozenset(table.get("loose", ())),
        phrases={language: tuple(ways) for language, ways in own.items() if ways},
    )


def choose(rng: random.Random, phrase: str) -> str:
    """One way through "(a|b)", which may stand within each other."""
    while found := _INNERMOST.search(phrase):
        phrase = phrase[: found.start()] + rng.choice(found[1].split("|")) + phrase[found.end() :]
    return phrase


def fill(phrase: str, values: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda found: values[found[1]], phrase)


def pick_matter(rng: random.Random, kind: Kind) -> dict[str, str]:
    """What the matter is, before anybody has described it: for each slot one value, with all its ways to be said."""
    return {name: rng.choice(ways) for name, ways in kind.slots.items()}


def describe(rng: random.Random, kind: Kind, matter: Mapping[str, str]) -> dict[str, str]:
    """The matter as one person sees it: the same thing in their own words, and sizes by their own eye."""
    seen = {}
    for name, value in matter.items():
        differs = name in kind.loose and rng.random() < 0.5
        seen[name] = rng.choice((rng.choice(kind.slots[name]) if differs else value).split("/"))
    return seen
