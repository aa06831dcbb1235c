"""How many cases there are, of which kind and for whom: numbers only, no words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from fingerpost.casework.models import Case
from fingerpost.casework.queues.filters import Filter, due_by_then, matching
from fingerpost.casework.viewing import Viewer
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore

COUNTED = frozenset({"team", "service", "state", "urgency", "channel", "assigned_to", "attention", "language"})


@dataclass(frozen=True, kw_only=True)
class TeamLoad:
    """What a team has before it. `soon` are due within a working day. `officers` holds live cases by the account that
    has them."""

    team: str
    live: int
    late: int
    attention: int
    unassigned: int
    soon: int = 0
    officers: Mapping[str, int] = field(default_factory=dict)


def count_by(
    column: str, filter: Filter, *, viewer: Viewer, at: datetime | None = None, keys: KeyStore | None = None
) -> dict[str, int]:
    """How many of what the filter leaves have each value of a column, one of COUNTED. Raises StoreUnavailable."""
    if column not in COUNTED:
        raise ValueError(f"cases are not counted by {column}")
    with store_faults(NOT_READ):
        found = matching(filter, viewer=viewer, at=at, keys=keys)
        rows = found.order_by().values_list(column).annotate(number=Count("pk"))
        return {str(value): number for value, number in rows}


def workload(viewer: Viewer, *, at: datetime) -> tuple[TeamLoad, ...]:
    """The live cases of the viewer's teams; of every team where they may lead. By team. Raises StoreUnavailable."""
    found = Case.objects.filter(body=viewer.body, is_live=True)
    if not viewer.may_lead:
        found = found.filter(team__in=sorted(viewer.teams))
    with store_faults(NOT_READ):
        rows = list(
            found.order_by()
            .values_list("team", "assigned_to")
            .annotate(
                live=Count("pk"),
                late=Count("pk", filter=Q(due_at__lt=at)),
                attention=Count("pk", filter=Q(attention=True)),
                due=Count("pk", filter=due_by_then(at)),
            )
        )
    teams: dict[str, list[_Counts]] = {}
    for team, *counts in rows:
        teams.setdefault(team, []).append(_Counts(*counts))
    return tuple(_load(team, teams[team]) for team in sorted(teams))


class _Counts(NamedTuple):
    """Of one officer's cases in a team; the officer is "" for those that nobody has."""

    officer: str
    live: int
    late: int
    attention: int
    due: int  # late, or due soon


def _load(team: str, rows: list[_Counts]) -> TeamLoad:
    return TeamLoad(
        team=team,
        live=sum(each.live for each in rows),
        late=sum(each.late for each in rows),
        attention=sum(each.attention for each in rows),
        unassigned=sum(each.live for each in rows if not each.officer),
        soon=sum(each.due - each.late for each in rows),
        officers={each.officer: each.live for each in sorted(rows) if each.officer},
    )
