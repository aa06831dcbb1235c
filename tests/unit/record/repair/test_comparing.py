"""When an answer says otherwise, and when it does not."""

import copy

import pytest

from fingerpost.record.repair.comparing import What, gist_of, what_differs


def claim(quote: str, *, page: str = "bins", checked_on: str = "2026-11-01", text: str = "", beside=()) -> dict:
    source = {"id": f"fernby/{page}#days", "url": f"https://www.fernby.example/{page}", "checked_on": checked_on}
    return {"text": text or quote, "quote": quote, "source": source, "beside": list(beside)}


def said(*claims: dict, outcome: str = "answered") -> dict:
    return {"outcome": outcome, "claims": list(claims)}


THEN = said(claim("Bins are emptied on Tuesdays."), claim("Call us.", page="contact"))


def differs(now: dict) -> tuple[What, ...]:
    return what_differs(gist_of(THEN), gist_of(now))


def test_the_same_answer_is_the_same():
    assert differs(copy.deepcopy(THEN)) == ()
    assert gist_of(THEN).digest == gist_of(copy.deepcopy(THEN)).digest


def test_neither_the_order_nor_the_day_of_the_check_nor_a_line_break_makes_a_difference():
    now = said(claim("Call us.", page="contact"), claim("Bins are emptied\non Tuesdays.", checked_on="2027-01-01"))
    assert differs(now) == ()


def test_a_model_that_says_the_same_quotes_in_other_words_makes_no_difference():
    beside = claim("Call us.", page="contact")
    now = said(claim("Bins are emptied on Tuesdays.", text="Put it out on Tuesday, or call.", beside=(beside,)))
    assert differs(now) == ()


@pytest.mark.parametrize(
    ("now", "what"),
    [
        (said(outcome="cannot answer"), (What.KIND, What.WORDS, What.SOURCES)),
        (said(*THEN["claims"], outcome="partly answered"), (What.KIND,)),
        (said(claim("Bins are emptied on Fridays."), claim("Call us.", page="contact")), (What.WORDS,)),
        (
            said(claim("Bins are emptied on Tuesdays.", page="refuse"), claim("Call us.", page="contact")),
            (What.SOURCES,),
        ),
        (said(claim("Bins are emptied on Tuesdays.")), (What.WORDS, What.SOURCES)),
    ],
)
def test_another_ending_other_words_and_other_pages_are_told(now, what):
    assert differs(now) == what
    assert gist_of(now).digest != gist_of(THEN).digest
