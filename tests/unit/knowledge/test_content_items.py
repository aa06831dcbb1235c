"""Pages of the GOV.UK Content API: every kind that holds guidance is read with its address, nation and language."""

import json
from datetime import date

import pytest

from fingerpost.contract.context import Nation
from fingerpost.contract.passages import NextStepLink
from fingerpost.knowledge.blocks import Heading, Item, Items, Paragraph
from fingerpost.knowledge.formats.content_items import read_content_item
from fingerpost.knowledge.formats.unreadable import Unreadable
from fingerpost.knowledge.importing import import_content_api
from fingerpost.knowledge.reading import iterate_passages


def item(details, **changes):
    return {
        "base_path": "/bees",
        "title": "Keeping bees",
        "description": "What to know about bees.",
        "schema_name": "answer",
        "document_type": "answer",
        "locale": "en",
        "details": details,
        **changes,
    }


def read(details, **changes):
    return read_content_item(json.dumps(item(details, **changes)).encode())


def test_a_page_with_a_body():
    (page,) = read({"body": '<p>Bees sting.</p><h2 id="hives">Hives</h2><p>Tell the inspector.</p>'})
    assert page.path == "/bees"
    assert (page.matter.title, page.matter.summary, page.matter.url) == (
        "Keeping bees",
        "What to know about bees.",
        "https://www.gov.uk/bees",
    )
    assert page.page.blocks == (
        Paragraph(text="Bees sting."),
        Heading(level=2, text="Hives", anchor="hives"),
        Paragraph(text="Tell the inspector."),
    )


def test_a_body_in_several_forms_is_read_in_html_or_else_in_markdown():
    (html,) = read(
        {
            "body": [
                {"content_type": "text/govspeak", "content": "x"},
                {"content_type": "text/html", "content": "<p>HTML.</p>"},
            ]
        }
    )
    (markdown,) = read({"body": [{"content_type": "text/govspeak", "content": "## Hives\n\nMarkdown."}]})
    assert html.page.blocks == (Paragraph(text="HTML."),)
    assert markdown.page.blocks == (Heading(level=2, text="Hives"), Paragraph(text="Markdown."))


def test_each_part_of_a_guide_is_a_document_at_its_own_address():
    parts = [
        {"title": "Overview", "slug": "overview", "body": "<p>Bees sting.</p>"},
        {"title": "Hives", "slug": "hives", "body": "<p>Tell the inspector.</p>"},
    ]
    first, second = read({"parts": parts}, schema_name="guide")
    assert (first.path, first.matter.url) == ("/bees", "https://www.gov.uk/bees")
    assert (second.path, second.matter.url) == ("/bees/hives", "https://www.gov.uk/bees/hives")
    assert second.matter.title == "Keeping bees: Hives"


def test_a_travel_warning_stands_in_every_part():
    parts = [{"title": name, "slug": name, "body": f"<p>{name}.</p>"} for name in ("Summary", "Safety")]
    pages = read({"parts": parts, "alert_status": ["avoid_all_travel_to_parts"]}, schema_name="travel_advice")
    for page in pages:
        assert page.page.blocks[0] == Paragraph(text="Warning in force: avoid all travel to parts.")


def test_a_transaction_has_its_start_as_a_next_step():
    (page,) = read(
        {
            "introductory_paragraph": "<p>Register your bees.</p>",
            "more_information": "<h2 id='fees'>Fees</h2><p>It is free.</p>",
            "what_you_need_to_know": "<ul><li>Only in England</li></ul>",
            "other_ways_to_apply": "<p>By post.</p>",
            "transaction_start_link": "https://bees.example/start",
        },
        schema_name="transaction",
    )
    assert page.matter.next_steps == (
        NextStepLink(kind="apply", label="Keeping bees", url="https://bees.example/start"),
    )
    assert page.page.blocks == (
        Paragraph(text="Register your bees."),
        Heading(level=2, text="Fees", anchor="fees"),
        Paragraph(text="It is free."),
        Heading(level=2, text="What you need to know"),
        Items(items=(Item(text="Only in England"),)),
        Heading(level=2, text="Other ways to apply"),
        Paragraph(text="By post."),
    )


def test_a_step_by_step_has_a_heading_for_each_step():
    journey = {
        "introduction": "<p>How to begin.</p>",
        "steps": [
            {
                "title": "Find a place",
                "contents": [
                    {"type": "paragraph", "text": "It must be quiet."},
                    {"type": "list", "contents": [{"text": "Ask your council", "href": "/council", "context": "£10"}]},
                ],
            }
        ],
    }
    (page,) = read({"step_by_step_nav": journey}, schema_name="step_by_step_nav")
    assert page.page.blocks == (
        Paragraph(text="How to begin."),
        Heading(level=2, text="Step 1: Find a place"),
        Paragraph(text="It must be quiet."),
        Items(items=(Item(text="Ask your council, £10"),)),
    )


def test_a_contact_page_lists_every_way_to_get_in_touch():
    (page,) = read(
        {
            "contact_form_links": [{"title": "Bee form", "link": "/form", "description": "<p>Write to us.</p>"}],
            "email_addresses": [{"title": "Bee team", "email": "bees@gov.example "}],
            "phone_numbers": [
                {
                    "title": "Bee line",
                    "number": "0300 000 0000",
                    "textphone": "",
                    "open_hours": "<p>Monday to Friday</p>",
                }
            ],
            "post_addresses": [
                {"title": "Bee team", "street_address": "1 Hive Road\r\nHoneyton", "postal_code": "HV1 1AA"}
            ],
        },
        schema_name="contact",
    )
    assert [block.text for block in page.page.blocks] == [
        "Contact form",
        "Bee form",
        "Write to us.",
        "Email",
        "Bee team: bees@gov.example",
        "Phone",
        "Bee line\nTelephone: 0300 000 0000",
        "Monday to Friday",
        "Post",
        "Bee team, 1 Hive Road, Honeyton, HV1 1AA",
    ]


