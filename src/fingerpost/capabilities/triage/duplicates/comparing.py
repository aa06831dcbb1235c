"""A report beside one open case, as figures from which it is reckoned how likely both are about one matter."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from math import exp, log1p
from pathlib import Path

from fingerpost.capabilities.triage.words import listed, plain_words
from fingerpost.contract.places import metres_between
from fingerpost.contract.proposals import Candidate
from fingerpost.contract.services import ServiceBook

TELLING = Path(__file__).with_name("telling.toml")
WEIGHTS = Path(__file__).with_name("weights.toml")
STEM = 5  # letters
FORBIDS = frozenset({"number", "colour"})
"""Lists of which two different words show two matters, however much else is alike: the numbers of two lamps."""
_COMMON = listed(
    "the a an and or of to in on at is it its was be been has have had i im ive we my our your you they them this that "
    "there theres for with by from as but so not no if are were will would can could please hi hello dear sir madam "
    "morning afternoon evening good thanks thank ta me us he she who what when where which just near outside "
    "opposite end side past road street lane again all very get got some one x out up down over still been regards "
    "monday tuesday wednesday thursday friday saturday sunday husband wife website app phone lass moan sort look send "
    "picture photo attached time second third answer expect miracles like know lived here years never always bit great "
    "job last someone somebody anyone council report reported reporting rang told called days weeks week day"
)


_STREET = re.compile(
    r"\b(?:on|of|in|at|along|opposite|outside|x|number \w+|\d+|ar|jezdni|up|down|near) "
    r"((?!the\b|our\b|my\b|this\b|x\b)\w{3,} "
    r"(?:road|street|lane|close|avenue|drive|row|bank|hill|way|court|gate|side|yard|rise|top|garth|field|bottom|place"
    r"|crescent|terrace|grove|square|view|walk|gardens|mount|green|fold|brow|end|park|wharf|ffordd|heol|stryd|lon))\b"
)
_LANDMARK = re.compile(
    r"\b(?:near|by|past|behind|beside) the (?:\w{4,}ing )?(\w{3,})|\bthe (\w{3,})(?: \w+)? end of\b"
    r"|\bger y[r]? (\w{3,})"
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a report is about, and when it came."""

    latitude: float
    longitude: float
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Compared:
    """`same_service` is the chance that the report is for the service of the case, `same_group` that it is for another
    of its group; `is_likeliest` says that the case's service is the likeliest one. `shared` is the share of the shorter
    text's telling words that stand in the other; `agree` and `differ` are the lists of `telling.toml` where both name
    the same, or not; `street` is 1 where both name the same street, -1 where they name different ones. `metres` and
    `hours` lie between them."""

    same_service: float
    same_group: float
    is_likeliest: bool
    shared: float
    agree: frozenset[str]
    differ: frozenset[str]
    street: float
    metres: float
    hours: float

    def figures(self) -> dict[str, float]:
        """What the weights are for: metres in fifties, and the days as their logarithm."""
        return {
            "same_service": self.same_service,
            "same_group": self.same_group,
            "is_likeliest": float(self.is_likeliest),
            "shared": self.shared,
            "street": self.street,
            "far": min(self.metres / 50, 6.0),
            "old": log1p(self.hours / 24),
            **{f"{name}_agree": 1.0 for name in self.agree},
            **{f"{name}_differ": 1.0 for name in self.differ},
        }


PLAIN = ("same_service", "same_group", "is_likeliest", "shared", "street", "far", "old")


def names() -> tuple[str, ...]:
    """Every figure that a weight is for."""
    lists = (*_lists(), "landmark", "number")
    return (*PLAIN, *(f"{name}_{how}" for name in lists for how in ("agree", "differ")))


