"""A rule file with a fault is refused, and each fault is named by file and line."""

from datetime import date
from pathlib import Path

import pytest

from fingerpost.rules import Household, RulesInvalid, evaluate, read_rules

FACTS = """
facts:
  in_couple:
    unit: yes-no
    question: {en: Do you live with a partner?, cy: Ydych chi'n byw gyda phartner?}
    label: {en: Partner, cy: Partner}
  pay:
    of: adult
    unit: money/year
    highest: 1000000
    question: {en: What do you earn?, cy: Faint ydych chi'n ei ennill?}
    question_partner: {en: What do they earn?, cy: Faint maen nhw'n ei ennill?}
    label: {en: Pay, cy: Cyflog}
  home:
    unit: choice
    choices: {own: {en: Own, cy: Eich hun}, rent: {en: Rent, cy: Rhent}}
    question: {en: Do you own or rent?, cy: Ydych chi'n berchen neu'n rhentu?}
    label: {en: Home, cy: Cartref}
"""
SCHEME = """
scheme: help
title: {en: Help, cy: Cymorth}
kind: benefit
nations: [england, wales]
summary: {en: A sum of money., cy: Swm o arian.}
sources:
  act: {title: Help Act 2020 section 1, url: "https://www.legislation.gov.uk/x", checked: 2026-11-22}
parameters:
  limit:
    unit: money/year
    label: {en: Limit, cy: Terfyn}
    source: act
    confidence: high
    values:
      - {from: 2025-04-06, value: 10000}
      - {from: 2026-04-06, value: 11000}
rules:
  low_pay:
    unit: yes-no
    is: sum(adults, pay) < limit
    source: act
    says: {yes: {en: Your pay is low, cy: Mae eich cyflog yn isel}, no: {en: Your pay is too high, cy: Rhy uchel}}
  sum_due:
    unit: money/year
    is: limit - sum(adults, pay)
    source: act
entitled: low_pay
amount: sum_due
"""


def faults(folder: Path, scheme: str = SCHEME, facts: str = FACTS) -> list[str]:
    (folder / "facts.yaml").write_text(facts)
    (folder / "help.yaml").write_text(scheme)
    try:
        read_rules(folder)
    except RulesInvalid as fault:
        return [str(problem) for problem in fault.problems]
    return []


def test_files_in_order_are_read(tmp_path: Path) -> None:
    assert faults(tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "said"),
    [
        ("sum(adults, pay) < limit", "sum(adults, wage) < limit", 21, "'wage' is not known here"),
        ("sum(adults, pay) < limit", "pay < limit", 21, "'pay' is not known here: it is a fact of each adult"),
        (
            "limit - sum(adults, pay)",
            "limit - per_month(sum(adults, pay))",
            26,
            "do not fit: money/year and money/month",
        ),
        ("limit - sum(adults, pay)", "limit * limit", 26, "money/year * money/year has no meaning"),
        ("limit - sum(adults, pay)", "sum_due + limit", 24, "goes round in a circle: help.sum_due needs help.sum_due"),
        ("limit - sum(adults, pay)", "count(adults, pay > 0)", 26, "is number, and says that it is money/year"),
        ("limit - sum(adults, pay)", "__import__('os')", 26, "'os' stands alone"),
        ("limit - sum(adults, pay)", "limit.__class__.__base__", 26, "cannot use"),
        ("limit - sum(adults, pay)", "limit -", 26, "cannot read"),
        ("limit - sum(adults, pay)", "[limit for x in y]", 26, "is missing"),
        ("{from: 2026-04-06, value", "{from: 2025-01-06, value", 17, "dates go forward, without overlap"),
        ("{from: 2025-04-06, value: 10000}", "{from: 2025-04-06, value: 10000, to: 2026-03-01}", 16, "leaves a gap"),
        (
            "{from: 2025-04-06, value: 10000}",
            "{from: 2025-04-06, value: 10000, to: 2026-05-01}",
            16,
            "overlaps the next",
        ),
        ("value: 11000", "value: eleven", 17, "must be a value of money/year"),
        ("    source: act\n    confidence", "    confidence", 10, "must be a name or a list of names"),
        ("    source: act\n    confidence", "    source: deed\n    confidence", 13, "'deed' is not among the sources"),
        ("checked: 2026-11-22", "checked: soon", 8, "must be a date"),
        ("https://www", "ftp://www", 8, "must begin with https://"),
        ("confidence: high", "confidence: low", 14, "must be one of high, medium"),
        ("entitled: low_pay", "entitled: sum(adults, pay) > 5", 28, "has a condition without words"),
        ("entitled: low_pay", "entitled: sum_due", 28, "is money/year, and says that it is yes-no"),
        ("kind: benefit", "kind: gift", 4, "must be one of"),
        ("kind: benefit", "kind: benefit\nkinder: yes", 5, "is not a field here"),
        (", cy: Cymorth}", "}", 3, "must be {en: ..., cy: ...}"),
        ("nations: [england, wales]", "nations: [england, france]", 5, "'france' is not one of"),
        ("rules:\n", "rules:\n  age: {unit: yes-no, is: in_couple, source: act}\n", 19, "is a word of the language"),
    ],
)
def test_each_fault_is_named_where_it_stands(tmp_path: Path, before: str, after: str, line: int, said: str) -> None:
    assert before in SCHEME
    found = faults(tmp_path, SCHEME.replace(before, after, 1))
    assert any(each.startswith(f"{tmp_path.name}/help.yaml:{line}:") and said in each for each in found), found


