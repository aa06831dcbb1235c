"""A folder of files becomes documents and passages that carry what search and the check need to know."""

from datetime import date

import pytest
from tests.unit.knowledge.office_files import make_docx, make_odt, make_pdf

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.errors import ImportFault
from fingerpost.contract.passages import NextStepLink
from fingerpost.knowledge.models import Collection, Document, ImportRun, StagedDocument
from fingerpost.knowledge.reading import iterate_passages

pytestmark = pytest.mark.django_db


def passages():
    return list(iterate_passages(body="fernby"))


def test_every_format_goes_in(guidance, bring_in):
    (guidance / "a.md").write_text("# Markdown page\n\nText of the Markdown page.")
    (guidance / "b.html").write_text("<html><h1>Web page</h1><p>Text of the web page.</p></html>")
    (guidance / "c.pdf").write_bytes(make_pdf(lambda canvas: canvas.drawString(72, 700, "Text of the PDF file.")))
    (guidance / "d.docx").write_bytes(make_docx(lambda document: document.add_paragraph("Text of the Word file.")))
    (guidance / "e.odt").write_bytes(make_odt("<text:p>Text of the OpenDocument file.</text:p>"))
    (guidance / "f.txt").write_text("Plain file\n\nText of the plain file.\n")
    report = bring_in()
    assert (report.added, report.refused) == (6, ())
    assert [passage.text for passage in passages()] == [
        "Text of the Markdown page.",
        "Text of the web page.",
        "Text of the PDF file.",
        "Text of the Word file.",
        "Text of the OpenDocument file.",
        "Text of the plain file.",
    ]


def test_a_passage_carries_all_that_its_page_says(write_page, bring_in):
    write_page(
        "housing/rent-help.md",
        "You can get help. Apply now.",
        title="Rent help",
        matter=(
            "url: https://www.gov.wales/rent\nsummary: Help with rent.\ntopic: housing\nsubject: rent\n"
            "nations: [wales]\naudience: [residents, advisers]\nlanguage: cy\nchecked_on: 2026-11-22\n"
            "review_by: 2027-04-05\nvalid_from: 2026-04-06\nvalid_to: 2027-04-05\nkeywords: [rent]\n"
            "sources: [Housing Act 1996]\nnext_steps: [{kind: apply, label: Apply, url: 'https://www.gov.wales/apply'}]"
        ),
    )
    bring_in()
    (passage,) = passages()
    assert passage.id == "fernby/guide/housing/rent-help#about"
    assert (passage.body, passage.collection, passage.document) == ("fernby", "guide", "housing/rent-help")
    assert (passage.title, passage.heading_path, passage.anchor) == ("Rent help", ("About",), "about")
    assert [line.text for line in passage.lines] == ["You can get help.", "Apply now."]
    assert (passage.url, passage.copy) == ("https://www.gov.wales/rent", "/guidance/guide/housing/rent-help")
    assert passage.link == "/guidance/guide/housing/rent-help#about", "whether the page has that anchor is not known"
    assert (passage.language, passage.nations) == ("cy", {Nation.WALES})
    assert (passage.audience, passage.access) == ({"residents", "advisers"}, Access.PUBLIC)
    assert (passage.subject, passage.topic, passage.summary) == ("rent", "housing", "Help with rent.")
    assert passage.keywords == ("rent",)
    assert (passage.checked_on, passage.valid_from, passage.valid_to) == (
        date(2026, 11, 22),
        date(2026, 4, 6),
        date(2027, 4, 5),
    )
    assert passage.next_steps == (NextStepLink(kind="apply", label="Apply", url="https://www.gov.wales/apply"),)
    document = Document.objects.get()
    assert document.review_by == date(2027, 4, 5)
    assert document.details["sources"] == ["Housing Act 1996"]
    assert Collection.objects.get().title == "Guide"


def test_what_a_page_does_not_say_comes_from_the_import(write_page, bring_in):
    write_page("a.md")
    bring_in(access=Access.STAFF, nations=frozenset({Nation.SCOTLAND}), audience=frozenset({"advisers"}), language="gd")
    (passage,) = passages()
    assert (passage.access, passage.nations, passage.audience, passage.language) == (
        Access.STAFF,
        {Nation.SCOTLAND},
        {"advisers"},
        "gd",
    )


def test_unless_told_otherwise_guidance_is_public_for_residents_of_the_whole_country(write_page, bring_in):
    write_page("a.md")
    bring_in()
    (passage,) = passages()
    assert (passage.access, passage.nations, passage.audience) == (Access.PUBLIC, ALL_NATIONS, {"residents"})


