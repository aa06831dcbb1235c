"""Small logs in the test database, with a signer of their own, and somebody with full rights on the database."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from tests.unit.record.ledger_runs import make_run, reply_to

from fingerpost.contract.references import ALPHABET
from fingerpost.record.events import note_event
from fingerpost.record.keys import KeyStore
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.ledger.witnesses import WitnessAddress
from fingerpost.record.recorder import Recorder
from fingerpost.record.triggers import LEDGER, drop_triggers

BODY = "fernby"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@dataclass
class SmallLog:
    """A log whose clock goes on a minute each time somebody looks at it."""

    folder: Path
    witnesses: tuple[WitnessAddress, ...] = ()
    seed: int = 7
    clock: datetime = START

    def __post_init__(self) -> None:
        self._draw = random.Random(self.seed)
        self.keys = KeyStore(self.folder / "record-master")
        self.recorder = Recorder(keys=self.keys, system={"release": "test"})
        self.ledger = self.open_ledger()

    def open_ledger(self, **changes: Any) -> Ledger:
        """Another process of the same installation, or of another with its own folder."""
        kept = {"folder": self.folder / "ledger", "now": self.now, "host": "fernby.example"}
        return Ledger(**{**kept, "witnesses": self.witnesses, **changes})

    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    def reference(self) -> str:
        letters = "".join(self._draw.choices(ALPHABET, k=10))
        return f"FP-{letters[:5]}-{letters[5:]}"

    def record(self, count: int = 1, *, subject: str = "") -> list[str]:
        """So many runs: two entries each."""
        references = [self.reference() for _ in range(count)]
        for each in references:
            run = make_run(each, subject=subject)
            with self.recorder.open(run) as entry:
                entry.close(run, reply=reply_to(run))
        return references

    def note(self) -> None:
        note_event("account/password", body=BODY, at=self.clock, capability="answer", facts={"by": "owner"})

    def verify(self, **given: Any) -> list[Fault]:
        """What is wrong, but for the triggers that an intruder took away."""
        found = self.ledger.verify(keys=self.keys, **given).faults
        return [fault for fault in found if fault.kind is not Kind.UNGUARDED]

    def kinds(self, **given: Any) -> set[str]:
        return {fault.kind.value for fault in self.verify(**given)}


@contextmanager
def intruder() -> Iterator[Callable[..., None]]:
    """Full rights on the database: no trigger holds. All is as it was when it ends."""
    with undone():
        drop_triggers(connection, LEDGER)
        yield execute


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens in it has not happened afterwards. The recorder may commit within it, as far as it can tell."""
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
        transaction.savepoint_commit(before)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def rows_of(query: str, *values: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
