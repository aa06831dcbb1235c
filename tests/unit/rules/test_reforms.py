"""A reform lies over a rule book: what it changes is checked as every rule file is, and faults name its own lines."""

from datetime import date
from decimal import Decimal

import pytest

from fingerpost.rules.faults import RulesInvalid
from fingerpost.rules.reading.documents import parse_document
from fingerpost.rules.reading.files import build_book
from fingerpost.rules.reforms import apply_reform, parse_reform, read_reform

GRANT = """
scheme: grant
title: {en: Grant, cy: Grant}
kind: benefit
nations: [england, wales]
summary: {en: Money., cy: Arian.}
sources:
  page: {title: A page, url: "https://www.gov.uk/child-benefit", checked: 2026-11-22}
facts:
  number_of_children:
    unit: count
    question: {en: How many?, cy: Faint?}
    label: {en: Children, cy: Plant}
    highest: 12
parameters:
  rate:
    unit: money/week
    label: {en: Rate, cy: Cyfradd}
    source: page
    confidence: high
    values:
      - {from: 2025-04-06, value: 10}
      - {from: 2026-04-06, value: 12, to: 2028-04-05}
  top_up:
    unit: money/week
    by: nation
    label: {en: Top-up, cy: Ychwanegiad}
    source: page
    confidence: high
    values: [{from: 2025-04-06, value: {england: 0, wales: 3}}]
rules:
  has_child:
    unit: yes-no
    is: number_of_children > 0
    source: page
    says:
      yes: {en: You have a child, cy: Mae gennych blentyn}
      no: {en: You have no child, cy: Nid oes gennych blentyn}
  weekly:
    unit: money/week
    is: rate * number_of_children
    source: page
entitled: has_child
amount: weekly
apply: {url: "https://www.gov.uk/child-benefit/how-to-claim", label: {en: Claim, cy: Hawlio}}
"""
HEAD = "reform: more\ntitle: More of it\n"


@pytest.fixture(scope="module")
def book():
    return build_book([parse_document(GRANT, name="schemes/grant.yaml")])


def reformed(book, text):
    return apply_reform(book, parse_reform(HEAD + text, name="more.yaml"))


def rate_on(book, *day):
    found = book.parameters["grant.rate"].at(date(*day))
    return found and found.value


def problems_of(book, text):
    with pytest.raises(RulesInvalid) as caught:
        reformed(book, text)
    return caught.value.problems


def test_a_figure_holds_from_its_day_on_and_the_past_stays_as_it_was(book):
    after = reformed(book, "parameters:\n  grant.rate:\n    - {from: 2027-01-01, value: 20}\n")
    assert rate_on(after, 2026, 12, 31) == rate_on(book, 2026, 12, 31) == Decimal(1200)
    assert rate_on(after, 2027, 1, 1) == rate_on(after, 2035, 1, 1) == Decimal(2000)
    assert rate_on(book, 2027, 1, 1) == Decimal(1200), "the book itself is left alone"


def test_a_figure_with_an_end_gives_way_to_what_held_before(book):
    after = reformed(book, "parameters:\n  grant.rate:\n    - {from: 2025-09-01, to: 2026-08-31, value: 11.50}\n")
    assert [rate_on(after, 2025, 8, 31), rate_on(after, 2025, 9, 1)] == [Decimal(1000), Decimal(1150)]
    assert [rate_on(after, 2026, 8, 31), rate_on(after, 2026, 9, 1)] == [Decimal(1150), Decimal(1200)]
    assert rate_on(after, 2028, 4, 6) is None


def test_two_new_figures_follow_one_another(book):
    text = "parameters:\n  grant.rate:\n    - {from: 2026-01-01, value: 1}\n    - {from: 2027-01-01, value: 2}\n"
    after = reformed(book, text)
    assert [rate_on(after, 2026, 12, 31), rate_on(after, 2027, 1, 1)] == [Decimal(100), Decimal(200)]


def test_a_nation_that_is_not_named_keeps_its_figure(book):
    after = reformed(book, "parameters:\n  grant.top_up:\n    - {from: 2026-01-01, value: {england: 5}}\n")
    assert after.parameters["grant.top_up"].at(date(2026, 6, 1)).value == {"england": 500, "wales": 300}


def test_a_rule_keeps_the_fields_that_the_reform_does_not_name(book):
    after = reformed(book, 'rules:\n  grant.has_child: {is: "number_of_children > 1"}\n')
    assert after.rules["grant.has_child"].text == "number_of_children > 1"
    assert after.rules["grant.has_child"].says == book.rules["grant.has_child"].says


def test_another_book_has_another_digest_and_the_same_change_the_same(book):
    text = "parameters:\n  grant.rate:\n    - {from: 2027-01-01, value: 20}\n"
    assert reformed(book, text).digest == reformed(book, text).digest != book.digest


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("parameters:\n  grant.rat:\n    - {from: 2027-01-01, value: 20}\n", 4, "There are: rate, top_up"),
        ("parameters:\n  gift.rate:\n    - {from: 2027-01-01, value: 20}\n", 4, "no scheme 'gift'"),
        ("parameters:\n  grant.rate:\n    - {from: 2027-01-01, value: lots}\n", 5, "must be a value of money/week"),
        ("parameters:\n  grant.rate:\n    - {from: 2027-01-01}\n", 5, "needs from"),
        ("parameters:\n  grant.rate:\n    - {from: 2027-01-01, value: 1, to: 2026-01-01}\n", 5, "not before"),
        ("rules:\n  grant.weekly:\n    is: rate + number_of_childen\n", 5, "'number_of_childen' is not known"),
        ("rules:\n  grant.weekly: {is: rate * rate}\n", 4, "has no meaning"),
        ("rules:\n  grant.weekly: {is: weekly}\n", 4, "weekly"),
        ("rules:\n  grant.other: {is: rate}\n", 4, "a new one needs"),
        ("rules:\n  grant.entitled: nobody\n", 4, "'nobody' is not known"),
    ],
)
def test_a_fault_names_the_line_of_the_reform(book, text, line, words):
    (problem,) = problems_of(book, text)
    assert (problem.file, problem.line) == ("more.yaml", line)
    assert words in problem.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("reform: Bad Name\ntitle: x\nrules: {a.entitled: b}\n", "small letters"),
        ("reform: a\nrules: {a.entitled: b}\n", "title"),
        ("reform: a\ntitle: x\n", "changes nothing"),
        ("reform: a\ntitle: x\nrules: {a.entitled: b}\nmore: 1\n", "more is not a field"),
        ("reform: a\ntitle: x\nparameters: {rate: [{from: 2027-01-01, value: 1}]}\n", "scheme.name"),
        ("- a\n", "must begin"),
        ("reform: [\n", "not YAML"),
    ],
)
def test_a_reform_out_of_form_is_refused_with_its_file(tmp_path, text, words):
    path = tmp_path / "bad.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RulesInvalid, match=r"bad\.yaml") as caught:
        read_reform(path)
    assert any(words in problem.words for problem in caught.value.problems)
