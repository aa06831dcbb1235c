"""Puts cases together that belong together, and takes them apart again exactly as they were."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_noop

from fingerpost.casework.acting.noting import check_readable
from fingerpost.casework.changing import change, find, move, write
from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.casework.history import Told
from fingerpost.casework.models import Case, HistoryLine, Link
from fingerpost.casework.states import IS_LIVE, Action, State
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.contract.references import tidy_reference
from fingerpost.record.keys import KeyStore

_STOOD = ("state", "is_live", "due_at", "left_minutes", "stopped_at", "waited_minutes", "closed_at", "planned_on")
"""What a merge changes of the case that is merged, and `part` puts back."""


def relate(reference: str, *, other: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Say that two cases have to do with each other."""
    beside = find(other, viewer=viewer)

    def do(case: Case) -> Told:
        _check_two(case, beside)
        linked = Q(case=case, other=beside) | Q(case=beside, other=case)
        if Link.objects.filter(linked, kind=Link.Kind.RELATED, undone_at=None).exists():
            raise NotAllowed(gettext_noop("These two are linked already."))
        Link.objects.create(body=case.body, case=case, other=beside, kind=Link.Kind.RELATED, by=viewer.name, at=at)
        return Told(kind="related", facts={"other": beside.reference})

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys, also=[other])


def merge(reference: str, *, into: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Say that the case is about the same thing as `into`, which goes on for both. It can be undone with `part`.

    The one that goes on needs attention if either did, and counts whoever supported the other.
    """

    def do(case: Case) -> Told:
        main = _other(into, viewer=viewer)
        _check_two(case, main)
        if State(main.state) not in IS_LIVE:
            raise NotAllowed(
                gettext_noop("Nobody works on the other case any more. Choose one that somebody works on.")
            )
        stood = {name: _plain(getattr(case, name)) for name in _STOOD}
        gives = {
            "attention": case.attention and not main.attention,
            "was_public": main.is_public,
            "supporters": case.supporters + 1,
        }
        before = move(case, Action.MERGE, at=at)
        case.merged_into = main
        Link.objects.create(
            body=case.body,
            case=case,
            other=main,
            kind=Link.Kind.DUPLICATE,
            state_before=before,
            before={"stood": stood, "gives": gives},
            by=viewer.name,
            at=at,
        )
        write(main, lambda row: _take_in(row, case, gives), by=viewer.name, at=at, keys=keys)
        return Told(kind="merged", facts={"into": main.reference}, is_shown=True)

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys, also=[into])


def part(reference: str, *, reason: str, viewer: Viewer, version: int | None, at: datetime, keys: KeyStore) -> Case:
    """Undo a merge: the case stands again as it stood before. What happened to the other one meanwhile stays."""

    def do(case: Case) -> list[Told]:
        link = Link.objects.filter(case=case, kind=Link.Kind.DUPLICATE, undone_at=None).order_by("-pk").first()
        if case.state != State.MERGED or link is None:
            raise NotAllowed(gettext_noop("This case is not merged into another."))
        for name, value in link.before["stood"].items():
            setattr(case, name, _read(name, value))
        case.merged_into = None
        main = Case.objects.select_for_update().get(pk=link.other_id)
        if main.state != State.ERASED:
            write(main, lambda row: _let_go(row, case, link), by=viewer.name, at=at, keys=keys)
        link.undone_by, link.undone_at = viewer.name, at
        link.save(update_fields=["undone_by", "undone_at"])
        line = Told(kind="parted", facts={"from": main.reference, "to": case.state}, is_shown=True)
        return [line, Told(kind="noted", text=reason.strip())] if reason.strip() else [line]

    main = find(reference, viewer=viewer).merged_into
    also = [main.reference] if main else []
    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys, also=also)


def _take_in(main: Case, case: Case, gives: dict[str, Any]) -> Told:
    main.attention = main.attention or gives["attention"]
    main.is_public = main.is_public and not main.attention
    main.supporters += gives["supporters"]
    return Told(kind="took-in", facts={"other": case.reference, "attention": gives["attention"]})


def _let_go(main: Case, case: Case, link: Link) -> Told:
    gives = link.before["gives"]
    main.supporters = max(0, main.supporters - gives["supporters"])
    if gives["attention"] and not _attention_has_other_grounds(main, link):
        main.attention = False
        main.is_public = gives["was_public"]
    return Told(kind="let-go", facts={"other": case.reference})


def _attention_has_other_grounds(main: Case, link: Link) -> bool:
    """Did somebody say so since, or did another case bring it too?"""
    since = HistoryLine.objects.filter(case=main, at__gte=link.at, kind__in=("routed", "decided", "escalated"))
    said = any("attention" in each.facts or each.kind == "escalated" for each in since)
    others = Link.objects.filter(other=main, kind=Link.Kind.DUPLICATE, undone_at=None).exclude(pk=link.pk)
    return said or any(each.case.attention for each in others.select_related("case"))


def _other(reference: str, *, viewer: Viewer) -> Case:
    found = Case.objects.select_for_update().filter(visible(viewer), reference=tidy_reference(reference)).first()
    if found is None:
        raise UnknownCase
    return found


def _check_two(case: Case, other: Case) -> None:
    check_readable(case)
    check_readable(other)
    if case.pk == other.pk:
        raise NotAllowed(gettext_noop("This is the same case. Give the reference of the other one."))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _read(name: str, value: Any) -> Any:
    if value is None or not isinstance(value, str):
        return value
    if name == "planned_on":
        return parse_date(value)
    return parse_datetime(value) if name.endswith("_at") else value
