"""The leaf of the ledger: what is disclosed for ever. It holds no personal data and no word of what was said.

Text stands in it only as a commitment, SHA-256(salt || text) with 32 random bytes of salt that are kept with the sealed
text. Erasing the subject's key erases the salt too, so that not even a guess at the text can be confirmed.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.run import Run, Verdict
from fingerpost.record.canonical import canonical_json

VERSION = 1
SALT_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """`salt` stays with the sealed text; `digest` stands in the leaf. Both in hex."""

    salt: str
    digest: str

    def opens_with(self, text: str) -> bool:
        """Is `text` what was committed to?"""
        return hmac.compare_digest(_digest_of(bytes.fromhex(self.salt), text), self.digest)


def commit_to(text: str) -> Commitment:
    """A salted commitment to `text`."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Commitment(salt=salt.hex(), digest=_digest_of(salt, text))


def _digest_of(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()


def leaf_hash(leaf: str) -> str:
    """The leaf hash of RFC 9162 section 2.1.1: SHA-256(0x00 || leaf), in hex."""
    return hashlib.sha256(b"\x00" + leaf.encode()).hexdigest()


def opened_leaf(run: Run, *, system: Mapping[str, str]) -> str:
    """The leaf of a run that sets out: what will run, and nothing of what was asked."""
    return canonical_json({**_head(run, "run/opened"), "system": dict(system)})


def closed_leaf(run: Run, *, system: Mapping[str, str], commitments: Mapping[str, str], sealed_sha256: str) -> str:
    """The leaf of a run that has ended. `commitments` are digests by the name of the text they commit to.

    Steps stand in it by name and verdict; what they found is in the reply, under its commitment. Sources stand in it
    by digest only, because their names are words of the reply.
    """
    return canonical_json(
        {
            **_head(run, "run/closed"),
            "system": dict(system),
            "route": run.route.value,
            "outcome": _outcome(run),
            "sources": _sources(run),
            "steps": [{"name": step.name, "verdict": step.verdict.value} for step in run.steps],
            "reviewer": None,
            "commitments": dict(commitments),
            "sealed_sha256": sealed_sha256,
        }
    )


def event_leaf(
    kind: str,
    *,
    reference: str,
    body: str,
    capability: str,
    at: datetime,
    facts: Mapping[str, Any],
    commitments: Mapping[str, str],
    sealed_sha256: str,
) -> str:
    """The leaf of something that is not a run. `facts` stand in it in the clear, for ever: no word of a person."""
    return canonical_json(
        {
            "type": kind,
            "version": VERSION,
            "reference": reference,
            "body": body,
            "capability": capability,
            "at": at.astimezone(UTC).isoformat(timespec="milliseconds"),
            "facts": dict(facts),
            "commitments": dict(commitments),
            "sealed_sha256": sealed_sha256,
        }
    )


def _head(run: Run, kind: str) -> dict[str, Any]:
    return {
        "type": kind,
        "version": VERSION,
        "reference": run.reference,
        "body": run.context.body,
        "capability": run.capability,
        "door": run.context.door,
        "at": run.context.at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }


def _outcome(run: Run) -> dict[str, Any]:
    outcome = run.outcome
    if outcome is None:
        return {"kind": OutcomeKind.FAILED.value, "reason": "", "confidence": "", "complete": False}
    return {
        "kind": outcome.kind.value,
        "reason": reason_of(run),
        "confidence": "" if outcome.confidence is None else f"{outcome.confidence:.4f}",
        "complete": outcome.complete,
    }


def reason_of(run: Run) -> str:
    """The code of the outcome. Of a run that a guard stopped, only which guard: why may say too much of a person."""
    if run.outcome is None:
        return ""
    stopped_by = next((step.name for step in run.steps if step.verdict is Verdict.STOP), "")
    return stopped_by if stopped_by and run.outcome.kind is not OutcomeKind.FAILED else run.outcome.reason


def _sources(run: Run) -> list[str]:
    claims = run.outcome.claims if run.outcome else ()
    return list(dict.fromkeys(each.source.digest for claim in claims for each in (claim, *claim.beside)))
