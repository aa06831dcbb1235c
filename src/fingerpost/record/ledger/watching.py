"""A witness that asks by itself: fetches the published checkpoint of a log with its proof, and judges it."""

from dataclasses import dataclass

import httpx

from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, parse_checkpoint
from fingerpost.record.ledger.notes import InvalidNote, open_note
from fingerpost.record.ledger.submissions import MOST_BYTES
from fingerpost.record.ledger.witness import Answer, Witness, WitnessFault

PUBLISHED = "/.well-known/fingerpost"
PATIENCE = 20.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Watched:
    """What came of it. `alarm` is empty where the log continues what was seen before; `line` is the cosignature."""

    origin: str
    before: int
    size: int
    line: str = ""
    alarm: str = ""


def watch_once(witness: Witness, url: str) -> Watched:
    """Look at the log that is published at `url` now. Raises WitnessFault where it cannot be looked at."""
    with httpx.Client(timeout=PATIENCE, follow_redirects=True) as client:
        note = _fetch(client, f"{url.rstrip('/')}{PUBLISHED}/checkpoint")
        try:
            checkpoint = parse_checkpoint(open_note(note, witness.logs()).text)
        except (InvalidNote, InvalidCheckpoint) as error:
            raise WitnessFault(
                f"What is published at {url} is not signed by a log that this witness watches: {error}. "
                "Give its public key with --log-key, from whom you trust to know it."
            ) from error
        last = witness.last(checkpoint.origin)
        before = last.size if last else 0
        if checkpoint.size < before:
            alarm = (
                f"REFUSED: {checkpoint.origin} publishes a tree of {checkpoint.size} leaves, and this witness has seen "
                f"{before}. Entries were taken away, or an old copy is shown."
            )
            return Watched(origin=checkpoint.origin, before=before, size=checkpoint.size, alarm=alarm)
        submission = _fetch(client, f"{url.rstrip('/')}{PUBLISHED}/consistency?old={before}")
    return _judged(witness.answer(submission.encode()), origin=checkpoint.origin, before=before, size=checkpoint.size)


def _judged(answer: Answer, *, origin: str, before: int, size: int) -> Watched:
    if answer.alarm:
        return Watched(origin=origin, before=before, size=size, alarm=answer.alarm)
    if answer.status != httpx.codes.OK:
        raise WitnessFault(f"The log's proof could not be judged ({answer.status}): {answer.text.strip()}")
    return Watched(origin=origin, before=before, size=size, line=answer.text)


def _fetch(client: httpx.Client, url: str) -> str:
    try:
        answer = client.get(url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise WitnessFault(f"The log could not be reached at {url}: {error}.") from error
    if answer.status_code != httpx.codes.OK or len(answer.content) > MOST_BYTES:
        raise WitnessFault(f"The log gave no proof at {url} ({answer.status_code}).")
    return answer.text
