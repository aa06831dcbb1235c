"""How fresh each collection is: how many pages, checked when, and how many are past their review date."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q

from fingerpost.knowledge.models import Document
from fingerpost.knowledge.store_faults import store_faults


@dataclass(frozen=True, kw_only=True)
class Freshness:
    """One collection. The days are None where no page of it says when it was checked."""

    collection: str
    title: str
    pages: int
    checked_from: date | None
    checked_to: date | None
    past_review: int


def list_freshness(*, body: str, today: date) -> list[Freshness]:
    """Each collection of a body that has pages, by title; two that share a title are told apart by name.

    Raises StoreUnavailable.
    """
    with store_faults():
        rows = Document.objects.filter(body=body).values("collection__name", "collection__title")
        counted = rows.order_by("collection__title", "collection__name").annotate(
            pages=Count("pk"),
            checked_from=Min("checked_on"),
            checked_to=Max("checked_on"),
            past_review=Count("pk", filter=Q(review_by__lt=today)),
        )
        return [
            Freshness(
                collection=row["collection__name"],
                title=row["collection__title"],
                **{name: row[name] for name in ("pages", "checked_from", "checked_to", "past_review")},
            )
            for row in counted
        ]
