"""Answers that no form would send, to the pages of the interview: each is refused in words, and nothing falls over."""

from datetime import date
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.flow.test_entitlements_pages import FACTS, ask, packed

from fingerpost.rules import Household, Range, uk_rules
from fingerpost.rules.households.interview import pack_interview


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("rent", {"answer": "1e30"}),
        ("rent", {"answer": "1e999999999"}),
        ("rent", {"answer": "sNaN"}),
        ("rent", {"answer": "0.001"}),
        ("rent", {"answer": "9" * 5000}),
        ("number_of_children", {"answer": "1e5000000"}),
        ("number_of_children", {"answer": "1e-999999999"}),
        ("you.hours_worked", {"answer": "1e99999999"}),
        ("you.date_of_birth", {"day": "1", "month": "1", "year": "9" * 5000}),
        ("you.date_of_birth", {"day": "31", "month": "12", "year": "9999"}),
        ("you.date_of_birth", {"age": "9" * 5000}),
        ("nation", {"skip": "dont-know"}),
        ("nation", {"skip": "rather-not"}),
        ("nation", {"answer": "<script>"}),
    ],
)
def test_what_is_no_answer_is_refused_beside_its_box(client: Client, question: str, answer: dict[str, str]) -> None:
    reply = ask(client, question, answer)
    assert reply.status_code == 422
    assert "There is a problem" in reply.content.decode()
    assert "<script>" not in reply.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize("path", ["children.99.date_of_birth", "children.00.date_of_birth", "children.٣.date_of_birth"])
def test_a_child_beyond_all_children_is_not_asked_about(client: Client, path: str) -> None:
    assert ask(client, quote(path), {"age": "5"}).status_code == 302


@pytest.mark.parametrize(
    "born", [date(1, 1, 1), date(9999, 12, 31), Range(date(1, 1, 1), date(9999, 12, 31))], ids=["first", "last", "any"]
)
def test_a_link_with_a_day_beyond_the_calendar_leaves_it_out(client: Client, born: Any) -> None:
    household = Household({"in_couple": False, "you.date_of_birth": born})
    link = pack_interview(uk_rules(), household, nation="england")
    for page in ("question", "check"):
        reply = client.get(f"/entitlements/{page}?a={link}", follow=True)
        assert reply.status_code == 200
    assert client.post("/entitlements/result", {"a": link}, follow=True).status_code == 200


def test_where_a_page_leads_back_to_is_always_a_page_of_ours(client: Client) -> None:
    page = client.get(f"/entitlements/question?a={packed(FACTS)}&t=//evil.example,https:%2F%2Fevil.example&q=rent")
    html = page.content.decode()
    assert 'href="//evil' not in html and 'href="https://evil' not in html
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"


def test_whoever_leaves_is_told_that_addresses_in_the_history_hold_answers(client: Client) -> None:
    """The answers stand in the address and nowhere else, so no button of ours can take them out of the history."""
    page = client.post("/leave", follow=True)
    assert "the addresses of those pages hold your answers" in page.content.decode()
