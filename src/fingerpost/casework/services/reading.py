"""Reads services.toml into a ServiceBook, or says all that is wrong with it, by table and field.

[[team]]      slug, name, description, email
[[service]]   slug, team, name, description, group, place, public, usual_urgency, days, examples
[[service.fact]]   name, question, kind, needed, choices
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fingerpost.casework.services.fields import EMAIL, Fields
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.services import Fact, PlaceKind, Service, ServiceBook, Team, Urgency

STARTER = Path(__file__).parents[1] / "starter" / "services.toml"
USUAL_DAYS: Mapping[Urgency, int] = MappingProxyType({Urgency.ROUTINE: 10, Urgency.SOON: 5, Urgency.URGENT: 1})
FACT_KINDS = ("text", "number", "yes-no", "choice", "photo")

LARGEST_FILE = 2_000_000  # bytes: forty times the starter file
LONGEST_NAME = 80
LONGEST_DESCRIPTION = 1_000
LONGEST_EXAMPLE = 1_000
MOST_EXAMPLES = 50
MOST_DAYS = 260  # a year of working days

_TEAM = ("slug", "name", "description", "email")
_SERVICE = (
    *("slug", "team", "name", "description", "group", "place", "public"),
    *("usual_urgency", "days", "examples", "fact"),
)
_FACT = ("name", "question", "kind", "needed", "choices")


class InvalidServices(FingerpostError):
    """services.toml is not in order. `problems` holds one sentence for each fault, in the order of the file."""

    def __init__(self, problems: list[str]) -> None:
        rest = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        super().__init__(
            "The list of services is not in order. Mend it, or put the last good one back.",
            detail=f"{problems[0]}{rest}",
        )
        self.problems = tuple(problems)

    def __str__(self) -> str:
        return "\n".join(self.problems)


def read_services(path: Path) -> ServiceBook:
    """The services and teams that the file describes. Raises InvalidServices with every fault."""
    faults: list[str] = []
    root = Fields(_load(path), named=path.name, faults=faults)
    root.allow_only(("team", "service"))
    teams: dict[str, Team] = {}
    for number, table in enumerate(root.tables("team"), start=1):
        team = _read_team(_fields("team", number, table, path=path, faults=faults))
        _put(teams, team.slug, team, what=f"{path.name}, [[team]] number {number}", faults=faults)
    services: dict[str, Service] = {}
    for number, table in enumerate(root.tables("service"), start=1):
        service = _read_service(_fields("service", number, table, path=path, faults=faults), teams=teams)
        _put(services, service.slug, service, what=f"{path.name}, [[service]] number {number}", faults=faults)
    _find_repeated_examples(services, path=path, faults=faults)
    if not services and not faults:
        faults.append(f"{path.name}: holds no service. Begin with a [[team]] and a [[service]].")
    if faults:
        raise InvalidServices(faults)
    return ServiceBook(teams=MappingProxyType(teams), services=MappingProxyType(services))


@cache
def starter_services() -> ServiceBook:
    """The services of Fernby, the fictional council that comes along."""
    return read_services(STARTER)


def _load(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidServices([f"{path.name}: is larger than {LARGEST_FILE:,} bytes. Is it the right file?"])
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise InvalidServices([f"{path.name}: there is no such file."]) from None
    except OSError as error:
        raise InvalidServices([f"{path.name}: could not be opened ({error.strerror}). May we read it?"]) from error
    except UnicodeDecodeError as error:
        raise InvalidServices([f"{path.name}: is not UTF-8 at byte {error.start}. Save it as UTF-8."]) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InvalidServices([f"{path.name}: is not TOML: {error}."]) from error


def _fields(kind: str, number: int, table: Mapping[str, Any], *, path: Path, faults: list[str]) -> Fields:
    """Named by its slug where it has one: people find that faster than a number."""
    slug = table.get("slug")
    named = f"'{slug}'" if isinstance(slug, str) and slug else f"number {number}"
    return Fields(table, named=f"{path.name}, [[{kind}]] {named}", faults=faults)


def _put(kept: dict[str, Any], slug: str, made: object, *, what: str, faults: list[str]) -> None:
    if slug in kept:
        faults.append(f"{what}, field 'slug': '{slug}' is taken by another.")
    elif slug:
        kept[slug] = made


def _read_team(fields: Fields) -> Team:
    fields.allow_only(_TEAM)
    email = fields.text("email", longest=254)
    if email and not EMAIL.match(email):
        fields.fault("email", f"must be an e-mail address, not '{email}'.")
    return Team(
        slug=fields.slug(),
        name=fields.words("name", longest=LONGEST_NAME),
        description=fields.words("description", longest=LONGEST_DESCRIPTION, is_needed=False),
        email=email,
    )


def _read_service(fields: Fields, *, teams: Mapping[str, Team]) -> Service:
    fields.allow_only(_SERVICE)
    team = fields.text("team", longest=LONGEST_NAME)
    if team not in teams:
        known = ", ".join(teams) or "none yet: add a [[team]]"
        fields.fault("team", f"must be the slug of a team, not '{team}'. Teams: {known}.")
    place = PlaceKind(fields.one_of("place", PlaceKind, usual=PlaceKind.NONE))
    is_public = fields.flag("public")
    if is_public and place is not PlaceKind.STREET:
        fields.fault("public", "can be true only where place is 'street': others are somebody's own affair.")
    return Service(
        slug=fields.slug(),
        team=team,
        name=fields.words("name", longest=LONGEST_NAME),
        description=fields.words("description", longest=LONGEST_DESCRIPTION),
        group=fields.words("group", longest=LONGEST_NAME),
        place=place,
        is_public=is_public,
        days=_read_days(fields),
        facts=_read_facts(fields),
        examples=fields.texts("examples", longest=LONGEST_EXAMPLE, most=MOST_EXAMPLES),
        usual_urgency=Urgency(fields.one_of("usual_urgency", Urgency, usual=Urgency.ROUTINE)),
    )


def _read_days(fields: Fields) -> Mapping[Urgency, int]:
    """Working days by urgency, the usual ones where the file is silent. The more urgent may not wait longer."""
    days = dict(USUAL_DAYS)
    for name, found in fields.table("days").items():
        if name not in USUAL_DAYS:
            fields.fault(f"days.{name}", f"must be one of {', '.join(USUAL_DAYS)}. An emergency is the same day.")
        elif type(found) is not int or not 0 <= found <= MOST_DAYS:
            fields.fault(f"days.{name}", f"must be a whole number of working days from 0 to {MOST_DAYS}.")
        else:
            days[Urgency(name)] = found
    if not days[Urgency.URGENT] <= days[Urgency.SOON] <= days[Urgency.ROUTINE]:
        fields.fault("days", "what is more urgent must not take longer: urgent, then soon, then routine.")
    return days


def _read_facts(fields: Fields) -> tuple[Fact, ...]:
    facts: dict[str, Fact] = {}
    for number, table in enumerate(fields.tables("fact"), start=1):
        inside = fields.within("fact", number, table)
        fact = _read_fact(inside)
        if fact.name in facts:
            inside.fault("name", f"'{fact.name}' is taken by another fact of this service.")
        elif fact.name:
            facts[fact.name] = fact
    return tuple(facts.values())


def _read_fact(fields: Fields) -> Fact:
    fields.allow_only(_FACT)
    kind = fields.one_of("kind", FACT_KINDS, usual="text")
    choices = fields.table("choices")
    if kind == "choice" and len(choices) < 2:
        fields.fault("choices", 'must hold two or more, as choices.CODE.en = "…".')
    if kind != "choice" and choices:
        fields.fault("choices", "belong to a fact whose kind is 'choice'.")
    return Fact(
        name=fields.slug("name"),
        question=fields.words("question", longest=LONGEST_NAME * 2),
        kind=kind,
        choices=_read_choices(fields, choices),
        is_needed=fields.flag("needed"),
    )


def _read_choices(fields: Fields, choices: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    inside = fields.below("choices", choices)
    for code in choices:
        inside.check_slug(code)
    return {code: inside.words(code, longest=LONGEST_NAME) for code in choices}


def _find_repeated_examples(services: Mapping[str, Service], *, path: Path, faults: list[str]) -> None:
    """One text under two services would teach the machine both."""
    seen: dict[str, str] = {}
    for service in services.values():
        for example in service.examples:
            first = seen.setdefault(" ".join(example.casefold().split()), service.slug)
            if first != service.slug:
                where = f"{path.name}, [[service]] '{service.slug}', field 'examples'"
                faults.append(f"{where}: '{example[:40]}' stands under '{first}' too. Keep it under one.")
