"""What those who write and read rules are told: conditions in words, what examples reach, and what a change does."""

import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from fingerpost.rules import RulesInvalid, read_rules, uk_rules
from fingerpost.rules.authoring.checking import check_example
from fingerpost.rules.authoring.conditions import Condition, conditions_of, workings_of
from fingerpost.rules.authoring.coverage import measure_coverage
from fingerpost.rules.authoring.difference import compare_books, compare_days
from fingerpost.rules.authoring.examples import laid_over, read_examples
from fingerpost.rules.authoring.figures import write_figure
from fingerpost.rules.authoring.formulas import Reader, lower_first
from fingerpost.rules.authoring.overrides import last_day_of, lay_overrides
from fingerpost.rules.authoring.telling import tell_example
from fingerpost.rules.authoring.wording import WORDING
from fingerpost.rules.figures import write_money
from fingerpost.rules.reading.naming import (
    AGGREGATES,
    CONVERSIONS,
    GROUPS,
    MEMBERS,
    MOVES,
    PAID,
    PENNIES,
    SPANS,
    STARTS,
    STEPS,
    SUMS,
    WHOLES,
)
from fingerpost.rules.units import read_unit

COAL = Path(__file__).parent / "coal"
BOOK = read_rules(COAL / "schemes")
EXAMPLES = read_examples(COAL / "examples")
ON = date(2026, 11, 23)


def reader(language: str = "en") -> Reader:
    return Reader(book=BOOK, language=language, on=ON)


def words_of(node: Condition) -> list[str]:
    return [text for text in (node.words, node.formula) if text] + [
        each for part in node.parts for each in words_of(part)
    ]


class TestConditions:
    def test_conditions_are_a_tree_of_what_the_rules_say(self) -> None:
        tree = conditions_of(BOOK.schemes["coal"], reader())
        assert tree is not None
        assert tree.join == "all"
        assert [part.words for part in tree.parts] == [
            "Nation: England or Wales",
            "You have little money",
            "You heat your home with coal",
        ]

    def test_each_says_how_it_is_checked_with_the_figures_of_the_day(self) -> None:
        tree = conditions_of(BOOK.schemes["coal"], reader())
        assert tree is not None
        assert tree.parts[1].formula == (
            "Income is England: £11,000 a year; Wales: £13,000.50 a year (income limit) or less"
        )
        assert tree.parts[2].formula == "Heating: Coal"

    def test_each_names_its_source(self) -> None:
        tree = conditions_of(BOOK.schemes["coal"], reader())
        assert tree is not None
        assert {source.title for part in tree.parts for source in part.sources} == {"Coal Act 1900"}

    def test_the_same_tree_is_read_out_in_welsh(self) -> None:
        tree = conditions_of(BOOK.schemes["coal"], reader("cy"))
        assert tree is not None
        assert tree.parts[1].words == "Ychydig o arian sydd gennych"
        assert "Lloegr: £11,000 y flwyddyn" in tree.parts[1].formula

    @pytest.mark.parametrize(
        ("words", "of", "told"),
        [
            ("Mae {name} o dan 16 oed", "child", "Mae’r plentyn o dan 16 oed"),
            ("Telir hyn i {name}", "adult", "Telir hyn i’r person"),
            ("{name} sy'n gofalu", "adult", "Y person sy'n gofalu"),
        ],
    )
    def test_welsh_joins_the_article_to_a_vowel(self, words: str, of: str, told: str) -> None:
        assert reader("cy").fill(words, of) == told

    def test_figures_are_worked_out_in_words_and_the_amount_is_marked(self) -> None:
        told = {each.words: each for each in workings_of(BOOK.schemes["coal"], reader())}
        assert told["Income over the most"].formula == (
            "(Income minus £520 a year (the most there is)), but not less than nothing"
        )
        assert [words for words, each in told.items() if each.is_amount] == ["Coal money a year"]

    @pytest.mark.parametrize("language", ["en", "cy"])
    @pytest.mark.parametrize("scheme", uk_rules().public)
    def test_every_scheme_of_ours_can_be_read_out(self, scheme: str, language: str) -> None:
        read = Reader(book=uk_rules(), language=language, on=ON)
        tree = conditions_of(read.book.schemes[scheme], read)
        told = words_of(tree) if tree else []
        told += [each.formula for each in workings_of(read.book.schemes[scheme], read)]
        assert told
        assert [each for each in told if not each or "{" in each] == []

    def test_both_languages_have_the_same_words(self) -> None:
        assert WORDING["en"].keys() == WORDING["cy"].keys()

    def test_every_function_of_the_language_has_words(self) -> None:
        functions = {*CONVERSIONS, *PAID, *SUMS, *PENNIES, *WHOLES, *STEPS, *MOVES, *SPANS, *STARTS}
        functions |= {f"{name} {group}" for name in AGGREGATES for group in GROUPS.values()} | MEMBERS
        assert functions - WORDING["en"].keys() == set()


