"""Systems that a body bought, or that run elsewhere. Whatever is said of them is declared; we measured nothing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.text import slugify

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.placeholders import find_placeholder
from fingerpost.contract.transparency import CURRENT, PHASES, read_finder, read_standard
from fingerpost.record.commits import committing
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.register import phases, versions
from fingerpost.record.register.fields import Value, own_field, own_section
from fingerpost.record.register.models import ExternalSystem
from fingerpost.record.register.public import ChallengeRoute, Fault, Field, Origin, PublicRecord, Section
from fingerpost.record.register.sections import fill_standard

NOT_KEPT = "We could not register this system. Nothing has changed. Try again in a minute."
AS_DECLARED = "As its owner declared"
LONGEST = 10_000  # characters of one field
NEEDED = ("name", "description", "organisation", "senior_responsible_owner", "phase", "appeals_and_review")
OWN = ("phase", "owner", "legal_basis", "limits", "challenge_address")
OWN_TITLES = {
    "phase": "Phase",
    "owner": "Who answers for it",
    "legal_basis": "Legal basis",
    "limits": "What it cannot do",
    "challenge_address": "Address of the page on which to challenge it",
}
FINDER = {
    f"finder_{each.key}": each
    for each in read_finder().facets
    if each.key not in ("phase", "date_published", "atrs_version")
}
FIELDS = {each.key: each for each in read_standard().fields}
COLUMNS = (*FIELDS, *OWN, *FINDER)
"""What may be told of such a system: the fields of the standard, ours, and the finder's with "finder_" before them.

Of a field that repeats, each row stands on a line of its own; of a finder's key with several values, each value does.
"""


def title_of(column: str) -> str:
    """The name of a column for people."""
    if column in FIELDS:
        return FIELDS[column].title
    return FINDER[column].name if column in FINDER else OWN_TITLES[column]


def register_external(
    values: Mapping[str, str], *, body: str, by: str, at: datetime, taken: Collection[str] = ()
) -> PublicRecord:
    """Register a system, or put other values in the place of those of one that is registered under the same name.

    `values` are texts by COLUMNS; what is left out or empty is not told. `taken` are names of systems that run here.
    A phase other than the one it stands in is a move. Raises InvalidRequest with a sentence a field, StoreUnavailable.
    """
    return register_all([values], body=body, by=by, at=at, taken=taken)[0]


def register_all(
    rows: Sequence[Mapping[str, str]], *, body: str, by: str, at: datetime, taken: Collection[str] = ()
) -> list[PublicRecord]:
    """The same for several: all of them or none, in one transaction with their events."""
    told = [_checked(row, taken=taken) for row in rows]
    with store_faults(NOT_KEPT), committing():
        names = [_register(row, body=body, by=by, at=at) for row in told]
    with store_faults(NOT_READ):
        kept = ExternalSystem.objects.filter(body=body, name__in=names)
        found = {row.name: _record(row, body=body, at=at) for row in kept}
    return [found[name] for name in names]


def _checked(values: Mapping[str, str], *, taken: Collection[str]) -> dict[str, str]:
    told = {key: value.replace("\r\n", "\n").strip() for key, value in values.items() if value.strip()}
    problems = problems_of(told)
    name = name_of(told)
    if "name" not in problems and (not name or name in taken):
        problems["name"] = "Give it another name: this one has no letters, or belongs to a system that runs here."
    if problems:
        raise InvalidRequest(problems)
    return told


def name_of(values: Mapping[str, str]) -> str:
    """The slug under which a system is kept and its record has its address."""
    return slugify(values.get("name", ""))[:60].strip("-")


def _register(told: Mapping[str, str], *, body: str, by: str, at: datetime) -> str:
    name = name_of(told)
    _move_as_declared(name, told, body=body, by=by, at=at)
    kept = {"values": {key: told[key] for key in COLUMNS if key in told}, "by": by, "at": at}
    row, _made = ExternalSystem.objects.update_or_create(body=body, name=name, defaults=kept)
    why = f"Declared by {told.get('owner', told['organisation'])}"
    versions.add_version(_record(row, body=body, at=at), why=why, body=body, at=at)
    return name


def problems_of(values: Mapping[str, str]) -> dict[str, str]:
    """What does not fit, a sentence a field; nothing is changed."""
    problems = {key: f"'{key}' is not a field of the register." for key in values if key not in COLUMNS}
    problems |= {key: f"Give the {title_of(key).lower()}." for key in NEEDED if not values.get(key)}
    for key, value in values.items():
        if len(value) > LONGEST:
            problems[key] = f"{title_of(key)} may have {LONGEST:,} characters at most." if key in COLUMNS else key
    if values.get("phase", PHASES[0]) not in PHASES:
        problems["phase"] = f"The phase must be one of: {', '.join(PHASES)}."
    problems |= dict(_wrong_choices(values))
    problems |= dict(_uneven_rows(values))
    address = values.get("challenge_address", "https://")
    if not address.startswith(("https://", "http://")):
        problems["challenge_address"] = "The address must begin with https://."
    return problems


def _wrong_choices(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, facet in FINDER.items():
        if facet.values and facet.key != "organisation":
            wrong = [part for part in _lines(values.get(key, "")) if part not in facet.values]
            if wrong:
                yield key, f"'{wrong[0]}' is not one of: {', '.join(facet.values)}."


def _uneven_rows(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The columns of one table must have as many lines each."""
    for group in dict.fromkeys(each.group for each in FIELDS.values() if each.group):
        columns = {
            key: len(_lines(values[key])) for key, each in FIELDS.items() if each.group == group and key in values
        }
        for key, rows in columns.items():
            if rows != max(columns.values()):
                yield key, f"{title_of(key)} has {rows} lines, others of its table {max(columns.values())}."


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _move_as_declared(name: str, told: Mapping[str, str], *, body: str, by: str, at: datetime) -> None:
    """A system that was there in another phase has moved: the table of moves holds for it too."""
    row = ExternalSystem.objects.filter(body=body, name=name).first()
    if row is None:
        return
    stands = phases.phase_of(name, declared=row.values["phase"], body=body)
    if told["phase"] == stands:
        return
    owner = told.get("owner", told["senior_responsible_owner"])
    phases.add_move(
        name,
        stands=stands,
        to=told["phase"],
        by=by,
        owner=owner,
        reason=AS_DECLARED,
        declared=told["phase"],
        body=body,
        at=at,
    )


