"""Who works in which team. Every change stands in the ledger: it decides who may read which residents' words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_noop

from fingerpost.casework.changing import keeping
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.models import Case, Membership
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.services import ServiceBook
from fingerpost.record.events import note_event
from fingerpost.record.faults import NOT_READ, store_faults


@dataclass(frozen=True, kw_only=True)
class Member:
    """An account that works in a team, and how many live cases of it they have."""

    account: str
    team: str
    is_lead: bool
    has: int = 0


def list_members(team: str, *, viewer: Viewer) -> list[Member]:
    """Those of a team, by name; of none that the viewer neither works in nor may lead. Raises StoreUnavailable."""
    if team not in viewer.teams and not viewer.may_lead:
        return []
    live = Case.objects.filter(body=viewer.body, team=team, is_live=True).exclude(assigned_to="")
    with store_faults(NOT_READ):
        has = dict(live.order_by().values_list("assigned_to").annotate(number=Count("pk")))
        rows = _rows(viewer.body, [team])
    return [
        Member(account=account, team=team, is_lead=is_lead, has=has.get(account, 0)) for _, account, is_lead in rows
    ]


def list_all_members(body: str) -> list[Member]:
    """Those of every team, by team and name, without what they have. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return [Member(account=account, team=team, is_lead=is_lead) for team, account, is_lead in _rows(body)]


def officers_of(viewer: Viewer) -> list[str]:
    """The accounts that work in any team of the viewer, by name. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return sorted({account for _, account, _ in _rows(viewer.body, viewer.teams)})


def viewer_and_officers(account: str, *, body: str, may_lead: bool) -> tuple[Viewer, list[str]]:
    """The viewer that an account is, and the accounts that work in any team of theirs, in one query.

    Raises StoreUnavailable.
    """
    own = Membership.objects.filter(body=body, account=account).values("team")
    found = Membership.objects.filter(body=body, team__in=own)
    with store_faults(NOT_READ):
        rows = list(found.values_list("team", "account", "is_lead"))
    mine = [(team, is_lead) for team, who, is_lead in rows if who == account]
    teams, leads = frozenset(team for team, _ in mine), frozenset(team for team, is_lead in mine if is_lead)
    who = Viewer(body=body, name=account, teams=teams, leads=leads, may_lead=may_lead)
    return who, sorted({account for _, account, _ in rows})


def add_member(
    team: str, account: str, *, is_lead: bool = False, services: ServiceBook, viewer: Viewer, at: datetime
) -> Member:
    """Let an account work in a team, or say anew whether it leads. Callers have seen that there is such an account.

    Raises NotAllowed where the viewer may not, or the body has no such team, and StoreUnavailable.
    """
    _check_may_lead(viewer)
    if team not in services.teams:
        raise NotAllowed(gettext_noop("There is no such team. Choose one from the list."))
    return join_team(team, account, is_lead=is_lead, body=viewer.body, by=viewer.name, at=at)


def remove_member(team: str, account: str, *, viewer: Viewer, at: datetime) -> bool:
    """Take an account out of a team: from then on it sees no case of it. False where it was not in it."""
    _check_may_lead(viewer)
    return leave_team(team, account, body=viewer.body, by=viewer.name, at=at)


def join_team(team: str, account: str, *, is_lead: bool = False, body: str, by: str, at: datetime) -> Member:
    """As `add_member`, for an operator. Does nothing where it stands so already."""
    if not team or not account:
        raise NotAllowed(gettext_noop("Choose a team and a person."))
    with keeping():
        row = Membership.objects.select_for_update().filter(body=body, team=team, account=account).first()
        if row is None or row.is_lead != is_lead:
            Membership.objects.update_or_create(body=body, team=team, account=account, defaults={"is_lead": is_lead})
            facts = {"team": team, "account": account, "is_lead": is_lead, "by": by}
            note_event("membership/put", body=body, at=at, facts=facts)
    return Member(account=account, team=team, is_lead=is_lead)


def leave_team(team: str, account: str, *, body: str, by: str, at: datetime) -> bool:
    """As `remove_member`, for an operator."""
    with keeping():
        deleted, _rows_by_kind = Membership.objects.filter(body=body, team=team, account=account).delete()
        if deleted:
            facts = {"team": team, "account": account, "by": by}
            note_event("membership/removed", body=body, at=at, facts=facts)
    return bool(deleted)


def _rows(body: str, teams: Iterable[str] | None = None) -> list[tuple[str, str, bool]]:
    found = Membership.objects.filter(body=body, **({} if teams is None else {"team__in": sorted(teams)}))
    return list(found.order_by("team", "account").values_list("team", "account", "is_lead"))


def _check_may_lead(viewer: Viewer) -> None:
    if not viewer.may_lead:
        raise NotAllowed(gettext_noop("Only whoever leads teams may say who works in them."))
