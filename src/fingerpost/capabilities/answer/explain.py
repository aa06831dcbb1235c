"""Why this answer, in words for the person who asked."""

from fingerpost.contract.card import Card
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.run import Run


def explain(run: Run, card: Card) -> Explanation:
    """The six kinds for one answer, a refusal, a question back, or a run that the guard stopped."""
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    return Explanation(
        rationale=_rationale(outcome),
        responsibility=f"{card.owner} is responsible for this service. If you think the answer is wrong, or want a "
        f"person, contact {card.contact.team} and give the reference {run.reference}.",
        data=_data(run, outcome),
        fairness="Nothing about you was judged. Everyone who asks the same question for the same nation on "
        "the same day "
        "is shown the same words.",
        safety_and_performance="Each quote was looked up again, letter for letter, in the page it names "
        "before you saw "
        f"it, and so were its figures, dates and links. {_confidence(outcome)}",
        impact="This is information, not a decision. It changes nothing about your claim, your case or your rights.",
    )


def _rationale(outcome: Outcome) -> str:
    if outcome.claims:
        pages = _join(list(dict.fromkeys(f'"{claim.source.title}"' for claim in outcome.claims)))
        return (
            f"Of all the guidance that may be shown to you, the words and the meaning of your question were "
            f"closest to "
            f"{pages}. The marked lines are those closest to what you asked."
        )
    if outcome.kind is OutcomeKind.NEEDS_DETAIL:
        return "The guidance differs in a way that matters here, so you were asked instead of being given a guess."
    if outcome.kind is OutcomeKind.ANSWERED:
        return "This is a fixed reply. No guidance was searched."
    if outcome.kind is OutcomeKind.CANNOT_ANSWER:
        return "No page of the guidance was close enough to your question to be shown, or guidance cannot answer it."
    return "The question was stopped before any guidance was searched."


def _data(run: Run, outcome: Outcome) -> str:
    nation = f" and the nation, {run.context.nation.title}" if run.context.nation else ""
    masked = " Personal details in it were hidden first." if run.masked else ""
    pages = len({claim.source.id for claim in outcome.claims})
    quoted = f" The answer quotes {pages} part{'s' if pages != 1 else ''} of the guidance." if pages else ""
    return f"Your question{nation} were used, and nothing else about you.{masked}{quoted}".replace(
        "Your question were", "Your question was"
    )


def _confidence(outcome: Outcome) -> str:
    if outcome.confidence is None or not outcome.claims:
        return "The service says so when it does not know."
    in_ten = max(1, min(9, round(outcome.confidence * 10)))
    return f"Of ten answers this sure, about {in_ten} answer what was asked."


def _join(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
