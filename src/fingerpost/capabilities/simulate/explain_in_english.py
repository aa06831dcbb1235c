"""The sentences of an explanation in English. `explain_in_welsh` has the same."""

from collections.abc import Mapping

from fingerpost.contract.card import Card

BY_REASON: Mapping[str, str] = {
    "no reform": "No reform was given, so there was nothing to try.",
    "reform that does not fit": "The reform names something that the rules do not have. So it could not be tried.",
    "outside the dates": "The rules hold no figures for the day that was asked about.",
    "too few or too many": "The number of households that was asked for lies outside what can be tried here.",
    "changes something": "The rules came out otherwise with the reform for at least one household.",
    "changes nothing": "The rules came out the same with the reform and without it, for each household.",
}
NOTHING = "Nothing was worked out."
FAIRNESS = (
    "The same rules are used for each household, once as they are and once with the reform. The figures show who gains "
    "and who loses by family, by age, by nation and by income."
)
SAFETY = (
    "The households are made up, drawn from published figures. Each sum has a low and a high bound, but real life may "
    "lie outside them. People are taken to claim all they can, and to work as much as before."
)
IMPACT = "This changes no rule and nobody's money. It shows what a change might do, so that people can decide."


def responsibility(card: Card, reference: str) -> str:
    return (
        f"{card.owner} is responsible for this tool. If you think a figure is wrong, contact {card.contact.team} and "
        f"give the reference {reference}."
    )


def data(households: int) -> str:
    return (
        f"It used the text of the reform, our rules and {households} households that do not exist. No person is in it."
    )
