"""Does one thing to several cases, and remembers what it needs to take that back: versions and codes, no words."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.casework import acting
from fingerpost.casework.queues import Row
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.services import ServiceBook
from fingerpost.doors.installation import installation
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases.bulk_acts import ACTS, Typed
from fingerpost.doors.staff.cases.filters import ME, NOBODY

KEPT = ("assigned_to", "service", "team", "urgency")
"""What of a case is remembered as it was before."""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of it. `done` maps each reference to the version that the case has now, `before` to how it stood;
    `refused` are references, each with why."""

    act: str
    done: dict[str, int]
    before: dict[str, dict[str, str]]
    refused: Sequence[Sequence[str]] = ()
    is_undo: bool = False

    @property
    def can_undo(self) -> bool:
        return bool(self.done) and ACTS[self.act].can_undo and not self.is_undo

    def and_refused(self, more: Sequence[tuple[str, str]]) -> "Result":
        return replace(self, refused=[*self.refused, *more])

    def plain(self) -> dict[str, Any]:
        """For a session."""
        return asdict(self)


def do_all(
    name: str,
    rows: Sequence[Row],
    *,
    versions: Mapping[str, int],
    typed: Typed,
    viewer: Viewer,
    book: ServiceBook,
    at: datetime,
) -> Result:
    """Do it to each case that still has the version that was seen. Nobody's change is lost."""
    act, given = _call(name, typed, viewer=viewer, book=book)
    seen = {row.reference: versions.get(row.reference, row.version) for row in rows}
    done, refused = _bulk(act, seen, viewer=viewer, at=at, given=given)
    before = {row.reference: {key: str(getattr(row, key)) for key in KEPT} for row in rows if row.reference in done}
    return Result(act=name, done=done, before=before, refused=refused)


def undo_all(result: Result, *, viewer: Viewer, book: ServiceBook, at: datetime) -> Result:
    """Put each case back as it stood, unless somebody changed it since. What was done or closed is open again."""
    groups: dict[tuple[tuple[str, str], ...], dict[str, int]] = defaultdict(dict)
    for reference, version in result.done.items():
        groups[tuple(sorted(result.before[reference].items()))][reference] = version
    done: dict[str, int] = {}
    refused: list[tuple[str, str]] = []
    for stood, seen in groups.items():
        act, given = _call_back(result.act, dict(stood), book=book)
        well, ill = _bulk(act, seen, viewer=viewer, at=at, given=given)
        done |= well
        refused += ill
    return Result(act=result.act, done=done, before={}, refused=refused, is_undo=True)


def _bulk(
    act: Callable[..., Any], seen: Mapping[str, int], *, viewer: Viewer, at: datetime, given: Mapping[str, Any]
) -> tuple[dict[str, int], list[tuple[str, str]]]:
    keys = installation().build_keys()
    found = acting.bulk(list(seen.items()), act, viewer=viewer, at=at, keys=keys, **given)
    done = {reference: seen[reference] + 1 for reference, fault in found if fault is None}
    return done, [(reference, refusal_words(fault)) for reference, fault in found if fault is not None]


def _call(name: str, typed: Typed, *, viewer: Viewer, book: ServiceBook) -> tuple[Callable[..., Any], dict[str, Any]]:
    """The function of `acting`, and what it is given besides who, when and to what."""
    if name == "assign":
        return acting.assign, {"to": {ME: viewer.name, NOBODY: ""}.get(typed["to"], typed["to"])}
    if name == "route":
        way = {key: typed[key] or None for key in ("service", "team", "urgency")}
        return acting.route, {"services": book, "reason": typed["reason"], **way}
    if name == "plan":
        return acting.plan, {"on": date.fromisoformat(typed["on"])}
    if name == "resolve":
        return acting.resolve, {"words": typed["told"]}
    if name == "close":
        return acting.close, {"reason": typed["reason"]}
    return acting.start, {}


def _call_back(name: str, stood: Mapping[str, str], *, book: ServiceBook) -> tuple[Callable[..., Any], dict[str, Any]]:
    if name == "assign":
        return acting.assign, {"to": stood["assigned_to"]}
    if name == "route":
        way = {key: stood[key] for key in ("service", "team", "urgency")}
        return acting.route, {"services": book, "reason": _("It was moved by mistake."), **way}
    return acting.reopen, {"reason": _("It was closed by mistake.")}
