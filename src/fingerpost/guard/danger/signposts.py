"""The fixed words that answer a sign of danger, with contacts for the person's nation; `signposts.toml` holds them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from fingerpost.contract.claims import NextStep
from fingerpost.contract.context import Nation
from fingerpost.contract.run import Signpost
from fingerpost.guard.contacts import CONTACTS

_FILE = Path(__file__).with_name("signposts.toml")


@dataclass(frozen=True, kw_only=True)
class Words:
    heading: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What answers one group of signs: words by language, and contacts by name with the nations they are for."""

    words: dict[str, Words]
    contacts: tuple[tuple[str, frozenset[Nation]], ...]


def signpost(group: str, *, language: str, nation: Nation | None) -> Signpost:
    """The signpost of a group. `language` is en or cy; any other is answered in English. `nation` None shows all."""
    answer = load_answers()[group]
    words = answer.words.get(language, answer.words["en"])
    chosen = (name for name, nations in answer.contacts if nation is None or nation in nations)
    steps: dict[NextStep, None] = {CONTACTS[name].step(language): None for name in chosen}
    return Signpost(name=group, heading=words.heading, words=words.words, contacts=tuple(steps))


@cache
def load_answers() -> dict[str, Answer]:
    """The fixed words by group, read once."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {group: _build(each) for group, each in raw.items()}


def _build(raw: dict[str, Any]) -> Answer:
    words = {language: Words(**raw[language]) for language in ("en", "cy")}
    contacts = ((each["name"], frozenset(Nation(nation) for nation in each["nations"])) for each in raw["contacts"])
    return Answer(words=words, contacts=tuple(contacts))
