"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping, Sequence

from fingerpost.contract.card import Card
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.language_models import WhyNoModel

WITHOUT_CLAIMS: Mapping[OutcomeKind, str] = {
    OutcomeKind.NEEDS_DETAIL: "The guidance differs in a way that matters here, so you were asked instead of being "
    "given a guess.",
    OutcomeKind.ANSWERED: "This is a fixed reply. No guidance was searched.",
    OutcomeKind.CANNOT_ANSWER: "No page of the guidance was close enough to your question to be shown, or guidance "
    "cannot answer it.",
}
BY_REASON: Mapping[str, str] = {
    "off topic": "No page of the guidance was close enough to your question to be shown.",
    "calculation": "You asked what comes of the rules for you. Guidance says what they are, so you were led to "
    "where it is worked out.",
    "own account": "You asked about your own account or payment. Guidance does not hold that, so none was searched.",
    "advice": "You asked what is best for you. Guidance says what the rules are, so none was searched.",
    "opinion": "You asked what we think. Guidance holds no opinions, so none was searched.",
    "prediction": "You asked what will happen later. Guidance holds what is so today, so none was searched.",
    "nothing borne out": "What was found could not be borne out by the page it came from, so none of it was shown.",
    "not for guidance": "You asked for something other than guidance, such as a text to write or something about "
    "another person. So no guidance was searched.",
    "language": "Your question was not in English or Welsh, so no guidance was searched.",
    "danger": "Your words sound as if someone may be in danger now, so you were shown where to find help first.",
    "empty": "There were no words in your question, so no guidance was searched.",
    "too long": "Your question was longer than we can read, so no guidance was searched.",
    "conversation too long": "This conversation was longer than we can read, so no guidance was searched.",
}
WHY_QUOTED: Mapping[str, str] = {
    WhyNoModel.NOT_CHOSEN: "It is quoted word for word, because no language model is in use here.",
    WhyNoModel.SWITCHED_OFF: "It is quoted word for word, because the language model is switched off.",
    WhyNoModel.OVER_BUDGET: "It is quoted word for word, because the budget of the language model for today is used "
    "up.",
    WhyNoModel.RESTING: "It is quoted word for word, because the language model had faults and is being left alone.",
    WhyNoModel.UNREACHABLE: "It is quoted word for word, because the language model could not be reached.",
    WhyNoModel.BUSY: "It is quoted word for word, because the language model was too busy.",
    WhyNoModel.FAILED: "It is quoted word for word, because the language model failed.",
    WhyNoModel.SLOW: "It is quoted word for word, because the language model took too long.",
    WhyNoModel.REFUSED: "It is quoted word for word, because the supplier of the language model refused to answer.",
    WhyNoModel.WRONG_MODEL: "It is quoted word for word, because another language model answered than ours.",
    WhyNoModel.TOO_LARGE: "It is quoted word for word, because the text was too long for the language model.",
    WhyNoModel.UNREADABLE: "It is quoted word for word, because what the language model sent could not be read.",
    WhyNoModel.NOTHING_BORNE_OUT: "It is quoted word for word, because the guidance bore out nothing that the "
    "language model wrote.",
}
"""Why no language model wrote the answer, or the rest of it, by its code."""
STOPPED = "The question was stopped before any guidance was searched."
FAIRNESS = (
    "Nothing about you was judged. Everyone who asks the same question for the same nation on the same day is shown "
    "the same words."
)
SAFETY = (
    "Each quote was looked up again, letter for letter, in the page it names before you saw it. So were its figures, "
    "dates and links."
)
FAIRNESS_OF_WRITTEN = (
    "Nothing about you was judged. Everyone who asks the same question for the same nation on the same day is answered "
    "from the same guidance. The language model may put it in other words."
)
SAFETY_OF_WRITTEN = (
    "Each sentence of the language model was then held to its quotes, word by word. What they do not say was left out."
)
IMPACT = "This is information, not a decision. It changes nothing about your claim, your case or your rights."


def _joined(pages: Sequence[str]) -> str:
    return pages[0] if len(pages) == 1 else f"{', '.join(pages[:-1])} and {pages[-1]}"


def answered_from(pages: Sequence[str]) -> str:
    return (
        f"Of all the guidance that may be shown to you, the words and the meaning of your question were closest to "
        f"{_joined(pages)}. The marked lines are those closest to what you asked."
    )


def written_from(pages: Sequence[str], *, name: str) -> str:
    return (
        f"Rules found the guidance closest to your question. From it the language model “{name}” wrote sentences, and "
        f"each stands with the lines of {_joined(pages)} that it rests on."
    )


def chosen_from(pages: Sequence[str], *, name: str) -> str:
    return (
        f"Rules found the guidance closest to your question. Of it the language model “{name}” chose lines of "
        f"{_joined(pages)}, and they are quoted word for word."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this service. If you think the answer is wrong, or want a person, contact "
        f"{card.contact.team} and give the reference {reference}."
    )


def data(*, nation: Nation | None, is_masked: bool, parts: int, model: str = "") -> str:
    used = f"Your question and the nation, {nation.title}, were" if nation else "Your question was"
    masked = " Personal details in it were hidden first." if is_masked else ""
    quoted = f" The answer quotes {parts} part{'s' if parts != 1 else ''} of the guidance." if parts else ""
    given = f" It was given to the language model “{model}” with the guidance that was found." if model else ""
    return f"{used} used, and nothing else about you.{masked}{given}{quoted}"


def sureness(in_ten: int | None) -> str:
    if in_ten is None:
        return "The service says so when it does not know."
    return f"Of ten answers this sure, about {in_ten} answer what was asked."
