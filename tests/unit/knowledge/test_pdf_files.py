"""PDF files: headings by size and weight, tables by place, and nothing that a reader would not see."""

import pytest
from tests.unit.knowledge.office_files import make_pdf

from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.formats.pdf_files import read_pdf
from fingerpost.knowledge.formats.unreadable import Unreadable


def write(canvas, top, *lines, left=72, font="Helvetica", size=11):
    """Lines of text one under another."""
    canvas.setFont(font, size)
    for number, line in enumerate(lines):
        canvas.drawString(left, top - number * size * 1.2, line)


def test_headings_are_told_by_size_and_weight():
    def draw(canvas):
        write(canvas, 770, "Parking policy", font="Helvetica-Bold", size=22)
        write(
            canvas,
            730,
            "Residents must have a permit to park in the centre of town, and must",
            "show it in the car at all times.",
        )
        write(canvas, 680, "Permits", font="Helvetica-Bold", size=16)
        write(canvas, 650, "A permit lasts for one year from the day on which it is bought by you.")
        write(canvas, 610, "What it costs", font="Helvetica-Bold")
        write(canvas, 590, "It costs £45.50 a year for one car, and the same for the next one.")

    page = read_pdf(make_pdf(draw))
    assert page.title == "Parking policy"
    assert page.blocks == (
        Paragraph(
            text="Residents must have a permit to park in the centre of town, and must show it in the car at all times."
        ),
        Heading(level=2, text="Permits"),
        Paragraph(text="A permit lasts for one year from the day on which it is bought by you."),
        Heading(level=3, text="What it costs"),
        Paragraph(text="It costs £45.50 a year for one car, and the same for the next one."),
    )


def test_words_cut_at_the_end_of_a_line_are_put_together():
    def draw(canvas):
        write(
            canvas,
            700,
            "You can get this if you are self-employed or if your govern-",
            "ment pension has begun; people who are self-",
            "employed send in their accounts as well as the form, please.",
        )

    (paragraph,) = read_pdf(make_pdf(draw)).blocks
    assert "your government pension" in paragraph.text
    assert paragraph.text.count("self-employed") == 2


def test_bullets_and_numbers_are_lists():
    def draw(canvas):
        write(canvas, 700, "Before you apply you will need to have all of these things with you:")
        for number, text in enumerate(["proof of your address, such as a bill", "a photo"]):
            write(canvas, 680 - 15 * number, "•", left=80)
            write(canvas, 680 - 15 * number, text, left=100)
        write(canvas, 640, "1. Fill in the form", "2. Send it to us")

    assert read_pdf(make_pdf(draw)).blocks[1] == Items(
        items=(
            Item(text="proof of your address, such as a bill"),
            Item(text="a photo"),
            Item(text="Fill in the form", numbered=True),
            Item(text="Send it to us", numbered=True),
        )
    )


def test_a_table_keeps_its_cells_in_their_columns():
    def draw(canvas):
        write(canvas, 720, "The charges for parking in the streets of the town from 6 April 2026 are:")
        for number, row in enumerate(
            [("Zone", "Who", "Charge"), ("A", "Residents", "£45.50"), ("B", "", "£2"), ("C", "All", "Free")]
        ):
            for left, cell in zip((72, 150, 320), row, strict=True):
                write(canvas, 690 - 20 * number, cell, left=left)
        write(canvas, 570, "You can pay in the app, by phone or at one of the machines in the street.")

    assert read_pdf(make_pdf(draw)).blocks[1] == Table(
        head=("Zone", "Who", "Charge"), rows=(("A", "Residents", "£45.50"), ("B", "", "£2"), ("C", "All", "Free"))
    )


def test_columns_of_prose_are_read_one_after_the_other():
    left = [
        "The council collects rubbish from",
        "each home once a week. Put your",
        "bin out before seven in the",
        "morning. Bring it in the same day.",
    ]
    right = [
        "Recycling is collected every other",
        "week. Rinse what you put in the",
        "box. Glass goes in the other box,",
        "which is the blue one by the door.",
    ]

    def draw(canvas):
        write(canvas, 700, *left, left=72)
        write(canvas, 700, *right, left=320)

    text = " ".join(block.text.replace("\n", " ") for block in read_pdf(make_pdf(draw)).blocks)
    assert text == " ".join(left + right)


