"""Change one thing in a true claim, and it is taken out: every time."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.guard.guard_runs import CLAIMED_BY, HOUSING, claim_of, source_of

from fingerpost import guard
from fingerpost.contract.context import Nation
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.contract.run import Verdict

CLAIMS = [claim_of(HOUSING, start, end) for start in range(11) for end in (start + 1, start + 3, 11) if end <= 11]


def is_shown(claim):
    return all(check(claim, HOUSING, CLAIMED_BY).verdict is Verdict.PASS for check in guard.AFTER)


def swap(text, one, other):
    return text.replace(one, other, 1)


def digits(text):
    for match in re.finditer(r"\d", text):
        yield text[: match.start()] + str((int(match[0]) + 1) % 10) + text[match.end() :]


def letters(text):
    for match in re.finditer(r"[a-zA-Z]", text):
        other = "x" if match[0] != "x" else "y"
        yield text[: match.start()] + other + text[match.end() :]


def left_out(text):
    for place in range(len(text)):
        if not text[place].isspace():
            yield text[:place] + text[place + 1 :]


def swapped_words(text):
    pairs = (
        ("a week", "a month"), ("a month", "a week"), ("days", "weeks"), ("hours", "days"), ("Wales", "Scotland"),
        ("Cardiff", "Swansea"), ("9am", "9pm"), ("5:30pm", "5:30am"), ("£", "€"), ("%", ""), ("less than", "more than"),
        ("at least", "at most"), ("or more", "or less"), ("do not", "do"), ("must", "may"), ("within", "after"),
        ("April", "May"), ("January", "June"), ("working ", ""), ("twice", "once"), ("first", "second"),
        ("twenty-one", "twenty-two"), ("https", "http"), ("fernby.example", "femby.example"), ("up to ", ""),
    )  # fmt: skip
    yield from (swap(text, one, other) for one, other in pairs if one in text)


MUTATIONS = {"digit": digits, "letter": letters, "left out": left_out, "word": swapped_words}


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_true_claim_is_shown(claim):
    assert is_shown(claim)


@pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_claim_with_one_change_is_never_shown(mutate):
    tried, shown = 0, []
    for claim in CLAIMS[:: 1 if mutate is swapped_words else 3]:
        for text in mutate(claim.quote):
            lies = (
                replace(claim, text=text),
                replace(claim, quote=text),
                replace(claim, text=text, quote=text, marked=(), lines=()),
                replace(claim, marked=(text,)),
                replace(claim, lines=((claim.lines[0][0], claim.lines[0][1], text),)),
            )
            tried += len(lies)
            shown += [lie for lie in lies if is_shown(lie)]
    assert shown == []
    assert tried >= 50


def one_more(value):
    if isinstance(value, str):
        return [value + "x", value[:-1], ""] if value else ["x"]
    if isinstance(value, frozenset):
        return [frozenset(), value | {Nation.ENGLAND}, frozenset({Nation.SCOTLAND})]
    return [None, value + timedelta(days=1)]


@pytest.mark.parametrize(
    "field", ["id", "digest", "title", "heading", "url", "link", "anchor", "nations", "checked_on"]
)
def test_a_citation_with_one_change_is_never_shown(field):
    for value in one_more(getattr(source_of(HOUSING), field)):
        assert not is_shown(claim_of(HOUSING, source=source_of(HOUSING, **{field: value})))


FIGURES = re.compile(r"\d")
TRUE_IN_OTHER_WORDS = [
    "From 6 April 2026 you may get £1,250.50 a month at most.",
    "Anyone who has lived in Wales for 28 days and works 16 hours may ask.",
    "It covers 20%, within 10 working days.",
    "Phone the Housing Advice Line on 0800 123 4567 from 9am to 5:30pm.",
    "Form HB21 goes to Citizens Advice Cardiff by 31 January 2027.",
    "A single person gets £92.05 a week, with savings of less than £16,000.",
    "In 2026/27 you do not pay it back twice.",
    "people aged 18 to 64",
]


@pytest.mark.parametrize("text", TRUE_IN_OTHER_WORDS)
def test_a_changed_digit_in_other_words_is_found_by_the_figures_alone(text):
    check = guard.AFTER[-1]
    claim = claim_of(HOUSING, 0, 1)
    assert check(replace(claim, text=text), HOUSING, CLAIMED_BY).verdict is Verdict.PASS
    changed = list(digits(text))
    assert changed
    for lie in changed:
        assert check(replace(claim, text=lie), HOUSING, CLAIMED_BY).verdict is Verdict.STOP, lie


@settings(max_examples=300)
@given(st.data())
def test_no_text_but_whole_lines_is_ever_shown(data):
    claim = data.draw(st.sampled_from(CLAIMS))
    pieces = data.draw(
        st.lists(st.sampled_from([line.text for line in HOUSING.lines] + ["not", "£5", "x"]), max_size=4)
    )
    text = " ".join(pieces)
    runs = {
        fold_whitespace(" ".join(line.text for line in HOUSING.lines[start:end]))
        for start in range(11)
        for end in range(start + 1, 12)
    }
    assert is_shown(replace(claim, text=text)) == (fold_whitespace(text) in runs)


@settings(max_examples=300)
@given(st.sampled_from(CLAIMS), st.randoms(use_true_random=False))
def test_a_random_edit_is_never_shown(claim, chance):
    place = chance.randrange(len(claim.quote))
    edit = chance.choice("0123456789abcdefghijklmnopqrstuvwxyz£%.,-")
    text = claim.quote[:place] + edit + claim.quote[place + chance.randint(0, 2) :]
    if fold_whitespace(text) != fold_whitespace(claim.quote):
        assert not is_shown(replace(claim, text=text, quote=text, marked=(), lines=()))
