"""The made-up sentences of tests/unit/rules/hearing_sentences.txt, with what must be heard in each."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from fingerpost.rules import Range, RuleBook, YearsOld
from fingerpost.rules.hearing import Heard
from fingerpost.rules.households.household import split_path

FILE = Path(__file__).parent / "unit" / "rules" / "hearing_sentences.txt"
ON = date(2026, 11, 23)
_CHANGE = re.compile(r"([a-z_.]+)([=+*!])(-?[\d.]+)")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """What was said, and what of it must be heard: answers by path, changes, and the nation."""

    half: str
    text: str
    answers: Mapping[str, Any]
    changes: frozenset[str]
    nation: str


def read_sentences(book: RuleBook) -> list[Sentence]:
    """All of them, in order."""
    return list(_read(book))


def _read(book: RuleBook) -> Iterator[Sentence]:
    half = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            half = line.strip("[]")
        elif line and not line.startswith("#"):
            text, told, changes, nation = [*(part.strip() for part in line.split("|")), "", "", ""][:4]
            yield Sentence(
                half=half,
                text=text,
                answers=_answers(book, told),
                changes=frozenset(_change(book, each) for each in changes.split(";") if each),
                nation=nation,
            )


def _answers(book: RuleBook, told: str) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for each in filter(None, (part.strip() for part in told.split(";"))):
        name, _, value = each.partition("=")
        path = f"children.{name[1:]}.date_of_birth" if re.fullmatch(r"c\d", name) else name
        answers[path] = _value(book, path, value)
        if path.endswith((".earnings", ".hours_worked", ".self_employed_profit")):
            answers[f"{path.partition('.')[0]}.works"] = True
    return answers


def _value(book: RuleBook, path: str, value: str) -> Any:
    fact = book.facts[split_path(path)[0]]
    if fact.unit.kind == "yes-no":
        return value == "yes"
    if fact.unit.kind == "choice":
        return value
    if fact.unit.kind == "date":
        number = int(re.match(r"\d+", value)[0])  # type: ignore[index]
        return ON - timedelta(days=round(number * 30.44)) if "months" in value else YearsOld(number)
    ends = [Decimal(end) * (100 if fact.unit.kind == "money" else 1) for end in value.split("..")]
    return Range(*ends) if len(ends) == 2 else ends[0]


def _change(book: RuleBook, words: str) -> str:
    path, sign, value = _CHANGE.fullmatch(words.strip()).groups()  # type: ignore[union-attr]
    fact = book.facts[split_path(path)[0]]
    amount = Decimal(value) * (100 if fact.unit.kind == "money" and sign in "=+" else 1)
    return f"{path}{sign}{amount.normalize():f}"


def agrees(expected: Any, heard: Any) -> bool:
    """The same answer? A month of birth may be any day of that month."""
    if isinstance(expected, date) and isinstance(heard, Range):
        return bool(heard.low <= expected <= heard.high)
    if isinstance(expected, Range) and isinstance(heard, Range):
        return bool(expected.low == heard.low and (expected.high == heard.high or heard.high > 10_000_000))
    return bool(expected == heard)


def judge(sentence: Sentence, heard: Heard, written: str) -> tuple[list[str], list[str], list[str]]:
    """What was heard rightly, what wrongly, and what was not heard."""
    right = [path for path, value in heard.answers.items() if agrees(sentence.answers.get(path), value)]
    wrong = [f"{path}={value}" for path, value in heard.answers.items() if path not in right]
    missed = [path for path in sentence.answers if path not in right]
    changes = frozenset(written.split(",")) - {""}
    right += sorted(changes & sentence.changes)
    wrong += sorted(changes - sentence.changes)
    missed += sorted(sentence.changes - changes)
    if heard.nation is not None or sentence.nation:
        same = heard.nation is not None and heard.nation.value == sentence.nation
        (right if same else wrong if heard.nation else missed).append(f"nation={heard.nation}")
    return right, wrong, missed