def read_external(name: str, *, body: str, at: datetime) -> PublicRecord | None:
    """The record of one; None where there is none. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        row = ExternalSystem.objects.filter(body=body, name=name).first()
        return _record(row, body=body, at=at) if row else None


def list_external(*, body: str, at: datetime) -> list[PublicRecord]:
    """Every one, retired ones too. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        rows = list(ExternalSystem.objects.filter(body=body).order_by("name"))
        return [_record(row, body=body, at=at) for row in rows]


def read_values(name: str, *, body: str, at: datetime) -> dict[str, str] | None:
    """What was told of one, as `register_external` takes it, with the phase it stands in; None where there is none."""
    with store_faults(NOT_READ):
        row = ExternalSystem.objects.filter(body=body, name=name).first()
    if row is None:
        return None
    return {**row.values, "phase": phases.phase_of(name, declared=row.values["phase"], body=body)}


def _record(row: ExternalSystem, *, body: str, at: datetime) -> PublicRecord:
    told: dict[str, str] = row.values
    number, first = versions.count_versions(body=body).get(row.name, (0, None))
    phase = phases.phase_of(row.name, declared=told["phase"], body=body)
    return PublicRecord(
        name=row.name,
        title=told["name"],
        summary=told["description"],
        phase=phase,
        owner=told.get("owner", told["senior_responsible_owner"]),
        kind="declared",
        version=number,
        at=row.at,
        sections=(*_sections(told), _own_section(told)),
        metadata=_metadata(told, phase=phase, published_on=first or at.date()),
        faults=() if phase == phases.RETIRED else tuple(_faults(told)),
        challenge=_challenge(told),
        limits=tuple(_lines(told.get("limits", ""))),
        history=phases.list_moves(row.name, body=body),
        standard=CURRENT,
    )


def _sections(told: Mapping[str, str]) -> tuple[Section, ...]:
    values: dict[str, Value] = {
        key: tuple(_lines(told[key])) if each.group else told[key] for key, each in FIELDS.items() if key in told
    }
    values |= _filled_tables(values)
    not_measured: dict[str, Origin] = {
        "model_performance": "not measured",
        "frequency_and_scale_of_usage": "not measured",
    }
    return fill_standard(read_standard(), values, origins=not_measured)


def _filled_tables(values: Mapping[str, Value]) -> dict[str, Value]:
    """Each column of a table that has rows, empty where nothing was told, so that every row is whole."""
    filled: dict[str, Value] = {}
    for key, each in FIELDS.items():
        given = [len(values[other]) for other, field in FIELDS.items() if each.group == field.group and other in values]
        if each.group and given and key not in values:
            filled[key] = ("",) * given[0]
    return filled


def _own_section(told: Mapping[str, str]) -> Section:
    note = own_field(
        "how_known", "How we know this", "Declared by its owner. Nothing of it was measured by this register."
    )
    given: list[Field] = [own_field(key, title_of(key), told[key]) for key in OWN if key in told and key != "phase"]
    performance = own_field("performance", "Performance", "Not measured here.", "not measured")
    return own_section("safeguards", "Safeguards", (note, performance, *given))


def _metadata(told: Mapping[str, str], *, phase: str, published_on: date) -> dict[str, str | list[str]]:
    prefix = read_finder().prefix
    values: dict[str, str | list[str]] = {"phase": phase, "date_published": f"{published_on}", "atrs_version": CURRENT}
    for key, facet in FINDER.items():
        if key in told:
            values[facet.key] = _lines(told[key]) if facet.select == "multiple" else told[key]
    return {f"{prefix}{key}": values[key] for key in (each.key for each in read_finder().facets) if key in values}


def _challenge(told: Mapping[str, str]) -> ChallengeRoute | None:
    address = told.get("challenge_address", "")
    return ChallengeRoute(address=address, days=0, what=(told["appeals_and_review"],)) if address else None


def _faults(told: Mapping[str, str]) -> Iterator[Fault]:
    """Shown, and never in the way: it runs elsewhere whatever the register says of it."""
    for key, each in FIELDS.items():
        if each.required and key not in told:
            words = f"'{each.title}' was not told."
            yield Fault(field=key, kind="missing", words=words, blocks_production=False)
    if "challenge_address" not in told:
        words = "No address was given at which to challenge it."
        yield Fault(field="challenge_address", kind="missing", words=words, blocks_production=False)
    for key, value in told.items():
        if found := find_placeholder(value):
            words = f"'{title_of(key)}' still holds a placeholder ('{found}')."
            yield Fault(field=key, kind="placeholder", words=words, blocks_production=False)