class TestFigures:
    @pytest.mark.parametrize(
        ("value", "unit", "words"),
        [
            (Decimal(2605), "money/week", "£26.05 a week"),
            (Decimal(6_000_000), "money/year", "£60,000 a year"),
            (Decimal(-150), "money", "-£1.50"),
            (Decimal("0.55"), "share", "55%"),
            (Decimal("0.078"), "share", "7.8%"),
            (Decimal(16), "years", "16"),
            (True, "yes-no", "yes"),
            (date(2026, 4, 6).toordinal(), "date", "6 April 2026"),
        ],
    )
    def test_a_figure_is_written_as_people_write_it(self, value: object, unit: str, words: str) -> None:
        assert write_figure(value, read_unit(unit)) == words

    def test_a_part_of_a_penny_is_not_hidden_by_a_round_pound(self) -> None:
        assert write_money(Decimal("100.4")) == "£1.00"
        assert write_money(Decimal(100)) == "£1"

    @pytest.mark.parametrize(
        ("words", "lower"), [("Rent", "rent"), ("Child Benefit a week", "Child Benefit a week"), ("UK tax", "UK tax")]
    )
    def test_names_keep_their_capitals_within_a_sentence(self, words: str, lower: str) -> None:
        assert lower_first(words) == lower


class TestExamples:
    def test_each_holds(self) -> None:
        assert [check_example(BOOK, each).faults for each in EXAMPLES] == [(), (), ()]

    def test_one_that_expects_something_else_says_what_came_out(self) -> None:
        first = EXAMPLES[0]
        changed = type(first)(**{**vars(first), "expect": {"coal": False, "coal.paid": 521, "coal.none": 1}})
        assert check_example(BOOK, changed).faults == (
            "coal must be no, and is yes",
            "coal.paid must be £521 a year, and is £520 a year",
            "coal.none is no scheme and no rule",
        )

    def test_facts_lie_over_those_of_the_base_member_by_member_and_null_takes_away(self) -> None:
        base = {"rent": 1, "adults": [{"earnings": 1, "works": True}], "capital": 5}
        own = {"capital": None, "adults": [{"earnings": 2}, {"works": False}]}
        assert laid_over(base, own) == {"rent": 1, "adults": [{"earnings": 2, "works": True}, {"works": False}]}

    def test_an_example_is_told_in_words(self) -> None:
        told = tell_example(EXAMPLES[0], reader())
        assert [(line.words, line.value) for line in told.lines] == [("Income", "£800 a year")]
        assert dict(told.expected) == {"Coal money": "yes", "Coal money a year": "£520 a year", "Steps": "2"}

    def test_a_base_that_is_not_there_is_named(self, tmp_path: Path) -> None:
        text = (COAL / "examples" / "coal.yaml").read_text().replace("base: alone", "base: together", 1)
        (tmp_path / "coal.yaml").write_text(text)
        (tmp_path / "_bases.yaml").write_text("alone: {in_couple: no}\n")
        with pytest.raises(RulesInvalid, match="there is no base 'together'"):
            read_examples(tmp_path)

    def test_what_is_wrong_with_a_file_is_named_with_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "coal.yaml").write_text("- id: one\n  on: 2026-11-23\n  expect: {coal: yes}\n")
        with pytest.raises(RulesInvalid) as caught:
            read_examples(tmp_path)
        (problem,) = caught.value.problems
        assert (problem.line, problem.words) == (1, "one: `working` is missing")


class TestCoverage:
    def test_rules_that_examples_settle_both_ways_are_told_from_others(self) -> None:
        coverage = measure_coverage(BOOK, "coal", EXAMPLES)
        assert (coverage.passed, len(coverage.checked)) == (3, 3)
        assert "coal.burns_coal (no)" in coverage.unreached
        assert not any(each.startswith("coal.is_poor ") for each in coverage.unreached)

    def test_figures_are_listed_with_their_dates_and_thresholds_counted(self) -> None:
        coverage = measure_coverage(BOOK, "coal", EXAMPLES)
        assert {each.name for each in coverage.parameters} == {"coal.limit", "coal.most", "coal.step", "coal.charge"}
        assert coverage.thresholds > 8


