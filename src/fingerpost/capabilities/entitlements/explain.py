"""Why this result, in words for the person concerned, in English and Welsh."""

from collections.abc import Mapping
from types import ModuleType

from fingerpost.capabilities.entitlements import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run

NOT_FACTS = frozenset({"dont_know", "rather_not_say"})


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for a result, for one that could not be worked out, or a run that was stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    return Explanation(
        rationale=_rationale(words, outcome),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(nation=run.context.nation, answers=_count(getattr(run.request, "facts", {}))),
        fairness=words.FAIRNESS,
        safety_and_performance=words.SAFETY,
        impact=words.IMPACT,
    )


def _rationale(words: ModuleType, outcome: Outcome) -> str:
    schemes = [each for claim in outcome.claims if (each := claim.reckoned) and each.part == "scheme"]
    if not schemes:
        by_reason: Mapping[str, str] = words.BY_REASON
        return by_reason.get(outcome.reason, str(words.NOTHING))
    sure = [each.verdict for each in schemes]
    return str(words.worked_out(len(schemes), sure.count("likely"), sure.count("may"), sure.count("unlikely")))


def _count(facts: object) -> int:
    """How many answers say something."""
    if isinstance(facts, Mapping):
        return sum(_count(each) for each in facts.values())
    if isinstance(facts, list | tuple):
        return sum(_count(each) for each in facts)
    return int(facts is not None and facts not in NOT_FACTS)
