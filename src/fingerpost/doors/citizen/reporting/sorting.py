"""What the road makes of a report while it is written: which service it may be about, and what it does not say yet."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.casework.reports import Report
from fingerpost.contract.proposals import Proposal, SignKind
from fingerpost.contract.run import Signpost
from fingerpost.contract.services import PlaceKind, Service, ServiceBook
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.installation import installation
from fingerpost.doors.reporting import sort
from fingerpost.pipeline.reply import signpost_of

MOST_LIKELY = 4  # services that somebody chooses among
LEAST_LIKELY = 0.04  # one less probable than that is not offered


def book() -> ServiceBook:
    """What this body does for people, as it is now."""
    return installation().build_services().book


def sort_draft(draft: Draft) -> None:
    """Take the words along the road, and put what came of it into the draft.

    A service that the resident chose stays theirs. Where nothing was proposed they choose among all of them.
    """
    sorted_ = sort(report_of(draft), door="citizen", subject=draft.subject)
    draft.subject = sorted_.subject
    proposal, services = sorted_.proposal, book().services
    draft.signposts = [_plain(each) for each in sorted_.signposts]
    draft.is_urgent = bool(draft.signposts)
    if proposal is None:
        if draft.signposts:  # who may be in danger is asked neither for a service nor for a street
            draft.settle("service")
            draft.settle("place")
        return
    draft.is_urgent = draft.is_urgent or proposal.needs_attention
    draft.signposts += _for_danger(proposal) if not draft.signposts else []
    draft.likely = [
        each.label
        for each in proposal.services[:MOST_LIKELY]
        if each.label in services and each.probability >= LEAST_LIKELY
    ]
    if draft.chosen_by != "resident":
        draft.service = proposal.service if proposal.service in services else ""
        draft.chosen_by = "machine" if draft.service else ""
        draft.unsettle("service")
    draft.missing = list(proposal.missing) if proposal.service == draft.service else _needed(draft.service)


def choose(draft: Draft, slug: str) -> None:
    """The resident says what it is about; "" for something else. What is asked next follows from that."""
    if slug != draft.service:
        draft.missing = _needed(slug)
        draft.facts = {}
        draft.unsettle("nearby", "place", *[each for each in draft.settled if each.startswith("fact-")])
    draft.service, draft.chosen_by = slug, "resident"
    draft.settle("service")


def service_of(draft: Draft) -> Service | None:
    """What it is about, as far as that is known."""
    return book().services.get(draft.service)


def report_of(draft: Draft, files: tuple[Any, ...] = (), *, outside_id: str = "") -> Report:
    """The draft as a report."""
    service = service_of(draft)
    is_street = service is not None and service.place is PlaceKind.STREET
    return Report(
        text=draft.text,
        channel="web",
        language=draft.language,
        name=draft.name,
        email=draft.email,
        phone=draft.phone,
        address=draft.place,
        latitude=draft.latitude if is_street else None,
        longitude=draft.longitude if is_street else None,
        facts=draft.facts,
        files=files,
        outside_id=outside_id,
    )


def _needed(slug: str) -> list[str]:
    service = book().services.get(slug)
    return [each.name for each in service.facts if each.is_needed] if service else []


def _plain(signpost: Signpost | dict[str, Any]) -> dict[str, Any]:
    return signpost if isinstance(signpost, dict) else signpost_of(signpost)


def _for_danger(proposal: Proposal) -> list[dict[str, Any]]:
    """Help where words sound as if somebody may be hurt now, and the road gave none of its own."""
    kinds = {each.kind for each in proposal.signs}
    if not kinds & {SignKind.DANGER, SignKind.SAFEGUARDING}:
        return []
    return [
        {
            "name": "danger",
            "heading": _("Is somebody in danger now?"),
            "words": _("Call 999 if somebody is hurt or may be soon. We may not read this report until later."),
            "contacts": list(_lines({each.code for each in proposal.signs})),
        }
    ]


def _lines(codes: Iterable[str]) -> Iterable[dict[str, str]]:
    yield _line(_("Police, ambulance, fire or coastguard"), "999")
    if "gas" in codes:
        yield _line(_("Smell of gas: National Gas Emergency Service, day and night"), "0800 111 999")
    if "electric" in codes:
        yield _line(_("Electricity lines or no power: call free, day and night"), "105")


def _line(label: str, phone: str) -> dict[str, str]:
    return {"kind": "contact", "label": label, "url": "", "phone": phone}
