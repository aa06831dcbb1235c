"""What `doctor` says of the ledger's tree, its signer and its witnesses."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.installation import Finding
from fingerpost.record.ledger.health import LedgerHealth, WitnessHealth
from fingerpost.record.ledger.log import Ledger

NAME = "ledger"
LATE = timedelta(minutes=10)  # for which entries may wait to be signed, and a witness be away


def check_ledger(find_ledger: Callable[[], Ledger], *, at: datetime) -> Finding:
    """One finding: the worst there is."""
    try:
        health = find_ledger().health()
    except FingerpostError as error:
        return Finding(name=NAME, state="fault", found=error.public, to_do="Run: fingerpost ledger status")
    if health.faults:
        return Finding(name=NAME, state="fault", found=" ".join(health.faults), to_do="Run: fingerpost ledger verify")
    if health.verified_faults:
        found = f"When last verified, it was not in order: {health.verified_faults[0]}"
        return Finding(name=NAME, state="fault", found=found, to_do="Run: fingerpost ledger verify")
    late = [each for each in health.witnesses if _is_late(each, health)]
    if late:
        found = " ".join(
            f"The witness {each.name} has not signed since {_when(each.at)}. {each.fault}" for each in late
        )
        to_do = "We go on without it. Ask whoever runs it, and see docs/how-to/run-a-witness.md."
        return Finding(name=NAME, state="warning", found=found.strip(), to_do=to_do)
    if health.waiting and (health.checkpoint_at is None or at - health.checkpoint_at > LATE):
        found = f"{health.waiting:,} entries wait to be signed."
        to_do = "`fingerpost serve` signs each second; without it, any command signs when it ends."
        return Finding(name=NAME, state="warning", found=found, to_do=to_do)
    return _well(health)


def _well(health: LedgerHealth) -> Finding:
    if health.checkpoint_at is None:
        return Finding(name=NAME, state="ok", found="nothing is recorded yet")
    witnesses = ", ".join(each.name for each in health.witnesses)
    found = f"{health.checkpoint_size:,} entries signed, last at {_when(health.checkpoint_at)}"
    if witnesses:
        return Finding(name=NAME, state="ok", found=f"{found}; seen by {witnesses}")
    to_do = "Nobody else holds its checkpoint yet: see docs/how-to/run-a-witness.md"
    return Finding(name=NAME, state="ok", found=f"{found}; no witness", to_do=to_do)


def _is_late(witness: WitnessHealth, health: LedgerHealth) -> bool:
    return bool(health.checkpoint_size) and witness.size < health.checkpoint_size


def _when(at: datetime | None) -> str:
    return f"{at:%-d %B %Y %H:%M}" if at else "the beginning"
