"""Opens an entry before a capability runs, and closes it in one transaction with its result. No record, no reply."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.db.models import Model

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.run import Run
from fingerpost.record.early import shown_row
from fingerpost.record.faults import NOT_KEPT, store_faults
from fingerpost.record.groups import GroupCommits, Part
from fingerpost.record.keys import ERASED_MEANWHILE, Erased, KeyStore
from fingerpost.record.leaves import Commitment, closed_leaf, commit_to, leaf_hash, opened_leaf
from fingerpost.record.models import Entry
from fingerpost.record.overseeing.figures import figures_of


class OpenEntry:
    """A run that is under way. If the process dies now, the ledger shows it as opened and never closed."""

    def __init__(self, *, keys: KeyStore, system: Mapping[str, str], commits: GroupCommits) -> None:
        self._keys = keys
        self._system = system
        self._commits = commits
        self._shown = b""  # what the first claim that was shown early was sealed to

    def note_shown(self, run: Run, *, number: int, claim: Mapping[str, Any]) -> None:
        """Write that a claim is about to be shown before the run is over: what was said is recorded first.

        Its words are sealed under the key of the run, `number` counts from 1. Raises StoreUnavailable.
        """
        made: list[Entry] = []

        def rows() -> list[Model]:
            made[:] = [shown_row(run, number=number, claim=claim, keys=self._keys)]
            return list(made)

        with store_faults(NOT_KEPT):
            self._commits.write(Part(rows=rows))
        self._shown = self._shown or bytes(made[0].sealed or b"")

    def close(
        self,
        run: Run,
        *,
        reply: Mapping[str, Any],
        held: Mapping[str, Any] | None = None,
        tape: Mapping[str, Any] | None = None,
        removed: Sequence[Mapping[str, Any]] = (),
        with_it: Callable[[], object] | None = None,
    ) -> None:
        """Write the closing entry and its figures; `with_it` writes what belongs to the run in the same transaction.

        `reply` is what the reader was given, `held` what a person must look at before the reader is, `tape` what each
        engine gave (see `pipeline.tape`), `removed` the claims that the checks took out; all are plain JSON values.
        Raises StoreUnavailable when the database is locked, full or out of reach: then nothing of all this is written.
        """
        texts = _texts_of(run, reply=reply, held=held, tape=tape, removed=removed)
        commitments = {name: commit_to(text) for name, text in texts.items()}
        with store_faults(NOT_KEPT):
            rows = self._rows_of(run, commitments, to_seal=_to_seal(texts, commitments))
            self._commits.write(Part(rows=rows, with_it=with_it))

    def _rows_of(self, run: Run, commitments: Mapping[str, Commitment], *, to_seal: bytes) -> Callable[[], list[Model]]:
        """What gives the rows: made now under a key of the run's own, so that no other run waits for it meanwhile.

        Under the key of somebody who was here before, they are made in the transaction: until then it may be erased.
        """
        of, figures = run.context, figures_of(run)
        if self._shown:
            return lambda: [self._closed(run, commitments, self._seal_beside_shown(run, to_seal)), figures]
        if of.subject == run.reference:
            sealed, key = self._keys.seal_apart(to_seal, subject=of.subject, body=of.body, at=of.at)
            rows = [key, self._closed(run, commitments, sealed), figures]
            return lambda: rows

        def seal_then() -> list[Model]:
            sealed = self._keys.seal(to_seal, subject=of.subject, body=of.body, at=of.at, bound_to=run.reference)
            return [self._closed(run, commitments, sealed), figures]

        return seal_then

    def _seal_beside_shown(self, run: Run, to_seal: bytes) -> bytes:
        """Under the very key that seals what was shown early: erasing it erases both."""
        of = run.context
        try:
            return self._keys.seal_beside(
                to_seal, beside=self._shown, subject=of.subject, body=of.body, bound_to=run.reference
            )
        except Erased as error:
            raise StoreUnavailable(ERASED_MEANWHILE, detail=f"{run.reference} was erased while it ran") from error

    def _closed(self, run: Run, commitments: Mapping[str, Commitment], sealed: bytes) -> Entry:
        leaf = closed_leaf(
            run,
            system=self._system,
            commitments={name: each.digest for name, each in commitments.items()},
            sealed_sha256=hashlib.sha256(sealed).hexdigest(),
        )
        return _entry(run, Entry.Event.CLOSED, leaf, sealed=sealed)


class Recorder:
    """Writes the ledger. `system` names what runs: release, model digests, card digest; it stands in each leaf."""

    def __init__(self, *, keys: KeyStore, system: Mapping[str, str] | None = None) -> None:
        self._keys = keys
        self._system = dict(system or {})
        self._commits = GroupCommits()

    @contextmanager
    def open(self, run: Run, *, system: Mapping[str, str] | None = None) -> Iterator[OpenEntry]:
        """Write the opening entry and commit it. Raises StoreUnavailable, and then nothing may run."""
        ran_by = {**self._system, **(system or {})}
        with store_faults(NOT_KEPT):
            row = _entry(run, Entry.Event.OPENED, opened_leaf(run, system=ran_by))
            self._commits.write(Part(rows=lambda: [row], must_flush=False))
        yield OpenEntry(keys=self._keys, system=ran_by, commits=self._commits)


def _to_seal(texts: Mapping[str, str], commitments: Mapping[str, Commitment]) -> bytes:
    salts = {name: commitment.salt for name, commitment in commitments.items()}
    return json.dumps({"texts": texts, "salts": salts}, ensure_ascii=False).encode()


def _texts_of(
    run: Run,
    *,
    reply: Mapping[str, Any],
    held: Mapping[str, Any] | None,
    tape: Mapping[str, Any] | None,
    removed: Sequence[Mapping[str, Any]],
) -> dict[str, str]:
    """What was asked and said, each as the text that is committed to."""
    texts = {
        "request": json.dumps(asdict(run.request), ensure_ascii=False, default=str),
        "reply": json.dumps(reply, ensure_ascii=False, allow_nan=False),
    }
    if held is not None:
        texts["held"] = json.dumps(held, ensure_ascii=False, allow_nan=False)
    if tape is not None:
        texts["tape"] = json.dumps(tape, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    if removed:
        texts["removed"] = json.dumps(list(removed), ensure_ascii=False, allow_nan=False)
    return texts


def _entry(run: Run, event: Entry.Event, leaf: str, *, sealed: bytes | None = None) -> Entry:
    return Entry(
        body=run.context.body,
        reference=run.reference,
        event=event,
        capability=run.capability,
        at=run.context.at,
        leaf=leaf,
        leaf_hash=leaf_hash(leaf),
        subject=run.context.subject,
        sealed=sealed,
    )