def test_headers_footers_and_page_numbers_are_left_out():
    def page(number):
        def draw(canvas):
            write(canvas, 815, "Fernby Council housing policy", size=9)
            write(canvas, 700, f"This is what stands on the page with the number {number} in its text.")
            write(canvas, 30, f"Page {number} of 3", size=9)

        return draw

    blocks = read_pdf(make_pdf(page(1), page(2), page(3))).blocks
    assert [block.text for block in blocks] == [
        f"This is what stands on the page with the number {number} in its text." for number in (1, 2, 3)
    ]


def test_a_sentence_that_goes_on_over_the_page_is_one():
    def first(canvas):
        write(canvas, 100, "This sentence begins at the very end of the first page of the document and")

    def second(canvas):
        write(canvas, 770, "goes on at the top of the second page, where it ends.")

    (paragraph,) = read_pdf(make_pdf(first, second)).blocks
    assert paragraph.text.endswith("of the document and goes on at the top of the second page, where it ends.")


def test_what_no_reader_would_see_is_stripped_and_reported():
    def draw(canvas):
        write(canvas, 700, "Everyone can see these words, which are black.")
        canvas.saveState()
        text = canvas.beginText(72, 680)
        text.setTextRenderMode(3)
        text.textLine("Invisible words.")
        canvas.drawText(text)
        canvas.restoreState()
        canvas.saveState()
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 660, "White words.")
        canvas.restoreState()
        write(canvas, 640, "Tiny words.", size=1)
        write(canvas, 620, "Words off the page.", left=-400)
        write(canvas, 600, "Words under a black box.")
        canvas.rect(70, 595, 200, 20, fill=1)

    page = read_pdf(make_pdf(draw))
    assert page.blocks == (Paragraph(text="Everyone can see these words, which are black."),)
    assert page.hidden == (
        "invisible text layer: Invisible words.",
        "text in the colour of its background: White words.",
        "tiny text: Tiny words.",
        "text off the page: Words off the page.",
        "text under something painted over it: Words under a black box.",
    )


def test_white_words_on_a_dark_box_are_seen():
    def draw(canvas):
        canvas.saveState()
        canvas.setFillColorRGB(0, 0, 0.5)
        canvas.rect(60, 690, 400, 30, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(72, 700, "White words on navy.")
        canvas.restoreState()

    page = read_pdf(make_pdf(draw))
    assert (page.hidden, page.blocks) == ((), (Paragraph(text="White words on navy."),))


def test_a_dark_box_and_its_words_in_a_form_of_their_own_are_seen():
    def draw(canvas):
        canvas.beginForm("box")
        canvas.setFillColorRGB(0, 0, 0.5)
        canvas.rect(0, 0, 300, 30, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(10, 10, "White words on navy.")
        canvas.endForm()
        canvas.translate(60, 600)
        canvas.doForm("box")

    page = read_pdf(make_pdf(draw))
    assert (page.hidden, page.blocks) == ((), (Paragraph(text="White words on navy."),))


def test_a_page_turned_on_its_side_reads_the_same():
    def draw(canvas):
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        write(canvas, 500, "These words stand upright once the page is", "turned as a reader's screen turns it.")

    page = read_pdf(make_pdf(draw))
    assert page.hidden == ()
    assert page.blocks == (
        Paragraph(text="These words stand upright once the page is turned as a reader's screen turns it."),
    )


@pytest.mark.parametrize("reason", ["invisible text layer", "no text"])
def test_a_scan_is_refused(reason):
    def draw(canvas):
        if reason == "no text":
            canvas.rect(100, 100, 100, 100)
            return
        text = canvas.beginText(72, 680)
        text.setTextRenderMode(3)
        text.textLine("Words that were recognised in a picture.")
        canvas.drawText(text)

    with pytest.raises(Unreadable, match=reason):
        read_pdf(make_pdf(draw))
