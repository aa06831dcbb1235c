"""Running text is cut into sentences without breaking what merely looks like the end of one."""

import pytest

from fingerpost.knowledge.sentences import split_long, split_sentences


@pytest.mark.parametrize(
    "whole",
    [
        "Bring proof of address, e.g. a bill.",
        "You pay £1.50 a day.",
        "Ask for Mr. Jones or Dr. Patel.",
        "The office is at No. 10 High Street.",
        "Apply by 5 p.m. on 6 April 2026.",
        "See www.gov.uk/council-tax for more.",
        "This is in s. 21 of the Act.",
        "Write to J. Smith at the council.",
        "The rate is 4.5% a year.",
        "Rent, heating, etc. may count.",
        "The U.K. Government pays it.",
        "1. Find your reference number.",
        "It opens at 9 a.m. every day.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(whole):
    assert split_sentences(whole) == [whole]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("You can apply. It is free.", ["You can apply.", "It is free."]),
        ("Who can get it? Anyone! Apply now.", ["Who can get it?", "Anyone!", "Apply now."]),
        ("It ended in 2026. You must apply again.", ["It ended in 2026.", "You must apply again."]),
        ("It opens at 9 a.m. You can queue.", ["It opens at 9 a.m.", "You can queue."]),
        ("Take vitamin C. You need it.", ["Take vitamin C.", "You need it."]),
        ('He said "stop." Then he left.', ['He said "stop."', "Then he left."]),
        ("Apply online. (It is free.) Then wait.", ["Apply online.", "(It is free.)", "Then wait."]),
        ("Can you appeal? No. You cannot.", ["Can you appeal?", "No.", "You cannot."]),
        ("First line\nSecond line", ["First line", "Second line"]),
        ("Mae'n iawn. Ydych chi'n siŵr?", ["Mae'n iawn.", "Ydych chi'n siŵr?"]),
        ("هل تستحق؟ نعم.", ["هل تستحق؟", "نعم."]),
        ("请申请。现在申请。", ["请申请。", "现在申请。"]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text, sentences):
    assert split_sentences(text) == sentences


def test_an_endless_sentence_is_cut_after_a_comma_and_loses_no_word():
    sentence = ", ".join(f"one two three four {number}" for number in range(20))
    pieces = split_long(sentence, limit=30)
    assert all(len(piece.split()) <= 30 for piece in pieces)
    assert all(piece.endswith(",") for piece in pieces[:-1])
    assert " ".join(pieces) == sentence


def test_a_run_of_words_without_any_mark_is_cut_by_number():
    pieces = split_long(" ".join(["word"] * 100), limit=30)
    assert [len(piece.split()) for piece in pieces] == [30, 30, 30, 10]


def test_a_million_stops_in_a_row_end_no_sentence_in_no_time():
    assert len(split_sentences("." * 1_000_000 + "x")) == 1


def test_a_very_long_text_is_cut_in_no_time():
    text = "Ask e.g. Mr. Jones of No. 10, i.e. the office. " * 20_000
    assert len(split_sentences(text)) == 20_000
