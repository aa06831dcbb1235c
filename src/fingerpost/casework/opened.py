"""Opens a case for an officer: all that is known of it. Who opened it, and when, is noted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from fingerpost.casework.changing import find, keeping
from fingerpost.casework.clocks import Standing, standing
from fingerpost.casework.history import CAPABILITY, Line, read_lines
from fingerpost.casework.models import Attachment, Case, Link, Presence
from fingerpost.casework.sealing import unseal_all, unseal_lines, unseal_words
from fingerpost.casework.states import MOVES, OWNERS, Action, Owner, State
from fingerpost.casework.suggestions import Suggested, suggestion_of
from fingerpost.casework.viewing import Viewer, visible
from fingerpost.record.events import note_event
from fingerpost.record.keys import KeyStore

STAYS = timedelta(seconds=60)
"""For so long after their page last said so, somebody counts as having the case open."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file of the case, without what is in it (see `file_of`). `name` is None once it was erased."""

    number: int
    name: str | None
    kind: str
    size: int
    scan: str
    was_stripped: bool
    by: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Joined:
    """Another case that this one has to do with. `how` is related, merged-into (this one was) or merged (the other one
    was, into this). `line` is None where it was erased, or the viewer may not see it: `may_see` is then False."""

    reference: str
    how: str
    state: str
    service: str
    line: str | None
    may_see: bool


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody else who has the case open."""

    name: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case with all that belongs to it. `words` and what comes from them are None or empty once it was erased.

    `actions` are the moves that its state allows. `first_opened_at` is when this officer first opened it.
    """

    case: Case
    words: str | None
    name: str
    email: str
    phone: str
    address: str
    latitude: float | None
    longitude: float | None
    facts: Mapping[str, str]
    history: tuple[Line, ...]
    attachments: tuple[Kept, ...]
    links: tuple[Joined, ...]
    suggestion: Suggested | None
    others: tuple[Other, ...]
    standing: Standing
    owner: Owner
    actions: tuple[Action, ...]
    first_opened_at: datetime

    @property
    def is_erased(self) -> bool:
        return self.words is None


def open_for(reference: str, *, viewer: Viewer, at: datetime, keys: KeyStore) -> CaseFile:
    """All of a case, for whoever may see it. The opening is noted first: what cannot be noted is not opened.

    Raises UnknownCase, StoreUnavailable.
    """
    with keeping():
        case = find(reference, viewer=viewer)
        presence = _be_present(case, viewer, at=at)
    words: Mapping[str, Any] | None = unseal_words(case, keys=keys)
    known = words or {}
    return CaseFile(
        case=case,
        words=known.get("text") if words is not None else None,
        **{name: known.get(name) or "" for name in ("name", "email", "phone", "address")},
        latitude=known.get("latitude"),
        longitude=known.get("longitude"),
        facts=known.get("facts", {}),
        history=read_lines(case, keys=keys),
        attachments=list_files(case, keys=keys),
        links=_links(case, viewer=viewer, keys=keys),
        suggestion=suggestion_of(case, keys=keys),
        others=_others(case, viewer, at=at),
        standing=standing(case, at),
        owner=OWNERS[State(case.state)],
        actions=tuple(each for each in Action if each is not Action.ERASE and State(case.state) in MOVES[each]),
        first_opened_at=presence.first_at,
    )


def still_here(reference: str, *, viewer: Viewer, at: datetime) -> tuple[Other, ...]:
    """Note that the viewer still has it open; gives who else has. Raises UnknownCase, StoreUnavailable."""
    with keeping():
        case = find(reference, viewer=viewer)
        Presence.objects.filter(case=case, by=viewer.name).update(seen_at=at)
    return _others(case, viewer, at=at)


def file_of(reference: str, number: int, *, viewer: Viewer, keys: KeyStore) -> tuple[str, str, bytes] | None:
    """Name, kind and content of a file of a case; None where there is none, or it was erased. Raises UnknownCase."""
    return content_of(find(reference, viewer=viewer), number, keys=keys)


def content_of(case: Case, number: int, *, keys: KeyStore, by: str = "") -> tuple[str, str, bytes] | None:
    """As `file_of`, of a case that was found; `by`: only one that they sent."""
    row = Attachment.objects.filter(case=case, number=number, **({"by": by} if by else {})).first()
    if row is None:
        return None
    name, content = f"file/{number}/name", f"file/{number}"
    opened = unseal_all(case, {name: row.sealed_name, content: row.sealed}, keys=keys)
    found = opened[content]
    return None if found is None else ((opened[name] or b"").decode(), row.kind, found)


def list_files(case: Case, *, keys: KeyStore) -> tuple[Kept, ...]:
    """The files of a case by their numbers."""
    rows = list(Attachment.objects.filter(case=case).defer("sealed").order_by("number"))
    names = unseal_all(case, {f"file/{row.number}/name": row.sealed_name for row in rows}, keys=keys)
    plain = ("number", "kind", "size", "scan", "was_stripped", "by", "at")
    return tuple(
        Kept(
            name=None if (name := names[f"file/{row.number}/name"]) is None else name.decode(),
            **{each: getattr(row, each) for each in plain},
        )
        for row in rows
    )


def _be_present(case: Case, viewer: Viewer, *, at: datetime) -> Presence:
    """Note it in the ledger too, once a day for each officer."""
    row = Presence.objects.filter(case=case, by=viewer.name).first()
    if row is None or row.seen_at.date() < at.date():
        facts = {"case": case.reference, "by": viewer.name}
        note_event("case/read", body=case.body, at=at, capability=CAPABILITY, facts=facts)
    if row is None:
        return Presence.objects.create(body=case.body, case=case, by=viewer.name, first_at=at, seen_at=at)
    row.seen_at = at
    row.save(update_fields=["seen_at"])
    return row


def _others(case: Case, viewer: Viewer, *, at: datetime) -> tuple[Other, ...]:
    rows = Presence.objects.filter(case=case, seen_at__gte=at - STAYS).exclude(by=viewer.name).order_by("first_at")
    return tuple(Other(name=row.by, since=row.first_at) for row in rows)


def _links(case: Case, *, viewer: Viewer, keys: KeyStore) -> tuple[Joined, ...]:
    rows = Link.objects.filter(Q(case=case) | Q(other=case), undone_at=None).select_related("case", "other")
    pairs = [(row, row.other if row.case_id == case.pk else row.case) for row in rows.order_by("pk")]
    ids = [other.pk for _, other in pairs]
    seen = set(Case.objects.filter(visible(viewer), pk__in=ids).values_list("pk", flat=True)) if ids else set()
    lines = unseal_lines([other for _, other in pairs if other.pk in seen], keys=keys)
    return tuple(
        Joined(
            reference=other.reference,
            how=_how(row, case),
            state=other.state,
            service=other.service if other.pk in seen else "",
            line=lines.get(other.pk),
            may_see=other.pk in seen,
        )
        for row, other in pairs
    )


def _how(row: Link, case: Case) -> str:
    if row.kind == Link.Kind.RELATED:
        return "related"
    return "merged-into" if row.case_id == case.pk else "merged"
