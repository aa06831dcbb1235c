"""What others read of the guidance: passages by id, whole documents, and passages as they once were."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.utils import timezone

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.knowledge.content import pack_passage, unpack_passage
from fingerpost.knowledge.models import Document, KeptPassage, StoredPassage
from fingerpost.knowledge.store_faults import store_faults

_AT_ONCE = 500
_TOPIC = Coalesce(KT("details__topic"), Value(""), output_field=TextField())


@dataclass(frozen=True, kw_only=True)
class DocumentEntry:
    """One document in a list."""

    collection: str
    key: str
    title: str
    url: str
    copy: str
    language: str
    imported_at: datetime
    checked_on: date | None
    review_by: date | None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DocumentPage(DocumentEntry):
    """One document with those of its passages that the reader may see, in order. `report` is what import noticed."""

    passages: tuple[Passage, ...]
    report: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class DocumentList:
    """One page of a list of documents. `page` counts from 1."""

    documents: tuple[DocumentEntry, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Topic:
    """What pages say they are about, as their front matter names it, and how many of them the reader may see.

    `name` is "" for the pages that name none.
    """

    name: str
    documents: int


class StoredPassages:
    """The port `Passages`, read from the database."""

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        """Those of `ids` that stand in the context's body, by id. Raises StoreUnavailable."""
        return fetch_passages(ids, body=context.body)


def fetch_passages(ids: Iterable[str], *, body: str) -> dict[str, Passage]:
    """The passages of `body` with these ids, by id, in the order asked for; ids that are not there are left out.

    One query for up to 500 ids. Raises StoreUnavailable.
    """
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Passage] = {}
    with store_faults():
        for start in range(0, len(wanted), _AT_ONCE):
            # By key alone: asked for the body too, SQLite walks through all passages of that body.
            rows = StoredPassage.objects.filter(id__in=wanted[start : start + _AT_ONCE])
            contents = [packed for packed in rows.values_list("content", flat=True) if packed["body"] == body]
            found.update((packed["id"], unpack_passage(packed)) for packed in contents)
    return {each: found[each] for each in wanted if each in found}


def iterate_passages(*, body: str | None = None, collection: str | None = None) -> Iterator[Passage]:
    """Every passage, ordered by id, in one consistent sweep by key: for building an index anew."""
    last = ""
    while True:
        rows = StoredPassage.objects.filter(id__gt=last).order_by("id")
        if body is not None:
            rows = rows.filter(body=body)
        if collection is not None:
            rows = rows.filter(collection=collection)
        with store_faults():
            packed = list(rows.values_list("content", flat=True)[:_AT_ONCE])
        yield from map(unpack_passage, packed)
        if len(packed) < _AT_ONCE:
            return
        last = packed[-1]["id"]


def count_passages(*, body: str | None = None) -> int:
    """How many passages there are."""
    with store_faults():
        return (StoredPassage.objects.filter(body=body) if body is not None else StoredPassage.objects).count()


def list_documents(
    *, context: Context, collection: str | None = None, topic: str | None = None, page: int = 1, size: int = 50
) -> DocumentList:
    """The documents of the context's body with at least one passage that the reader may see, by title.

    `topic` is one of `list_topics`; "" stands for the documents without one. A `page` beyond the last is empty.
    """
    with store_faults():
        documents = _visible_documents(context)
        if collection is not None:
            documents = documents.filter(collection__name=collection)
        if topic is not None:
            documents = documents.annotate(topic=_TOPIC).filter(topic=topic)
        total = documents.count()
        start = (max(page, 1) - 1) * size
        rows = documents.select_related("collection").order_by("title", "key")[start : start + size]
        entries = tuple(DocumentEntry(**_entry(document)) for document in rows)
    return DocumentList(documents=entries, page=max(page, 1), pages=-(-total // size), total=total)


def list_topics(*, context: Context) -> list[Topic]:
    """The topics of the documents that the reader may see, by name, counted in the database."""
    with store_faults():
        counted = _visible_documents(context).annotate(topic=_TOPIC).values("topic").annotate(number=Count("pk"))
        return [Topic(name=each["topic"], documents=each["number"]) for each in counted.order_by("topic")]


def find_twin(entry: DocumentEntry, *, context: Context) -> DocumentEntry | None:
    """The same page in the other language: what this one translates, or a translation of it. None where neither is."""
    with store_faults():
        beside = _visible_documents(context).filter(collection__name=entry.collection).select_related("collection")
        original = entry.details.get("translation_of")
        if original:  # its key, with or without the folders
            found = beside.filter(Q(key=original) | Q(key__endswith=f"/{original}"))
        else:
            found = beside.filter(details__translation_of__in=[entry.key, entry.key.rpartition("/")[2]])
        document = found.order_by("language", "key").first()
    return DocumentEntry(**_entry(document)) if document else None


def read_document(*, context: Context, collection: str, key: str) -> DocumentPage | None:
    """One document with its passages in order; None where there is none, or nothing that the reader may see."""
    with store_faults():
        document = (
            _visible_documents(context)
            .filter(collection__name=collection, key=key)
            .select_related("collection")
            .first()
        )
        if document is None:
            return None
        packed = list(document.passages.order_by("position").values_list("content", flat=True))
    passages = tuple(passage for passage in map(unpack_passage, packed) if passage.is_permitted(context))
    return DocumentPage(**_entry(document), passages=passages, report=document.report) if passages else None


def keep_passages(passages: Sequence[Passage], *, body: str, at: datetime | None = None) -> None:
    """Keep these passages as they are now, for as long as the record lasts. Those already kept are left alone."""
    kept_at = at or timezone.now()
    with store_faults():
        wanted = {each.digest: each for each in passages}
        kept = KeptPassage.objects.filter(body=body, digest__in=list(wanted)).values_list("digest", flat=True)
        new = wanted.keys() - set(kept)  # hardly ever any: looking first is cheaper than packing them all
        rows = [
            KeptPassage(body=body, digest=digest, passage_id=each.id, content=pack_passage(each), kept_at=kept_at)
            for digest, each in wanted.items()
            if digest in new
        ]
        KeptPassage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=_AT_ONCE)


def read_kept(digests: Iterable[str], *, body: str) -> dict[str, Passage]:
    """Passages as runs once used them, by digest; those never kept are left out."""
    with store_faults():
        rows = KeptPassage.objects.filter(body=body, digest__in=list(digests))
        return {digest: unpack_passage(content) for digest, content in rows.values_list("digest", "content")}


def _visible_documents(context: Context) -> QuerySet[Document]:
    permitted = StoredPassage.objects.filter(
        document=OuterRef("pk"),
        access__in=[access.value for access in context.access],
        audience__contains=f",{context.audience},",
    )
    named = Q(collection__name__in=context.collections) if context.collections else Q()
    return Document.objects.filter(Exists(permitted), named, body=context.body)


def _entry(document: Document) -> dict[str, Any]:
    names = ("key", "title", "url", "copy", "language", "imported_at", "checked_on", "review_by", "details")
    return {"collection": document.collection.name, **{name: getattr(document, name) for name in names}}
