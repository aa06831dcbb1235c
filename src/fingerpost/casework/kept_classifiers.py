"""What was learned from cases, in backups: sealed as it stands here, with its key, which the master key wraps.

Whoever finds a backup can open none of it. Whoever is erased is taken out: each version that learned from their case
goes from every backup that can be reached.
"""

import logging
from collections.abc import Collection
from pathlib import Path

from django.db import DatabaseError

from fingerpost.casework.learned import FOLDER, KEY, open_versions
from fingerpost.casework.models import Case
from fingerpost.contract.errors import FingerpostError
from fingerpost.engines.classifying.files import write_whole
from fingerpost.engines.classifying.versions import Versions
from fingerpost.record.master_key import read_key, read_or_make_key
from fingerpost.record.sealed import NotOpened, open_bytes, seal_bytes

WRAPPED = "key"
MASTER = Path("keys") / "record-master"
BOUND_TO = b"fingerpost backup of keys/classifiers"
AT_ONCE = 500

log = logging.getLogger(__name__)


class KeptClassifiers:
    """The `Part` of a backup that holds classifiers."""

    name = FOLDER

    def copy(self, to: Path, *, home: Path) -> None:
        if open_versions(home).kept():
            open_versions(home).copy_to(to)
            master, key = read_or_make_key(home / MASTER), read_key(home / KEY)
            write_whole(to / WRAPPED, seal_bytes(master, key, bound_to=BOUND_TO))

    def put_back(self, folder: Path, *, home: Path) -> None:
        try:
            if folder.is_dir() and _put_key_back(folder / WRAPPED, home=home):
                Versions(folder).copy_to(home / FOLDER)
            if (home / FOLDER).is_dir():
                self.scrub(home / FOLDER)
        except (FingerpostError, OSError, DatabaseError, NotOpened) as error:
            log.warning("What was learned from cases was not put back: %s. It is learned anew.", type(error).__name__)

    def scrub(self, folder: Path) -> None:
        versions = Versions(folder)
        if gone := _without_words(versions.ids()):
            versions.forget(gone)


def _put_key_back(wrapped: Path, *, home: Path) -> bool:
    """Whether what the backup holds can be opened with the key that stands here now."""
    key = open_bytes(read_or_make_key(home / MASTER), wrapped.read_bytes(), bound_to=BOUND_TO)
    if not (home / KEY).exists():
        write_whole(home / KEY, key)
    return read_key(home / KEY) == key


def _without_words(references: Collection[str]) -> set[str]:
    """Those of which there is no case any more, or one that was erased."""
    wanted, living = sorted(references), set[str]()
    for start in range(0, len(wanted), AT_ONCE):
        found = Case.objects.filter(reference__in=wanted[start : start + AT_ONCE], sealed__isnull=False)
        living.update(found.values_list("reference", flat=True))
    return set(wanted) - living
