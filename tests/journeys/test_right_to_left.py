"""Right to left: the layouts mirror, and nothing scrolls sideways. No page of ours runs so yet; words of ours do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
ARABIC = "كيف يمكنني التقدم بطلب للحصول على إعانة السكن؟"
PATHS = ("/", "/guidance", "/guidance?words=grant", "/guidance/tests/child-grant", "/about", "/contact", "/choices")
TURN = "document.documentElement.dir = 'rtl'"
START_OF = "(each) => { const box = each.getBoundingClientRect(); return [box.left, innerWidth - box.right] }"


def fits(page: Page) -> bool:
    """Nothing stands beyond either edge of the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", PATHS)
def test_a_whole_page_turned_round_fits(open_page: Callable[..., Page], path: str, size: dict[str, int]) -> None:
    page = open_page(path, size=size)
    page.evaluate(TURN)
    assert fits(page)


def test_an_answer_turned_round_fits(ask: Callable[..., Page]) -> None:
    page = ask("How much is the Child Grant a year?")
    page.evaluate(TURN)
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert fits(page), size


@pytest.mark.parametrize("name", [".fp-brand", "h1", ".govuk-radios__input"])
def test_what_stands_at_the_start_of_a_line_changes_sides(open_page: Callable[..., Page], name: str) -> None:
    page = open_page("/")
    left, _ = page.locator(name).first.evaluate(START_OF)
    page.evaluate(TURN)
    _, right = page.locator(name).first.evaluate(START_OF)
    assert abs(left - right) < 20  # as far from the right edge as it was from the left, but for a scroll bar


def test_the_round_of_a_radio_button_stays_on_its_button(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.evaluate(TURN)
    button = page.locator(".govuk-radios__input").first.bounding_box()
    label = page.locator(".govuk-radios__label").first.bounding_box()
    assert button is not None
    assert label is not None
    assert button["x"] + button["width"] / 2 > label["x"] + label["width"] - 1  # the button stands right of its words


def test_somebody_who_asks_in_arabic_reads_arabic_from_the_right(
    ask: Callable[..., Page], faults_of: Callable[[Page], list[str]]
) -> None:
    page = ask(ARABIC)
    words = page.locator('p[lang="ar"]')
    assert words.get_attribute("dir") == "rtl"
    assert words.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert words.evaluate("each => getComputedStyle(each).textAlign") == "start"
    assert "Arabic (العربية)" in page.locator("h1").inner_text()
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert faults_of(page) == []
        assert fits(page)
