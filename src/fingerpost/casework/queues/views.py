"""Filters of the queue that somebody kept: their own, and those of their teams."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_noop

from fingerpost.casework.changing import keeping
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.models import SavedView
from fingerpost.casework.viewing import Viewer

MOST = 30  # of one person or team


@dataclass(frozen=True, kw_only=True)
class View:
    """A kept filter. `team` is "" for one's own."""

    number: int
    name: str
    team: str
    query: str
    by: str


def list_views(viewer: Viewer) -> list[View]:
    """Those that the viewer may use, by name."""
    mine = Q(team="", by=viewer.name) | Q(team__in=sorted(viewer.teams - {""}))
    return [_view(row) for row in SavedView.objects.filter(mine, body=viewer.body).order_by("name", "pk")]


def save_view(*, name: str, query: str, team: str = "", viewer: Viewer, at: datetime) -> View:
    """Keep a filter: the part of an address behind "?". Who works in a team may keep one for it. Raises NotAllowed."""
    name = " ".join(name.split())
    if not name or len(name) > 60:
        raise NotAllowed(gettext_noop("Give it a name of 1 to 60 letters."))
    if len(query) > 500:
        raise NotAllowed(gettext_noop("This filter is too long to keep. Take something out of it."))
    if team and team not in viewer.teams:
        raise NotAllowed(gettext_noop("You do not work in this team."))
    with keeping():
        mine = SavedView.objects.filter(body=viewer.body, team=team, **({} if team else {"by": viewer.name}))
        if mine.exclude(name=name).count() >= MOST:
            raise NotAllowed(gettext_noop("%(most)s are kept at most. Delete one first."), most=MOST)
        mine.filter(name=name, by=viewer.name).delete()
        row = SavedView.objects.create(body=viewer.body, by=viewer.name, team=team, name=name, query=query, at=at)
    return _view(row)


def remove_view(number: int, *, viewer: Viewer) -> bool:
    """Delete one's own, or one of a team that one leads; False where there is none such."""
    own = Q(by=viewer.name) | Q(team__in=sorted(viewer.leads - {""}))
    with keeping():
        deleted, _ = SavedView.objects.filter(own, body=viewer.body, pk=number).delete()
    return bool(deleted)


def _view(row: SavedView) -> View:
    return View(number=row.pk, name=row.name, team=row.team, query=row.query, by=row.by)
