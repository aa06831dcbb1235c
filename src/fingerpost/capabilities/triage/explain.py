"""Why a report was sorted so, in words for the person who sent it, in English and Welsh."""

from collections.abc import Mapping
from types import ModuleType

from fingerpost.capabilities.triage import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for a report that was sorted, one that fits nowhere, or a run that was stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    return Explanation(
        rationale=_rationale(words, outcome),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(has_place=getattr(run.request, "latitude", None) is not None),
        fairness=words.FAIRNESS,
        safety_and_performance=words.SAFETY,
        impact=words.IMPACT,
    )


def _rationale(words: ModuleType, outcome: Outcome) -> str:
    by_reason: Mapping[str, str] = words.BY_REASON
    said = words.SORTED if outcome.speaks and not outcome.reason else by_reason.get(outcome.reason, words.NOTHING)
    proposal = outcome.proposal
    return f"{said} {words.SIGNS}" if proposal is not None and proposal.needs_attention else str(said)
