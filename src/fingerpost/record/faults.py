"""Faults of the database or the disk, as a sentence for the reader."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError
from django.utils.translation import gettext_noop

from fingerpost.contract.errors import StoreUnavailable

NOT_KEPT = gettext_noop(
    "We could not keep a record of this, so we have not answered. Nothing is lost. Try again in a minute."
)
NOT_READ = gettext_noop("We could not read the record. Nothing is lost. Try again in a minute.")
NOT_ERASED = "We could not finish erasing this. Nothing else is lost. Erase it again in a minute."


@contextmanager
def store_faults(sentence: str) -> Iterator[None]:
    """Turn a fault of the database or the disk into StoreUnavailable with this sentence."""
    try:
        yield
    except (DatabaseError, InterfaceError, OSError) as error:
        raise StoreUnavailable(sentence, detail=f"{type(error).__name__}: {error}") from error
