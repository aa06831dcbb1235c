"""Puts a whole import before the readers in one transaction: documents, passages and outbox change together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.content import join_words
from fingerpost.knowledge.drafts import Defaults
from fingerpost.knowledge.models import Collection, Document, ImportState, StagedDocument, StoredPassage
from fingerpost.knowledge.outbox import take_turn, write_outbox
from fingerpost.knowledge.reports import ImportReport, Tally
from fingerpost.knowledge.staging import staged_documents
from fingerpost.knowledge.turns import Turn

_AT_ONCE = 500
_NAMED_IN_A_RUN = 200  # refusals kept with the import; the report names them all
_PASSAGE_FIELDS = [each.name for each in StoredPassage._meta.concrete_fields if each.name != "id"]
_DOCUMENT_FIELDS = ["source", "title", "url", "copy", "language", "digest", "imported_at", "checked_on", "review_by",
                    "report", "details"]  # fmt: skip

_Before = dict[str, tuple[int, str, str]]  # by key: the document's number, its digest, its source


@dataclass(kw_only=True)
class _Changes:
    """What the transaction did, gathered for the report and the outbox."""

    added: int = 0
    changed: int = 0
    upserted: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hidden_text: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


def publish(
    turn: Turn, defaults: Defaults, tally: Tally, *, title: str, origin: str, allow_shrink: bool
) -> ImportReport:
    """Everything staged appears, everything whose source is gone disappears, at one moment.

    Raises ImportFault, and changes nothing, if most of the collection would go and `allow_shrink` is not given.
    """
    with transaction.atomic():
        take_turn()
        turn.renew()
        collection, _ = Collection.objects.update_or_create(
            body=defaults.body,
            name=defaults.collection,
            defaults={"title": title, "origin": origin, "settings": defaults.as_values()},
        )
        before = {
            key: (pk, digest, source)
            for pk, key, digest, source in collection.documents.values_list("pk", "key", "digest", "source")
        }
        gone = _gone(turn, tally, before)
        if len(gone) > len(before) / 2 and not allow_shrink:
            raise _lost(len(gone), len(before))
        changes = _Changes()
        for batch in staged_documents(turn):
            _publish_batch(batch, collection, before, defaults, changes)
        _remove_documents(gone, changes)
        write_outbox(body=defaults.body, changed=changes.upserted, gone=changes.gone)
        report = _report(changes, tally, defaults, before, removed=len(gone))
        _close(turn, report)
    return report


def _gone(turn: Turn, tally: Tally, before: _Before) -> list[int]:
    """Documents whose source was seen neither as it was, nor changed, nor out of order for now."""
    staged = set(StagedDocument.objects.filter(import_run=turn.run).values_list("key", flat=True))
    return [
        pk
        for key, (pk, digest, source) in before.items()
        if key not in staged and digest not in tally.seen_digests and source not in tally.kept_sources
    ]


def _report(changes: _Changes, tally: Tally, defaults: Defaults, before: _Before, *, removed: int) -> ImportReport:
    return ImportReport(
        added=changes.added,
        changed=changes.changed,
        unchanged=len(before) - removed - changes.changed,
        removed=removed,
        passages=StoredPassage.objects.filter(body=defaults.body, collection=defaults.collection).count(),
        resumed=tally.resumed,
        refused=tuple(_refusals(tally, {source for _, _, source in before.values()} & tally.kept_sources)),
        hidden_text=tuple(changes.hidden_text),
        notes=tuple(changes.notes),
    )


def _lost(gone: int, before: int) -> ImportFault:
    return ImportFault(
        f"{gone} of the collection's {before} documents are no longer in the source, so nothing was changed. Check "
        "that the source is complete. If it is, import it again and allow the collection to shrink."
    )


def _refusals(tally: Tally, sources: set[str]) -> Iterator[tuple[str, str]]:
    for name, reason in tally.refused:
        yield name, f"{reason} What was imported of it before stays in use." if name in sources else reason


def _publish_batch(
    batch: Sequence[StagedDocument],
    collection: Collection,
    before: _Before,
    defaults: Defaults,
    changes: _Changes,
) -> None:
    documents = [_document(staged, collection, before, defaults) for staged in batch]
    new = [document for document in documents if document.pk is None]
    old = [document for document in documents if document.pk is not None]
    Document.objects.bulk_create(new, batch_size=_AT_ONCE)
    Document.objects.bulk_update(old, _DOCUMENT_FIELDS, batch_size=50)
    changes.added += len(new)
    changes.changed += len(old)
    stored = {
        pk: (digest, position)
        for pk, digest, position in StoredPassage.objects.filter(document__in=old).values_list(
            "pk", "digest", "position"
        )
    }
    rows = [
        _row(words, packed, document)
        for document, staged in zip(documents, batch, strict=True)
        for words, packed in staged.content["passages"]
    ]
    touched = [row for row in rows if stored.get(row.pk) != (row.digest, row.position)]
    StoredPassage.objects.bulk_create(
        touched, batch_size=_AT_ONCE, update_conflicts=True, unique_fields=["id"], update_fields=_PASSAGE_FIELDS
    )
    changes.upserted += [row.pk for row in touched if stored.get(row.pk, ("",))[0] != row.digest]
    lost = list(stored.keys() - {row.pk for row in rows})
    _delete_passages(lost)
    changes.gone += lost
    for staged in batch:
        report = staged.content["report"]
        changes.hidden_text += [(staged.content["source"], each) for each in report["hidden"]]
        changes.notes += [(staged.content["source"], each) for each in report["notes"]]


def _document(staged: StagedDocument, collection: Collection, before: _Before, defaults: Defaults) -> Document:
    content: dict[str, Any] = staged.content
    return Document(
        pk=before[staged.key][0] if staged.key in before else None,
        body=defaults.body,
        collection=collection,
        key=staged.key,
        source=content["source"],
        title=content["title"],
        url=content["url"],
        copy=content["copy"],
        language=content["language"],
        digest=staged.source_digest,
        imported_at=timezone.now(),
        checked_on=_day(content["checked_on"]),
        review_by=_day(content["review_by"]),
        report=content["report"],
        details=content["details"],
    )


def _row(words_digest: str, packed: dict[str, Any], document: Document) -> StoredPassage:
    """From what was worked out at staging: as little as can be is done while the database is held."""
    return StoredPassage(
        id=packed["id"],
        body=packed["body"],
        collection=packed["collection"],
        document=document,
        position=packed["position"],
        access=packed["access"],
        nations=join_words(packed["nations"]),
        audience=join_words(packed["audience"]),
        language=packed["language"],
        valid_from=_day(packed["valid_from"]),
        valid_to=_day(packed["valid_to"]),
        digest=packed["digest"],
        words_digest=words_digest,
        content=packed,
    )


def _remove_documents(keys: Sequence[int], changes: _Changes) -> None:
    for start in range(0, len(keys), _AT_ONCE):
        batch = keys[start : start + _AT_ONCE]
        passages = list(StoredPassage.objects.filter(document__in=batch).values_list("pk", flat=True))
        _delete_passages(passages)
        changes.gone += passages
        Document.objects.filter(pk__in=batch).delete()


def _delete_passages(ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        StoredPassage.objects.filter(pk__in=ids[start : start + _AT_ONCE]).delete()


def _close(turn: Turn, report: ImportReport) -> None:
    run = turn.run
    StagedDocument.objects.filter(import_run=run).delete()
    run.state = ImportState.PUBLISHED
    run.finished_at = timezone.now()
    run.counts = {
        **{name: getattr(report, name) for name in ("added", "changed", "unchanged", "removed", "passages", "resumed")},
        "refused": [list(each) for each in report.refused[:_NAMED_IN_A_RUN]],
    }
    run.save(update_fields=["state", "finished_at", "counts"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
