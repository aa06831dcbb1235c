"""A page is split by its headings into passages of bounded length, made of lines that can be quoted."""

from hypothesis import given
from hypothesis import strategies as st

from fingerpost.contract.passages import LineKind
from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph, Table
from fingerpost.knowledge.sentences import split_sentences
from fingerpost.knowledge.splitting import WORDS_IN_A_SECTION, lines_of, split_page

texts = st.text(alphabet="aB1 .,:;!?'’\"()£\n-éاد。", max_size=400)


def words_in(section):
    return sum(len(line.text.split()) for line in section.lines)


def test_each_heading_opens_a_section_with_its_path_above_it():
    sections = split_page(
        [
            Paragraph(text="What it is."),
            Heading(level=2, text="Who can get it"),
            Paragraph(text="Anyone over 18."),
            Heading(level=3, text="If you work"),
            Paragraph(text="You can still get it."),
            Heading(level=2, text="How to apply"),
            Paragraph(text="Apply online."),
        ],
        title="A grant",
    )
    assert [section.heading_path for section in sections] == [
        (),
        ("Who can get it",),
        ("Who can get it", "If you work"),
        ("How to apply",),
    ]


def test_the_heading_that_repeats_the_title_is_not_a_section_of_its_own():
    sections = split_page([Heading(level=1, text="A  Grant"), Paragraph(text="Text.")], title="A grant")
    assert [section.heading_path for section in sections] == [()]


def test_a_heading_with_nothing_under_it_gives_no_section():
    sections = split_page(
        [Heading(level=2, text="Empty"), Heading(level=2, text="Full"), Paragraph(text="Text.")], title="T"
    )
    assert [section.heading_path for section in sections] == [("Full",)]


def test_an_anchor_of_the_page_is_kept_and_one_of_ours_is_made_where_there_is_none():
    sections = split_page(
        [
            Heading(level=2, text="Fees", anchor="fees-2026"),
            Paragraph(text="£10."),
            Heading(level=2, text="What you'll get"),
            Paragraph(text="A card."),
        ],
        title="T",
    )
    assert [(section.anchor, section.anchor_on_page) for section in sections] == [
        ("fees-2026", True),
        ("what-youll-get", False),
    ]


def test_anchors_are_unique_on_the_page_even_against_those_that_come_later():
    blocks = []
    for anchor in ("", "", "apply", "apply"):
        blocks += [Heading(level=2, text="Apply", anchor=anchor), Paragraph(text="Text.")]
    sections = split_page(blocks, title="T")
    anchors = [section.anchor for section in sections]
    assert len(set(anchors)) == 4
    assert [section.anchor_on_page for section in sections] == [False, False, True, False]


def test_a_long_section_is_cut_at_lines_into_parts_of_like_length_under_one_anchor():
    text = " ".join(f"Sentence number {number} has exactly eight words here." for number in range(60))
    sections = split_page([Heading(level=2, text="Rules"), Paragraph(text=text)], title="T")
    assert [section.part for section in sections] == list(range(1, len(sections) + 1))
    assert {section.anchor for section in sections} == {"rules"}
    assert max(map(words_in, sections)) <= WORDS_IN_A_SECTION
    assert min(map(words_in, sections)) > WORDS_IN_A_SECTION / 2
    assert " ".join(line.text for section in sections for line in section.lines) == text


def test_a_line_that_leads_in_stays_with_what_it_leads_to():
    filler = " ".join(f"Sentence number {number} has exactly eight words here." for number in range(20))
    items = tuple(Item(text=f"item {number} of the list") for number in range(5))
    sections = split_page([Paragraph(text=f"{filler} You need:"), Items(items=items)], title="T")
    part_of = {line.text: section.part for section in sections for line in section.lines}
    assert part_of["You need:"] == part_of["item 0 of the list"]


def test_the_headings_of_a_table_stand_over_each_part_of_it():
    rows = tuple((f"Band {number}", "a cell with seven words in it") for number in range(60))
    sections = split_page([Table(head=("Band", "What you pay"), rows=rows)], title="T")
    assert len(sections) > 1
    for section in sections:
        assert section.lines[0].text == "Band | What you pay"
        assert section.lines[0].kind is LineKind.TABLE_HEAD


def test_lines_say_how_they_stood_on_the_page():
    lines = list(
        lines_of(
            [
                Paragraph(text="First. Second."),
                Items(items=(Item(text="a bullet"), Item(text="another"))),
                Items(items=(Item(text="do this", numbered=True),)),
                Table(head=("Age", "Rate"), rows=(("Under 25", "£60"), ("25 or over", ""))),
            ]
        )
    )
    assert [(line.kind.value, line.block, line.text) for line in lines] == [
        ("sentence", 0, "First."),
        ("sentence", 0, "Second."),
        ("bullet", 1, "a bullet"),
        ("bullet", 1, "another"),
        ("number", 2, "do this"),
        ("table-head", 3, "Age | Rate"),
        ("table-row", 3, "Under 25 | £60"),
        ("table-row", 3, "25 or over | –"),
    ]


def test_a_list_within_a_list_has_a_block_of_its_own_and_the_outer_one_goes_on():
    items = (Item(text="You need:", numbered=True), Item(text="a passport", depth=1), Item(text="Pay", numbered=True))
    lines = list(lines_of([Items(items=items), Paragraph(text="Done.")]))
    assert [(line.kind.value, line.block) for line in lines] == [
        ("number", 0),
        ("bullet", 1),
        ("number", 0),
        ("sentence", 2),
    ]


def test_a_bar_within_a_cell_cannot_be_mistaken_for_the_border_of_one():
    (line,) = lines_of([Table(rows=(("a | b", "c"),))])
    assert line.text.split(" | ") == ["a ¦ b", "c"]


@given(texts)
def test_no_character_is_lost_or_made_up_when_text_is_cut_into_sentences(text):
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(st.lists(texts, max_size=12))
def test_no_word_is_lost_or_made_up_when_a_page_is_split(paragraphs):
    sections = split_page([Paragraph(text=text) for text in paragraphs], title="T")
    said = " ".join(line.text for section in sections for line in section.lines)
    assert "".join(said.split()) == "".join("".join(paragraphs).split())
    assert all(words_in(section) <= WORDS_IN_A_SECTION for section in sections)
