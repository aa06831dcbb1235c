"""Why this answer, in words for the person who asked, in English and Welsh."""

from types import ModuleType

from fingerpost.capabilities.answer import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for one answer, a refusal, a question back, or a run that the guard stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    pages = list(dict.fromkeys(f'"{claim.source.title}"' for claim in outcome.claims))
    return Explanation(
        rationale=words.answered_from(pages) if pages else _without_claims(words, outcome),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(
            nation=run.context.nation,
            is_masked=bool(run.masked),
            parts=len({claim.source.id for claim in outcome.claims}),
        ),
        fairness=words.FAIRNESS,
        safety_and_performance=f"{words.SAFETY} {words.sureness(_in_ten(outcome))}",
        impact=words.IMPACT,
    )


def _without_claims(words: ModuleType, outcome: Outcome) -> str:
    """The reason itself, so that whoever reads it knows what would have made it come out otherwise."""
    known: str | None = words.BY_REASON.get(outcome.reason)
    return known or str(words.WITHOUT_CLAIMS.get(outcome.kind, words.STOPPED))


def _in_ten(outcome: Outcome) -> int | None:
    """Of ten answers as sure as this one, how many answer what was asked; None for one that says nothing."""
    if outcome.confidence is None or not outcome.claims:
        return None
    return max(1, min(9, round(outcome.confidence * 10)))
