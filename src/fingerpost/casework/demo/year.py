"""A year of reports to a fictional council, each with what is true of it. The same seed gives the same year.

Several people report one matter in their own words (a group); and some matters only look like one: the next lamp post,
another car beside it, a hole that was mended and came back months later.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from fingerpost.casework.demo import rhythms
from fingerpost.casework.demo.grammar import Kind, choose, describe, fill, pick_matter, read_kinds
from fingerpost.casework.demo.streets import Spot, Street, beside, near, pick_spot, read_streets, streets_within
from fingerpost.casework.demo.voices import Voice, pick_voice, say, say_where
from fingerpost.casework.services import starter_services
from fingerpost.contract.services import PlaceKind, ServiceBook, Urgency

ENDS = datetime(2026, 11, 1, tzinfo=UTC)
WELSH = 0.05  # of those who could
OTHER_LANGUAGES = 0.03
WITHOUT_A_PLACE = 0.03  # of reports about a street: no pin, no address that could be found
LOOKS_ALIKE = 0.08  # of matters in a street, one that is near and not the same
IN_STORMS = 0.1  # of all reports
STORM_METRES = 1_100.0
REPORTERS = ((1, 0.72), (2, 0.15), (3, 0.07), (4, 0.03), (5, 0.02), (7, 0.01))
LAST_DUPLICATE_HOURS = 12 * 24
IN_SEASON = 0.5
APART = timedelta(days=45)
TRIES = 40

_MADE = "@"  # a slot's value that is made, not chosen


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so, whatever a machine says. Reports of one `group` are about one matter; `unlike` names the group that
    this one resembles and is not."""

    service: str
    team: str
    urgency: Urgency
    signs: tuple[str, ...]
    kind: str
    group: str
    unlike: str = ""


@dataclass(frozen=True, kw_only=True)
class Made:
    """One made-up report. `latitude` and `longitude` only where it is about a street; `address` only about a home."""

    at: datetime
    text: str
    channel: str
    language: str
    truth: Truth
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class _Matter:
    """Something that happened, before anybody wrote about it. `again` says that it was mended, and came back."""

    kind: Kind
    began: datetime
    spot: Spot
    slots: Mapping[str, str]
    group: str
    unlike: str = ""
    reporters: int = 1
    is_storm: bool = False
    again: bool = False
    used: list[str] = field(default_factory=list)


def make_year(
    *, reports: int = 5_000, seed: int = 2026, ends: datetime = ENDS, book: ServiceBook | None = None
) -> list[Made]:
    """So many reports of the year before `ends`, in the order in which they came."""
    rng = random.Random(seed)  # noqa: S311 - made-up data, made again from its seed
    services = book or starter_services()
    made: list[Made] = []
    for matter in _matters(rng, reports=reports, ends=ends):
        made += _reports_of(rng, matter, services, ends=ends)
        if len(made) >= reports:
            break
    return sorted(made[:reports], key=lambda each: (each.at, each.text))


class _Streets:
    """Where each kind of matter happened. Two of a kind stand in one street only with APART days between them: nobody
    could tell them apart by what people write, and what nobody can tell is not true or false. Those that only look
    alike are made on purpose, and say what tells them apart."""

    def __init__(self) -> None:
        self._begun: dict[tuple[str, str], list[datetime]] = {}

    def pick(self, rng: random.Random, kind: Kind, began: datetime, streets: Sequence[Street]) -> Street:
        free = [each for each in rng.sample(streets, min(len(streets), TRIES)) if self._is_free(kind, each, began)]
        street = free[0] if free else rng.choice(streets)
        self._begun.setdefault((kind.code, street.name), []).append(began)
        return street

    def _is_free(self, kind: Kind, street: Street, began: datetime) -> bool:
        return all(abs(began - each) > APART for each in self._begun.get((kind.code, street.name), ()))


