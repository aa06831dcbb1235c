"""What the log publishes of itself: its keys with their times, and checkpoints with what witnesses signed of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from fingerpost.record.commits import committing
from fingerpost.record.ledger.keyring import Keyring
from fingerpost.record.ledger.models import Checkpoint, Cosignature
from fingerpost.record.ledger.notes import VerifierKey, add_signatures
from fingerpost.record.ledger.witnesses import Cosigned


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A key that signs, or signed, the log: "name+key ID+base64". `until` is None for the one that signs now."""

    text: str
    since: datetime
    until: datetime | None


def public_keys_of(keyring: Keyring | None) -> tuple[PublicKey, ...]:
    """Every key that ever signed, newest first."""
    keys = keyring.keys if keyring else ()
    return tuple(PublicKey(text=key.public.text, since=key.since, until=key.until) for key in keys)


def write_keys(keys: Sequence[PublicKey], witnesses: Sequence[VerifierKey]) -> str:
    """Those keys and the ones of witnesses as a file, one a line, with remarks. Empty where there are none."""
    if not keys:
        return ""
    lines = [f"# Log {keys[0].text.split('+', 1)[0]}"]
    for key in keys:
        until = f" until {_minute(key.until)}" if key.until else ""
        lines += [f"# signs from {_minute(key.since)}{until}", key.text]
    for each in witnesses:
        lines += ["# a witness", each.text]
    return "".join(f"{line}\n" for line in lines)


def with_cosignatures(checkpoint: Checkpoint) -> str:
    """The note, with the lines of the witnesses under ours."""
    lines = Cosignature.objects.filter(checkpoint=checkpoint.number).order_by("id").values_list("line", flat=True)
    return add_signatures(checkpoint.note, lines)


def keep_cosignatures(checkpoint: Checkpoint, found: Sequence[Cosigned]) -> None:
    """Keep the lines of witnesses, but of those that another process has kept meanwhile."""
    if not found:
        return
    with committing():
        kept = set(Cosignature.objects.filter(checkpoint=checkpoint.number).values_list("witness", flat=True))
        Cosignature.objects.bulk_create(
            Cosignature(checkpoint=checkpoint.number, witness=each.witness, at=each.at, line=each.line)
            for each in found
            if each.witness not in kept
        )


def seen_by(witness: str) -> tuple[int, datetime | None]:
    """The size that a witness signed last, and when."""
    last = Cosignature.objects.filter(witness=witness).order_by("-checkpoint").first()
    if last is None:
        return 0, None
    size = Checkpoint.objects.filter(number=last.checkpoint).values_list("size", flat=True).first()
    return size or 0, last.at


def _minute(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}Z"
