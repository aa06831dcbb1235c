"""Word documents keep their headings, lists and tables, and lose what Word would not show."""

from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from tests.unit.knowledge.office_files import make_docx

from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.formats.docx_files import read_docx


def test_headings_lists_and_tables_are_told_apart():
    def fill(document):
        document.add_heading("Housing policy", level=0)
        document.add_paragraph("What this is.")
        document.add_heading("Who can apply", level=1)
        document.add_paragraph("a resident", style="List Bullet")
        document.add_paragraph("a former resident", style="List Bullet")
        document.add_paragraph("Fill in the form.", style="List Number")
        document.add_heading("Bands", level=2)
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            [each for row in table.rows for each in row.cells], ["Band", "Wait", "A", "6 weeks"], strict=True
        ):
            cell.text = text

    page = read_docx(make_docx(fill))
    assert page.title == "Housing policy"
    assert page.hidden == ()
    assert page.blocks == (
        Paragraph(text="What this is."),
        Heading(level=1, text="Who can apply"),
        Items(
            items=(
                Item(text="a resident"),
                Item(text="a former resident"),
                Item(text="Fill in the form.", numbered=True),
            )
        ),
        Heading(level=2, text="Bands"),
        Table(head=("Band", "Wait"), rows=(("A", "6 weeks"),)),
    )


def test_text_that_word_does_not_show_is_stripped_and_reported():
    def fill(document):
        paragraph = document.add_paragraph("Seen. ")
        paragraph.add_run("Vanished words.").font.hidden = True
        paragraph.add_run("White words.").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        paragraph.add_run("Tiny words.").font.size = Pt(1)
        marked = paragraph.add_run("White on navy.")
        marked.font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
        marked.font.highlight_color = WD_COLOR_INDEX.DARK_BLUE

    page = read_docx(make_docx(fill))
    assert page.blocks == (Paragraph(text="Seen. White on navy."),)
    assert page.hidden == (
        "hidden font: Vanished words.",
        "text in the colour of its background: White words.",
        "tiny text: Tiny words.",
    )


def test_text_hidden_by_a_style_is_stripped_too():
    def fill(document):
        style = document.styles.add_style("Secret", 1)
        style.font.hidden = True
        document.add_paragraph("Unseen words.", style="Secret")
        document.add_paragraph("Seen.")

    page = read_docx(make_docx(fill))
    assert page.blocks == (Paragraph(text="Seen."),)
    assert page.hidden == ("hidden font: Unseen words.",)


def test_white_text_in_a_dark_cell_is_seen():
    def fill(document):
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            [each for row in table.rows for each in row.cells], ["Band", "Wait", "A", "6 weeks"], strict=True
        ):
            cell.paragraphs[0].add_run(text)
        for cell in table.rows[0].cells:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:fill"), "1D70B8")
            cell._tc.get_or_add_tcPr().append(shade)
            cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)

    page = read_docx(make_docx(fill))
    assert page.blocks == (Table(head=("Band", "Wait"), rows=(("A", "6 weeks"),)),)


def test_deleted_words_are_gone_and_inserted_words_are_there():
    def fill(document):
        paragraph = document.add_paragraph("The fee is ")
        for tag, text_tag, text in (("w:del", "w:delText", "£10"), ("w:ins", "w:t", "£12")):
            change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
            words.text = text
            run.append(words)
            change.append(run)
            paragraph._p.append(change)

    assert read_docx(make_docx(fill)).blocks == (Paragraph(text="The fee is £12"),)


def test_without_heading_styles_a_short_bold_line_is_a_heading():
    def fill(document):
        document.add_paragraph().add_run("Who can apply").bold = True
        document.add_paragraph("Anyone who lives here.")

    assert read_docx(make_docx(fill)).blocks == (
        Heading(level=2, text="Who can apply"),
        Paragraph(text="Anyone who lives here."),
    )


def test_a_box_around_text_is_no_table():
    def fill(document):
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "Important: apply early."

    assert read_docx(make_docx(fill)).blocks == (Paragraph(text="Important: apply early."),)


def test_comments_are_reported_and_not_read():
    def fill(document):
        run = document.add_paragraph().add_run("Seen.")
        document.add_comment(runs=run, text="Check this with legal.", author="A", initials="A")

    page = read_docx(make_docx(fill))
    assert page.blocks == (Paragraph(text="Seen."),)
    assert page.hidden == ("comment: Check this with legal.",)
