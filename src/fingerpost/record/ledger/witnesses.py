"""Asks witnesses to sign our checkpoints beside us. Where one is slow or away, we go on without it, and say so."""

import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.ledger.checkpoints import InvalidCheckpoint, read_number
from fingerpost.record.ledger.cosignatures import cosigned_at
from fingerpost.record.ledger.notes import InvalidKey, InvalidNote, VerifierKey, add_signatures, open_note
from fingerpost.record.ledger.submissions import SIZE_TYPE, Submission

PATIENCE = 2.0  # seconds that one witness has
PAUSE = 30.0  # seconds for which one that failed is left alone
MOST_ANSWER = 64 * 1024

log = logging.getLogger(__name__)

ConsistencyProof = Callable[[int], Sequence[bytes]]
"""Gives the proof from that size to the one of the checkpoint."""


class InvalidWitness(FingerpostError):
    """A witness in the configuration is not well written."""


class WitnessRefused(Exception):
    """The witness gave no cosignature that fits. Its words, or ours, say why."""


@dataclass(frozen=True, kw_only=True)
class WitnessAddress:
    """Where a witness is asked, and the key that it signs with."""

    url: str
    key: VerifierKey


@dataclass(frozen=True, kw_only=True)
class Cosigned:
    """The line of a witness, and the time that it says."""

    witness: str
    line: str
    at: datetime


def read_witnesses(settings: Iterable[str]) -> tuple[WitnessAddress, ...]:
    """Each is "url public-key". Raises InvalidWitness."""
    return tuple(_read_witness(each) for each in settings)


def _read_witness(setting: str) -> WitnessAddress:
    url, _, key = setting.strip().partition(" ")
    if not url.startswith(("http://", "https://")):
        raise InvalidWitness(f"'ledger_witnesses' takes an address and a public key each, not '{setting[:60]}'.")
    try:
        return WitnessAddress(url=url.rstrip("/"), key=VerifierKey.parse(key.strip()))
    except InvalidKey as error:
        raise InvalidWitness(f"The public key of the witness at {url} cannot be read: {error}.") from error


class WitnessCalls:
    """Asks each witness, and leaves one that failed alone for a while, so that nobody waits for it twice."""

    def __init__(self, witnesses: Sequence[WitnessAddress]) -> None:
        self.witnesses = witnesses
        self.failures: dict[str, str] = {}
        self._again: dict[str, float] = {}

    def collect(self, note: str, *, size: int, seen: dict[str, int], proof: ConsistencyProof) -> list[Cosigned]:
        """The cosignatures that could be had. `seen` says by name what size each witness signed last."""
        found = []
        for each in self.witnesses:
            if self._again.get(each.url, 0.0) > time.monotonic():
                continue
            try:
                found.append(ask(each, note, size=size, old=seen.get(each.key.name, 0), proof=proof))
                self.failures.pop(each.key.name, None)
            except (WitnessRefused, httpx.HTTPError, httpx.InvalidURL) as error:
                self.failures[each.key.name] = f"{type(error).__name__}: {error}"
                self._again[each.url] = time.monotonic() + PAUSE
                log.warning("The witness %s did not sign: %s", each.key.name, error)
        return found


def ask(witness: WitnessAddress, note: str, *, size: int, old: int, proof: ConsistencyProof) -> Cosigned:
    """One cosignature. Raises WitnessRefused, or what httpx raises."""
    with httpx.Client(timeout=PATIENCE) as client:
        answer = _send(client, witness, Submission(old=old, proof=proof(old), note=note))
        if answer.status_code == httpx.codes.CONFLICT and answer.headers.get("content-type") == SIZE_TYPE:
            seen = _read_size(answer.text)
            if seen > size:
                raise WitnessRefused(
                    f"it has seen {seen} leaves, more than the {size} of this log: was it rolled back?"
                )
            answer = _send(client, witness, Submission(old=seen, proof=proof(seen), note=note))
    if answer.status_code != httpx.codes.OK:
        raise WitnessRefused(f"{answer.status_code}: {answer.text[:200].strip()}")
    return _read_cosignature(witness, note, answer.text)


def _send(client: httpx.Client, witness: WitnessAddress, submission: Submission) -> httpx.Response:
    answer = client.post(f"{witness.url}/add-checkpoint", content=submission.text.encode())
    if len(answer.content) > MOST_ANSWER:
        raise WitnessRefused("its answer is too long")
    return answer


def _read_size(text: str) -> int:
    try:
        return read_number(text.removesuffix("\n"))
    except InvalidCheckpoint as error:
        raise WitnessRefused(f"it named no size: {error}") from error


def _read_cosignature(witness: WitnessAddress, note: str, text: str) -> Cosigned:
    """The line that is by the key we know. Others, of keys that we do not, are left out."""
    for line in text.splitlines():
        try:
            opened = open_note(add_signatures(note, [line]), [witness.key])
        except InvalidNote:
            continue
        at = cosigned_at(opened, witness.key) or datetime.fromtimestamp(0, tz=UTC)
        return Cosigned(witness=witness.key.name, line=line, at=at)
    raise WitnessRefused("its answer bears no signature by the key that we know")
