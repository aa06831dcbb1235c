"""Why these figures, in words for anybody, in English and Welsh."""

from collections.abc import Mapping

from fingerpost.capabilities.simulate import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for a simulation, for a reform that could not be tried, or a run that was stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    by_reason: Mapping[str, str] = words.BY_REASON
    return Explanation(
        rationale=by_reason.get(outcome.reason, words.NOTHING),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(int(getattr(run.request, "households", 0))),
        fairness=words.FAIRNESS,
        safety_and_performance=words.SAFETY,
        impact=words.IMPACT,
    )
