"""How the ledger does: size, what waits, last checkpoint, key, witnesses, last verification, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.ledger.integration import waiting
from fingerpost.record.ledger.models import Verification
from fingerpost.record.ledger.publishing import PublicKey, public_keys_of, seen_by
from fingerpost.record.ledger.signer import Signer, newest_checkpoint
from fingerpost.record.ledger.tree import size_of_tree
from fingerpost.record.ledger.witnesses import WitnessAddress, WitnessCalls


@dataclass(frozen=True, kw_only=True)
class WitnessHealth:
    """What a witness signed last; `fault` is what went wrong when this process last asked it, or empty."""

    name: str
    url: str
    at: datetime | None
    size: int
    fault: str


@dataclass(frozen=True, kw_only=True)
class LedgerHealth:
    """How it does. `waiting` entries are not in the tree yet. `faults` are sentences: none where all is well."""

    origin: str
    size: int
    waiting: int
    checkpoint_at: datetime | None
    checkpoint_size: int
    key_since: datetime | None
    witnesses: tuple[WitnessHealth, ...]
    verified_at: datetime | None
    verified_size: int
    verified_faults: tuple[str, ...]
    faults: tuple[str, ...]


def find_health(signer: Signer, calls: WitnessCalls) -> LedgerHealth:
    """How it does now. Raises whatever the database raises."""
    newest = newest_checkpoint()
    verified = Verification.objects.order_by("-id").first()
    witnesses = tuple(_health_of(each, calls.failures) for each in calls.witnesses)
    found, keys = _look(signer)
    return LedgerHealth(
        origin=keys[0].text.split("+", 1)[0] if keys else "",
        size=size_of_tree(),
        waiting=waiting().count(),
        checkpoint_at=newest.at if newest else None,
        checkpoint_size=newest.size if newest else 0,
        key_since=keys[0].since if keys else None,
        witnesses=witnesses,
        verified_at=verified.at if verified else None,
        verified_size=verified.size if verified else 0,
        verified_faults=tuple(verified.found) if verified else (),
        faults=tuple(found),
    )


def _look(signer: Signer) -> tuple[list[str], tuple[PublicKey, ...]]:
    """What would keep the signer from signing, and the keys as far as they can be read."""
    try:
        signer.check()
        return [], public_keys_of(signer.keyring())
    except FingerpostError as error:
        try:
            return [error.public], public_keys_of(signer.keyring())
        except FingerpostError:  # the keys are what is at fault, and that is said already
            return [error.public], ()


def _health_of(witness: WitnessAddress, failures: Mapping[str, str]) -> WitnessHealth:
    size, at = seen_by(witness.key.name)
    fault = failures.get(witness.key.name, "")
    return WitnessHealth(name=witness.key.name, url=witness.url, at=at, size=size, fault=fault)
