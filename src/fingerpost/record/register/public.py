"""A record as the public sees it. The register's pages, its exports and the oversight door all show this.

`origin` says of each field how we know it: "declared" by the owner in the card, "computed" from what runs, "measured"
by an evaluation, or "not measured" where nobody has.

Doors ask for records in `doors/systems.py`, which gathers what runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Origin = Literal["declared", "computed", "measured", "not measured"]
FaultKind = Literal["missing", "placeholder", "stale", "out of step", "below threshold", "ends soon", "ended"]
RecordKind = Literal["run here", "declared"]
MeasureStatus = Literal["planned", "in place", "overdue"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One named field of the standard, or one of ours (then `number` is empty).

    Fields of one `group` that is not empty (such as "risk" or "model") are columns of one table: their values are
    tuples of the same length, a row each. `as_of` is the day of what was computed or measured.
    """

    key: str
    title: str
    number: str
    value: str | tuple[str, ...]
    origin: Origin
    as_of: date | None = None
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """Fields that stand under one heading, in the order of the standard."""

    key: str
    title: str
    tier: int
    fields: tuple[Field, ...]

    def groups(self) -> dict[str, tuple[Field, ...]]:
        """The columns of each table by the group's name."""
        names = dict.fromkeys(each.group for each in self.fields if each.group)
        return {name: tuple(each for each in self.fields if each.group == name) for name in names}

    def rows(self, group: str) -> list[dict[str, str]]:
        """A table as rows: values by the field's key. Columns that are single values do not count."""
        columns = {each.key: each.value for each in self.groups().get(group, ()) if isinstance(each.value, tuple)}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong with a record, in words for its owner and for the public. `field` is the key it concerns."""

    field: str
    kind: FaultKind
    words: str
    blocks_production: bool = True


@dataclass(frozen=True, kw_only=True)
class PublicFigure:
    """One figure of the latest evaluation, with its 95% interval. `words` says in plain English what it counts."""

    name: str
    words: str
    share: float
    yes: int
    n: int
    low: float
    high: float
    threshold: float | None
    is_upper_bound: bool
    is_reached: bool


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The evaluation behind the figures. `reference` is that of the run of it in the ledger.

    `out_of_step` names what has changed since it was measured; empty when what runs is what was measured.
    `calibration` is that of `evaluate.calibration`, as plain values.
    """

    reference: str
    at: datetime
    version: str
    half: str
    cases: int
    passed: bool
    figures: tuple[PublicFigure, ...]
    out_of_step: tuple[str, ...] = ()
    calibration: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class PublicModel:
    """Which language model writes. `name` is its name in the settings, "" where they choose none: then every answer is
    quoted. `since` is the day since which it serves, and `noted` the reference of the event in the ledger that says so.
    `is_measured` says that the record's evidence was measured with this very model. `compared` is the newest comparison
    of it with another, as plain values with its reference."""

    name: str = ""
    supplier: str = ""
    supplied: str = ""
    where: str = ""
    digest: str = ""
    since: date | None = None
    noted: str = ""
    ends_on: date | None = None
    stopped: str = ""
    is_measured: bool = False
    compared: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class UsageMonth:
    """One whole past month. `counts` are as published (disclosure-controlled): "40" or "fewer than 10", by outcome."""

    month: date
    total: str
    counts: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """Something done about what an assessment found. A planned one whose date has gone is overdue."""

    words: str
    owner: str
    evidence: str
    due: date | None
    status: MeasureStatus


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """One impact assessment. `kind` is "data protection", "equality" or "algorithmic"."""

    kind: str
    name: str
    date: date
    summary: str
    link: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True, kw_only=True)
class ChallengeRoute:
    """How a person may challenge what the system did. `address` is the page, which takes a reference or none.

    `received`, `answered` and `changed` are published counts; "" where there are none to publish.
    """

    address: str
    days: int
    what: tuple[str, ...]
    received: str = ""
    answered: str = ""
    changed: str = ""


@dataclass(frozen=True, kw_only=True)
class PhaseChange:
    """One move from phase to phase."""

    at: datetime
    moved_from: str
    moved_to: str
    by: str
    owner: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PublicRecord:
    """The public record of one system. `version` is the number of the newest kept version; 0 where none was kept yet.

    `metadata` is the finder's, with its own keys. `faults` are worst first; a record without faults is green.
    `model` is None for a system for which no language model may write.
    """

    name: str
    title: str
    summary: str
    phase: str
    owner: str
    kind: RecordKind
    version: int
    at: datetime
    sections: tuple[Section, ...]
    metadata: Mapping[str, Any]
    faults: tuple[Fault, ...] = ()
    evidence: Evidence | None = None
    usage: tuple[UsageMonth, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    challenge: ChallengeRoute | None = None
    limits: tuple[str, ...] = ()
    history: tuple[PhaseChange, ...] = ()
    standard: str = "v3.0"
    running: Mapping[str, str] = field(default_factory=dict)
    model: PublicModel | None = None

    @property
    def figures(self) -> tuple[PublicFigure, ...]:
        """Of the latest evaluation."""
        return self.evidence.figures if self.evidence else ()

    @property
    def blocking(self) -> tuple[Fault, ...]:
        """What stands between it and the production phase."""
        return tuple(each for each in self.faults if each.blocks_production)

    def field(self, key: str) -> Field | None:
        """One field by its key."""
        return next((each for section in self.sections for each in section.fields if each.key == key), None)


@dataclass(frozen=True, kw_only=True)
class Version:
    """One kept version of a record. `content` is plain JSON: see `register.versions.content_of`."""

    name: str
    number: int
    at: datetime
    digest: str
    why: str
    content: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One field that differs between two versions; an empty text is a field that was not there."""

    key: str
    title: str
    before: str
    after: str
