"""Says who works on a case, which service it is about, how soon, and where."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from fingerpost.casework.changing import change
from fingerpost.casework.clocks import days_for, set_clock
from fingerpost.casework.faults import OVER, NotAllowed
from fingerpost.casework.history import Told
from fingerpost.casework.models import Case, Membership
from fingerpost.casework.placing import put_place
from fingerpost.casework.sealing import CASE, seal, unseal_words
from fingerpost.casework.states import IS_LIVE, State
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.record.keys import KeyStore

NO_PLACE = gettext_noop("This is no place: give a latitude from -90 to 90 and a longitude from -180 to 180.")


@dataclass(frozen=True, kw_only=True)
class Way:
    """Where a case goes: codes of the body's services, "" where nobody has chosen."""

    service: str
    team: str
    urgency: Urgency
    attention: bool


def assign(reference: str, *, to: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Give the case to an officer of its team, where it has one, or to nobody: ""."""

    def do(case: Case) -> Told:
        _check_live(case)
        of_team = {"team": case.team} if case.team else {}  # what no team has yet goes to an officer of any
        if to and not Membership.objects.filter(body=case.body, account=to, **of_team).exists():
            raise NotAllowed(gettext_noop("They do not work in the team of this case. Choose somebody who does."))
        before, case.assigned_to = case.assigned_to, to
        return Told(kind="assigned", facts={"from": before, "to": to})

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def route(
    reference: str,
    *,
    services: ServiceBook,
    service: str | None = None,
    team: str | None = None,
    urgency: str | None = None,
    attention: bool | None = None,
    reason: str = "",
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """Say which service and team it is for, how soon, and whether it needs attention. What is None stays.

    Another service without a team goes to the service's own team. Whoever has the case keeps it only within their team.
    """

    def do(case: Case) -> Told:
        _check_live(case)
        return apply_way(
            case,
            way_of(case, service, team, urgency, attention, services=services),
            services=services,
            reason=reason,
            at=at,
            keys=keys,
        )

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def way_of(
    case: Case,
    service: str | None,
    team: str | None,
    urgency: str | None,
    attention: bool | None,
    *,
    services: ServiceBook,
) -> Way:
    """The whole way from what was chosen of it. Raises NotAllowed for a code that the body does not have."""
    chosen = case.service if service is None else service
    if chosen and chosen != case.service and chosen not in services.services:
        raise NotAllowed(gettext_noop("There is no such service. Choose one from the list."))
    usual = case.team if service is None or not service else services.team_of(service) or case.team
    to = usual if team is None or (not team and service) else team
    if to and to != case.team and to not in services.teams:
        raise NotAllowed(gettext_noop("There is no such team. Choose one from the list."))
    if urgency is not None and urgency not in list(Urgency):
        raise NotAllowed(gettext_noop("There is no such urgency. Choose one from the list."))
    return Way(
        service=chosen,
        team=to,
        urgency=Urgency(case.urgency if urgency is None else urgency),
        attention=case.attention if attention is None else attention,
    )


def apply_way(
    case: Case, way: Way, *, services: ServiceBook, reason: str, at: datetime, keys: KeyStore, kind: str = "routed"
) -> Told:
    """Send a locked case that way, with its clock, place and whether it is public; tells what changed."""
    before = {"service": case.service, "team": case.team, "urgency": case.urgency, "attention": case.attention}
    case.service, case.team, case.urgency, case.rank = way.service, way.team, way.urgency, way.urgency.rank
    case.attention = way.attention
    if case.team != before["team"] and not _works_in(case):
        case.assigned_to = ""
    service = services.services.get(case.service)
    set_clock(case, days=days_for(service, way.urgency), at=at)
    put_place(case, service, unseal_words(case, keys=keys))
    after = {"service": case.service, "team": case.team, "urgency": case.urgency, "attention": case.attention}
    facts: dict[str, Any] = {
        name: {"from": str(before[name]) if name != "attention" else before[name], "to": value}
        for name, value in after.items()
        if before[name] != value
    }
    return Told(kind=kind, facts=facts, text=reason.strip(), is_shown="service" in facts or "team" in facts)


def set_place(
    reference: str,
    *,
    services: ServiceBook,
    latitude: float | None,
    longitude: float | None,
    address: str | None = None,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """Say where it is. It stands in the open only where the service is about a street."""
    if (latitude is None) != (longitude is None) or not is_place(latitude, longitude):
        raise NotAllowed(NO_PLACE)

    def do(case: Case) -> Told:
        words = unseal_words(case, keys=keys)
        if words is None:
            raise NotAllowed(gettext_noop("This case was erased. Nothing can be done with it."))
        words |= {"latitude": latitude, "longitude": longitude}
        words |= {} if address is None else {"address": address.strip()[:500]}
        case.sealed = seal(case, words, CASE, keys=keys, at=at)
        put_place(case, services.services.get(case.service), words)
        return Told(kind="placed")

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def is_place(latitude: float | None, longitude: float | None) -> bool:
    """Is it none at all, or one on the earth?"""
    if latitude is None or longitude is None:
        return True
    return -90 <= latitude <= 90 and -180 <= longitude <= 180


def _works_in(case: Case) -> bool:
    found = Membership.objects.filter(body=case.body, team=case.team, account=case.assigned_to)
    return bool(case.assigned_to) and found.exists()


def _check_live(case: Case) -> None:
    if State(case.state) not in IS_LIVE:
        raise NotAllowed(OVER)
