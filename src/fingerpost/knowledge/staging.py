"""Documents that are read wait here, out of sight of search, until all of their import is read."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction

from fingerpost.knowledge.drafts import Defaults, pack_draft
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.models import Document, StagedDocument
from fingerpost.knowledge.reports import Progress, Tally
from fingerpost.knowledge.sources.candidates import Candidate, Found, Refusal, Unchanged
from fingerpost.knowledge.turns import Turn

_AT_ONCE = 25  # documents
_AT_LEAST_EVERY = 2.0  # seconds
_ENOUGH = 2  # times that an import may break off at one file


class Stage:
    """Reads what is new or changed among the candidates, and keeps it with the import's turn."""

    def __init__(self, turn: Turn, defaults: Defaults, progress: Progress) -> None:
        self._turn = turn
        self._defaults = defaults
        self._progress = progress
        self._waiting: list[StagedDocument] = []
        self._last = time.monotonic()
        self.tally = Tally()
        published = Document.objects.filter(collection__name=defaults.collection, body=defaults.body)
        self._published = set(published.values_list("digest", flat=True))
        staged = StagedDocument.objects.filter(import_run=turn.run)
        self._staged = dict(staged.values_list("key", "source_digest"))
        self._read_before = set(self._staged.values())

    def fill(self, candidates: Iterable[Found]) -> Tally:
        """Read them all. What an earlier import staged that is no longer wanted is dropped."""
        for found in candidates:
            self._take(found)
            self._progress.advance(found.name)
            if len(self._waiting) >= _AT_ONCE or time.monotonic() - self._last > _AT_LEAST_EVERY:
                self._write()
        self._write()
        self._drop_stale()
        return self.tally

    def _take(self, found: Found) -> None:
        match found:
            case Refusal():
                self._refuse(found.name, found.reason, is_gone=found.is_gone)
            case Unchanged():
                self.tally.kept_sources.add(found.name)
            case Candidate():
                self.tally.seen_digests.add(found.digest)
                if found.digest in self._published:
                    return
                if found.digest in self._read_before:
                    self.tally.resumed += 1
                    return
                if found.may_crash:
                    self._read_warily(found)
                else:
                    self._read(found)

    def _read_warily(self, found: Candidate) -> None:
        """A file at which the import broke off twice is left out: else one bad file would keep all others out."""
        if self._turn.begin_reading(found.digest) >= _ENOUGH:
            self._refuse(found.name, "The import broke off twice while reading it. Make the file again.")
        else:
            self._write()  # so that what is read so far need not be read again
            self._read(found)
        self._turn.end_reading()

    def _read(self, found: Candidate) -> None:
        try:
            packed = [pack_draft(draft, self._defaults) for draft in found.read()]
        except Unreadable as fault:
            self._refuse(found.name, fault.reason)
            return
        except Exception as fault:  # noqa: BLE001  # a parser's own fault: this file is named, the others go in
            kind = type(fault).__name__
            self._refuse(found.name, f"It could not be read ({kind}). Save it again, or in another format.")
            return
        for document in packed:
            self._wait(found, document)

    def _wait(self, found: Candidate, document: dict[str, Any]) -> None:
        key = document["key"]
        if self._staged.get(key) in self.tally.seen_digests:
            self._refuse(found.name, f"Its address, {key}, is already taken by another document. Rename it.")
            return
        self._staged[key] = found.digest
        self._waiting.append(
            StagedDocument(
                import_run=self._turn.run,
                key=key,
                source_digest=found.digest,
                content={**document, "source": found.name},
            )
        )

    def _refuse(self, name: str, reason: str, *, is_gone: bool = False) -> None:
        self.tally.refused.append((name, reason))
        if not is_gone:
            self.tally.kept_sources.add(name)

    def _write(self) -> None:
        """Keep what is read so far, all of it or none: from here it is not read again after a crash."""
        with transaction.atomic():
            self._turn.renew()
            keys = [each.key for each in self._waiting]
            StagedDocument.objects.filter(import_run=self._turn.run, key__in=keys).delete()
            StagedDocument.objects.bulk_create(self._waiting, batch_size=_AT_ONCE)
        self._waiting = []
        self._last = time.monotonic()

    def _drop_stale(self) -> None:
        stale = [key for key, digest in self._staged.items() if digest not in self.tally.seen_digests]
        for start in range(0, len(stale), 500):
            StagedDocument.objects.filter(import_run=self._turn.run, key__in=stale[start : start + 500]).delete()


def staged_documents(turn: Turn, *, at_once: int = 100) -> Iterator[Sequence[StagedDocument]]:
    """What is staged, in batches, by key."""
    last = ""
    while True:
        rows = StagedDocument.objects.filter(import_run=turn.run, key__gt=last).order_by("key")
        batch = list(rows[:at_once])
        if batch:
            yield batch
            last = batch[-1].key
        if len(batch) < at_once:
            return
