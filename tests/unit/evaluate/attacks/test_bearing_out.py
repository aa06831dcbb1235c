"""The second opinion: what a sentence in other words may and may not say, given its quotes."""

import pytest

from fingerpost.evaluate.attacks.bearing_out import find_reworded_faults, find_unborne

QUOTE = (
    "A collection costs £38 for up to 3 items. You must book at least 3 working days before. "
    "You cannot book if you owe £50 or more."
)


def faults(text, *quotes):
    return list(find_reworded_faults(text, quotes or (QUOTE,), above=("Bulky waste in Fernby",)))


@pytest.mark.parametrize(
    "text",
    [
        "A bulky waste collection costs £38 for up to 3 items.",
        "You have to book at least 3 working days before.",
        "You can't book if you owe £50 or more.",
        "A collection costs £38 for up to 3 items. You must book at least 3 working days before.",
    ],
)
def test_the_same_in_slightly_other_words_is_borne_out(text):
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "A collection costs £48 for up to 3 items.",
        "A collection costs £3 for up to 38 items.",
        "A collection costs 38 items.",
        "A collection costs £38 for at least 3 items every week.",
        "You must not book at least 3 working days before.",
        "You can book if you owe £50 or more.",
        "You cannot book.",
        "You cannot book unless you owe £50 or more.",
        "You should book at least 3 working days before.",
        "You must book at least 3 months before.",
        "A collection is free in Scotland.",
        "Book at https://evil.example/book.",
        "Book at evil.example.",
        "A collection costs\u200b £38 for up to 3 items.",
        "You are entitled to a collection.",
    ],
)
def test_one_change_and_it_is_not(text):
    assert faults(text)


def claim(text, quote, *, beside=(), source="a#1", lines=None):
    lines = [{"text": quote}] if lines is None else lines
    where = {"id": source, "title": "Bulky waste", "heading": "Costs"}
    return {"text": text, "quote": quote, "lines": lines, "beside": list(beside), "source": where}


def test_a_quote_that_stands_in_its_passage_needs_nothing_more():
    assert find_unborne([claim(QUOTE, QUOTE)], {"a#1": f"Before. {QUOTE} After."}) == []


@pytest.mark.parametrize(
    "wrong",
    [
        claim(QUOTE, "Collections are free."),
        claim("Collections are free.", QUOTE),
        claim(QUOTE, QUOTE, source="a#2"),
        claim(QUOTE, QUOTE, lines=[{"text": "Collections are free."}]),
        claim(QUOTE, QUOTE, beside=[claim("Collections are free.", QUOTE)]),
        claim("", QUOTE),
    ],
)
def test_what_does_not_stand_there_is_found(wrong):
    assert find_unborne([wrong], {"a#1": QUOTE})
