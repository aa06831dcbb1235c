"""Hard words beneath a quote and on a page of guidance are explained on demand, and all of them from A to Z."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

OWN = """
[[word]]
word = "Child Grant"
meaning = "Money for people who bring up a child."

[[word]]
word = "birth certificate"
meaning = "A paper that says when and where a person was born."
source = "Births and Deaths Registration Act 1953"
checked_on = 2026-11-22
"""


@pytest.fixture
def own(client: Client) -> Iterator[Path]:
    """A body's own words, in the home of the tests."""
    path = Path(settings.HOME) / "glossary" / "en.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(OWN, encoding="utf-8")
    yield path
    path.unlink()


def answer_to(client: Client, question: str) -> str:
    return client.post("/ask", {"question": question}, follow=True).content.decode()


def test_hard_words_of_a_quote_are_explained_beneath_it_and_closed(client: Client, own: Path) -> None:
    page = answer_to(client, "How much is the Child Grant?")
    assert "<details" in page and "<details open" not in page
    assert "Words explained (1)" in page
    assert "<dt>Child Grant</dt>" in page
    assert "<dd>Money for people who bring up a child.</dd>" in page


def test_a_quote_without_hard_words_has_no_such_part(client: Client) -> None:
    assert "Words explained" not in answer_to(client, "How much is the Child Grant?")


def test_hard_words_of_a_page_of_guidance_are_explained_on_it(client: Client, own: Path) -> None:
    page = client.get("/guidance/tests/child-grant").content.decode()
    assert "Words explained (2)" in page
    assert page.index("<dt>Child Grant</dt>") < page.index("<dt>birth certificate</dt>")


def test_a_glossary_that_is_not_in_order_costs_its_words_and_never_the_answer(
    client: Client, own: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own.write_text("[[word]", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        page = answer_to(client, "How much is the Child Grant?")
        listed = client.get("/words")
    assert "£27.05" in page
    assert "Words explained" not in page
    assert listed.status_code == 200
    assert "cannot be shown just now" in listed.content.decode()
    assert "en.toml is not in order" in caplog.text


def test_the_words_are_listed_by_letter_with_where_their_meaning_comes_from(client: Client, own: Path) -> None:
    page = client.get("/words").content.decode()
    assert '<a class="govuk-link" href="#letter-b">B</a>' in page
    assert '<h2 class="govuk-heading-m" id="letter-b">B</h2>' in page
    assert "Births and Deaths Registration Act 1953" in page
    assert "checked 22 November 2026" in page
    assert "Statutory Sick Pay (SSP)" in page


def test_a_word_is_found_by_any_of_its_forms_or_in_a_meaning(client: Client, own: Path) -> None:
    for typed in ("birth cert", "BORN", "birth  certificate"):
        page = client.get("/words", {"word": typed}).content.decode()
        assert "birth certificate" in page, typed
        assert "<dt>Child Grant</dt>" not in page
    assert "Statutory Sick Pay" in client.get("/words", {"word": "ssp"}).content.decode()


def test_a_search_without_a_match_says_what_to_do(client: Client) -> None:
    page = client.get("/words", {"word": "<zzz>"}).content.decode()
    assert "No word here matches" in page
    assert "<zzz>" not in page


def test_welsh_words_are_listed_at_the_welsh_address(client: Client) -> None:
    page = client.get("/cy/words").content.decode()
    assert "Credyd Pensiwn" in page
    assert 'id="letter-ll"' in page
    assert "Pension Credit</dt>" not in page


def test_the_list_is_linked_from_the_browse_page(client: Client) -> None:
    assert 'href="/words"' in client.get("/guidance").content.decode()
