"""Say whether an answer helped, and leave a shared computer: with scripts and without, by keyboard, at 320 pixels.

The browser keeps whole pages for Back here, as those of residents do, and those of other tests do not.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

Ask = Callable[..., Page]
Faults = Callable[[Page], list[str]]
QUESTION = "How much is the Child Grant for two children?"
ANSWER = re.compile("£25|Child Grant")
NARROW = {"width": 320, "height": 640}
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """As the one of the other journeys, but for what it keeps for Back."""
    kept = ["--disable-back-forward-cache"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS), ignore_default_args=kept)
        yield started
        started.close()


@pytest.fixture
def ask(ask: Ask) -> Ask:
    """As every journey asks, and waits until scripts run, where they may."""

    def ask_it(question: str, *, scripts: bool = True, **how: object) -> Page:
        page = ask(question, scripts=scripts, **how)
        if scripts:
            page.locator("body.js-enabled").wait_for()
        return page

    return ask_it


@pytest.fixture
def helped(ask: Ask) -> Callable[..., Page]:
    """The page of an answer, with what was said of its use."""

    def ask_and_say(useful: str, **how: object) -> Page:
        page = ask(QUESTION, **how)
        page.get_by_role("button", name=re.compile(f"^{useful}")).click()
        return page

    return ask_and_say


def check(page: Page, faults_of: Faults) -> None:
    """No fault that axe knows of, one main heading, and no sideways scrolling, also at 320 pixels."""
    assert faults_of(page) == []
    assert page.locator("h1").count() == 1
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def back(page: Page, *, steps: int = 1) -> None:
    """As the button does, without waiting for a load: what the browser kept of a page comes up as it was."""
    browser = page.context.new_cdp_session(page)
    history = browser.send("Page.getNavigationHistory")
    entry = history["entries"][max(0, history["currentIndex"] - steps)]
    browser.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
    page.wait_for_timeout(500)


@SCRIPTS
def test_yes_is_thanked_for(helped: Callable[..., Page], scripts: bool) -> None:
    page = helped("Yes", scripts=scripts)
    expect(page.get_by_role("status").get_by_role("heading", name="Thank you for your feedback")).to_be_visible()
    if scripts:
        assert page.evaluate("document.activeElement.matches('[data-fp-feedback]')")
        expect(page.locator("blockquote").first).to_be_visible()  # it stays on its page
    else:
        page.get_by_role("link", name="Back to your answer").click()
        expect(page.locator("blockquote").first).to_be_visible()


@SCRIPTS
@pytest.mark.parametrize("useful", ["No", "Partly"])
def test_no_leads_to_what_went_wrong(helped: Callable[..., Page], scripts: bool, useful: str) -> None:
    page = helped(useful, scripts=scripts)
    heading = page.get_by_role("heading", name="What could be better?")
    expect(heading).to_be_visible()
    if scripts:
        expect(heading).to_be_focused()
    page.get_by_label("It is out of date").check(force=True)
    page.get_by_label("What were you trying to do?").fill("I wanted next year's amount")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you for your feedback")).to_be_visible()
    expect(page.locator("[data-fp-feedback]").get_by_role("link", name="Talk to a person")).to_be_visible()


def test_too_many_characters_are_told_where_they_were_typed(helped: Callable[..., Page]) -> None:
    page = helped("No")
    box = page.get_by_label("What were you trying to do?")
    box.fill("x" * 1001)
    expect(page.get_by_text("You have 1 character too many")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("must be 1,000 characters or fewer")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("x" * 1001)


def test_feedback_is_given_by_keyboard_alone(ask: Ask) -> None:
    page = ask(QUESTION)
    page.locator(".fp-feedback button").last.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What could be better?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("It is wrong")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("my own words")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Send")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you for your feedback")).to_be_visible()


def test_each_state_in_its_place_is_accessible(ask: Ask, faults_of: Faults) -> None:
    page = ask(QUESTION)
    check(page, faults_of)
    page.get_by_role("button", name=re.compile("^No")).click()
    expect(page.get_by_role("heading", name="What could be better?")).to_be_visible()
    check(page, faults_of)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you for your feedback")).to_be_visible()
    check(page, faults_of)


@SCRIPTS
def test_leaving_closes_the_conversation_and_back_shows_nothing_of_it(ask: Ask, scripts: bool) -> None:
    page = ask(QUESTION, scripts=scripts)
    answer = page.url
    page.get_by_role("link", name=re.compile("Child Grant.*How much")).first.click()
    if scripts:
        page.locator("body.js-enabled").wait_for()
    page.get_by_role("button", name="Clear and leave now").click()
    page.wait_for_url("**/left")
    expect(page.get_by_role("heading", level=1)).to_have_text("You have left")
    assert page.context.cookies() == []
    for _ in range(4):
        back(page)
        assert page.locator("blockquote:visible").count() == 0, page.url
        assert page.locator("mark:visible").count() == 0, page.url
        assert QUESTION not in page.locator("body").inner_text()
        assert page.locator("textarea").count() == 0 or page.locator("textarea").first.input_value() == ""
    page.goto(answer)
    expect(page.get_by_role("heading", level=1)).to_have_text("This conversation was closed")


def test_escape_three_times_leaves(ask: Ask) -> None:
    page = ask(QUESTION)
    said = page.locator("[data-fp-leave-said]")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Press Escape 2 more times to clear and leave.")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Press Escape once more to clear and leave.")
    page.keyboard.press("Escape")
    page.wait_for_url("**/left")
    assert page.context.cookies() == []
    back(page)
    assert page.locator("blockquote:visible").count() == 0


def test_escape_with_other_keys_between_leaves_nothing(ask: Ask) -> None:
    page = ask(QUESTION)
    for key in ("Escape", "Escape", "Tab", "Escape", "Escape", "Shift"):
        page.keyboard.press(key)
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.locator("[data-fp-leave-said]")).to_have_text("")


def test_a_browser_that_keeps_no_cookie_leaves_all_the_same(ask: Ask) -> None:
    page = ask(QUESTION, scripts=False)
    page.context.clear_cookies()
    first = page.url
    page.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.context.clear_cookies()
    page.get_by_role("button", name="Clear and leave now").click()
    page.goto(first)
    expect(page.get_by_role("heading", level=1)).to_have_text("This conversation was closed")


def test_leaving_without_a_network_shows_no_answer_either(ask: Ask) -> None:
    page = ask(QUESTION)
    page.context.set_offline(True)
    page.get_by_role("button", name="Clear and leave now").click()
    page.wait_for_timeout(300)
    assert page.locator("blockquote:visible").count() == 0
    page.context.set_offline(False)


def test_the_button_can_be_reached_at_320_pixels_and_in_welsh(open_page: Callable[..., Page]) -> None:
    page = open_page("/cy/", size=NARROW)
    button = page.locator(".fp-leave button")
    box = button.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= NARROW["width"]
    assert box["height"] >= 24
    button.click()
    page.wait_for_url("**/cy/left")