def chain(length: int) -> str:
    first = "  r0: {unit: number, is: 1 if in_couple else 0, source: act}\n"
    names = range(1, length)
    return first + "".join(
        f"  r{i}: {{unit: number, is: 1 + (2 * r{i - 1} if r{i - 1} > 0 else r{i - 1}), source: act}}\n" for i in names
    )


def test_a_chain_of_rules_too_long_to_follow_is_refused_and_a_long_one_is_not(tmp_path: Path) -> None:
    assert any(
        "chain of more than 100" in each
        for each in faults(tmp_path, SCHEME.replace("rules:\n", "rules:\n" + chain(101)))
    )
    assert faults(tmp_path, SCHEME.replace("rules:\n", "rules:\n" + chain(100))) == []
    found = evaluate(
        read_rules(tmp_path), Household({"in_couple": False}), on=date(2026, 1, 1), nation="wales", schemes=()
    )
    assert found.value("help.r99").low > 0


@pytest.mark.parametrize(
    "text", ["(" * 300 + "limit" + ")" * 300, "not " * 490 + "in_couple", "-" * 300 + "limit", "1e999999"]
)
def test_an_expression_made_to_exhaust_the_reader_is_refused(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, SCHEME.replace("limit - sum(adults, pay)", text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("- a\n- b\n", "must be a mapping"),
        ("scheme: [", "is not YAML"),
        ("a: &x {b: 1}\nc: *x\n", "alias"),
        ("facts: {}\nfacts: {}\n", "has 'facts' twice"),
        ("a: 2026-02-30\n", "cannot read"),
        ("? [a, b]\n: 1\n", "key that is not text"),
        ("a: " + "[" * 100_000, "levels deep"),
        ("- " * 100_000, "levels deep"),
        ("a: " + "{b: " * 30 + "1" + "}" * 30, "levels deep"),
    ],
)
def test_a_file_that_is_not_one_of_ours_is_refused(tmp_path: Path, text: str, said: str) -> None:
    assert any(said in each for each in faults(tmp_path, text)), faults(tmp_path, text)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"scheme: a\ntitle: \xff\n")
    with pytest.raises(RulesInvalid, match=r"a\.yaml:2: is not UTF-8"):
        read_rules(tmp_path)


def test_a_very_large_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"a" * 1_000_001)
    with pytest.raises(RulesInvalid, match="larger than"):
        read_rules(tmp_path)


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("received: [home]", "'home' is not a yes-no fact of the household"),
        ("asked_for: nothing", "'nothing' is not a yes-no fact of the household"),
        ("not_with: {other: act}", "'other' is not another scheme"),
        ("not_with: {help: nowhere}", "must be one of act"),
    ],
)
def test_what_a_scheme_is_shown_by_must_be_there(tmp_path: Path, field: str, said: str) -> None:
    found = faults(tmp_path, f"{SCHEME}{field}\n")
    assert len(found) == 1
    assert said in found[0]


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    scheme = SCHEME.replace("kind: benefit", "kind: gift").replace("checked: 2026-11-22", "checked: soon")
    assert len(faults(tmp_path, scheme, FACTS.replace("highest: 1000000", ""))) == 3


def test_a_figure_by_nation_must_have_each_nation_of_its_scheme(tmp_path: Path) -> None:
    scheme = SCHEME.replace("unit: money/year\n    label", "unit: money/year\n    by: nation\n    label", 1)
    scheme = scheme.replace("value: 10000", "value: {england: 1}").replace(
        "value: 11000", "value: {england: 1, wales: 2}"
    )
    assert any("has no value for wales" in each for each in faults(tmp_path, scheme))
