"""Reads proposals and what became of them."""

from django.db.models import QuerySet

from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.rulemaking.models import Decision, Proposal

MOST = 200


def list_waiting(*, body: str) -> list[Proposal]:
    """Those that nobody has decided on, oldest first. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return list(Proposal.objects.filter(body=body, decision__isnull=True).order_by("pk")[:MOST])


def list_decided(*, body: str, most: int = MOST) -> list[Decision]:
    """What was decided, newest first, each with its proposal. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return list(_decided(body).order_by("-pk")[:most])


def find_proposal(number: int, *, body: str) -> Proposal | None:
    """One by its number; None where there is none. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Proposal.objects.filter(body=body, pk=number).select_related("decision").first()


def decision_on(proposal: Proposal) -> Decision | None:
    """What was decided on it; None while it waits. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Decision.objects.filter(proposal=proposal).first()


def _decided(body: str) -> QuerySet[Decision]:
    return Decision.objects.filter(body=body).select_related("proposal")
