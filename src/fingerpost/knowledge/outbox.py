"""What has changed since the indexer last looked: written with the passages, in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Max

from fingerpost.knowledge.models import OutboxAction, OutboxEntry, PublishingTurn
from fingerpost.knowledge.store_faults import store_faults

_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class OutboxItem:
    """One change. `action` is "upsert" or "delete"; `seq` rises with every change and is never used twice."""

    seq: int
    body: str
    passage_id: str
    action: str


def read_outbox(*, after: int, limit: int = 1000) -> list[OutboxItem]:
    """Up to `limit` changes with a seq above `after`, oldest first. Applying one twice does no harm.

    A passage that changes again moves to the end, so each stands here once, with what is to be done now.
    """
    with store_faults():
        rows = OutboxEntry.objects.filter(seq__gt=after).order_by("seq")[:limit]
        return [
            OutboxItem(seq=seq, body=body, passage_id=passage_id, action=action)
            for seq, body, passage_id, action in rows.values_list("seq", "body", "passage_id", "action")
        ]


def latest_seq() -> int:
    """The highest seq so far; 0 where nothing was ever imported."""
    with store_faults():
        newest: int | None = OutboxEntry.objects.aggregate(newest=Max("seq"))["newest"]
    return newest or 0


def take_turn() -> None:
    """Wait until no other transaction is publishing. Call first in a transaction; it lasts until that ends."""
    if not PublishingTurn.objects.filter(pk=1).update(taken=F("taken") + 1):
        PublishingTurn.objects.get_or_create(pk=1)
        PublishingTurn.objects.filter(pk=1).update(taken=F("taken") + 1)


def write_outbox(*, body: str, changed: Iterable[str], gone: Iterable[str]) -> None:
    """Note these passages for the indexer, in the caller's transaction, after `take_turn`."""
    entries = [
        OutboxEntry(body=body, passage_id=passage_id, action=action)
        for ids, action in ((changed, OutboxAction.UPSERT), (gone, OutboxAction.DELETE))
        for passage_id in ids
    ]
    for start in range(0, len(entries), _AT_ONCE):
        batch = entries[start : start + _AT_ONCE]
        OutboxEntry.objects.filter(passage_id__in=[entry.passage_id for entry in batch]).delete()
        OutboxEntry.objects.bulk_create(batch)