class TestDifference:
    def test_two_days_differ_in_their_figures_and_what_uses_them(self) -> None:
        found = compare_days(BOOK, date(2026, 4, 5), date(2026, 4, 6), EXAMPLES)
        assert {each.parameter.name for each in found.figures} == {"coal.limit", "coal.most"}
        assert set(found.rules) == {"coal.is_poor", "coal.over", "coal.steps", "coal.paid"}

    def test_and_in_what_the_examples_come_to(self) -> None:
        found = compare_days(BOOK, date(2026, 4, 5), date(2026, 4, 6), EXAMPLES)
        (effect,) = [each for each in found.effects if each.example.id == "little-money"]
        assert (effect.before.amount.low, effect.after.amount.low) == (50_000, 52_000)  # type: ignore[union-attr]

    def test_the_same_day_twice_differs_in_nothing(self) -> None:
        found = compare_days(BOOK, ON, ON, EXAMPLES)
        assert (found.figures, found.rules, found.effects) == ((), (), ())


@pytest.fixture
def change(tmp_path: Path) -> Callable[..., Path]:
    """Writes an override, and gives its folder."""

    def write(name: str = "000001-coal.most.yaml", **fields: object) -> Path:
        dated = {"from": date(2026, 10, 1), "value": 600, **fields}
        reform = {"reform": "change_1", "title": "More", "parameters": {"coal.most": [dated]}}
        (tmp_path / name).write_text(yaml.safe_dump(reform))
        return tmp_path

    return write


def words_in(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("*.yaml")}


class TestOverrides:
    def test_a_figure_of_the_bodys_own_lies_over_the_rules(self, change: Callable[..., Path]) -> None:
        laid = lay_overrides(BOOK, words_in(change(to=date(2027, 4, 5))))
        assert laid.problems == ()
        most = laid.book.parameters["coal.most"]
        values = [most.at(day).value for day in (date(2026, 9, 30), date(2026, 10, 1))]  # type: ignore[union-attr]
        assert values == [52_000, 60_000]

    def test_it_is_seen_what_it_does_to_the_examples(self, change: Callable[..., Path]) -> None:
        laid = lay_overrides(BOOK, words_in(change(to=date(2027, 4, 5))))
        found = compare_books(BOOK, laid.book, EXAMPLES)
        assert {each.parameter.name for each in found.figures} == {"coal.most"}
        effects = [each for each in found.effects if each.example.on == ON]
        assert [(each.example.id, each.after.amount.low) for each in effects] == [("little-money", 60_000)]  # type: ignore[union-attr]

    def test_one_with_an_error_is_named_and_keeps_no_other_from_holding(self, change: Callable[..., Path]) -> None:
        folder = change(to=date(2027, 4, 5))
        (folder / "000002-coal.none.yaml").write_text("reform: x\ntitle: X\nparameters: {coal.none: [{value: 1}]}\n")
        (folder / "000003-torn.yaml").write_text("reform: [\n")
        laid = lay_overrides(BOOK, words_in(folder))
        assert laid.book.parameters["coal.most"].at(ON).value == 60_000  # type: ignore[union-attr]
        assert {each.file for each in laid.problems} == {"000002-coal.none.yaml", "000003-torn.yaml"}

    def test_a_gap_in_the_days_is_refused(self, change: Callable[..., Path]) -> None:
        laid = lay_overrides(BOOK, words_in(change(**{"from": date(2028, 1, 1)})))
        assert laid.book is BOOK
        assert "gap" in laid.problems[0].words

    def test_without_any_nothing_changes(self) -> None:
        assert lay_overrides(BOOK, {}).book is BOOK

    @pytest.mark.parametrize(
        ("starts", "ends"),
        [
            (date(2025, 6, 1), date(2026, 4, 5)),
            (date(2026, 10, 1), date(2027, 4, 5)),
            (date(2027, 4, 6), None),
        ],
    )
    def test_a_value_holds_until_the_next_that_is_known(self, starts: date, ends: date | None) -> None:
        assert last_day_of(BOOK.parameters["coal.most"], starts) == ends


def test_rule_files_with_an_error_are_named_by_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(COAL / "schemes", tmp_path / "schemes")
    path = tmp_path / "schemes" / "coal.yaml"
    path.write_text(path.read_text().replace("is: income <= limit", "is: income <= limits"))
    with pytest.raises(RulesInvalid) as caught:
        read_rules(tmp_path / "schemes")
    (problem,) = caught.value.problems
    assert problem.file == "schemes/coal.yaml"
    assert path.read_text().splitlines()[problem.line - 1].strip() == "is: income <= limits"