def _matters(rng: random.Random, *, reports: int, ends: datetime) -> Iterator[_Matter]:
    """Those of the storms first, then one after another without end."""
    number, where = 0, _Streets()
    for matter in _storms(rng, where, reports=round(reports * IN_STORMS), ends=ends):
        number += 1
        yield matter
    kinds = [each for each in read_kinds() if each.weight]
    weights = [each.weight * share for each, share in _shares(kinds)]
    while True:
        kind = rng.choices(kinds, weights=weights)[0]
        number += 1
        began = rhythms.pick_day(rng, kind.season, ends=ends)
        street = where.pick(rng, kind, began, read_streets())
        matter = _matter(rng, kind, began=began, street=street, group=f"G{number:05}")
        yield matter
        if kind.has_place and rng.random() < LOOKS_ALIKE:
            number += 1
            if alike := _lookalike(rng, matter, group=f"G{number:05}"):
                yield alike


# What each service takes of all reports beside the others: its kinds share that out by their weights.
_SERVICE_SHARE: Mapping[str, float] = {
    **{"missed-bins": 12, "potholes": 10, "fly-tipping": 9, "street-lights": 7, "housing-repairs": 7, "trees": 5},
    **{"drains-flooding": 5, "dog-fouling": 5, "parking": 5, "council-tax": 5, "parks": 4, "noise": 4},
    **{"antisocial-behaviour": 4, "pests": 3, "bulky-waste": 3, "housing-benefit": 3, "homelessness": 2.5},
    **{"abandoned-vehicles": 2.5, "adult-social-care": 2.5, "graffiti": 2, "damp-and-mould": 2, "schools": 2},
    **{"planning-enforcement": 2, "blue-badge": 1.8, "food-hygiene": 1.5, "licensing": 1.5, "early-help": 1.5},
    **{"registrars": 1.5, "libraries": 1.5, "elections": 1.2},
}


def _shares(kinds: list[Kind]) -> Iterator[tuple[Kind, float]]:
    for kind in kinds:
        together = sum(each.weight for each in kinds if each.service == kind.service)
        yield kind, _SERVICE_SHARE[kind.service] / together


def _storms(rng: random.Random, where: _Streets, *, reports: int, ends: datetime) -> Iterator[_Matter]:
    kinds = [each for each in read_kinds() if each.storm]
    begun = rhythms.pick_storms(rng, ends=ends)
    for storm, start in enumerate(begun):
        centre = rng.choice(read_streets())
        streets = streets_within(centre.latitude, centre.longitude, STORM_METRES)
        for number in range(round(reports / len(begun) / 1.6)):  # a matter has 1.6 reports
            kind = rng.choices(kinds, weights=[each.storm for each in kinds])[0]
            began = start + timedelta(hours=min(rng.expovariate(1 / 5), rhythms.STORM_HOURS))
            yield _Matter(
                kind=kind,
                began=began,
                spot=pick_spot(rng, where.pick(rng, kind, began, streets)),
                slots=_slots(rng, kind),
                group=f"S{storm}{number:04}",
                reporters=_reporters(rng),
                is_storm=True,
            )


def _matter(rng: random.Random, kind: Kind, *, began: datetime, street: Street, group: str) -> _Matter:
    return _Matter(
        kind=kind,
        began=began,
        spot=pick_spot(rng, street),
        slots=_slots(rng, kind),
        group=group,
        reporters=_reporters(rng) if kind.has_place else 1,
    )


def _slots(rng: random.Random, kind: Kind) -> dict[str, str]:
    """A value of "@post" is a lamp post's own number."""
    return {
        name: str(rng.randrange(1, 60)) if value.startswith(_MADE) else value
        for name, value in pick_matter(rng, kind).items()
    }


def _reporters(rng: random.Random) -> int:
    return rng.choices([n for n, _ in REPORTERS], weights=[share for _, share in REPORTERS])[0]


def _lookalike(rng: random.Random, first: _Matter, *, group: str) -> _Matter | None:
    """The next post or another thing beside it within days, or the same thing mended and back after months; None where
    it would come back out of season."""
    kind, slots = first.kind, dict(first.slots)
    if kind.slots and rng.random() < 0.6:
        slots = _other_slots(rng, kind, slots)
        spot, began = beside(first.spot, rng.uniform(25, 45)), first.began + timedelta(days=rng.uniform(0.2, 6))
        return _Matter(kind=kind, began=began, spot=spot, slots=slots, group=group, unlike=first.group)
    began = first.began + timedelta(days=rng.uniform(90, 170))
    if rhythms.SEASONS[kind.season][began.month - 1] < IN_SEASON:
        return None
    return _Matter(kind=kind, began=began, spot=first.spot, slots=slots, group=group, unlike=first.group, again=True)


