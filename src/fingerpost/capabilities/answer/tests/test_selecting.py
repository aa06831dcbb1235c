"""How much of a passage is shown around the lines that answer."""

from fingerpost.capabilities.answer.selecting import Margins, choose_hits, choose_window, mark_lines
from fingerpost.capabilities.answer.tests.pages import bullets, hit, passage
from fingerpost.contract.passages import Line

FILLER = "A sentence that is here to make the passage long enough to be cut down to a part of itself."


def test_a_list_is_shown_with_the_sentence_that_leads_into_it():
    lines: list[str | Line] = [
        *([FILLER] * 6),
        Line(text="You can get it if you are:", block=2),
        *bullets("over 66", "blind", block=3),
    ]
    of = passage(*lines)

    start, end = choose_window(of, [7])

    assert of.lines[start].text == "You can get it if you are:"
    assert of.lines[end - 1].text == "blind"


def test_a_short_passage_is_shown_whole():
    of = passage("One.", "Two.", "Three.", "Four.")

    assert choose_window(of, [3]) == (0, 4)


def test_three_lines_are_shown_even_at_the_end_of_a_passage():
    of = passage(*([FILLER] * 9))

    assert choose_window(of, [8]) == (6, 9)


def test_lines_close_to_the_best_are_marked_in_page_order():
    of = passage("a", "b", "c", "d")

    assert mark_lines(hit(of, lines=(0.50, 0.10, 0.55, 0.20))) == [0, 2]


def test_hits_far_below_the_best_are_not_shown():
    best, near, far = (
        hit(passage("x", heading="1"), score=4.0, dense=0.70),
        hit(passage("x", heading="2"), score=3.5, dense=0.65),
        hit(passage("x", heading="3"), score=1.0, dense=0.30),
    )

    assert choose_hits([best, near, far], most=5, margins=Margins()) == [best, near]


def test_at_most_three_pages_are_shown():
    hits = [hit(passage("x", title=f"Page {n}")) for n in range(6)]

    assert len(choose_hits(hits, most=5, margins=Margins())) == 3


def test_a_short_opening_does_not_stand_alone():
    opening = hit(passage("A sentence.", "Another.", heading="Opening"), score=6.0)
    far = hit(passage("x", "y", "z", heading="Who can get it"), score=2.0)
    elsewhere = hit(passage("x", title="Another page"), score=3.0)

    assert choose_hits([opening, elsewhere, far], most=5, margins=Margins()) == [opening, far]
