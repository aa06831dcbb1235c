"""Who looks at cases, and which they may see. Every query is filtered by it."""

from dataclasses import dataclass

from django.db.models import Q

from fingerpost.casework.models import Membership

DESK = "front-desk"
"""The team that sorts what nothing could be proposed for, where the body has a team of that code."""


@dataclass(frozen=True, kw_only=True)
class Viewer:
    """An officer: the name of their account, the teams that they work in, and those of them that they lead.

    `may_lead` is whether their role may see every team's workload, say who works where, and sort what has no team.
    """

    body: str
    name: str
    teams: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    may_lead: bool = False


def viewer_of(account_name: str, *, body: str, may_lead: bool = False) -> Viewer:
    """The viewer that an account is. Somebody in no team sees no case of any."""
    rows = list(Membership.objects.filter(body=body, account=account_name).values_list("team", "is_lead"))
    return Viewer(
        body=body,
        name=account_name,
        teams=frozenset(team for team, _ in rows),
        leads=frozenset(team for team, is_lead in rows if is_lead),
        may_lead=may_lead,
    )


def visible(viewer: Viewer, *, at: str = "") -> Q:
    """The filter for a query of cases: their teams', and what has no team for whoever may lead. `at` is the way to the
    case from another table, such as "case__"."""
    teams = [*sorted(viewer.teams), *([""] if viewer.may_lead else [])]
    return Q(**{f"{at}body": viewer.body, f"{at}team__in": teams})
