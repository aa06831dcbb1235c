"""What staff read of the feedback: one page of it at a time, and how often each thing was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.feedback.keeping import bound_to
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Feedback

A_PAGE = 25
AT_ONCE = 500
COUNTED = ("topic", "reason", "problem", "outcome", "language", "nation")


@dataclass(frozen=True, kw_only=True)
class FeedbackFilter:
    """Which feedback is meant: what is empty leaves everything in. From `since` up to, but without, `until`."""

    topic: str = ""
    outcome: str = ""
    reason: str = ""
    useful: str = ""
    language: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class FeedbackRow:
    """What was thought of one answer, the latest of its run. `wanted` is None once the run was erased."""

    at: datetime
    reference: str
    useful: str
    problem: str
    wanted: str | None
    capability: str
    outcome: str
    reason: str
    topic: str
    nation: str
    language: str
    page: str


@dataclass(frozen=True, kw_only=True)
class FeedbackPage:
    """One page of it, newest first. `page` counts from 1; one beyond the last is empty."""

    rows: tuple[FeedbackRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How often answers of one kind were found useful."""

    name: str
    yes: int
    partly: int
    no: int

    @property
    def total(self) -> int:
        return self.yes + self.partly + self.no


def list_feedback(
    wanted: FeedbackFilter, *, body: str, keys: KeyStore, page: int = 1, size: int = A_PAGE
) -> FeedbackPage:
    """One page of the feedback that a body was given, the latest of each run. Raises StoreUnavailable."""
    start = (max(page, 1) - 1) * size
    with store_faults(NOT_READ):
        found = _matching(wanted, body=body)
        total = found.count()
        rows = _open(list(found.order_by("-at", "-pk")[start : start + size]), body=body, keys=keys)
    return FeedbackPage(rows=rows, page=max(page, 1), pages=-(-total // size), total=total)


def find_feedback(reference: str, *, body: str, keys: KeyStore) -> FeedbackRow | None:
    """What was thought of one answer last; None where nobody has said. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        found = list(Feedback.objects.filter(body=body, reference=reference).order_by("-pk")[:1])
        return next(iter(_open(found, body=body, keys=keys)), None)


def iterate_feedback(wanted: FeedbackFilter, *, body: str, keys: KeyStore) -> Iterator[FeedbackRow]:
    """All of it, oldest first, a few hundred at a time. Raises StoreUnavailable."""
    last = 0
    while True:
        with store_faults(NOT_READ):
            found = list(_matching(wanted, body=body).filter(pk__gt=last).order_by("pk")[:AT_ONCE])
            rows = _open(found, body=body, keys=keys)
        yield from rows
        if len(found) < AT_ONCE:
            return
        last = found[-1].pk


def count_feedback(wanted: FeedbackFilter, *, body: str, by: str = "topic") -> list[Tally]:
    """How often each `by` (one of COUNTED) was found useful, most often first. Raises StoreUnavailable."""
    if by not in COUNTED:
        raise ValueError(f"feedback is counted by one of {', '.join(COUNTED)}, not by {by}")
    with store_faults(NOT_READ):
        counted = _matching(wanted, body=body).values(by).annotate(**_SUMS)
        tallies = [
            Tally(name=row[by], yes=row["yes"], partly=row["partly_"], no=row["no_"]) for row in counted.order_by(by)
        ]
    return sorted(tallies, key=lambda tally: -tally.total)


def total_feedback(wanted: FeedbackFilter, *, body: str) -> Tally:
    """How often any answer was found useful. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        row = _matching(wanted, body=body).aggregate(**_SUMS)
    return Tally(name="", yes=row["yes"], partly=row["partly_"], no=row["no_"])


def choices_of_feedback(*, body: str) -> dict[str, list[str]]:
    """What there is to choose from in a filter: the topics, reasons, outcomes and languages that occur."""
    names = ("topic", "reason", "outcome", "language")
    with store_faults(NOT_READ):
        found = Feedback.objects.filter(body=body)
        return {
            name: [each for each in found.order_by(name).values_list(name, flat=True).distinct() if each]
            for name in names
        }


_SUMS = {
    "yes": Count("pk", filter=Q(useful=Feedback.Useful.YES)),
    "partly_": Count("pk", filter=Q(useful=Feedback.Useful.PARTLY)),
    "no_": Count("pk", filter=Q(useful=Feedback.Useful.NO)),
}


def _matching(wanted: FeedbackFilter, *, body: str) -> QuerySet[Feedback]:
    """The latest feedback of each run of that body, as far as the filter lets it through."""
    later = Feedback.objects.filter(body=OuterRef("body"), reference=OuterRef("reference"), pk__gt=OuterRef("pk"))
    found = Feedback.objects.filter(~Exists(later), body=body)
    for name in ("topic", "outcome", "reason", "useful", "language"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    if wanted.since is not None:
        found = found.filter(at__gte=wanted.since)
    if wanted.until is not None:
        found = found.filter(at__lt=wanted.until)
    return found


def _open(found: Sequence[Feedback], *, body: str, keys: KeyStore) -> tuple[FeedbackRow, ...]:
    """The rows with the visitors' own words, unsealed together."""
    with_words = [each for each in found if each.sealed]
    sealed = [
        Sealed(text=bytes(each.sealed or b""), subject=each.subject, bound_to=bound_to(each.reference))
        for each in with_words
    ]
    words = dict(zip((each.pk for each in with_words), keys.unseal_many(sealed, body=body), strict=True))
    return tuple(_row(each, words.get(each.pk, b"")) for each in found)


def _row(found: Feedback, words: bytes | None) -> FeedbackRow:
    names = ("useful", "problem", "capability", "outcome", "reason", "topic", "nation", "language", "page")
    return FeedbackRow(
        at=found.at,
        reference=found.reference,
        wanted=words.decode() if words is not None else None,
        **{name: getattr(found, name) for name in names},
    )
