"""Which runs stand in one conversation: all that have the same subject."""

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.models import Entry


def references_in(subject: str, *, body: str, capability: str) -> list[str]:
    """References of the closed runs of a capability in a conversation, oldest first. Raises StoreUnavailable."""
    closed = Entry.objects.filter(body=body, subject=subject, capability=capability, event=Entry.Event.CLOSED)
    with store_faults(NOT_READ):
        return list(closed.order_by("at", "seq").values_list("reference", flat=True))
