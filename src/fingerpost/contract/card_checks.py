"""What must hold within a card before anything starts: nothing empty, nothing that contradicts itself."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from fingerpost.contract.card_parts import Assessment, Finder, Transparency
from fingerpost.contract.errors import InvalidCard
from fingerpost.contract.placeholders import find_placeholder
from fingerpost.contract.transparency import PHASES, list_versions, read_finder, read_standard

if TYPE_CHECKING:
    from fingerpost.contract.card import Card

ASSESSMENTS = ("data protection", "equality", "algorithmic")
PUBLIC, STAFF = "public", "staff"
DOORS = (PUBLIC, STAFF)
STATUSES = ("planned", "in place")
LONGEST_ANSWER = 60  # working days: longer is no answer to whoever waits for one
TEXTS = ("name", "command", "title", "version", "owner", "purpose", "legal_basis")


def check_card(card: "Card") -> None:
    """Raises InvalidCard with the first field that is empty, not from its list, or contradicts another."""
    for check in (_texts, _figures, _challenge, _transparency, _finder, _assessments, _dates, _production):
        check(card)


def texts_of(card: "Card") -> Iterator[tuple[str, str]]:
    """Every text of a card that the public reads, by the path of its field."""
    yield from ((name, getattr(card, name)) for name in ("title", "owner", "purpose", "legal_basis"))
    for table in ("contact", "transparency"):
        part = getattr(card, table)
        yield from (
            (f"{table}.{each.name}", value)
            for each in fields(part)
            if isinstance(value := getattr(part, each.name), str)
        )
    yield from (("finder.organisation", card.finder.organisation), ("finder.task", card.finder.task))
    yield from (("review.why", card.review.why),)
    for name in ("data", "limits"):
        yield from ((name, line) for line in getattr(card, name))
    yield from (("challenge.what", line) for line in card.challenge.what)
    for name, rows in (
        ("risks", card.risks),
        ("transparency.third_parties", card.transparency.third_parties),
        ("transparency.models", card.transparency.models),
        ("assessments", card.assessments),
    ):
        yield from (
            (f"{name}.{each.name}", value)
            for row in rows
            for each in fields(row)
            if isinstance(value := getattr(row, each.name), str)
        )
    for assessment in card.assessments:
        for measure in assessment.measures:
            yield from (("assessments.measures.words", measure.words), ("assessments.measures.owner", measure.owner))
            yield "assessments.measures.evidence", measure.evidence


def placeholders_of(card: "Card") -> dict[str, str]:
    """What is still to be written, by the path of its field."""
    found = ((path, find_placeholder(text)) for path, text in texts_of(card))
    return {path: words for path, words in found if words}


def _texts(card: "Card") -> None:
    for each in TEXTS:
        if not getattr(card, each).strip():
            raise InvalidCard(f"'{each}' is empty.")
    for each in ("data", "risks", "limits"):
        if not getattr(card, each):
            raise InvalidCard(f"'{each}' is empty.")
    if card.phase not in PHASES:
        raise InvalidCard(f"phase '{card.phase}' is not one of {', '.join(PHASES)}.")
    if card.door not in DOORS:
        raise InvalidCard(f"door '{card.door}' is not one of {', '.join(DOORS)}.")
    if not (card.contact.email or card.contact.phone or card.contact.url):
        raise InvalidCard("contact needs an email, a phone or a url.")


def _figures(card: "Card") -> None:
    if not 0 <= card.review.below <= 1:
        raise InvalidCard("review.below must lie between 0 and 1.")
    if card.review.always and card.review.below:
        raise InvalidCard("review.always sends everything to a person, so review.below says nothing: take one out.")
    for name, value in card.thresholds.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise InvalidCard(f"threshold '{name}' must lie between 0 and 1.")


def _challenge(card: "Card") -> None:
    challenge = card.challenge
    if not challenge.what:
        raise InvalidCard("challenge.what is empty: say what a person may challenge. There is always a route.")
    if not 1 <= challenge.days <= LONGEST_ANSWER:
        raise InvalidCard(f"challenge.days must be between 1 and {LONGEST_ANSWER} working days.")


def _transparency(card: "Card") -> None:
    told = card.transparency
    if told.standard not in list_versions() or not read_standard(told.standard).complete:
        raise InvalidCard(f"transparency.standard '{told.standard}' is not a version that is known whole.")
    for each in fields(Transparency):
        value = getattr(told, each.name)
        if isinstance(value, str) and not value.strip():
            raise InvalidCard(f"transparency.{each.name} is missing or empty.")
    if told.third_party_involvement not in ("yes", "no"):
        raise InvalidCard("transparency.third_party_involvement must be yes or no.")
    if (told.third_party_involvement == "yes") != bool(told.third_parties):
        raise InvalidCard("transparency.third_party_involvement and transparency.third_parties contradict each other.")
    for model in told.models:
        if model.engine and model.engine not in (*card.needs, *card.may_use):
            raise InvalidCard(
                f"transparency.models names the engine '{model.engine}', which is not under needs or may_use."
            )


def _finder(card: "Card") -> None:
    schema = read_finder()
    for each in fields(Finder):
        value = getattr(card.finder, each.name)
        facet = schema.facet(each.name)
        if facet.required and not value:
            raise InvalidCard(f"finder.{each.name} is missing or empty.")
        if each.name == "organisation" or not facet.values:
            continue
        for part in value:
            if part not in facet.values:
                raise InvalidCard(f"finder.{each.name}: '{part}' is not one of {', '.join(facet.values)}.")


def _assessments(card: "Card") -> None:
    if not card.assessments:
        raise InvalidCard("assessments is missing or empty: name at least one impact assessment, with its day.")
    for each in card.assessments:
        if each.kind not in ASSESSMENTS:
            raise InvalidCard(f"assessments.kind '{each.kind}' is not one of {', '.join(ASSESSMENTS)}.")
        if not (each.name.strip() and each.summary.strip()):
            raise InvalidCard("assessments: each needs a name and a summary.")
        _measures(each)


def _measures(assessment: Assessment) -> None:
    for each in assessment.measures:
        if each.status not in STATUSES:
            raise InvalidCard(f"assessments.measures.status '{each.status}' is not one of {', '.join(STATUSES)}.")
        if not (each.words.strip() and each.owner.strip()):
            raise InvalidCard("assessments.measures: each needs words and an owner.")
        if each.status == "planned" and each.due is None:
            raise InvalidCard(f"assessments.measures: '{each.words}' is planned, so it needs a day under due.")
        if each.status == "in place" and not each.evidence.strip():
            raise InvalidCard(f"assessments.measures: '{each.words}' is in place, so it needs evidence.")
        if each.due and each.due < assessment.date:
            raise InvalidCard(f"assessments.measures: '{each.words}' was due before its assessment was made.")


def _dates(card: "Card") -> None:
    began, ended = card.in_use_from, card.retired_on
    if card.phase == "retired" and ended is None:
        raise InvalidCard("phase is retired: say when, under retired_on.")
    if card.phase != "retired" and ended is not None:
        raise InvalidCard(f"retired_on is given, but phase is {card.phase}.")
    if card.phase == "pre-deployment" and began is not None:
        raise InvalidCard("phase is pre-deployment, but in_use_from says that people use it.")
    if isinstance(began, date) and isinstance(ended, date) and ended < began:
        raise InvalidCard("retired_on comes before in_use_from.")


def _production(card: "Card") -> None:
    if card.phase != "production":
        return
    left = placeholders_of(card)
    if left:
        path, words = next(iter(left.items()))
        raise InvalidCard(f"phase is production, but {path} still says '{words}'.")
