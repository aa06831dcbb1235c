"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card

SORTED = (
    "The words of your report were compared with what each service does, and with reports of its kind. One service "
    "came out well ahead. Written rules then said how soon somebody should look."
)
BY_REASON: Mapping[str, str] = {
    "not known": "The words of your report did not fit one service well enough. So a person chooses where it goes.",
    "no words": "There were no words to go by. So nothing was suggested, and a person looks at it.",
    "nothing borne out": "What was suggested did not stand up to a second check. So it was left out, and a "
    "person sorts "
    "your report.",
}
SIGNS = "Words in it may be a sign that somebody is at risk. So a person sees it before others."
NOTHING = "Nothing was suggested."
FAIRNESS = (
    "Each report is read in the same way, in Welsh and in English. It is not known who you are: names and contacts are "
    "taken out first. A sign of risk can only bring a report forward. It never puts one back."
)
SAFETY = (
    "The same words always give the same result. It was tried on reports written to be hard, and the results "
    "are public. "
    "It can be wrong, so a person checks each suggestion and may change it."
)
IMPACT = (
    "This decides nothing. A person decides which team gets your report and how soon. If it went to the wrong "
    "place, they "
    "move it, and you lose nothing."
)


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this suggestion, and an officer for what is done. To reach a person, contact "
        f"{card.contact.team} and give the reference {reference}."
    )


def data(*, has_place: bool) -> str:
    place = " and the place on the map" if has_place else ""
    return (
        f"It used the words of your report{place}. It also used what each service does, and open cases close by. Names "
        "and contacts were taken out."
    )
