"""Finds the answers that quoted what has changed since, by what was noted when they closed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from fingerpost.contract.passages import Passage
from fingerpost.knowledge.reading import fetch_passages, keep_passages, read_kept
from fingerpost.knowledge.standing import GONE, OUT_OF_FORCE, digest_in, marks_of
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.repair.models import Quoted

AT_ONCE = 5_000


class Why(StrEnum):
    """What became of a passage that was quoted."""

    CHANGED = "changed"
    GONE = "gone"
    OUT_OF_FORCE = "out-of-force"


@dataclass(frozen=True, kw_only=True)
class Quotation:
    """A passage that an answer quoted. `digest` is as it was quoted, `known` its mark when the answer was last gone
    through, `mark` the one of today (see `knowledge.standing`)."""

    pk: int
    passage: str
    digest: str
    known: str
    mark: str

    @property
    def is_news(self) -> bool:
        """Has it changed since the answer was last gone through?"""
        return self.mark != self.known

    @property
    def why(self) -> Why | None:
        """What became of it since it was quoted; None where it stands as it did."""
        if self.mark == self.digest:
            return None
        if self.mark == GONE:
            return Why.GONE
        return Why.OUT_OF_FORCE if self.mark.startswith(OUT_OF_FORCE) else Why.CHANGED


def find_affected(*, body: str, on: date, since: date) -> list[str]:
    """The references of answers from the day `since` on that quoted a passage which stands otherwise on the day `on`
    than when the answer was last gone through, oldest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        quoted = Quoted.objects.filter(body=body, on__gte=since)
        known = set(quoted.values_list("passage", "digest", "seen").distinct().iterator(AT_ONCE))
        marks = marks_of((passage for passage, _digest, _seen in known), body=body, on=on)
        news = {each for each in known if marks[each[0]] != _known(each[1], each[2])}
        found: dict[str, None] = {}
        last, rows = 0, bool(news)
        while rows:
            some = list(
                quoted.filter(pk__gt=last)
                .order_by("pk")
                .values_list("pk", "reference", "passage", "digest", "seen")[:AT_ONCE]
            )
            found |= dict.fromkeys(reference for _pk, reference, *of in some if tuple(of) in news)
            last, rows = some[-1][0] if some else last, len(some) == AT_ONCE
    return list(found)


def quotations_of(reference: str, *, body: str, on: date) -> list[Quotation]:
    """What that answer quoted, in its order, and how it stands on that day. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        rows = list(Quoted.objects.filter(body=body, reference=reference).order_by("pk"))
        marks = marks_of((row.passage for row in rows), body=body, on=on)
    return [
        Quotation(
            pk=row.pk,
            passage=row.passage,
            digest=row.digest,
            known=_known(row.digest, row.seen),
            mark=marks[row.passage],
        )
        for row in rows
    ]


def changes_of(quotations: Iterable[Quotation], *, body: str) -> list[dict[str, Any]]:
    """The passages that do not stand as they were quoted, as plain JSON values: what became of each, with its title,
    heading and digests. Those of today are kept as they are now. Raises StoreUnavailable."""
    moved = [each for each in quotations if each.why is not None]
    now = fetch_passages((each.passage for each in moved), body=body)
    keep_passages(list(now.values()), body=body)
    then = read_kept([each.digest for each in moved], body=body)
    return [_change(each, then, now) for each in moved]


def _change(each: Quotation, then: Mapping[str, Passage], now: Mapping[str, Passage]) -> dict[str, Any]:
    known = now.get(each.passage) or then.get(each.digest)
    return {
        "passage": each.passage,
        "title": known.title if known else "",
        "heading": known.heading if known else "",
        "language": known.language if known else "en",
        "copy": now[each.passage].copy if each.passage in now else "",
        "anchor": now[each.passage].anchor if each.passage in now else "",
        "then": each.digest,
        "now": digest_in(each.mark),
        "why": str(each.why),
    }


def _known(digest: str, seen: str | None) -> str:
    return digest if seen is None else seen
