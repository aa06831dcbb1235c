"""How text becomes words."""

from collections import Counter

import pytest
from tests.unit.engines.guidance import passage

from fingerpost.engines.search.bm25 import CollectionFigures, rarity, score_words
from fingerpost.engines.search.words import head_of, question_words, searched_text, split_words, write_out_numbers


@pytest.mark.parametrize(("one", "other"), [("claims", "claimed"), ("Benefits", "benefit"), ("café", "cafe")])
def test_forms_of_a_word_are_one_word(one: str, other: str) -> None:
    assert split_words(one) == split_words(other)


def test_common_words_and_marks_are_dropped() -> None:
    assert split_words("What is the £12,570 allowance?!") == ["what", "12", "570", "allow"]


@pytest.mark.parametrize("typed", ["£100,000", "100000", "100k", "100 grand", "100 thousand"])
def test_a_number_is_one_word_however_it_is_typed(typed: str) -> None:
    assert question_words(f"i earn {typed}")[-1] == "100000"


@pytest.mark.parametrize("text", ["in 2025, 2026", "1,5", "12,3456", "k9", "grand"])
def test_what_is_no_thousand_stays_as_it_is(text: str) -> None:
    assert write_out_numbers(text) == text


def test_each_word_of_a_question_counts_once() -> None:
    assert question_words("rent, rent and more rent") == ["rent", "more"]


def test_title_counts_twice_and_is_not_said_again_as_a_heading() -> None:
    words = split_words(searched_text(passage("a", "Pay it.", title="Parking", heading_path=("Parking", "Fines"))))
    assert words.count("park") == 2
    assert head_of(passage("a", title="Parking", heading_path=("Parking", "Fines"))) == "Parking Fines"


def test_rarer_words_score_higher() -> None:
    figures = CollectionFigures(passages=100, mean_length=10, passages_with={"rare": 1, "common": 90})
    assert rarity("rare", figures=figures) > rarity("common", figures=figures) > 0
    assert rarity("unknown", figures=figures) > rarity("rare", figures=figures)


def test_shorter_passage_scores_higher_for_the_same_word() -> None:
    figures = CollectionFigures(passages=100, mean_length=10, passages_with={"bin": 5})
    short, long = (score_words({"bin": 1}, counts=Counter(bin=1), length=n, figures=figures) for n in (5, 50))
    assert short > long > 0
    assert score_words({"bin": 1}, counts=Counter(), length=5, figures=figures) == 0
