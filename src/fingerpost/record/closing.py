"""Closes the answers of a conversation to whoever opens their address next. The ledger and staff keep them.

For a shared computer: whoever leaves it leaves nothing behind that Back, the history or a guess could bring up again.
"""

from collections.abc import Iterable
from datetime import datetime

from fingerpost.record.commits import committing
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import ClosedAnswer, Entry, FollowUp

NOT_CLOSED = "We could not close this conversation. Nothing is lost. Try again in a minute, and close the browser."
AT_ONCE = 500


def close_answers(named: Iterable[str], *, body: str, at: datetime, ours: Iterable[str] = ()) -> int:
    """Close these answers and all of the conversations they stand in; gives how many that were.

    `named` is what somebody sent: references that no run of the body has are left out. `ours` are references that we
    gave out ourselves: they are closed even where the run has yet to set out. Raises StoreUnavailable, and then none is
    closed.
    """
    given = list(dict.fromkeys(ours))
    with store_faults(NOT_CLOSED), committing():
        wanted = _with_their_conversations(list(dict.fromkeys([*given, *named])), body=body)
        known = {*given, *_known(wanted, body=body)}
        rows = [ClosedAnswer(body=body, reference=each, at=at) for each in wanted if each in known]
        ClosedAnswer.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)
        FollowUp.objects.filter(body=body, reference__in=wanted).delete()
    return len(rows)


def is_closed(reference: str, *, body: str) -> bool:
    """Was the answer closed by whoever asked? Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return ClosedAnswer.objects.filter(body=body, reference=reference).exists()


def when_closed(reference: str, *, body: str) -> datetime | None:
    """When whoever asked closed the answer; None while it is open. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return ClosedAnswer.objects.filter(body=body, reference=reference).values_list("at", flat=True).first()


def note_follow_up(reference: str, *, follows: str, body: str) -> None:
    """Remember that an answer belongs to the conversation of another, if there is that other. Raises StoreUnavailable.

    The answer itself may be on its way still.
    """
    with store_faults(NOT_CLOSED):
        if not Entry.objects.filter(body=body, reference=follows).exists():
            return
        began_with = _began_with(follows, body=body)
        FollowUp.objects.bulk_create(
            [FollowUp(body=body, reference=reference, began_with=began_with)], ignore_conflicts=True
        )


def _began_with(reference: str, *, body: str) -> str:
    found = FollowUp.objects.filter(body=body, reference=reference).values_list("began_with", flat=True).first()
    return found or reference


def _with_their_conversations(references: list[str], *, body: str) -> list[str]:
    """The references, and those of every answer in the same conversations."""
    beginnings = {
        *references,
        *_each(FollowUp, "began_with", references, by="reference", body=body),
    }
    return sorted({*beginnings, *_each(FollowUp, "reference", sorted(beginnings), by="began_with", body=body)})


def _known(references: list[str], *, body: str) -> list[str]:
    return _each(Entry, "reference", references, by="reference", body=body)


def _each(table: type[Entry] | type[FollowUp], name: str, values: list[str], *, by: str, body: str) -> list[str]:
    """The column `name` of the rows whose `by` is among the values: a few hundred in a query."""
    found: list[str] = []
    for start in range(0, len(values), AT_ONCE):
        rows = table.objects.filter(body=body, **{f"{by}__in": values[start : start + AT_ONCE]})
        found += rows.values_list(name, flat=True)
    return found
