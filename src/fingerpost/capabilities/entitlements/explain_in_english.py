"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card
from fingerpost.contract.context import Nation

BY_REASON: Mapping[str, str] = {
    "no facts": "You gave no answers, so there was nothing to work out from.",
    "facts that do not fit": "Some answers cannot be true at the same time, so nothing was worked out.",
    "nothing borne out": "The rules, when asked again, did not say what was about to be shown. So none of it was.",
}
NOTHING = "Nothing was worked out."
FAIRNESS = (
    "Written rules worked it out. Anyone who gives the same answers for the same nation on the same day gets the same "
    "result. An answer you left out never counts as a no."
)
SAFETY = (
    "Every sentence and sum was worked out a second time before you saw it. Each rule names the law or page it comes "
    "from. No language model had a part in it."
)
IMPACT = "This is an estimate, not a decision. It changes nothing about a claim. You can apply whatever it says."


def worked_out(schemes: int, likely: int, may: int, unlikely: int) -> str:
    return (
        f"The rules of {schemes} kinds of benefit, tax and help were applied to your answers. You are likely to get "
        f"{likely} of them, may get {may} and are unlikely to get {unlikely}. The reasons stand beside each."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this service. If you think the result is wrong, or want a person, contact "
        f"{card.contact.team} and give the reference {reference}."
    )


def data(*, nation: Nation | None, answers: int) -> str:
    used = f"{answers} answer{'s' if answers != 1 else ''} of yours"
    place = f" and the nation, {nation.title}," if nation else ""
    return f"It used {used}{place} and nothing else about you. No name was asked for."