def test_links_lead_to_the_page_that_a_folder_was_saved_from(guidance, bring_in):
    (guidance / "bins.html").write_text('<html><h1>Bins</h1><p>Top.</p><h2 id="days">Days</h2><p>Tuesdays.</p></html>')
    bring_in(base_url="https://www.fernby.example/")
    assert [passage.link for passage in passages()] == [
        "https://www.fernby.example/bins.html",
        "https://www.fernby.example/bins.html#days",
    ]


def test_long_sections_get_an_id_for_each_part(write_page, bring_in):
    write_page("a.md", " ".join(f"Sentence number {number} has eight words in it." for number in range(60)))
    bring_in()
    assert [passage.id.partition("#")[2] for passage in passages()] == ["about", "about~2", "about~3"]
    assert {passage.anchor for passage in passages()} == {"about"}


def test_what_was_hidden_is_reported_and_kept_with_the_document(write_page, bring_in):
    write_page("a.md", 'Seen. <span style="display:none">Unseen words.</span>')
    report = bring_in()
    assert report.hidden_text == (("a.md", "display: none: Unseen words."),)
    assert Document.objects.get().report["hidden"] == ["display: none: Unseen words."]


def test_a_page_without_title_or_heading_is_named_after_its_file(guidance, bring_in):
    (guidance / "bin-collection_days.md").write_text("Bins are emptied on Tuesdays.")
    report = bring_in()
    assert passages()[0].title == "Bin collection days"
    assert report.notes == (
        ("bin-collection_days.md", "it has no title and no heading; its name, 'bin collection days', is used"),
    )


def test_what_hides_in_the_name_of_a_file_does_not_get_into_its_title(guidance, bring_in):
    (guidance / "rent\x1b[2J-\u202eform.md").write_text("Fill it in.")
    bring_in()
    assert passages()[0].title == "Rent[2J form"


def test_two_files_of_one_name_keep_their_endings(guidance, write_page, bring_in):
    write_page("fees.md")
    (guidance / "fees.html").write_text("<html><h1>Fees</h1><p>Text.</p></html>")
    (guidance / "fees.docx").write_bytes(make_docx(lambda document: document.add_paragraph("Text.")))
    bring_in()
    assert set(Document.objects.values_list("key", flat=True)) == {"fees.md", "fees.html", "fees.docx"}


def test_names_that_no_address_may_hold_are_made_fit(write_page, bring_in):
    write_page("Housing & homes/Who can't apply? #1.md")
    bring_in()
    assert Document.objects.get().key == "Housing-homes/Who-can-t-apply-1"


def test_assets_and_what_programs_leave_behind_are_passed_over(guidance, write_page, bring_in):
    write_page("a.md")
    for name in (".git/config", ".DS_Store", "style.css", "logo.png", "~$a.docx", "Thumbs.db"):
        (guidance / name).parent.mkdir(exist_ok=True)
        (guidance / name).write_bytes(b"x")
    report = bring_in()
    assert (report.added, report.refused) == (1, ())


def test_a_glossary_beside_the_pages_is_no_guidance(guidance, write_page, bring_in):
    write_page("bins.md", "# Bins\n\nPut the bin out.\n")
    (guidance / "glossary").mkdir()
    (guidance / "glossary" / "en.toml").write_text('[[word]]\nword = "kerb"\nmeaning = "The edge."\n', encoding="utf-8")
    report = bring_in()
    assert (report.added, report.refused) == (1, ())


def test_nothing_is_left_in_the_staging_area(write_page, bring_in):
    write_page("a.md")
    bring_in()
    assert not StagedDocument.objects.exists()
    run = ImportRun.objects.get()
    assert (run.state, run.counts["added"]) == ("published", 1)
    assert run.finished_at is not None


def test_progress_is_told_of_every_file(write_page, bring_in):
    class Told:
        def __init__(self):
            self.heard = []

        def start(self, total):
            self.heard.append(total)

        def advance(self, name):
            self.heard.append(name)

        def finish(self):
            self.heard.append("finished")

    for name in ("a.md", "b.md"):
        write_page(name)
    told = Told()
    bring_in(progress=told)
    assert told.heard == [2, "a.md", "b.md", "finished"]


@pytest.mark.parametrize("wrong", ["Guide", "gu ide", "../x", "", "a" * 61])
def test_a_collection_needs_a_name_that_can_stand_in_an_address(write_page, bring_in, wrong):
    write_page("a.md")
    with pytest.raises(ImportFault, match="collection"):
        bring_in(collection=wrong)


def test_a_folder_that_is_not_there_is_a_fault(guidance, bring_in):
    guidance.rmdir()
    with pytest.raises(ImportFault, match="no such folder"):
        bring_in()


def test_an_empty_folder_is_a_fault(bring_in):
    with pytest.raises(ImportFault, match="nothing to import"):
        bring_in()
