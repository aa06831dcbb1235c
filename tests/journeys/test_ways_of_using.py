"""The service by other means: keyboard alone, no scripts on a small phone, large text, forced colours, stillness."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.looking import NARROW, beyond_the_edge, unfold

Ask = Callable[..., Page]
Open = Callable[..., Page]
QUESTION = "How much is the Child Grant for two children?"
ZOOMED = {"width": 640, "height": 450}  # what a window of 1280 by 900 holds at 200%
PATHS = ("/", "/guidance", "/guidance/tests/child-grant", "/contact", "/choices", "/words")

# The part that has the focus, where it cannot be seen: it must be drawn round, and not under the edge of the window.
# The body has it past the end of the page, and while a page is being put together.
FOCUSED = """() => {
  const each = document.activeElement
  const ring = ({ outlineStyle, outlineWidth, boxShadow }) =>
    (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none'
  const rings = [each, ...(each.labels ?? [])].flatMap((one) =>
    [undefined, '::before'].map((part) => ring(getComputedStyle(one, part))))
  const box = each.getBoundingClientRect()
  const seen = rings.some(Boolean) && box.bottom > 0 && box.top < innerHeight
  return each === document.body || seen ? '' : each.outerHTML.slice(0, 200)
}"""
# What has words but is cut off: it hides what does not fit into it.
CUT = """() => [...document.querySelectorAll('main *, header *, footer *')].filter((each) => {
  const style = getComputedStyle(each)
  return each.checkVisibility() && style.clipPath === 'none' && style.clip === 'auto' && style.position !== 'absolute'
    && style.overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1
}).map((each) => each.outerHTML.slice(0, 120))"""
# In forced colours a box is told by its border, and words by their line: backgrounds and shadows are gone.
PLAIN = """each => {
  const style = getComputedStyle(each)
  const lined = style.textDecorationLine !== 'none'
  return !lined && (style.borderBlockEndStyle === 'none' || parseFloat(style.borderBlockEndWidth) === 0)
}"""
RUNNING = "document.getAnimations().filter((each) => each.playState === 'running').length"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there, and see at each stop where it is."""
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == ""
        if target.evaluate("each => each === document.activeElement"):
            return
    pytest.fail(f"The keyboard never came to {target}.")


def wait_for_all_of(answer: Locator) -> None:
    """Parts come one after another: the heading has the focus when there is nothing under it yet to go to."""
    expect(answer.locator("h1")).to_be_focused()
    answer.locator("[data-fp-rest] > *").first.wait_for()


def test_the_whole_journey_by_keyboard_with_the_focus_in_sight(open_page: Open) -> None:
    page = open_page("/")
    tab_to(page, page.get_by_role("link", name="Skip to main content"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Your question"))
    page.keyboard.type(QUESTION)
    tab_to(page, page.get_by_role("button", name="Find an answer"))
    page.keyboard.press("Enter")
    wait_for_all_of(page.locator("[data-fp-turn]"))
    answer = page.url

    tab_to(page, page.get_by_role("link", name=re.compile("Child Grant.*How much you get")).first)
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Back to your answer").first)
    page.keyboard.press("Enter")
    page.wait_for_url(answer)

    tab_to(page, page.get_by_label("Ask a follow-up question"))
    page.keyboard.type("And how do I claim it?")
    tab_to(page, page.get_by_role("button", name="Ask", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator("[data-fp-turn]")).to_have_count(2)
    wait_for_all_of(page.locator("[data-fp-turn]").last)
    tab_to(page, page.locator(".fp-feedback button").last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What could be better?")).to_be_focused()
    tab_to(page, page.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you for your feedback")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/left")


def test_the_whole_journey_without_scripts_on_a_small_phone(ask: Ask) -> None:
    page = ask(QUESTION, scripts=False, size=NARROW)
    first = page.url
    expect(page.locator("blockquote").first).to_be_visible()
    page.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Earlier in this conversation (1 question)")).to_be_visible()
    page.get_by_role("link", name=re.compile("Child Grant")).first.click()
    expect(page.locator("mark").first).to_be_visible()
    page.get_by_role("link", name="Back to your answer").first.click()
    page.get_by_role("button", name=re.compile("^Partly")).click()
    page.get_by_label("What were you trying to do?").fill("I wanted next year's amount")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you for your feedback").first).to_be_visible()
    page.get_by_role("button", name="Clear and leave now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left")
    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("This conversation was closed")


def test_a_nation_that_was_chosen_holds_until_it_is_changed(open_page: Open) -> None:
    page = open_page("/")
    for nation, amount in (("Scotland", "£80"), ("Wales", "£70")):
        page.get_by_role("link", name="Your nation and language").click()
        page.get_by_label(nation, exact=True).check(force=True)
        page.get_by_role("button", name="Save").click()
        page.get_by_role("status").get_by_role("link", name="Ask a question").click()
        expect(page.get_by_label(nation, exact=True)).to_be_checked()
        page.get_by_label("Your question").fill("How much is winter heating help?")
        page.get_by_role("button", name="Find an answer").click()
        expect(page.locator("blockquote").first).to_contain_text(amount)
        expect(page.locator("dt:has-text('Answered for') + dd")).to_have_text(nation)


def test_from_an_answer_to_a_person_who_can_find_it(ask: Ask) -> None:
    page = ask("Who will win the football on Saturday?")
    reference = page.url.rpartition("/")[2]
    page.get_by_role("link", name="Opening hours, and what to have ready").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contact a person")
    expect(page.get_by_text(re.compile("^(Open|Closed) now"))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("01632 960100")).first).to_have_attribute("href", "tel:01632960100")
    expect(page.get_by_text(reference)).to_be_visible()
    expect(page.get_by_role("table", name="Opening hours")).to_be_visible()


@pytest.mark.parametrize("how", ["the page at 200%", "the text at 200%"])
def test_nothing_is_cut_or_beside_the_window(ask: Ask, site: str, how: str) -> None:
    def enlarge(page: Page) -> None:
        unfold(page)
        if how == "the page at 200%":
            page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        else:
            page.evaluate("document.documentElement.style.fontSize = '200%'")

    page = ask(QUESTION)
    for path in (page.url.removeprefix(site), *PATHS):
        page.goto(site + path)
        enlarge(page)
        assert beyond_the_edge(page) <= 0, path
        assert page.evaluate(CUT) == [], path


def test_forced_colours_leave_marks_buttons_links_and_the_focus_in_sight(ask: Ask) -> None:
    page = ask(QUESTION)
    page.emulate_media(forced_colors="active")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    for what in ("mark", "main .govuk-button", "main button", "textarea", "main a[href]", ".fp-asked", ".fp-reference"):
        for each in page.locator(what).all():
            if each.is_visible():
                assert not each.evaluate(PLAIN), each.evaluate("each => each.outerHTML.slice(0, 200)")
    for target in (page.get_by_label("Ask a follow-up question"), page.get_by_role("button", name="Ask", exact=True)):
        tab_to(page, target)


def test_nothing_moves_for_whoever_wants_stillness(open_page: Open) -> None:
    page = open_page("/")
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(RUNNING) == 0
    page.get_by_label("Your question").fill(QUESTION)
    page.evaluate(f"window.seen = 0; setInterval(() => {{ window.seen = Math.max(window.seen, {RUNNING}) }}, 10)")
    page.get_by_role("button", name="Find an answer").click()
    page.locator("[data-fp-beside] > *").first.wait_for()
    assert page.evaluate("window.seen") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
