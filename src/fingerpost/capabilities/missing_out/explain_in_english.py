"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card
from fingerpost.contract.context import Nation

BY_REASON: Mapping[str, str] = {
    "no facts": "The record held no facts about you, so there was nothing to look at.",
    "nothing to look for": "No scheme was named that a household can miss, so nothing was looked for.",
    "facts that do not fit": "Some facts on record cannot all be true. So nothing was found out from them.",
    "nothing missed": "By the facts on record you get it already, or the rules do not give it to you.",
    "nothing borne out": "The rules, when asked again, did not say what was about to be shown. So none of it was.",
}
NOTHING = "Nothing was looked at."
FAIRNESS = (
    "Written rules did this. Each household with the same facts in the same nation on the same day comes out the same. "
    "A fact that is not on record never counts as a no. Only the facts that the list was made for are read."
)
SAFETY = (
    "All words and sums were worked out twice. Each rule names the law or page it comes from. No language model had a "
    "part in it. A record may be old or wrong, so a person looks before anyone writes to you."
)
IMPACT = (
    "This decides nothing. It puts you on a list, so that a person may tell you what you could claim. It takes nothing "
    "away, and you need not do anything."
)


def missed(schemes: int, likely: int) -> str:
    return (
        f"By the facts on record, the rules may give you {schemes} kinds of help that you do not seem to get. For "
        f"{likely} of them all that the rules ask is known. The reasons stand beside each."
    )


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this list. If you think it is wrong, or want to be left off it, contact "
        f"{card.contact.team} and give the reference {reference}."
    )


def data(*, nation: Nation | None, schemes: int) -> str:
    place = f", the nation, {nation.title}," if nation else ""
    return f"It used the facts that we hold on you{place} and the rules of {schemes} kinds of help. No name was read."
