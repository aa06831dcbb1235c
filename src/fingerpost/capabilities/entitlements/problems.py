"""What is wrong with facts that fit the form: told at the door, beside the field, before anything is recorded."""

from collections.abc import Mapping
from datetime import date

from fingerpost.capabilities.entitlements.request import Household
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.saying.changes import with_changes

UNKNOWN = {
    "en": "There is no scheme '{name}'. There is: {known}.",
    "cy": "Nid oes cynllun '{name}'. Mae: {known}.",
}
NO_DAY = {
    "en": "The day must lie between 2000 and 2100.",
    "cy": "Rhaid i'r diwrnod fod rhwng 2000 a 2100.",
}


def problems(request: Household, *, language: str, today: date, rules: RuleBook) -> Mapping[str, str]:
    """A sentence for each wrong field: "facts.rent" for a fact, "schemes", "on". None for facts that are left out."""
    found: dict[str, str] = {}
    unknown = [name for name in request.schemes if name not in rules.public]
    if unknown:
        words = UNKNOWN.get(language, UNKNOWN["en"])
        found["schemes"] = words.format(name=unknown[0], known=", ".join(rules.public))
    if request.on is not None and not date(2000, 1, 1) <= request.on < date(2100, 1, 1):
        found["on"] = NO_DAY.get(language, NO_DAY["en"])
    try:
        household = read_household(rules, request.facts)
    except FactsInvalid as error:
        found.update({f"facts.{path}": f"{path} {words}" for path, words in error.problems.items()})
        return found
    try:
        read_household(rules, with_changes(request.facts, request.changes or {}))
    except FactsInvalid as error:
        found.update({f"changes.{path}": f"{path} {words}" for path, words in error.problems.items()})
    for each in find_contradictions(household, on=request.on or today):
        found.setdefault(f"facts.{each.paths[0]}", each.words.get(language, each.words["en"]))
    return found
