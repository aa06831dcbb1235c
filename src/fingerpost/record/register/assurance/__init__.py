"""What two published lists of principles ask, and what bears out that it is done: tests, documents, live checks.

`read_lists` reads principles.toml; `assess` looks at each principle with the records as they are now (see `live`).
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from fingerpost.record.register.assurance.live import CHECKS, Found, Seen

State = Literal["met", "met in part", "not met", "for the body"]
STATES: tuple[State, ...] = ("met", "met in part", "not met", "for the body")
FILE = Path(__file__).with_name("principles.toml")


@dataclass(frozen=True, kw_only=True)
class Principle:
    """One principle. `declared` is what we say of it; `words` are its texts by language, then by name.

    The names of its texts are name, how, missing and body; one that has nothing to say is left out.
    """

    number: int
    declared: State
    words: Mapping[str, Mapping[str, str]]
    tests: tuple[str, ...]
    documents: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Principles:
    """One published list. The names of its texts are title, about and wording."""

    key: str
    words: Mapping[str, Mapping[str, str]]
    principles: tuple[Principle, ...]


@dataclass(frozen=True, kw_only=True)
class Assessed:
    """A principle as it stands now. A live check that fails takes "met" back to "met in part"."""

    principle: Principle
    state: State
    found: Mapping[str, Found]


@cache
def read_lists() -> tuple[Principles, ...]:
    """The lists, in the order of the file. What is wrong in the file stops the tests, and no visitor."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(_list(each) for each in raw["list"])


def assess(seen: Seen) -> list[tuple[Principles, list[Assessed]]]:
    """Every principle with what its live checks find in `seen`. Each check looks once."""
    found = {name: check(seen) for name, check in CHECKS.items()}
    return [(each, [_assessed(one, found) for one in each.principles]) for each in read_lists()]


def count_states(assessed: Sequence[Assessed]) -> dict[State, int]:
    """How many principles are in each state, in the order of STATES."""
    return {state: sum(each.state == state for each in assessed) for state in STATES}


def _assessed(principle: Principle, found: Mapping[str, Found]) -> Assessed:
    looked = {name: found[name] for name in principle.checks}
    fails = any(not each.holds for each in looked.values())
    state: State = "met in part" if fails and principle.declared == "met" else principle.declared
    return Assessed(principle=principle, state=state, found=looked)


def _list(raw: Mapping[str, Any]) -> Principles:
    return Principles(
        key=raw["key"],
        words=_words(raw, ("title", "about", "wording")),
        principles=tuple(
            Principle(
                number=each["number"],
                declared=each["state"],
                words=_words(each, ("name", "how", "missing", "body")),
                tests=tuple(each.get("tests", ())),
                documents=tuple(each.get("documents", ())),
                checks=tuple(each.get("checks", ())),
            )
            for each in raw["principle"]
        ),
    )


def _words(raw: Mapping[str, Any], names: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        language: {name: str(texts[name]) for name in names if name in texts}
        for language, texts in (("en", raw), ("cy", raw.get("cy", {})))
    }
