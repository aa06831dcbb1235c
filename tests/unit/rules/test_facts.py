"""The questions themselves: each can be asked of anyone, in both languages, and leads somewhere."""

from datetime import date
from decimal import Decimal

import pytest
import yaml
from tests.ordinary_households import facts_read
from tests.reading_age import grade, split_sentences

from fingerpost.rules import Fact, Household, Verdict, evaluate, uk_rules
from fingerpost.rules.reading.files import UK
from fingerpost.rules.terms import Term

BOOK = uk_rules()
FACTS = [pytest.param(fact, id=key) for key, fact in BOOK.facts.items()]
FILES = ("household", "adults", "children")
SHARED = [
    fact
    for name in FILES
    for key in yaml.safe_load((UK / "facts" / f"{name}.yaml").read_text(encoding="utf-8"))["facts"]
    for fact in BOOK.facts.values()
    if fact.name == key and not fact.scheme and fact.of == {"adults": "adult", "children": "child"}.get(name, name)
]
BASES = yaml.safe_load((UK / "examples" / "_bases.yaml").read_text(encoding="utf-8"))
NOT_IN_BASES = {"due_date"}  # nobody there is pregnant
HARDEST = 12.0  # school years, where a question must name countries or benefits; the whole is far below


@pytest.mark.parametrize("fact", FACTS)
def test_a_question_is_one_question_in_both_languages(fact: Fact) -> None:
    for words in (fact.question, fact.question_partner):
        if words:
            assert set(words) == {"en", "cy"}
            assert all(each.endswith("?") and each.count("?") == 1 for each in words.values())
    assert bool(fact.question_partner) == (fact.of == "adult")
    for words in (fact.question, fact.label):
        assert words["en"] != words["cy"] or words["en"].startswith(("PIP", "Band"))
    if fact.of == "child":
        assert all("{name}" in each for each in fact.question.values())


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_says_what_answers_are_common(fact: Fact) -> None:
    common = fact.common
    assert common
    if fact.unit.kind == "yes-no":
        assert set(common) == {"yes"}
        assert 0 < common["yes"] < 1
    elif fact.unit.kind == "choice":
        assert set(common) == set(fact.choices)
        assert sum(common.values()) == pytest.approx(Decimal(1))
    elif fact.unit.kind == "date":
        assert all(isinstance(each, date) for each in common)
    else:
        pence = 100 if fact.unit.kind == "money" else 1
        assert all(fact.lowest <= each * pence <= fact.highest for each in common)


@pytest.mark.parametrize("fact", FACTS)
def test_a_question_is_easy_to_read(fact: Fact) -> None:
    """Of a hint only the whole is measured below: the long names of benefits weigh too much in one sentence."""
    assert grade([fact.question["en"]]) <= HARDEST


def test_all_questions_and_hints_together_suit_an_eleven_year_old() -> None:
    said = [
        each
        for fact in BOOK.facts.values()
        for each in (fact.question["en"], *split_sentences(fact.hint.get("en", "")))
    ]
    assert grade(said) <= 6.0


def test_every_fact_is_read_by_a_rule_or_stands_before_one_that_is() -> None:
    assert set(BOOK.facts) - facts_read(BOOK) == {
        "gets_child_benefit",
        "gets_council_tax_reduction",
    }  # for a body's own data only


@pytest.mark.parametrize("name", BASES)
def test_a_base_gives_every_shared_fact(name: str) -> None:
    base = BASES[name]
    for fact in SHARED:
        members = {"household": [base], "adult": base["adults"], "child": base.get("children", [])}[fact.of]
        assert all(fact.name in member for member in members) or fact.name in NOT_IN_BASES, fact.name
    known = {fact.name for fact in SHARED} | {"adults", "children"}
    assert set(base) <= known
    assert all(set(member) <= known for member in base["adults"])


def test_no_question_waits_for_itself() -> None:
    for fact in BOOK.facts.values():
        if fact.matters_if is not None:
            assert fact.key not in _facts_behind(fact.matters_if, set()), fact.key


def _facts_behind(term: Term, seen: set[str]) -> set[str]:
    for part in term.walk():
        if part.kind == "fact" and str(part.value) not in seen:
            seen.add(str(part.value))
            before = BOOK.facts[str(part.value)].matters_if
            if before is not None:
                _facts_behind(before, seen)
    return seen


def test_nothing_said_decides_no_benefit() -> None:
    evaluation = evaluate(BOOK, Household(), on=date(2026, 11, 23), nation="england")
    assert evaluation.verdict("universal_credit") is Verdict.UNKNOWN
