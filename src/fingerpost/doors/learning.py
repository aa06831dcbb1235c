"""Learns from what officers decided, by hand or each night, as `fingerpost triage learn` and a server do."""

from typing import TYPE_CHECKING

from django.conf import settings

from fingerpost.casework.learned import learn_from_cases
from fingerpost.casework.nightly import LastNight, Night, has_news, learning_alone, note_night
from fingerpost.contract.errors import FingerpostError, ModelUnavailable
from fingerpost.doors.installation import Progress, installation, now

if TYPE_CHECKING:
    from fingerpost.engines.classifying.learning import Learned
    from fingerpost.engines.classifying.versions import Version

NO_MODEL = "The model that reads reports is not there. Run `fingerpost doctor` to see why."
UNFORESEEN = "It broke off for a reason that nobody foresaw: see the server's log."


def learn_here(
    progress: Progress | None = None, *, seed: int = 0, is_kept: bool = True
) -> "tuple[Learned, Version | None]":
    """Learn now, and use the outcome unless it is worse; without `is_kept`, measure it only.

    Raises ModelUnavailable, StoreUnavailable, InvalidServices and InvalidRequest.
    """
    here = installation()
    embedder = here.build_report_embedder()
    if embedder is None:
        raise ModelUnavailable(NO_MODEL)
    return learn_from_cases(
        body=settings.CONFIGURATION.body,
        book=here.build_services().book,
        home=settings.HOME,
        embedder=embedder,
        keys=here.build_keys(),
        at=now(),
        seed=seed,
        is_kept=is_kept,
        progress=progress,
    )


def learn_tonight(progress: Progress | None = None) -> "tuple[Learned, Version | None] | None":
    """Learn where something was decided since the last time; None where there is nothing to learn, where learning by
    itself is switched off, or where another process is at it.

    How it went is kept for `doctor`. Raises what `learn_here` raises.
    """
    if not settings.CONFIGURATION.learn_nightly:
        return None
    book = installation().build_services().book
    with learning_alone(settings.HOME) as is_ours:
        if not is_ours or not has_news(body=settings.CONFIGURATION.body, book=book, home=settings.HOME):
            return None
        _note(Night.BEGAN)
        try:
            found, kept = learn_here(progress)
        except FingerpostError as error:
            _note(Night.FAILED, why=error.public)
            raise
        except Exception:
            _note(Night.FAILED, why=UNFORESEEN)
            raise
        _note(Night.WORSE if found.is_worse else Night.LEARNED)
        return found, kept


def _note(became: Night, *, why: str = "") -> None:
    note_night(settings.HOME, LastNight(at=now(), became=became, why=why))
