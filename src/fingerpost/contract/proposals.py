"""What a capability proposes to an officer about a report: codes and numbers that rules and calibrated models gave.

No words of a language model stand here. The check holds every code to the body's own lists (see `pipeline.proposing`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from fingerpost.contract.classifying import Near, Ranked
from fingerpost.contract.context import Context
from fingerpost.contract.services import Urgency


class SignKind(StrEnum):
    """What a sign is of. Each raises attention, and none can lower it."""

    DANGER = "danger"  # somebody, or many, may be hurt now
    SAFEGUARDING = "safeguarding"  # a child or an adult may be at risk of harm or neglect
    VULNERABILITY = "vulnerability"  # somebody may find this harder than others


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One sign in a report. `code` is one of the capability's own, such as "child-at-risk"; `words` are those of the
    report that it was seen in, for whoever works on the case alone."""

    code: str
    kind: SignKind
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Likely:
    """A case that this report may be about. `probability` is calibrated, from 0 to 1; `metres` None without a place."""

    reference: str
    probability: float
    metres: float | None = None
    hours: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Where a report should go and how soon.

    `service` and `team` are codes of the body's services, "" where none fits well enough: then a person chooses.
    `services` and `teams` hold the best few, best first. `urgency` is the highest that any of `urgency_reasons` asks
    for; those are codes of the capability's own table. `needs_attention` puts the case before all others of its
    urgency. `missing` are names of the service's facts that the report does not give. `near` and `words` say why.
    """

    service: str
    team: str
    urgency: Urgency
    services: tuple[Ranked, ...] = ()
    teams: tuple[Ranked, ...] = ()
    urgency_reasons: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    needs_attention: bool = False
    duplicates: tuple[Likely, ...] = ()
    missing: tuple[str, ...] = ()
    language: str = "en"
    outside: float = 0.0
    near: tuple[Near, ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    classifier: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalCodes:
    """The codes that a capability may put into a proposal; the check knows no others.

    `reasons` are those of its table of urgency, with the level of each; `usual` stands for the service's own. `signs`
    are its signs with their kind; `attention` those of them that put a case before others.
    """

    usual: str
    reasons: Mapping[str, Urgency] = field(default_factory=dict)
    signs: Mapping[str, SignKind] = field(default_factory=dict)
    attention: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An open case in a street nearby, as it is compared with a report. `text` has no personal data in it."""

    reference: str
    service: str
    text: str
    at: datetime
    latitude: float
    longitude: float


class OpenCases(Protocol):
    """Cases that a new report may be about."""

    def near(
        self, *, latitude: float, longitude: float, metres: float, since: datetime, context: Context
    ) -> Sequence[Candidate]:
        """Those of the context's body about a street within so many metres, received since then and not merged into
        another, nearest first. Raises StoreUnavailable; an empty list means that there are none."""
        ...
