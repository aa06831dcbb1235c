"""What the ledger says of cases, held to their tables: a case, what was done with it and what was decided on it cannot
be changed in one place alone. See `record.ledger.bookkeeping`.

Cases made up for show stand in no comparison: they may be removed.
"""

from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT

from fingerpost.casework.history import CAPABILITY
from fingerpost.casework.models import Case, Decision, HistoryLine
from fingerpost.casework.states import State
from fingerpost.record.ledger.books import Book, Said, said_at

HISTORY = (
    *("opened", "moved", "heard", "merged", "took-in", "parted", "let-go", "related", "noted", "attached", "decided"),
    *("routed", "assigned", "placed", "escalated", "published", "replied", "new-link", "printed", "sent-on"),
    *("sent-on/news", "message/failed", "message/bounced"),
)
"""The kinds of lines that have an entry in the ledger. Erasing is the record's, which has an entry of its own."""
KINDS = tuple(f"case/{kind}" for kind in HISTORY)
_LED_TO = {"opened": State.RECEIVED, "merged": State.MERGED, "erased": State.ERASED}
_TELLS_STATE = (*_LED_TO, "moved", "heard", "parted")


def _is_real(event: Said) -> bool:
    return not event.get("demo")


def _lines() -> "QuerySet[HistoryLine]":
    found = HistoryLine.objects.filter(case__is_demo=False).exclude(event="")
    return found.defer("sealed").annotate(of=F("case__reference"))


def _line(row: Any) -> Said:
    return {
        **row.facts,
        "case": row.of,
        "by": row.by,
        "version": row.version,
        "type": f"case/{row.kind}",
        "reference": row.event,
        "body": row.body,
        "at": said_at(row.at),
        "capability": CAPABILITY,
    }


def _decisions() -> "QuerySet[Decision]":
    found = Decision.objects.filter(suggestion__case__is_demo=False)
    return found.defer("reason").annotate(of=F("suggestion__case__reference"))


def _decision(row: Any) -> Said:
    """The codes as they were put in force stand on the row and in its event."""
    return {
        "reference": row.event,
        "body": row.body,
        "at": said_at(row.at),
        "case": row.of,
        "by": row.by,
        "verdict": row.verdict,
        "seconds": row.seconds,
        **row.chosen,
    }


def _cases() -> "QuerySet[Case]":
    last = HistoryLine.objects.filter(case=OuterRef("pk"), kind__in=_TELLS_STATE).order_by("-number")
    told = {
        "last_kind": Subquery(last.values("kind")[:1]),
        "last_to": Subquery(last.annotate(to=KT("facts__to")).values("to")[:1]),
    }
    return Case.objects.filter(is_demo=False).only("pk", "reference", "state").annotate(**told)


def _is_where_its_history_led(row: Any) -> bool:
    return bool(row.state == _LED_TO.get(row.last_kind, row.last_to))


BOOKS = (
    Book(name="history of cases", kinds=KINDS, rows=_lines, says=_line, only=_is_real),
    Book(name="decisions on cases", kinds=("case/decided",), rows=_decisions, says=_decision, only=_is_real),
    Book(name="cases", kinds=(), rows=_cases, says=lambda row: None, is_sound=_is_where_its_history_led),
)
