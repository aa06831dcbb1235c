"""At every threshold of every rule: just below, at, and just above it, generated from the figures themselves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from fingerpost.rules import read_rules, uk_rules
from fingerpost.rules.authoring.boundaries import Boundary, check_boundary, find_boundaries

BOOK = read_rules(Path(__file__).parent / "coal" / "schemes")


def found(**wanted: str) -> list[Boundary]:
    return [each for each in find_boundaries(BOOK) if all(getattr(each, name) == is_ for name, is_ in wanted.items())]


def test_a_limit_is_looked_at_in_each_nation_and_year() -> None:
    seen = {(each.nation, each.on.year, each.value) for each in found(side="compared")}
    assert seen == {
        ("england", 2025, Decimal(1_000_000)),
        ("england", 2026, Decimal(1_100_000)),
        ("wales", 2025, Decimal(1_200_000)),
        ("wales", 2026, Decimal(1_300_050)),
    }


def test_one_penny_lies_between_below_and_above() -> None:
    first = found(side="compared")[0]
    assert first.points == (first.value - 1, first.value, first.value + 1)


def test_caps_what_lies_over_a_figure_steps_and_bands_are_thresholds_too() -> None:
    assert {each.side for each in find_boundaries(BOOK)} == {"compared", "capped", "above", "steps", "band"}
    assert [fault for each in find_boundaries(BOOK) for fault in check_boundary(BOOK, each)] == []


@pytest.mark.parametrize("side", ["compared", "capped", "above"])
def test_a_figure_that_is_not_the_one_in_the_rule_is_found(side: str) -> None:
    """The check is no echo: with a threshold that is two pence off it fails."""
    for each in found(side=side):
        assert check_boundary(BOOK, replace(each, value=each.value + 2)) != []


def test_a_comparison_the_wrong_way_round_is_found() -> None:
    for each in found(side="compared"):
        assert check_boundary(BOOK, replace(each, sign="<")) != []


@pytest.mark.parametrize("scheme", uk_rules().schemes)
def test_every_threshold_of_the_rules_turns_where_its_figure_says(scheme: str) -> None:
    book = uk_rules()
    assert [fault for each in find_boundaries(book, scheme=scheme) for fault in check_boundary(book, each)] == []


def test_there_are_thresholds_to_look_at() -> None:
    """Found by the figures, not listed by hand: if nothing were found, nothing would be tested."""
    boundaries = list(find_boundaries(uk_rules()))
    assert len(boundaries) > 100
    assert len({each.rule for each in boundaries}) > 40


def test_a_threshold_names_where_it_stands() -> None:
    first = found(side="compared", nation="wales")[0]
    assert first.on == date(2025, 4, 6)
    assert first.name == "coal.is_poor: <= coal.limit on 2025-04-06 in wales"