def _other_slots(rng: random.Random, kind: Kind, slots: dict[str, str]) -> dict[str, str]:
    """The thing that tells them apart is another: the number after it, or another make."""
    changed = dict(slots)
    for name, value in slots.items():
        others = [each for each in kind.slots[name] if each != value and not each.startswith(_MADE)]
        if name in kind.loose:
            continue
        changed[name] = rng.choice(others) if others else str(int(value) + 1)
    return changed


_AGAIN = (
    "(You mended it|It was mended|It was sorted) (in the spring|months ago|earlier in the year) and it's back.",
    "(Same place as before|Same spot), (it was put right|it was fixed) and now it has (gone|come) again.",
    "It was (done|fixed) (months|a good while) ago but (it didn't last|here we are again).",
)


def _reports_of(rng: random.Random, matter: _Matter, services: ServiceBook, *, ends: datetime) -> list[Made]:
    made = []
    at = matter.began
    for number in range(matter.reporters):
        channel = rng.choices(list(rhythms.CHANNELS), weights=list(rhythms.CHANNELS.values()))[0]
        if matter.is_storm:
            moment = (at + timedelta(minutes=rng.expovariate(1 / 50))).replace(microsecond=0)
        else:
            moment = rhythms.pick_time(rng, channel, at)
        if moment < ends:
            made.append(_report(rng, matter, services, at=moment, channel=channel))
        at = matter.began + timedelta(hours=_hours_later(rng, matter, number + 1))
    return made


def _hours_later(rng: random.Random, matter: _Matter, number: int) -> float:
    mean = 1.5 if matter.is_storm else 40.0 * number
    return min(rng.expovariate(1 / mean), LAST_DUPLICATE_HOURS)


def _report(rng: random.Random, matter: _Matter, services: ServiceBook, *, at: datetime, channel: str) -> Made:
    service = services.services[matter.kind.service]
    language = _language(rng, matter.kind)
    latitude, longitude = _pin(rng, matter)
    is_home = service.place is PlaceKind.HOME
    return Made(
        at=at,
        text=_text(rng, matter, language, pick_voice(rng, channel=channel)),
        channel=channel,
        language=language,
        truth=Truth(
            service=service.slug,
            team=service.team,
            urgency=Urgency(matter.kind.urgency) if matter.kind.urgency else service.usual_urgency,
            signs=matter.kind.signs,
            kind=matter.kind.code,
            group=matter.group,
            unlike=matter.unlike,
        ),
        latitude=latitude,
        longitude=longitude,
        address=f"{matter.spot.house} {matter.spot.street.name}, Fernby" if is_home else "",
    )


def _pin(rng: random.Random, matter: _Matter) -> tuple[float | None, float | None]:
    if not matter.kind.has_place or rng.random() < WITHOUT_A_PLACE:
        return None, None
    return near(rng, matter.spot)


def _language(rng: random.Random, kind: Kind) -> str:
    others = [each for each in kind.phrases if each not in ("en", "cy")]
    if "cy" in kind.phrases and rng.random() < WELSH:
        return "cy"
    return rng.choice(others) if others and rng.random() < OTHER_LANGUAGES else "en"


def _text(rng: random.Random, matter: _Matter, language: str, voice: Voice) -> str:
    """No two of one group begin from the same phrase, as long as there are enough."""
    ways = matter.kind.phrases[language]
    fresh = [each for each in ways if each not in matter.used] or list(ways)
    phrase = rng.choice(fresh)
    matter.used.append(phrase)
    seen = {**describe(rng, matter.kind, matter.slots), "on": say_where(rng, matter.spot, language)}
    core = fill(choose(rng, phrase), seen)
    if language != "en":
        return core[0].upper() + core[1:]
    if matter.again:
        core = f"{core} {choose(rng, rng.choice(_AGAIN))}"
    return say(rng, core, voice)
