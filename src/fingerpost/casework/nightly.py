"""Learning from decided cases while nobody looks: whether there is anything new, and how it went the last time."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from fingerpost.casework.learned import FOLDER, open_versions
from fingerpost.casework.models import Decision, Suggestion
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.services import ServiceBook
from fingerpost.engines.classifying.files import write_whole
from fingerpost.record.alone import alone
from fingerpost.record.faults import NOT_READ, store_faults

FILE = "last-night.json"
_LOCK = "nightly.lock"


class Night(StrEnum):
    """How learning went. BEGAN: it has not ended yet, or it was broken off. WORSE: what came out is not used."""

    BEGAN = "began"
    LEARNED = "learned"
    WORSE = "worse"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class LastNight:
    """The last learning by itself. `why` is the sentence of what failed."""

    at: datetime
    became: Night
    why: str = ""


def has_news(*, body: str, book: ServiceBook, home: Path) -> bool:
    """Was anything decided since the last version was made, or ever where that is for other services or there is none?

    Cases made up for show do not count. Raises StoreUnavailable and ModelUnavailable.
    """
    newest = next(iter(open_versions(home).kept()), None)
    decided = Decision.objects.filter(
        body=body, suggestion__kind=Suggestion.Kind.TRIAGE, suggestion__case__is_demo=False
    )
    if newest is not None and newest.book == book.sorting_digest:
        decided = decided.filter(at__gt=newest.at)
    with store_faults(NOT_READ):
        return decided.exists()


def note_night(home: Path, night: LastNight) -> None:
    """Keep it for `doctor`, in place of the one before. Raises StoreUnavailable."""
    values = {"at": night.at.isoformat(), "became": night.became.value, "why": night.why}
    write_whole(home / FOLDER / FILE, json.dumps(values).encode())


def last_night(home: Path) -> LastNight | None:
    """None where it never learned by itself, or what was noted cannot be read any more."""
    try:
        values = json.loads((home / FOLDER / FILE).read_bytes())
        at = datetime.fromisoformat(values["at"])
        return LastNight(at=at, became=Night(values["became"]), why=str(values["why"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def learning_alone(home: Path) -> Iterator[bool]:
    """Whether this process is the only one that learns by itself now. Raises StoreUnavailable."""
    with ExitStack() as held:
        try:
            (home / FOLDER).mkdir(parents=True, exist_ok=True, mode=0o700)
            is_ours = held.enter_context(alone(home / FOLDER / _LOCK))
        except OSError as error:
            words = "The folder of classifiers cannot be written. See who owns it."
            raise StoreUnavailable(words, detail=str(error)) from error
        yield is_ours
