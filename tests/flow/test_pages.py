"""What a page says to the browser, and what it never does."""

import re

import pytest
from django.test import Client

from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.filters import day, host, milliseconds, moment, safe_url
from fingerpost.doors.citizen.lines import blocks_of

PATHS = (
    "/",
    "/guidance",
    "/guidance/tests/child-grant",
    "/words",
    "/about",
    "/privacy",
    "/accessibility",
    "/contact",
    "/nowhere",
)


def answer_to(client: Client, question: str, **more: str) -> str:
    return client.post("/ask", {"question": question, **more}, follow=True).content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_held_to_this_site_alone(client: Client, path: str) -> None:
    reply = client.get(path)
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert "unsafe" not in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Frame-Options"] == "DENY"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Referrer-Policy"] == "same-origin"
    assert not reply.cookies
    page = reply.content.decode()
    assert not re.search(r"<script(?![^>]*src=)|\son\w+=|style=", page)  # nothing inline


def test_an_answer_is_kept_by_no_cache_and_no_search_engine(client: Client) -> None:
    reply = client.post("/ask", {"question": "How much is the Child Grant?"}, follow=True)
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert reply.headers["X-Robots-Tag"] == "noindex"


def test_guidance_and_questions_are_never_markup(client: Client) -> None:
    page = answer_to(client, 'What may a sign say at a "garden party"? <script>alert(3)</script>', nation="england")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(3)" in page
    assert "&lt;script&gt;alert(2)" in page
    copy = client.get("/guidance/tests/garden-parties").content.decode()
    assert "<script>alert" not in copy
    assert "&lt;music&gt;" in copy
    assert "{{ 7 * 7 }}" in copy  # and is not worked out


def test_a_welsh_page_is_marked_as_welsh(client: Client) -> None:
    assert 'lang="cy"' in client.get("/guidance/tests/trwydded-barcio").content.decode()


def test_a_list_is_a_list_and_a_table_a_table(client: Client) -> None:
    page = client.get("/guidance/tests/child-grant").content.decode()
    assert "<li>a child under 16 lives with you</li>" in page
    assert "<ol" in page
    assert '<th class="govuk-table__header" scope="col">Children</th>' in page


def test_lines_of_one_block_stay_together() -> None:
    lines = [
        {"text": "One.", "kind": "sentence", "block": 1, "marked": False},
        {"text": "Two.", "kind": "sentence", "block": 1, "marked": True},
        {"text": "a | b", "kind": "table-head", "block": 2, "marked": False},
        {"text": "1 | 2", "kind": "table-row", "block": 2, "marked": True},
    ]
    paragraph, table = blocks_of(lines)
    assert [line.is_marked for line in paragraph.lines] == [False, True]
    assert (table.shape, table.lines[0].is_head, table.lines[1].cells) == ("table", True, ("1", "2"))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "/\\evil.example", "http://[", "vbscript:x", ""],
)
def test_an_address_that_could_do_harm_is_no_link(address: str) -> None:
    assert safe_url(address) == ""


@pytest.mark.parametrize("address", ["https://www.gov.uk/x", "/guidance/starter/x", "tel:999", "mailto:a@b.example"])
def test_an_ordinary_address_is_a_link(address: str) -> None:
    assert safe_url(address) == address


def test_dates_times_and_hosts_are_written_as_people_write_them() -> None:
    assert day("2026-11-02") == "2 November 2026"
    assert moment("2026-07-01T11:05:00+00:00") == "1 July 2026 at 12:05pm"
    assert host("https://www.gov.uk/child-benefit") == "gov.uk"
    assert milliseconds(0.4) == "less than 1 ms"
    assert milliseconds(12.6) == "13 ms"


def test_a_conversation_is_carried_by_reference_alone(client: Client) -> None:
    first = client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"].rpartition("/")[2]
    second = (
        client.post("/ask", {"question": "How do I claim it?", "after": first}).headers["Location"].rpartition("/")[2]
    )
    third = client.post("/ask", {"question": "And by phone?", "after": second}).headers["Location"].rpartition("/")[2]
    turns = find_kept(third).request["conversation"]
    assert [turn["question"] for turn in turns] == ["How much is the Child Grant?", "How do I claim it?"]
    assert turns[0]["answer"] == "Child Grant"


def test_robots_are_kept_from_answers(client: Client) -> None:
    assert "Disallow: /answers/" in client.get("/robots.txt").content.decode()
