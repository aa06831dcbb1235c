"""What is declared of a capability. A card is read from `card.toml`; an unknown or missing field is an error."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import InvalidCard

PHASES = ("pre-deployment", "private-beta", "public-beta", "production", "retired")


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Who a person may turn to. At least one of e-mail, phone and url is given."""

    team: str
    email: str = ""
    phone: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Risk:
    name: str
    description: str
    mitigation: str


@dataclass(frozen=True, kw_only=True)
class Review:
    """When a person must look. `below` is a confidence from 0 to 1: an outcome less sure than that is not delivered.

    `always` sends every outcome to a person. `why` says how the figure was chosen.
    """

    always: bool = False
    below: float = 0.0
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """What is declared of a capability.

    `command` is the word people use for it: its URL, its API path and its CLI command. `needs` are engines by name.
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
    thresholds: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


def read_card(path: Path) -> Card:
    """Read one card. Raises InvalidCard with the file and the field."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InvalidCard(f"{path} could not be read: {error}.") from error
    try:
        card: Card = _build(
            Card,
            {
                **raw,
                "contact": _build(Contact, raw.get("contact", {}), "contact"),
                "review": _build(Review, raw.get("review", {}), "review"),
                "risks": tuple(_build(Risk, risk, "risks") for risk in raw.get("risks", ())),
                **{name: tuple(raw[name]) for name in ("data", "limits", "needs") if name in raw},
            },
            "card",
        )
        _check_values(card)
    except InvalidCard as error:
        raise InvalidCard(f"{path}: {error.public}") from error
    return card


def _build(kind: type, raw: Mapping[str, Any], where: str) -> Any:
    names = {each.name for each in fields(kind)}
    unknown = sorted(set(raw) - names)
    if unknown:
        raise InvalidCard(f"unknown field '{unknown[0]}' in {where}. Known fields: {', '.join(sorted(names))}.")
    try:
        return kind(**raw)
    except TypeError as error:
        missing = str(error).partition("argument")[2].lstrip("s: ") or str(error)
        raise InvalidCard(f"missing in {where}: {missing}.") from error


def _check_values(card: Card) -> None:
    for each in (
        "name",
        "command",
        "title",
        "version",
        "owner",
        "purpose",
        "legal_basis",
    ):
        if not getattr(card, each).strip():
            raise InvalidCard(f"'{each}' is empty.")
    if card.phase not in PHASES:
        raise InvalidCard(f"phase '{card.phase}' is not one of {', '.join(PHASES)}.")
    if not 0 <= card.review.below <= 1:
        raise InvalidCard("review.below must lie between 0 and 1.")
    if not (card.contact.email or card.contact.phone or card.contact.url):
        raise InvalidCard("contact needs an email, a phone or a url.")
    for name, value in card.thresholds.items():
        if not 0 <= value <= 1:
            raise InvalidCard(f"threshold '{name}' must lie between 0 and 1.")
