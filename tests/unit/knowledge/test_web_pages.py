"""A web page becomes its own content: headings with anchors, paragraphs, lists, tables, not what surrounds it."""

import pytest

from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.formats.html_pages import read_html
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.splitting import lines_of


def blocks_of(body: str):
    return read_html(f"<html><body><main><h1>T</h1>{body}</main></body></html>").blocks


def words_of(html: str) -> str:
    blocks = [block for block in read_html(html).blocks if not isinstance(block, Heading)]
    return " ".join(line.text for line in lines_of(blocks))


def test_title_is_the_first_heading_and_language_that_of_the_page():
    page = read_html('<html lang="cy-GB"><title>Site - Fernby</title><body><h1>Biniau</h1><p>Text.</p></body></html>')
    assert (page.title, page.language) == ("Biniau", "cy")
    assert page.blocks == (Paragraph(text="Text."),)


def test_without_a_heading_the_title_is_that_of_the_window_less_the_name_of_the_site():
    assert read_html("<title>Bin days | Fernby Council</title><p>Text.</p>").title == "Bin days"


def test_a_first_heading_outside_the_content_is_the_name_of_the_site():
    html = (
        "<title>Bin days - Fernby</title><body><header><h1>Fernby</h1></header><main><h2>Days</h2><p>Text.</p></main>"
    )
    assert read_html(html).title == "Bin days"


@pytest.mark.parametrize(
    "around",
    [
        "<nav>Menu</nav>",
        "<header><a href=/>Home</a></header>",
        "<footer>Contact us</footer>",
        '<div class="cookie-banner">We use cookies</div>',
        '<div class="govuk-breadcrumbs">Home</div>',
        '<div role="navigation">Menu</div>',
        '<ol aria-label="Breadcrumb"><li>Home</li></ol>',
        "<script>var x = 1</script>",
        "<style>p {}</style>",
        "<noscript>Turn on JavaScript</noscript>",
        '<a class="skip-link" href="#main">Skip</a>',
        '<div id="related-links">Related</div>',
        "<form><label>Search</label><input><button>Go</button><select><option>One</option></select></form>",
        "<aside><a href=/a>Link one</a> <a href=/b>Link two</a></aside>",
    ],
)
def test_what_stands_on_every_page_of_a_site_is_left_out(around):
    body = "<h1>T</h1><p>The bins are emptied on Tuesdays, and on Fridays in the summer months.</p>"
    kept = "The bins are emptied on Tuesdays, and on Fridays in the summer months."
    assert words_of(f"<html><body>{around}{body}</body></html>") == kept
    if "<header>" not in around:  # within the content itself, that is where its introduction stands
        assert words_of(f"<html><body><main>{body}{around}</main></body></html>") == kept


def test_a_page_that_is_all_in_a_box_with_an_unlucky_name_is_not_lost():
    html = '<body class="has-cookies"><div class="related"><h1>T</h1><p>Everything stands in here.</p></div></body>'
    assert words_of(html) == "Everything stands in here."


def test_headings_keep_the_anchors_of_the_page():
    blocks = blocks_of(
        '<h2 id="own">One</h2><h2><a name="inside"></a>Two</h2><a id="before"></a><h2>Three</h2>'
        '<section id="around"><h2>Four</h2></section><h2>Five</h2><div role="heading" aria-level="3">Six</div>'
    )
    assert [(block.text, block.anchor, block.level) for block in blocks if isinstance(block, Heading)] == [
        ("One", "own", 2),
        ("Two", "inside", 2),
        ("Three", "before", 2),
        ("Four", "around", 2),
        ("Five", "", 2),
        ("Six", "", 3),
    ]


def test_the_button_in_a_heading_that_opens_an_accordion_is_its_text():
    assert blocks_of("<h2><button>How to pay</button></h2><p>Online.</p>")[0] == Heading(level=2, text="How to pay")


