"""OpenDocument texts keep their headings, lists and tables, and lose what would not be shown."""

from tests.unit.knowledge.office_files import make_odt

from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.formats.odt_files import read_odt

STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Gone"><style:text-properties text:display="none"/></style:style>
<style:style style:name="White"><style:text-properties fo:color="#ffffff"/></style:style>
<style:style style:name="Tiny"><style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="Below" style:parent-style-name="Gone"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>
"""


def test_title_headings_lists_and_tables_are_told_apart():
    page = read_odt(
        make_odt(
            '<text:p text:style-name="P1">Housing policy</text:p>'
            '<text:h text:outline-level="1">Who can <text:span>apply</text:span></text:h>'
            "<text:p>Anyone<text:s/>who<text:line-break/>lives here.</text:p>"
            "<text:list><text:list-item><text:p>a bill</text:p><text:list><text:list-item><text:p>or a letter</text:p>"
            "</text:list-item></text:list></text:list-item></text:list>"
            '<text:list text:style-name="L1"><text:list-item><text:p>Apply</text:p></text:list-item></text:list>'
            "<table:table><table:table-row><table:table-cell><text:p>Band</text:p></table:table-cell><table:table-cell>"
            "<text:p>Wait</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell><text:p>A</text:p>"
            "</table:table-cell><table:table-cell><text:p>6 weeks</text:p></table:table-cell>"
            '<table:table-cell table:number-columns-repeated="1000"/></table:table-row></table:table>',
            STYLES,
        )
    )
    assert page.title == "Housing policy"
    assert page.blocks == (
        Heading(level=1, text="Who can apply"),
        Paragraph(text="Anyone who\nlives here."),
        Items(items=(Item(text="a bill"), Item(text="or a letter", depth=1))),
        Items(items=(Item(text="Apply", numbered=True),)),
        Table(head=("Band", "Wait"), rows=(("A", "6 weeks"),)),
    )


def test_text_that_is_not_shown_is_stripped_and_reported():
    page = read_odt(
        make_odt(
            '<text:p>Seen.<text:span text:style-name="Gone"> Vanished.</text:span>'
            '<text:span text:style-name="White"> White.</text:span><text:span text:style-name="Tiny"> Tiny.</text:span>'
            "<office:annotation><text:p>A comment.</text:p></office:annotation></text:p>"
            '<text:p text:style-name="Below">A whole paragraph.</text:p>'
            '<text:section text:display="none"><text:p>A whole section.</text:p></text:section>'
            "<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>",
            STYLES,
        )
    )
    assert page.blocks == (Paragraph(text="Seen."),)
    assert page.hidden == (
        "hidden text: Vanished.",
        "text in the colour of its background: White.",
        "tiny text: Tiny.",
        "comment: A comment.",
        "hidden text: A whole paragraph.",
        "hidden section: A whole section.",
    )
