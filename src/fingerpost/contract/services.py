"""What a body does for people, and which team does it: what a report is about, and where it goes.

Written in one file, `services.toml` in FINGERPOST_HOME (see `casework.services`). Nothing here is personal data.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Protocol

Words = Mapping[str, str]  # a text by language: English always, Welsh where the body has it


class Urgency(StrEnum):
    """How soon somebody must look, least first. EMERGENCY is the same hour, URGENT the same day."""

    ROUTINE = "routine"
    SOON = "soon"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for routine to 3 for an emergency: what queues are sorted by."""
        return list(Urgency).index(self)


class PlaceKind(StrEnum):
    """STREET: a public place, which may be shown. HOME: somebody's address, which is never. NONE: no place at all."""

    STREET = "street"
    HOME = "home"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One detail that a service needs. `kind` is text, number, yes-no, choice or photo; `choices` by code."""

    name: str
    question: Words
    kind: str = "text"
    choices: Mapping[str, Words] = field(default_factory=dict)
    is_needed: bool = False


@dataclass(frozen=True, kw_only=True)
class Team:
    """Who does the work. `slug` is its code."""

    slug: str
    name: Words
    description: Words = field(default_factory=dict)
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Service:
    """One thing that people report or ask for. `description` says in plain words what belongs here.

    `days` are working days until it is dealt with, by urgency; an emergency is always the same day. `is_public` says
    that reports of it are shown to everybody, without personal data; only one with a street place can be. `examples`
    are texts as people write them. `facts` are asked only where they are missing.
    """

    slug: str
    team: str
    name: Words
    description: Words
    group: Words
    place: PlaceKind = PlaceKind.NONE
    is_public: bool = False
    days: Mapping[Urgency, int] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    examples: tuple[str, ...] = ()
    usual_urgency: Urgency = Urgency.ROUTINE


@dataclass(frozen=True, kw_only=True)
class ServiceBook:
    """All services and teams of a body. Every service's team stands in it."""

    teams: Mapping[str, Team] = field(default_factory=lambda: MappingProxyType({}))
    services: Mapping[str, Service] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def digest(self) -> str:
        """SHA-256, in hex, of all that stands in it."""
        plain = {
            kind: [asdict(each) for each in made.values()] for kind, made in (("t", self.teams), ("s", self.services))
        }
        return hashlib.sha256(json.dumps(plain, sort_keys=True, default=str).encode()).hexdigest()

    @cached_property
    def sorting_digest(self) -> str:
        """SHA-256, in hex, of what texts are sorted by: codes, English names and descriptions, and examples. Whatever
        else changes, such as a team's address, what was learned goes on."""
        plain = [
            (each.slug, in_language(each.name, "en"), in_language(each.description, "en"), each.examples)
            for each in self.services.values()
        ]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()

    def team_of(self, service: str) -> str:
        """The team of a service; "" where there is no such service."""
        found = self.services.get(service)
        return found.team if found else ""


class Services(Protocol):
    """The services of a body as they are now."""

    @property
    def book(self) -> ServiceBook:
        """The book, read anew when its file changes."""
        ...


def in_language(words: Words, language: str) -> str:
    """The text in that language, else in English."""
    return words.get(language) or words.get("en", "")
