"""Why this answer, in words for the person who asked, in English and Welsh."""

from types import ModuleType
from typing import Any

from fingerpost.capabilities.answer import explain_in_english, explain_in_welsh
from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for one answer, a refusal, a question back, or a run that the guard stopped."""
    words = explain_in_welsh if run.context.language == "cy" else explain_in_english
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    quotes = [each for claim in outcome.claims for each in (claim, *claim.beside)]
    pages = list(dict.fromkeys(f'"{quoted.source.title}"' for quoted in quotes))
    asked = _asked(run)
    return Explanation(
        rationale=_with_claims(words, outcome, pages, asked) if pages else _without_claims(words, outcome),
        responsibility=words.responsibility(card, run.reference),
        data=words.data(
            nation=run.context.nation,
            is_masked=bool(run.masked),
            parts=len({quoted.source.id for quoted in quotes}),
            model=asked,
        ),
        fairness=words.FAIRNESS_OF_WRITTEN if outcome.written.by else words.FAIRNESS,
        safety_and_performance=_safety(words, outcome),
        impact=words.IMPACT,
    )


def _asked(run: Run) -> str:
    """The name of the language model that the question was put to; "" where it was put to none."""
    step = run.step("capability")
    told: Any = step.found.get("language_model") if step else None
    return str(told["name"]) if told and any(each["attempts"] for each in told["took"]) else ""


def _with_claims(words: ModuleType, outcome: Outcome, pages: list[str], asked: str) -> str:
    """From which pages, and what a language model did with them, or why it did nothing."""
    written = outcome.written
    if written.by:
        said = str(words.written_from(pages, name=written.by))
    else:
        chosen = asked and not written.why_quoted
        said = str(words.chosen_from(pages, name=asked) if chosen else words.answered_from(pages))
    why: str = words.WHY_QUOTED.get(written.why_quoted, "")
    return " ".join(filter(None, (said, why)))


def _safety(words: ModuleType, outcome: Outcome) -> str:
    held = (words.SAFETY_OF_WRITTEN,) if outcome.written.by else ()
    return " ".join((words.SAFETY, *held, words.sureness(_in_ten(outcome))))


def _without_claims(words: ModuleType, outcome: Outcome) -> str:
    """The reason itself, so that whoever reads it knows what would have made it come out otherwise."""
    known: str | None = words.BY_REASON.get(outcome.reason)
    return known or str(words.WITHOUT_CLAIMS.get(outcome.kind, words.STOPPED))


def _in_ten(outcome: Outcome) -> int | None:
    """Of ten answers as sure as this one, how many answer what was asked; None for one that says nothing."""
    if outcome.confidence is None or not outcome.claims:
        return None
    return max(1, min(9, round(outcome.confidence * 10)))
