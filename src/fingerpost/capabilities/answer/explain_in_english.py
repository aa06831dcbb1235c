"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping, Sequence

from fingerpost.contract.card import Card
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation

WITHOUT_CLAIMS: Mapping[OutcomeKind, str] = {
    OutcomeKind.NEEDS_DETAIL: "The guidance differs in a way that matters here, so you were asked instead of being "
    "given a guess.",
    OutcomeKind.ANSWERED: "This is a fixed reply. No guidance was searched.",
    OutcomeKind.CANNOT_ANSWER: "No page of the guidance was close enough to your question to be shown, or guidance "
    "cannot answer it.",
}
BY_REASON: Mapping[str, str] = {
    "off topic": "No page of the guidance was close enough to your question to be shown.",
    "own account": "You asked about your own account or payment. Guidance does not hold that, so none was searched.",
    "advice": "You asked what is best for you. Guidance says what the rules are, so none was searched.",
    "opinion": "You asked what we think. Guidance holds no opinions, so none was searched.",
    "prediction": "You asked what will happen later. Guidance holds what is so today, so none was searched.",
    "nothing borne out": "What was found could not be borne out by the page it came from, so none of it was shown.",
    "language": "Your question was not in English or Welsh, so no guidance was searched.",
    "danger": "Your words sound as if someone may be in danger now, so you were shown where to find help first.",
    "empty": "There were no words in your question, so no guidance was searched.",
    "too long": "Your question was longer than we can read, so no guidance was searched.",
    "conversation too long": "This conversation was longer than we can read, so no guidance was searched.",
}
STOPPED = "The question was stopped before any guidance was searched."
FAIRNESS = (
    "Nothing about you was judged. Everyone who asks the same question for the same nation on the same day is shown "
    "the same words."
)
SAFETY = (
    "Each quote was looked up again, letter for letter, in the page it names before you saw it. So were its figures, "
    "dates and links."
)
IMPACT = "This is information, not a decision. It changes nothing about your claim, your case or your rights."


def answered_from(pages: Sequence[str]) -> str:
    names = pages[0] if len(pages) == 1 else f"{', '.join(pages[:-1])} and {pages[-1]}"
    return (
        f"Of all the guidance that may be shown to you, the words and the meaning of your question were closest to "
        f"{names}. The marked lines are those closest to what you asked."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this service. If you think the answer is wrong, or want a person, contact "
        f"{card.contact.team} and give the reference {reference}."
    )


def data(*, nation: Nation | None, is_masked: bool, parts: int) -> str:
    used = f"Your question and the nation, {nation.title}, were" if nation else "Your question was"
    masked = " Personal details in it were hidden first." if is_masked else ""
    quoted = f" The answer quotes {parts} part{'s' if parts != 1 else ''} of the guidance." if parts else ""
    return f"{used} used, and nothing else about you.{masked}{quoted}"


def sureness(in_ten: int | None) -> str:
    if in_ten is None:
        return "The service says so when it does not know."
    return f"Of ten answers this sure, about {in_ten} answer what was asked."
