"""The register as pages and programs read it: records or "not found", kept versions, and the signed checkpoint."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404

from fingerpost.doors.installation import installation
from fingerpost.doors.systems import find_public_record
from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.register import versions
from fingerpost.record.register.public import PublicRecord, Version


@dataclass(frozen=True, kw_only=True)
class Signed:
    """The newest checkpoint of the ledger: how many entries it covers, and the signed note itself.

    `size` is None where the note is no checkpoint: somebody has changed it.
    """

    size: int | None
    note: str


def record_or_404(name: str) -> PublicRecord:
    """The record of that name. Raises Http404 where there is none, and StoreUnavailable."""
    found = find_public_record(name)
    if found is None:
        raise Http404
    return found


def list_versions(name: str) -> list[Version]:
    """Every version that was kept, newest first. Raises StoreUnavailable."""
    return versions.list_versions(name, body=settings.CONFIGURATION.body)


def list_changes(most: int) -> list[Version]:
    """The newest versions of every record. Raises StoreUnavailable."""
    return versions.list_changes(body=settings.CONFIGURATION.body, most=most)


def latest_checkpoint() -> Signed | None:
    """The newest signed checkpoint of the ledger; None before there is one. Raises StoreUnavailable."""
    note = installation().build_ledger().published()
    return Signed(size=_size_of(note), note=note) if note else None


def _size_of(note: str) -> int | None:
    """The text of a note stands before its first empty line; the signatures are no part of it."""
    try:
        return parse_checkpoint(note.partition("\n\n")[0] + "\n").size
    except InvalidCheckpoint:
        return None
