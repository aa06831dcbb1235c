"""What is read of what a model writes: tolerant of its habits, bounded in everything, and never an exception."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.capabilities.answer.tests.models import said
from fingerpost.capabilities.answer.tests.pages import bullets, passage
from fingerpost.capabilities.answer.writing.lines import LONGEST_TEXT, LineReader
from fingerpost.capabilities.answer.writing.quoting import find_part
from fingerpost.contract.passages import Line, LineKind

ONE = said("You must apply.", ("p1", "You must apply."))
TWO = said("It is free.", ("p2", "It is free."))


def read(*lines):
    reader = LineReader()
    found = [sentence for line in lines for sentence in reader.take(line)]
    reader.end()
    return [sentence.text for sentence in found], reader.unread


@pytest.mark.parametrize(
    "lines",
    [
        [ONE, TWO],
        ["```json", ONE, TWO, "```"],
        [f"- {ONE}", f"* {TWO}"],
        [f"1. {ONE}", f"2) {TWO}"],
        ["[", f"  {ONE},", f"  {TWO}", "]"],
        [f"[{ONE},", f"{TWO}]"],
        [f"[{ONE}, {TWO}]"],
        ['{"claims": [' + ONE + ", " + TWO + "]}"],
        json.dumps([json.loads(ONE), json.loads(TWO)], indent=2).splitlines(),
        [*json.dumps(json.loads(ONE), indent=2).splitlines(), TWO],
    ],
)
def test_the_habits_of_models_are_forgiven(lines):
    assert read(*lines) == (["You must apply.", "It is free."], 0)


def test_an_object_within_lines_that_wrap_it_is_read_and_the_wrapping_is_not():
    texts, _ = read('{"claims": [', f"{ONE},", TWO, "]}")
    assert texts == ["You must apply.", "It is free."]


def test_an_object_that_never_ends_takes_nothing_with_it():
    assert read('{"text": "You get', ONE) == (["You must apply."], 1)


def test_each_sentence_is_there_as_soon_as_its_line_is():
    reader = LineReader()
    assert [each.text for each in reader.take(ONE)] == ["You must apply."]


def test_marks_of_markdown_are_taken_out_of_a_sentence():
    assert read(said("You get **£27.05** a `week`.")) == (["You get £27.05 a week."], 0)


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ud800", "\x07", "\ue000"])
def test_a_sentence_with_signs_that_nobody_can_see_is_dropped(sign):
    assert read(json.dumps({"text": f"You{sign}must.", "quotes": [{"passage": "p1", "words": "a"}]})) == ([], 1)


def test_a_sentence_that_is_too_long_or_quotes_nothing_is_dropped():
    assert read(said("a" * (LONGEST_TEXT + 1)), json.dumps({"text": "You must.", "quotes": []})) == ([], 2)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.sampled_from(["text", "quotes", "passage", "words"]), inside),
)


@given(st.lists(st.text(max_size=200) | JSON.map(json.dumps), max_size=12))
def test_whatever_comes_nothing_is_raised(lines):
    texts, unread = read(*lines)
    assert all(0 < len(text) <= LONGEST_TEXT for text in texts)
    assert unread >= 0


PAGE = passage(
    "You can apply if:",
    *bullets("you are 16 or over", "you live in “Fernby” – or near it", block=1),
    "You must apply by 5 April.",
    Line(text="Children | A week", kind=LineKind.TABLE_HEAD, block=2),
    Line(text="1 | £27.05", kind=LineKind.TABLE_ROW, block=2),
    Line(text="2 | £44.95", kind=LineKind.TABLE_ROW, block=2),
)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("You must apply by 5 April.", [3]),
        ("must apply by 5 april", [3]),
        ("you are 16 or over", [0, 1, 2]),
        ('you live in "Fernby" - or near it', [0, 1, 2]),
        ("- you are 16 or over\n- you live in “Fernby” – or near it\nYou must apply by 5 April.", [0, 1, 2, 3]),
        ("2 | £44.95", [4, 5, 6]),
    ],
)
def test_words_become_the_whole_lines_they_stand_in_with_what_belongs_to_them(words, lines):
    part = find_part(words, PAGE)
    assert part is not None
    assert list(range(part.start, part.end)) == lines


@pytest.mark.parametrize("words", ["", "…", "You must apply by 6 April.", "apply by You must 5 April"])
def test_words_that_stand_nowhere_are_no_quote(words):
    assert find_part(words, PAGE) is None