def test_a_manual_lists_its_sections_and_a_section_is_named_after_its_manual():
    sections = [{"title": "Hives", "description": "How to keep them.", "base_path": "/bees/hives"}]
    (manual,) = read(
        {"body": "", "child_section_groups": [{"title": "Contents", "child_sections": sections}]}, schema_name="manual"
    )
    assert manual.page.blocks == (
        Heading(level=2, text="Contents"),
        Items(items=(Item(text="Hives: How to keep them."),)),
    )
    (section,) = read(
        {"body": "<p>Text.</p>"},
        schema_name="manual_section",
        title="Hives",
        links={"manual": [{"title": "Bee manual"}]},
    )
    assert section.matter.title == "Bee manual: Hives"


def test_attachments_are_listed_but_for_those_the_body_names_already():
    files = [
        {"title": "Bee form", "url": "https://assets.example/form.pdf", "content_type": "application/pdf"},
        {"title": "Bee leaflet", "url": "https://assets.example/leaflet.pdf", "content_type": "application/pdf"},
        {"title": "A bee", "url": "https://assets.example/bee.jpg", "content_type": "image/jpeg"},
    ]
    (page,) = read({"body": "<p>Fill in the Bee form.</p>", "attachments": files}, schema_name="publication")
    assert page.page.blocks[1:] == (Heading(level=2, text="Documents"), Items(items=(Item(text="Bee leaflet"),)))
    assert page.details["attachments"] == [[each["title"], each["url"]] for each in files[:2]]


def test_nations_are_those_to_which_it_applies():
    applies = {
        name: {"label": name, "applicable": name in {"england", "wales"}}
        for name in ("england", "northern_ireland", "scotland", "wales")
    }
    (page,) = read({"body": "<p>Text.</p>", "national_applicability": applies})
    assert page.matter.nations == {Nation.ENGLAND, Nation.WALES}
    assert read({"body": "<p>Text.</p>"})[0].matter.nations is None


def test_a_translation_has_its_language_and_address():
    (page,) = read({"body": "<p>Gwenyn.</p>"}, locale="cy", base_path="/bees.cy")
    assert (page.matter.language, page.path) == ("cy", "/bees.cy")


def test_a_withdrawn_page_was_in_force_until_that_day():
    notice = {"withdrawn_at": "2024-03-05T10:00:00Z", "explanation": "<p>See the new page.</p>"}
    (page,) = read({"body": "<p>Text.</p>"}, withdrawn_notice=notice)
    assert page.valid_to == date(2024, 3, 5)
    assert page.page.notes == (
        "GOV.UK withdrew this page on 5 March 2024, so it is not shown as current. See the new page.",
    )


def test_hidden_text_in_a_body_is_stripped_and_reported():
    (page,) = read({"body": '<p>Seen.</p><p style="display:none">Unseen words.</p>'})
    assert page.page.blocks == (Paragraph(text="Seen."),)
    assert page.page.hidden == ("display: none: Unseen words.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"title": "Bees",\n"base_path": ', "line 2"),
        (b"[1, 2]", "not a page"),
        (b"\xff\xfe{}", "UTF-8"),
        (b'{"title": "Bees", "details": {}}', "'base_path' is missing"),
        (b'{"base_path": "/bees", "details": {}}', "'title' is missing"),
        (b'{"base_path": "bees", "title": "Bees", "details": {}}', "does not begin with '/'"),
        (b'{"base_path": "/bees", "title": "Bees"}', "no 'details'"),
        (b'{"schema_name": "gone", "base_path": "/bees"}', "taken down"),
        (b'{"schema_name": "redirect", "redirects": [{"destination": "/wasps"}]}', "/wasps"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(data, reason):
    with pytest.raises(Unreadable) as refused:
        read_content_item(data)
    assert reason in refused.value.reason


@pytest.mark.django_db
@pytest.mark.parametrize("source", ["folder", "files"])
def test_files_go_in_with_links_to_the_headings_on_govuk(tmp_path, source):
    (tmp_path / "bees.json").write_text(json.dumps(item({"body": '<h2 id="hives">Hives</h2><p>Text.</p>'})))
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "old.json").write_text(
        json.dumps(
            item({"body": "<p>Old.</p>"}, base_path="/old", withdrawn_notice={"withdrawn_at": "2024-03-05T10:00:00Z"})
        )
    )
    (tmp_path / "broken.json").write_text("{")
    where = tmp_path if source == "folder" else sorted(tmp_path.rglob("*.json"))
    report = import_content_api(where, body="fernby", collection="govuk", title="GOV.UK", on=date(2026, 11, 22))
    assert (report.added, [name.rpartition("/")[2] for name, _ in report.refused]) == (2, ["broken.json"])
    passages = {passage.document: passage for passage in iterate_passages()}
    assert passages["bees"].link == "https://www.gov.uk/bees#hives"
    assert passages["bees"].checked_on == date(2026, 11, 22)
    assert passages["old"].valid_to == date(2024, 3, 5)
    again = import_content_api(where, body="fernby", collection="govuk", title="GOV.UK", on=date(2027, 1, 1))
    assert (again.unchanged, again.changed) == (2, 0)
