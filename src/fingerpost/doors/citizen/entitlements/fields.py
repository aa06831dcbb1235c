"""A question as a form has it: which words, which boxes, and what is read of what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.entitlements.interview import NATION
from fingerpost.doors.nations import nation_name
from fingerpost.rules.book import ADULT, MOST, Fact, RuleBook, Words
from fingerpost.rules.households.household import ADULTS, DONT_KNOW, RATHER_NOT_SAY, YearsOld, split_path
from fingerpost.rules.households.reading import is_day_to_count_from, number_in

YES, NO = "yes", "no"
DATE_PARTS = ("day", "month", "year")
OLDEST = 120
LONGEST_PART = 4  # digits of a day, a month or a year, and of an age


@dataclass(frozen=True, kw_only=True)
class Field:
    """One question. `kind` is choice (yes and no are one too), money, number or date; `choices` are (value, words)."""

    path: str
    kind: str
    question: str
    hint: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    period: str = ""
    fact: Fact | None = None

    @property
    def suffix(self) -> str:
        """What stands behind the box: the period of a sum."""
        return {
            "week": _("a week"),
            "four-weeks": _("every 4 weeks"),
            "month": _("a month"),
            "year": _("a year"),
        }.get(self.period, "")

    @property
    def asks_age(self) -> bool:
        """May an age stand for the date?"""
        return self.kind == "date" and self.path.endswith(".date_of_birth")


class NotAnAnswer(ValueError):
    """What was typed is no answer. Its text says what is; `part` names the box, where there are several."""

    def __init__(self, words: str, *, part: str = "") -> None:
        super().__init__(words)
        self.part = part


def field_of(book: RuleBook, path: str, language: str) -> Field | None:
    """The form of the question at that path; None where the rules have no such question."""
    if path == NATION:
        return Field(
            path=NATION,
            kind="choice",
            question=_("Where do you live?"),
            hint=_("Benefits and help differ between the nations of the UK."),
            label=_("Where you live"),
            choices=tuple((each.value, nation_name(each.value)) for each in Nation),
        )
    fact, member = _find(book, path)
    if fact is None:
        return None
    name = _member_name(member)
    question = fact.question_partner if member == "partner" and fact.question_partner else fact.question
    return Field(
        path=path,
        kind={"yes-no": "choice", "choice": "choice", "money": "money", "date": "date"}.get(fact.unit.kind, "number"),
        question=_said(question, language, name),
        hint=_said(fact.hint, language, name),
        label=_labelled(_said(fact.label, language, name), member, name),
        choices=_choices_of(fact, language),
        period=fact.unit.period,
        fact=fact,
    )


def _find(book: RuleBook, path: str) -> tuple[Fact | None, str]:
    """The fact at a path, and whose it is: "you", "partner", "0" for the first child, "" for the household."""
    try:
        key, slot = split_path(path)
    except ValueError:
        return None, ""
    fact = book.facts.get(key)
    if fact is None or slot is None:
        return fact, ""
    if slot >= MOST[fact.of]:
        return None, ""
    return fact, ADULTS[slot] if fact.of == ADULT else str(slot)


def _member_name(member: str) -> str:
    if not member.isdigit():
        return ""
    return _("child %(number)s") % {"number": int(member) + 1}


def _labelled(label: str, member: str, name: str) -> str:
    """The short name of a fact, with whose it is where that is not the reader."""
    if member == "partner":
        return _("Your partner: %(label)s") % {"label": label[:1].lower() + label[1:]}
    return f"{name[:1].upper()}{name[1:]}: {label[:1].lower()}{label[1:]}" if name else label


def _choices_of(fact: Fact, language: str) -> tuple[tuple[str, str], ...]:
    if fact.unit.kind == "yes-no":
        return ((YES, _("Yes")), (NO, _("No")))
    return tuple((value, _said(words, language, "")) for value, words in fact.choices.items())


def _said(words: Words, language: str, name: str) -> str:
    said = words.get(language, words.get("en", ""))
    said = said.replace("{name}", name)
    return said[:1].upper() + said[1:]


def read_answer(field: Field, posted: Mapping[str, str]) -> Any:
    """What was answered, as the rules take it. Raises NotAnAnswer, whose words stand beside the box."""
    skip = posted.get("skip") if field.path != NATION else None  # without a nation there is nothing to work out
    if skip == DONT_KNOW_VALUE:
        return DONT_KNOW
    if skip == RATHER_NOT_VALUE:
        return RATHER_NOT_SAY
    read = {"choice": _read_choice, "money": _read_money, "number": _read_number, "date": _read_date}[field.kind]
    return read(field, posted)


DONT_KNOW_VALUE, RATHER_NOT_VALUE = "dont-know", "rather-not"


def _read_choice(field: Field, posted: Mapping[str, str]) -> Any:
    value = posted.get("answer", "")
    if value not in dict(field.choices):
        raise NotAnAnswer(_("Choose an answer, or say that you do not know"))
    if field.fact is not None and field.fact.unit.kind == "yes-no":
        return value == YES
    return value


def _read_money(field: Field, posted: Mapping[str, str]) -> int:
    """Pence. "£1,200.50", "1200" and "1 200,50" without a thousands point are told apart by nobody: only dots count."""
    typed = posted.get("answer", "").strip().removeprefix("£").replace(",", "").replace(" ", "")
    pounds = number_in(typed)
    if pounds is None:
        raise NotAnAnswer(_("Enter an amount in pounds, such as 600 or 600.50"))
    pence = _bounded(field, pounds * 100, shown=_pounds)
    if pence != int(pence):
        raise NotAnAnswer(_("Enter an amount in pounds and pence, such as 600.50"))
    return int(pence)


def _read_number(field: Field, posted: Mapping[str, str]) -> Any:
    typed = posted.get("answer", "").strip().replace(",", "")
    is_whole = field.fact is not None and field.fact.unit.name in {"count", "years"}
    number = number_in(typed)
    if number is None or (is_whole and number != int(number)):
        words = _("Enter a whole number, such as 2") if is_whole else _("Enter a number, such as 37.5")
        raise NotAnAnswer(words)
    number = _bounded(field, number, shown=str)
    return int(number) if is_whole else number


def _bounded(field: Field, value: Decimal, *, shown: Any) -> Decimal:
    """Within the domain of the fact, beyond which an answer is absurd."""
    fact = field.fact
    if fact is not None and fact.lowest is not None and value < fact.lowest:
        raise NotAnAnswer(_("It must be %(lowest)s or more") % {"lowest": shown(fact.lowest)})
    if fact is not None and fact.highest is not None and value > fact.highest:
        raise NotAnAnswer(_("It must be %(highest)s or less") % {"highest": shown(fact.highest)})
    return value


def _pounds(pence: int) -> str:
    return f"£{int(pence) // 100:,}"


def _read_date(field: Field, posted: Mapping[str, str]) -> Any:
    """A date; or, where only the age was given, all the dates of birth that fit it."""
    parts = [posted.get(name, "").strip() for name in DATE_PARTS]
    age = posted.get("age", "").strip()
    if not any(parts) and age:
        return _born_at(age)
    for name, typed in zip(DATE_PARTS, parts, strict=True):
        if not typed.isascii() or not typed.isdigit():
            raise NotAnAnswer(_("Enter a date, such as 31 3 1980"), part=name)
    try:
        found = date(*(int(typed) if len(typed) <= LONGEST_PART else 0 for typed in reversed(parts)))
    except ValueError:
        raise NotAnAnswer(_("There is no such date. Check the day and the month"), part="day") from None
    if not is_day_to_count_from(found):
        raise NotAnAnswer(_("Enter a date, such as 31 3 1980"), part="year")
    return found


def _born_at(age: str) -> YearsOld:
    if not age.isascii() or not age.isdigit() or len(age) > LONGEST_PART or int(age) > OLDEST:
        raise NotAnAnswer(_("Enter an age in years, such as 42"), part="age")
    return YearsOld(int(age))
