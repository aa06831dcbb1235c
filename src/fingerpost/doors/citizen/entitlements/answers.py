"""An answer on its way into the interview, and out of it again onto a page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.entitlements.fields import NO, YES, Field
from fingerpost.doors.citizen.entitlements.interview import NATION, Interview
from fingerpost.doors.citizen.filters import day
from fingerpost.doors.installation import now
from fingerpost.doors.languages import page_language
from fingerpost.doors.nations import nation_name
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.households.contradictions import find_contradictions, fitting
from fingerpost.rules.households.household import DONT_KNOW, RATHER_NOT_SAY, Range, YearsOld
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.households.writing import facts_of
from fingerpost.rules.saying.wording import amount


class NotTaken(ValueError):
    """An answer that fits its box and not the other answers. `problems` has the sentence for the box."""

    def __init__(self, problems: dict[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = problems


def take_answer(interview: Interview, field: Field, value: Any) -> Interview:
    """The interview with that answer. Raises NotTaken where it cannot stand beside the others: nothing is lost then."""
    if field.path == NATION:
        return interview.with_nation(Nation(value))
    changed = fitting(interview.household.answer(field.path, value))
    box = "day" if field.kind == "date" else "answer"
    try:
        read_household(interview.book, facts_of(interview.book, changed))
    except FactsInvalid as error:
        raise NotTaken({box: " ".join(error.problems.values())}) from None
    for each in find_contradictions(changed, on=now().date()):
        raise NotTaken({box: each.words.get(page_language(), each.words["en"])})
    return interview.with_household(changed)


def typed_before(interview: Interview, field: Field, *, usual_nation: str) -> dict[str, str]:
    """What the boxes of a question hold when it is opened again."""
    if field.path == NATION:
        return {"answer": interview.nation.value if interview.nation else usual_nation}
    match interview.household.answers.get(field.path):
        case bool() as value:
            return {"answer": YES if value else NO}
        case date() as value:
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        case YearsOld() as value:
            return {"age": str(value.years)}
        case int() | Decimal() | str() as value:
            is_money = field.kind == "money"
            return {"answer": f"{Decimal(value) / 100:.2f}".removesuffix(".00") if is_money else str(value)}
    return {}


def shown_value(interview: Interview, field: Field) -> str:
    """An answer in words, for all of them to be looked over."""
    if field.path == NATION:
        return nation_name(interview.nation.value) if interview.nation else _("I don’t know")
    value = interview.household.answers.get(field.path)
    if value is DONT_KNOW:
        return _("I don’t know")
    if value is RATHER_NOT_SAY:
        return _("I’d rather not say")
    if isinstance(value, Range):
        return _("Between %(low)s and %(high)s") % {"low": _words(field, value.low), "high": _words(field, value.high)}
    return _words(field, value)


def _words(field: Field, value: Any) -> str:
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case date():
            return day(value)
        case YearsOld():
            return ngettext("%(years)s year old", "%(years)s years old", value.years) % {"years": value.years}
        case int() | Decimal() if field.kind == "money":
            return amount(int(value), int(value), field.period, page_language())
    return dict(field.choices).get(str(value), str(value))
