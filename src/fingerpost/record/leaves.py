"""The leaf of the ledger: what is disclosed for ever, and therefore holds no personal data.

Text stands in it only as a commitment, SHA-256(salt || text) with 32 random bytes of salt that are kept with the sealed
text. Erasing the subject's key erases the salt too, so that not even a guess at the text can be confirmed.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any

from fingerpost.contract.run import Run
from fingerpost.record.canonical import canonical_json

VERSION = 1
SALT_BYTES = 32


@dataclass(frozen=True, kw_only=True)
class Commitment:
    salt: str
    digest: str


def commit_to(text: str) -> Commitment:
    """A salted commitment to `text`; both halves in hex."""
    salt = secrets.token_bytes(SALT_BYTES)
    return Commitment(salt=salt.hex(), digest=hashlib.sha256(salt + text.encode()).hexdigest())


def leaf_hash(leaf: str) -> str:
    """The leaf hash of RFC 9162 section 2.1.1: SHA-256(0x00 || leaf), in hex."""
    return hashlib.sha256(b"\x00" + leaf.encode()).hexdigest()


def opened_leaf(run: Run, *, system: dict[str, str]) -> str:
    """The leaf of a run that sets out: what will run, and nothing of what was asked."""
    return canonical_json({**_head(run, "run/opened"), "system": system})


def closed_leaf(run: Run, *, system: dict[str, str], request: str, reply: str, sealed_sha256: str) -> str:
    """The leaf of a run that has ended. `request` and `reply` are digests of commitments, in hex."""
    outcome = run.outcome
    return canonical_json(
        {
            **_head(run, "run/closed"),
            "system": system,
            "route": run.route.value,
            "outcome": {
                "kind": outcome.kind.value if outcome else "failed",
                "reason": outcome.reason if outcome else "",
                "confidence": _as_text(outcome.confidence) if outcome else "",
                "complete": bool(outcome and outcome.complete),
            },
            "sources": _sources(run),
            "steps": [{"name": step.name, "verdict": step.verdict.value, "reason": step.reason} for step in run.steps],
            "reviewer": None,
            "commitments": {"request": request, "reply": reply},
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
        "at": run.context.at.isoformat(timespec="milliseconds"),
    }


def _sources(run: Run) -> list[dict[str, str]]:
    if run.outcome is None:
        return []
    seen = {claim.source.id: claim.source.digest for claim in run.outcome.claims}
    return [{"id": source, "digest": digest} for source, digest in seen.items()]


def _as_text(confidence: float | None) -> str:
    return "" if confidence is None else f"{confidence:.4f}"