def test_lists_keep_their_order_and_depth():
    (items,) = blocks_of("<ol><li>Find:<ul><li>a bill</li><li>a letter</li></ul></li><li><p>Pay.</p></li></ol>")
    assert items == Items(
        items=(
            Item(text="Find:", numbered=True),
            Item(text="a bill", depth=1),
            Item(text="a letter", depth=1),
            Item(text="Pay.", numbered=True),
        )
    )


def test_tables_keep_each_cell_in_its_column():
    (table,) = blocks_of(
        "<table><caption>Fees</caption><thead><tr><th>Band</th><th>Adult</th><th>Child</th></tr></thead>"
        "<tr><th>A</th><td>£2</td><td>£1</td></tr><tr><td rowspan=2>B</td><td colspan=2>£3</td></tr>"
        "<tr><td>£4</td><td></td></tr><tr><td colspan=3>Closed on Sundays</td></tr></table>"
    )
    assert table == Table(
        caption="Fees",
        head=("Band", "Adult", "Child"),
        rows=(("A", "£2", "£1"), ("B", "£3", "£3"), ("B", "£4", ""), ("Closed on Sundays",)),
    )


def test_two_rows_of_headings_are_read_as_one():
    (table,) = blocks_of(
        "<table><thead><tr><th rowspan=2>Age</th><th colspan=2>2026</th></tr><tr><th>Week</th><th>Year</th></tr>"
        "</thead><tr><td>18</td><td>£5</td><td>£260</td></tr></table>"
    )
    assert table.head == ("Age", "2026: Week", "2026: Year")


def test_a_table_that_lays_out_a_page_is_read_as_text():
    blocks = blocks_of("<table><tr><td><h2>Left</h2><p>One.</p></td><td><p>Two.</p></td></tr></table>")
    assert [getattr(block, "text", "") for block in blocks] == ["Left", "One.", "Two."]


def test_a_cell_that_claims_a_million_columns_is_not_believed():
    (table,) = blocks_of('<table><tr><th>A</th><th>B</th></tr><tr><td colspan="1000000">x</td><td>y</td></tr></table>')
    assert len(table.rows[0]) < 200


def test_a_table_without_end_is_refused_rather_than_cut():
    with pytest.raises(Unreadable, match="more than 100,000 cells"):
        read_html(f"<html><body><h1>T</h1><table>{'<tr><td rowspan=90 colspan=90>x<td>y' * 2000}</table></body></html>")


def test_terms_and_what_is_said_of_them_are_rows():
    (table,) = blocks_of("<dl><dt>Phone</dt><dd>01632 960000</dd><dt>Hours</dt><dd>9 to 5</dd></dl>")
    assert table.rows == (("Phone", "01632 960000"), ("Hours", "9 to 5"))


def test_an_address_is_one_line_and_other_broken_lines_stay_apart():
    blocks = blocks_of("<address>Town Hall<br>1 High Street<br>Fernby</address><p>Phone: 101<br>Text: 102</p>")
    assert blocks == (Paragraph(text="Town Hall, 1 High Street, Fernby"), Paragraph(text="Phone: 101\nText: 102"))


def test_loose_words_between_blocks_are_paragraphs():
    assert blocks_of("<div>Loose <b>words</b>.<p>A paragraph.</p>And more.</div>") == (
        Paragraph(text="Loose words."),
        Paragraph(text="A paragraph."),
        Paragraph(text="And more."),
    )


def test_the_mark_of_a_footnote_is_no_part_of_the_sentence():
    assert blocks_of('<p>Rates rise.<sup><a href="#fn:1">[1]</a></sup> Area in m<sup>2</sup>.</p>') == (
        Paragraph(text="Rates rise. Area in m2."),
    )


def test_a_page_cut_short_within_a_tag_is_refused():
    with pytest.raises(Unreadable, match="cut short"):
        read_html("<html><body><h1>T</h1><p>Text</p><p class='go")


def test_a_page_nested_without_end_is_refused():
    with pytest.raises(Unreadable, match="deep"):
        read_html("<html><body>" + "<b>" * 2000 + "x")
