"""Opens an entry before a capability runs, and closes it in one transaction with its result. No record, no reply."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from django.db import DatabaseError, transaction

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.run import Run
from fingerpost.record.keys import KeyStore
from fingerpost.record.leaves import closed_leaf, commit_to, leaf_hash, opened_leaf
from fingerpost.record.models import Entry


class OpenEntry:
    """A run that is under way. If the process dies now, the ledger shows it as opened and never closed."""

    def __init__(self, *, keys: KeyStore, system: dict[str, str]) -> None:
        self._keys = keys
        self._system = system

    def close(self, run: Run, *, reply: Mapping[str, Any], with_it: Callable[[], object] | None = None) -> None:
        """Write the closing entry; `with_it` writes what belongs to the run in the same transaction.

        Raises StoreUnavailable when the database is locked, full or out of reach: then nothing of the two is written.
        """
        request = json.dumps(asdict(run.request), ensure_ascii=False, default=str)
        said = json.dumps(reply, ensure_ascii=False)
        commitments = {"request": commit_to(request), "reply": commit_to(said)}
        text = json.dumps(
            {
                "request": request,
                "reply": said,
                "salts": {name: commitment.salt for name, commitment in commitments.items()},
            },
            ensure_ascii=False,
        )
        with store_faults(), transaction.atomic():
            sealed = self._keys.seal(
                text.encode(), subject=run.context.subject, body=run.context.body, at=run.context.at
            )
            leaf = closed_leaf(
                run,
                system=self._system,
                request=commitments["request"].digest,
                reply=commitments["reply"].digest,
                sealed_sha256=hashlib.sha256(sealed).hexdigest(),
            )
            _append(run, Entry.Event.CLOSED, leaf, sealed=sealed)
            if with_it is not None:
                with_it()


class Recorder:
    """Writes the ledger. `system` names what runs: release, model digests, card digest; it stands in each leaf."""

    def __init__(self, *, keys: KeyStore, system: Mapping[str, str] | None = None) -> None:
        self._keys = keys
        self._system = dict(system or {})

    @contextmanager
    def open(self, run: Run, *, system: Mapping[str, str] | None = None) -> Iterator[OpenEntry]:
        """Write the opening entry and commit it. Raises StoreUnavailable, and then nothing may run."""
        ran_by = {**self._system, **(system or {})}
        with store_faults():
            _append(run, Entry.Event.OPENED, opened_leaf(run, system=ran_by))
        yield OpenEntry(keys=self._keys, system=ran_by)


def _append(run: Run, event: Entry.Event, leaf: str, *, sealed: bytes | None = None) -> None:
    Entry.objects.create(
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


@contextmanager
def store_faults() -> Iterator[None]:
    """Turn a fault of the database or the disk into StoreUnavailable, which has a sentence for the reader."""
    try:
        yield
    except (DatabaseError, OSError) as error:
        raise StoreUnavailable(
            "We could not keep a record of this, so we have not answered. Nothing is lost. Try again in a minute.",
            detail=f"{type(error).__name__}: {error}",
        ) from error
