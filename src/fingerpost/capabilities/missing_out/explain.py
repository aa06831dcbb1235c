"""Why a household is on a list, in words for the people in it, in English and Welsh."""

from collections.abc import Mapping
from types import ModuleType

from fingerpost.capabilities.missing_out import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for a household that misses something, one that does not, or a run that was stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    return Explanation(
        rationale=_rationale(words, outcome),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(nation=run.context.nation, schemes=len(getattr(run.request, "schemes", ()))),
        fairness=words.FAIRNESS,
        safety_and_performance=words.SAFETY,
        impact=words.IMPACT,
    )


def _rationale(words: ModuleType, outcome: Outcome) -> str:
    missed = sum(claim.reckoned is not None for claim in outcome.claims)
    if missed:
        return str(words.missed(missed, int(str(outcome.found.get("likely", 0)))))
    by_reason: Mapping[str, str] = words.BY_REASON
    return by_reason.get(outcome.reason, str(words.NOTHING))
