"""A plain text file has headings and lists too, if one knows how people write them."""

from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph
from fingerpost.knowledge.formats.plain_text import read_plain_text


def test_headings_by_underline_capitals_and_standing_alone():
    page = read_plain_text(
        "Parking permits\n===============\n\nYou need a permit to park\nin the town centre.\n\n"
        "HOW TO APPLY\nApply online.\n\nWhat it costs\n\nIt costs £45 a year.\n\nRefunds\n-------\nNone are given.\n"
    )
    assert page.title == "Parking permits"
    assert page.blocks == (
        Paragraph(text="You need a permit to park in the town centre."),
        Heading(level=2, text="HOW TO APPLY"),
        Paragraph(text="Apply online."),
        Heading(level=2, text="What it costs"),
        Paragraph(text="It costs £45 a year."),
        Heading(level=2, text="Refunds"),
        Paragraph(text="None are given."),
    )


def test_lists_by_their_marks_with_long_items_joined():
    page = read_plain_text(
        "Title\n\nYou need:\n- a bill that is\n  less than a year old\n- a photo\n    * in colour\n1. Apply\n2) Pay\n"
    )
    assert page.blocks[-1] == Items(
        items=(
            Item(text="a bill that is less than a year old"),
            Item(text="a photo"),
            Item(text="in colour", depth=2),
            Item(text="Apply", numbered=True),
            Item(text="Pay", numbered=True),
        )
    )


def test_short_lines_that_were_broken_on_purpose_stay_apart():
    page = read_plain_text(
        "Title\n\nWrite to us at the address below, open all week.\n\nTown Hall\nHigh Street\nFernby\n\nThank you."
    )
    assert Paragraph(text="Town Hall\nHigh Street\nFernby") in page.blocks


def test_a_last_line_is_no_heading_of_nothing():
    page = read_plain_text("Title\n\nText of the page.\n\nRevised in May")
    assert page.blocks[-1] == Paragraph(text="Revised in May")


def test_invisible_characters_are_reported():
    page = read_plain_text("Title\n\nText\u202e of\u202c the page.")
    assert page.blocks == (Paragraph(text="Text of the page."),)
    assert len(page.hidden) == 2