@dataclass(frozen=True, kw_only=True)
class Weights:
    """A logistic regression: what each figure counts for. `threshold` is the least probability that is told of."""

    bias: float
    threshold: float
    by_name: Mapping[str, float]

    def probability(self, compared: Compared) -> float:
        """From 0 to 1: of a hundred told .8, eighty are about one matter. Nothing where one of FORBIDS differs."""
        if compared.differ & FORBIDS:
            return 0.0
        score = self.bias + sum(self.by_name.get(name, 0.0) * value for name, value in compared.figures().items())
        return 1 / (1 + exp(-max(min(score, 30.0), -30.0)))


def compare(
    text: str, *, services: Mapping[str, float], place: Place, candidate: Candidate, book: ServiceBook
) -> Compared:
    """The figures of one pair. `services` are the chances of the services that the report may be for."""
    mine, theirs = _told(text), _told(candidate.text)
    agree, differ = _agreement(mine, theirs)
    return Compared(
        same_service=services.get(candidate.service, 0.0),
        same_group=_same_group(services, candidate.service, book),
        is_likeliest=bool(services) and candidate.service == max(services, key=lambda each: services[each]),
        shared=_shared(mine.stems, theirs.stems),
        agree=agree,
        differ=differ,
        street=_street(mine.streets, theirs.streets),
        metres=metres_between(place.latitude, place.longitude, candidate.latitude, candidate.longitude),
        hours=abs((place.at - candidate.at).total_seconds()) / 3600,
    )


@cache
def load_weights() -> Weights:
    """The fitted weights, read once."""
    raw = tomllib.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Weights(bias=raw["bias"], threshold=raw["threshold"], by_name=raw["weights"])


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What a text tells: its telling words as stems, its words of each list, and its numbers."""

    stems: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    streets: frozenset[str]


def _agreement(mine: _Told, theirs: _Told) -> tuple[frozenset[str], frozenset[str]]:
    both = frozenset(mine.lists) & frozenset(theirs.lists)
    agree = frozenset(name for name in both if mine.lists[name] & theirs.lists[name])
    return agree, both - agree


def _street(mine: frozenset[str], theirs: frozenset[str]) -> float:
    if not mine or not theirs:
        return 0.0
    return 1.0 if mine & theirs else -1.0


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    shorter = min(len(mine), len(theirs))
    return len(mine & theirs) / shorter if shorter else 0.0


def _same_group(services: Mapping[str, float], theirs: str, book: ServiceBook) -> float:
    known = book.services.get(theirs)
    if known is None:
        return 0.0
    return sum(
        chance
        for slug, chance in services.items()
        if slug != theirs and slug in book.services and book.services[slug].group == known.group
    )


@lru_cache(maxsize=1024)
def _told(text: str) -> _Told:
    plain = plain_words(text)
    words = plain.split()
    padded = f" {plain} "
    lists = {
        name: frozenset(first for first, form in forms if f" {form} " in padded) for name, forms in _lists().items()
    }
    lists["landmark"] = frozenset(word[:STEM] for match in _LANDMARK.finditer(plain) for word in match.groups() if word)
    lists["number"] = frozenset(match[1] for match in _numbers().finditer(plain))
    return _Told(
        stems=frozenset(word[:STEM] for word in words if word not in _COMMON and len(word) > 2),
        lists={name: found for name, found in lists.items() if found},
        streets=frozenset(match[1] for match in _STREET.finditer(plain)),
    )


@cache
def _raw() -> Mapping[str, object]:
    return tomllib.loads(TELLING.read_text(encoding="utf-8"))


@cache
def _lists() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """By list: each form with the first form of its word."""
    lists = _raw()["lists"]
    if not isinstance(lists, dict):
        raise TypeError(f"{TELLING.name}: lists must be a table")
    return {
        name: tuple((entry.split("/")[0], form) for entry in entries for form in entry.split("/"))
        for name, entries in lists.items()
    }


@cache
def _numbers() -> re.Pattern[str]:
    before = _raw()["number_after"]
    if not isinstance(before, list):
        raise TypeError(f"{TELLING.name}: number_after must be a list")
    return re.compile(rf"\b(?:{'|'.join(before)}) (?:number |no |is |rhif )?(\d{{1,4}})\b")
