"""What one run over a case showed: how it came out, who wrote it, what was taken out, what it cost and how long it
took. Plain values, so that a comparison that was broken off can go on from its file."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.contract.run import Run

NOT_FALLEN_BACK = frozenset({"", WhyNoModel.NOT_CHOSEN.value})


@dataclass(frozen=True, kw_only=True)
class Measured:
    """`outcome` is the kind in words. `claims` were shown, `rephrased` of them in other words than their quote;
    `removed` counts by the check that took them out. `micropounds` are millionths of a pound. `first_claim_ms` is None
    where no claim was shown. `model_spoke` says that a language model wrote at least one claim."""

    outcome: str
    speaks: bool = False
    confidence: float | None = None
    claims: int = 0
    rephrased: int = 0
    removed: Mapping[str, int] = field(default_factory=dict)
    model_spoke: bool = False
    why_quoted: str = ""
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    micropounds: int = 0
    first_claim_ms: float | None = None
    whole_ms: float = 0.0

    @property
    def fell_back(self) -> bool:
        """Was a model chosen that did not write all of it?"""
        return self.why_quoted not in NOT_FALLEN_BACK

    def as_values(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Self:
        """Raises TypeError where a name is missing or unknown."""
        return cls(**values)


def measure_run(run: Run, *, whole_ms: float, first_claim_ms: float | None = None) -> Measured:
    """`whole_ms` is the wall time of the run. Where no claim was shown early, the first is there when all are."""
    outcome = run.outcome
    if outcome is None:
        return Measured(outcome="failed", whole_ms=whole_ms)
    took = _took(run)
    return Measured(
        outcome=outcome.kind.value,
        speaks=outcome.speaks,
        confidence=outcome.confidence,
        claims=len(outcome.claims),
        rephrased=sum(claim.is_rephrased for claim in outcome.claims),
        removed=_removed(run),
        model_spoke=bool(outcome.written.by),
        why_quoted=outcome.written.why_quoted,
        tokens_in=sum(each["tokens_in"] for each in took),
        tokens_cached=sum(each["tokens_cached"] for each in took),
        tokens_out=sum(each["tokens_out"] for each in took),
        micropounds=sum(each["micropounds"] for each in took),
        first_claim_ms=(whole_ms if first_claim_ms is None else first_claim_ms) if outcome.claims else None,
        whole_ms=whole_ms,
    )


def _found(run: Run, step: str) -> Mapping[str, Any]:
    found = run.step(step)
    return found.found if found else {}


def _took(run: Run) -> Sequence[Mapping[str, Any]]:
    """What each prompt of the run took, as the step of the capability has it."""
    model: Any = _found(run, "capability").get("language_model", {})
    took: Sequence[Mapping[str, Any]] = model.get("took", ())
    return took


def _removed(run: Run) -> dict[str, int]:
    """How many claims each check took out: of those that came one by one, and of those that the capability gave."""
    early: Any = _found(run, "capability").get("taken_out", {})
    counts = Counter(early)
    taken_out: Any = _found(run, "check").get("taken_out", ())
    counts.update(each["check"] for each in taken_out)
    return dict(counts)
