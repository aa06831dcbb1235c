"""What a run proposed for a case, as it is kept and read again. It never changes."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from fingerpost.casework.models import Case, Decision, Suggestion
from fingerpost.casework.planting import as_shown
from fingerpost.casework.sealing import seal, unseal_all
from fingerpost.contract.proposals import Proposal
from fingerpost.record.keys import KeyStore

_CODES = (
    *("service", "team", "urgency", "services", "teams", "urgency_reasons", "needs_attention", "duplicates"),
    *("missing", "language", "outside"),
)
"""Of a proposal, what stands in plain columns: codes, numbers and references."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a person did with a suggestion. `was_planted` is told only now; `meant` is then what was really proposed."""

    verdict: str
    chosen: Mapping[str, Any]
    by: str
    at: datetime
    seconds: int
    reason: str | None
    was_planted: bool = False
    meant: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """A suggestion as an officer sees it. `proposed` holds the fields of a Proposal as plain JSON values; `signs`,
    `near` and `words` are empty once the words were erased. `decided` is None until a person has decided."""

    number: int
    kind: str
    run: str
    at: datetime
    classifier: str
    confidence: float | None
    proposed: Mapping[str, Any]
    signs: tuple[Mapping[str, Any], ...] = ()
    near: tuple[Mapping[str, Any], ...] = ()
    words: tuple[tuple[str, float], ...] = ()
    decided: Decided | None = None


def keep_suggestion(
    case: Case,
    proposal: Proposal,
    *,
    shown: Mapping[str, Any],
    is_planted: bool,
    run: str,
    at: datetime,
    keys: KeyStore,
) -> Suggestion:
    """Keep a proposal, within the transaction that opens the case. `shown` are the codes that officers see."""
    plain = asdict(proposal)
    seen = as_shown(plain, shown) if is_planted else plain
    sealed = {"signs": seen["signs"], "near": seen["near"], "words": seen["words"]}
    if is_planted:
        sealed["meant"] = {name: plain[name] for name in ("service", "team", "urgency")}
    made = Suggestion.objects.create(
        body=case.body,
        case=case,
        kind=Suggestion.Kind.TRIAGE,
        run=run,
        classifier=proposal.classifier[:80],
        proposed={name: seen[name] for name in _CODES},
        confidence=proposal.services[0].probability if proposal.services else None,
        is_planted=is_planted,
        at=at,
    )
    made.sealed = seal(case, sealed, f"suggestion/{made.pk}", keys=keys, at=at)
    made.save(update_fields=["sealed"])
    return made


def suggestion_of(case: Case, kind: str = Suggestion.Kind.TRIAGE, *, keys: KeyStore) -> Suggested | None:
    """The last suggestion of that kind with its decision; None where there is none."""
    row = Suggestion.objects.filter(case=case, kind=kind).select_related("decision").order_by("-pk").first()
    if row is None:
        return None
    decision: Decision | None = getattr(row, "decision", None)
    wanted = {f"suggestion/{row.pk}": row.sealed, f"decision/{row.pk}": decision.reason if decision else None}
    opened = unseal_all(case, wanted, keys=keys)
    sealed: dict[str, Any] = json.loads(opened[f"suggestion/{row.pk}"] or b"{}")
    return Suggested(
        number=row.pk,
        kind=row.kind,
        run=row.run,
        at=row.at,
        classifier=row.classifier,
        confidence=row.confidence,
        proposed=row.proposed,
        signs=tuple(sealed.get("signs", ())),
        near=tuple(sealed.get("near", ())),
        words=tuple((word, share) for word, share in sealed.get("words", ())),
        decided=_decided(row, decision, opened[f"decision/{row.pk}"], sealed) if decision else None,
    )


def meant_by(case: Case, row: Suggestion, *, keys: KeyStore) -> dict[str, Any]:
    """What the run really proposed, of one that was planted; of any other, what it shows."""
    opened = unseal_all(case, {f"suggestion/{row.pk}": row.sealed}, keys=keys)[f"suggestion/{row.pk}"]
    return json.loads(opened or b"{}").get("meant") or {
        name: row.proposed[name] for name in ("service", "team", "urgency") if name in row.proposed
    }


def codes_outside(case: Case, *, keys: KeyStore) -> dict[str, str]:
    """The service and urgency that others than officers are told: of one that was planted, what was really proposed."""
    codes = {"service": case.service, "urgency": str(case.urgency)}
    row = Suggestion.objects.filter(case=case, is_planted=True, decision=None).first()
    meant = meant_by(case, row, keys=keys) if row else {}
    return {name: str(meant.get(name) or value) for name, value in codes.items()}


def _decided(row: Suggestion, decision: Decision, reason: bytes | None, sealed: Mapping[str, Any]) -> Decided:
    was_erased = bool(decision.reason) and reason is None
    return Decided(
        verdict=decision.verdict,
        chosen=decision.chosen,
        by=decision.by,
        at=decision.at,
        seconds=decision.seconds,
        reason=None if was_erased else (reason or b"").decode(),
        was_planted=row.is_planted,
        meant=sealed.get("meant", {}),
    )
