"""What guidance a body holds: its collections, and how many pages stand in each."""

from dataclasses import dataclass

from django.db.models import Count

from fingerpost.knowledge.models import Collection
from fingerpost.knowledge.store_faults import store_faults


@dataclass(frozen=True, kw_only=True)
class HeldCollection:
    """One collection. `name` is its slug, which its passages carry."""

    name: str
    title: str
    pages: int


def list_collections(*, body: str) -> list[HeldCollection]:
    """The body's collections by title, also those that hold nothing. Raises StoreUnavailable."""
    rows = Collection.objects.filter(body=body).annotate(pages=Count("documents")).order_by("title", "name")
    with store_faults():
        return [HeldCollection(name=row.name, title=row.title or row.name, pages=row.pages) for row in rows]


def name_collections(*, body: str) -> frozenset[str]:
    """The names of the body's collections. Raises StoreUnavailable."""
    with store_faults():
        return frozenset(Collection.objects.filter(body=body).values_list("name", flat=True))
