"""Which word a misspelt one is mended to."""

import pytest

from fingerpost.engines.search.memory import CountedWords
from fingerpost.engines.search.spelling import MENDED_WEIGHT, MOST_MENDED, count_slips, find_nearest, weigh_words

WORDS = CountedWords({"pension": 9, "council": 8, "counsel": 2, "benefit": 7, "regist": 3, "accommod": 4, "gone": 0})


@pytest.mark.parametrize(
    ("word", "other", "slips"),
    [
        ("pasport", "passport", 1),
        ("benifit", "benefit", 1),
        ("reciept", "receipt", 1),
        ("benifat", "benefit", None),
        ("penshion", "pension", 1),
        ("penshoin", "pension", 2),
        ("penshoinx", "pension", None),
        ("balif", "bailiff", 2),
        ("balyf", "bailiff", None),
        ("accomod", "accommod", 1),
        ("housing", "housing", 0),
    ],
)
def test_one_slip_is_allowed_and_two_in_a_long_word(word: str, other: str, slips: int | None) -> None:
    assert count_slips(word, other) == slips


def test_closest_word_wins() -> None:
    assert find_nearest("counsil", among=WORDS) == "council"
    assert find_nearest("counsell", among=WORDS) == "counsel"


def test_of_words_as_close_the_one_in_most_passages_wins() -> None:
    assert find_nearest("councel", among=WORDS) == "council"


def test_first_letter_is_kept_or_swapped_with_the_second() -> None:
    assert find_nearest("bension", among=WORDS) is None
    assert find_nearest("epnsion", among=WORDS) == "pension"


def test_ending_that_the_stemmer_left_is_cut() -> None:
    assert find_nearest("regster", among=WORDS) == "regist"


def test_known_words_are_left_as_they_are() -> None:
    assert weigh_words(["pension", "counsel", "may"], among=WORDS) == {"pension": 1, "counsel": 1, "may": 1}


def test_unknown_word_is_kept_beside_the_mended_one() -> None:
    assert weigh_words(["penshion"], among=WORDS) == {"penshion": 1, "pension": MENDED_WEIGHT}


def test_mended_word_that_is_also_typed_counts_in_full() -> None:
    assert weigh_words(["penshion", "pension"], among=WORDS) == {"penshion": 1, "pension": 1}


@pytest.mark.parametrize("word", ["gon", "gonne1", "pensi0n", "pens"])
def test_short_words_and_words_with_digits_are_not_mended(word: str) -> None:
    assert weigh_words([word], among=WORDS) == {word: 1}


def test_word_without_passages_is_not_chosen() -> None:
    assert find_nearest("gonee", among=WORDS) is None


def test_no_more_than_a_few_words_of_a_question_are_mended() -> None:
    known = CountedWords({f"{letter}bcdefg": 1 for letter in "mnopqrs"})
    asked = [f"{letter}bcdefx" for letter in "mnopqrs"]
    assert len(weigh_words(asked, among=known)) == len(asked) + MOST_MENDED
