"""When a commit waits for the disk, and when what it took away is gone from the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def committing() -> Iterator[None]:
    """One transaction that is on disk when it ends. It must be the outermost: only then is its end a commit."""
    with transaction.atomic(durable=True):
        yield


@contextmanager
def committing_soon() -> Iterator[None]:
    """One transaction that others see when it ends, and that is on disk at the latest with the next one.

    It outlives a process that is killed, not a power cut. That is enough for what announces a run: a reply is given
    only after the closing entry, and that flushes both. It saves one wait for the disk in two.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit TO OFF")
            yield
        return
    if connection.in_atomic_block:  # a test's own transaction; SQLite refuses the change inside one
        with transaction.atomic(durable=True):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        usual = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous=NORMAL")
        try:
            with transaction.atomic(durable=True):
                yield
        finally:
            cursor.execute(f"PRAGMA synchronous={int(usual)}")


@contextmanager
def overwriting() -> Iterator[None]:
    """What is deleted inside is overwritten with zeros in the file, on SQLite."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")
    yield


def empty_log() -> bool:
    """Move SQLite's write-ahead log into the file and empty it. False when others were reading and it could not be."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:  # inside one only in a test's own transaction
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, _frames, _moved = cursor.fetchone()
    return not busy
