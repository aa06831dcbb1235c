"""What every door does with a report: take it along the road, then open a case, whatever the road said.

Where a guard stopped the run, where a model failed or the machine is switched off, the case is opened all the same, and
a person sorts it. Where the guard saw danger, it needs attention, and whoever wrote is shown where to get help.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast

from django.conf import settings

from fingerpost.casework.opening import open_case
from fingerpost.casework.reports import Report
from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Access, Nation
from fingerpost.contract.errors import FingerpostError, StoreUnavailable, steps_to
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.run import Run, Signpost
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.doors.asking import installed
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.installation import installation, now
from fingerpost.pipeline.run import travel

TRIAGE = "triage"
FOLLOW = "/follow"
"""The address of a private link, before reference and secret."""
FIRST, LAST = 3_900, 1_000
"""Of a text that is too long for triage, so many characters are read from its beginning and from its end."""
STAFF_TOO = frozenset({Access.PUBLIC, Access.STAFF})

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sorted:
    """What the road said of a report. `run` is "" where it could not be taken along, `proposal` None where it made
    none."""

    run: str = ""
    subject: str = ""
    proposal: Proposal | None = None
    signposts: tuple[Signpost, ...] = ()

    @property
    def saw_danger(self) -> bool:
        return bool(self.signposts)


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report that was taken. `link` is the address of the resident's private page, "" where `is_new` is False: the
    same report was here already."""

    reference: str
    link: str
    due_at: datetime | None
    signposts: tuple[Signpost, ...] = ()
    proposal: Proposal | None = None
    is_new: bool = True
    team: str = ""
    service: str = ""
    run: str = ""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """One report of a batch that was not taken, and why."""

    number: int
    why: FingerpostError = field(default_factory=lambda: StoreUnavailable(""))


def sort(report: Report, *, door: str, subject: str = "") -> Sorted:
    """Take a report along the road, and open nothing yet. `subject` goes on with what was begun under it.

    Raises StoreUnavailable when no record can be kept, and nothing else.
    """
    capability = _triage()
    if capability is None:
        return Sorted(subject=subject)
    try:
        run = _travel(report, capability, door=door, subject=subject)
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 - a person sorts what the machine cannot; its class is in the run
        log.error("A report could not be sorted by the machine: %s", steps_to(error))  # as above
        return Sorted(subject=subject)
    proposal = run.outcome.proposal if run.outcome else None
    return Sorted(
        run=run.reference, subject=run.context.subject or run.reference, proposal=proposal, signposts=run.signposts
    )


def report(
    report: Report,
    *,
    door: str,
    by: str = "resident",
    subject: str = "",
    chosen: str = "",
    is_demo: bool = False,
    at: datetime | None = None,
    sorted_before: Sorted | None = None,
) -> Reported:
    """Take a report, and open a case of it. `chosen` is the service that whoever wrote picked themselves.

    `sorted_before` is what `sort` said of the same words, so that they are not taken along twice. Raises
    StoreUnavailable.
    """
    found = sorted_before or sort(report, door=door, subject=subject)
    here, at = installation(), at or now()
    services = here.build_services().book
    proposal = with_choice(found.proposal, chosen, services=services)
    opened = open_case(
        report,
        proposal=proposal,
        run_reference=found.run,
        run_subject=found.subject,
        services=services,
        by=by,
        body=settings.CONFIGURATION.body,
        at=at,
        keys=here.build_keys(),
        embedder=here.build_report_embedder(),
        is_demo=is_demo,
        nation=here.read_profile().holidays_of,
        needs_attention=found.saw_danger,
        planted_rate=settings.CONFIGURATION.planted_suggestions,
    )
    link = f"{FOLLOW}/{opened.reference}/{opened.link_secret}" if opened.is_new else ""
    return Reported(
        reference=opened.reference,
        link=link,
        due_at=opened.due_at,
        signposts=found.signposts,
        proposal=found.proposal,
        is_new=opened.is_new,
        team=opened.case.team,
        service=proposal.service if proposal and proposal.service in services.services else "",  # never a planted one
        run=found.run,
    )


def report_many(
    reports: Iterable[Report],
    *,
    door: str,
    by: str,
    is_demo: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Reported | Refused]:
    """Take many, one after another: what one is refused for is not done to the others. `number` counts from 1."""
    for number, each in enumerate(reports, start=1):
        try:
            yield report(each, door=door, by=by, is_demo=is_demo)
        except FingerpostError as fault:
            yield Refused(number=number, why=fault)
        progress(number)


def with_choice(proposal: Proposal | None, chosen: str, *, services: ServiceBook) -> Proposal | None:
    """What was proposed, with the service that the resident picked. Their choice never lowers urgency or attention."""
    service = services.services.get(chosen)
    if service is None or (proposal is not None and proposal.service == chosen):
        return proposal
    if proposal is None:
        return Proposal(service=chosen, team=service.team, urgency=service.usual_urgency)
    urgency = max(proposal.urgency, service.usual_urgency, key=lambda each: Urgency(each).rank)
    return replace(proposal, service=chosen, team=service.team, urgency=urgency)


def _triage() -> Capability | None:
    return next((each for each in installed().values() if each.name == TRIAGE), None)


def _travel(report: Report, capability: Capability, *, door: str, subject: str) -> Run:
    here, usual = installation(), settings.CONFIGURATION.nation
    context = circumstances(door=door, language=report.language, nation=Nation(usual) if usual else None)
    return travel(
        request_of(report, capability),
        capability=capability,
        context=replace(context, subject=subject, access=STAFF_TOO),
        engines=here.build_engines(),
        recorder=here.build_recorder(),
    )


def request_of(report: Report, capability: Capability) -> Any:
    """The request of triage that a report makes."""
    make = cast(Callable[..., Any], capability.request)
    return make(
        text=_readable(report.text),
        latitude=report.latitude,
        longitude=report.longitude,
        has_address=bool(report.address.strip()),
        facts=dict(report.facts),
        channel=report.channel,
        has_photo=any(each.kind in {"png", "jpeg"} for each in report.files),
    )


def _readable(text: str) -> str:
    """What triage reads of a text: all of it, or where it is too long, how it begins and ends."""
    return text if len(text) <= FIRST + LAST else f"{text[:FIRST].rstrip()} … {text[-LAST:].lstrip()}"
