"""Hard words are explained by keyboard, without JavaScript, at 320 pixels, and found in the list from A to Z."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

NARROW = {"width": 320, "height": 640}
HEATING = "/guidance/tests/winter-heating-england"
MEANING = "Money for people over State Pension age who have a low income."


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_explains_its_words_only_when_asked(open_page: Callable[..., Page], scripts: bool) -> None:
    page = open_page(HEATING, size=NARROW, scripts=scripts)
    meaning = page.get_by_role("main").get_by_text(MEANING)
    expect(meaning).to_be_hidden()
    page.locator("summary", has_text="Words explained (1)").focus()
    page.keyboard.press("Enter")
    expect(meaning).to_be_visible()


def test_an_answer_explains_the_words_of_its_quote(ask: Callable[..., Page]) -> None:
    page = ask("Who can get winter heating help in England?")
    page.get_by_text("Words explained (1)").first.click()
    expect(page.get_by_text(MEANING).first).to_be_visible()


def test_the_list_of_words_is_reached_searched_and_jumped_in(open_page: Callable[..., Page]) -> None:
    page = open_page("/guidance", scripts=False)
    page.get_by_role("link", name="Hard words explained, from A to Z").click()
    page.get_by_role("link", name="S", exact=True).click()
    expect(page.get_by_role("heading", name="S", exact=True)).to_be_in_viewport()
    page.get_by_label("Find a word").fill("sick pay")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Statutory Sick Pay (SSP)")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="A", exact=True)).to_have_count(0)
