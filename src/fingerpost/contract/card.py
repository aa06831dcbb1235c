"""What is declared of a capability. A card is read from `card.toml`; an unknown or missing field is an error.

A body lays its own values over it: `cards/<name>.toml` in FINGERPOST_HOME has the same tables and may leave out any.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.contract.card_checks import STAFF, check_card
from fingerpost.contract.card_parts import (
    Assessment,
    Challenge,
    Contact,
    Finder,
    Measure,
    Model,
    Review,
    Risk,
    ThirdParty,
    Transparency,
)
from fingerpost.contract.errors import InvalidCard
from fingerpost.contract.tables import read_table
from fingerpost.contract.transparency import PHASES

__all__ = [
    "PHASES",
    "Assessment",
    "Card",
    "Challenge",
    "Contact",
    "Finder",
    "Measure",
    "Model",
    "Review",
    "Risk",
    "ThirdParty",
    "Transparency",
    "read_card",
]

NOT_A_BODYS_OWN = frozenset({"name", "command", "version", "door", "needs", "may_use", "settings"})
"""What the software is, and no body may say otherwise."""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What is declared of a capability.

    `command` is the word people use for it: its URL, its API path and its CLI command. `door` is "public", or "staff"
    for a tool of signed-in staff and the command line: it has no page for residents, no API path and is no tool of
    MCP, and its command is written by hand. Register, evaluation and switch hold for both. `needs` are engines by name;
    `may_use` are engines that it does without where they are not set up or are switched off: it is handed None then.
    `phase` is where its life begins here: what the register moved it to counts after that. `in_use_from` and
    `retired_on` are days, for one that was in use or ended before it came to the register.
    `thresholds` are figures that `evaluate` must reach, each from 0 to 1; a name that ends in `_at_most` is an upper
    bound, any other a lower bound. `settings` are the capability's own, each explained in its card.
    """

    name: str
    command: str
    title: str
    version: str
    phase: str
    owner: str
    purpose: str
    legal_basis: str
    contact: Contact
    data: tuple[str, ...]
    risks: tuple[Risk, ...]
    limits: tuple[str, ...]
    needs: tuple[str, ...]
    review: Review
    door: str = "public"
    may_use: tuple[str, ...] = ()
    in_use_from: date | None = None
    retired_on: date | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    challenge: Challenge = field(default_factory=Challenge)
    transparency: Transparency = field(default_factory=Transparency)
    finder: Finder = field(default_factory=Finder)
    assessments: tuple[Assessment, ...] = ()

    @property
    def is_for_staff(self) -> bool:
        return self.door == STAFF


def read_card(path: Path, *, over: Path | None = None) -> Card:
    """Read one card, and a body's own values over it. Raises InvalidCard with the file and the field."""
    raw = _read_file(path)
    card = _read(raw, path)
    if over is None:
        return card
    own = _read_file(over)
    taken = sorted(NOT_A_BODYS_OWN & set(own))
    if taken:
        raise InvalidCard(f"{over}: '{taken[0]}' belongs to the software and cannot be changed here.")
    return _read(_laid_over(raw, own), over)


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidCard(f"{path} could not be read: {error}.") from error


def _read(raw: Mapping[str, Any], path: Path) -> Card:
    try:
        card = read_table(Card, raw, "card")
        check_card(card)
    except InvalidCard as error:
        raise InvalidCard(f"{path}: {error.public}") from error
    return card


def _laid_over(raw: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Field by field. A list is replaced whole: half of somebody else's list is nobody's."""
    merged = {**raw, **own}
    for name, value in own.items():
        if isinstance(value, Mapping) and isinstance(raw.get(name), Mapping):
            merged[name] = _laid_over(raw[name], value)
    return merged
