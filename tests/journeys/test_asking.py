"""Ask, read, open the source, follow up: with scripts and without, by mouse and by keyboard."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Ask = Callable[..., Page]
QUESTION = "How much is the Child Grant for two children?"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@SCRIPTS
def test_a_resident_asks_reads_opens_the_source_and_follows_up(ask: Ask, scripts: bool) -> None:
    page = ask(QUESTION, scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the guidance says")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_text(re.compile("^FP-[0-9A-Z]{5}-[0-9A-Z]{5}$"))).to_be_visible()
    answer = page.url

    page.get_by_role("link", name=re.compile("Child Grant.*How much you get")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Child Grant")
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_text("1 November 2026")).to_be_visible()
    page.get_by_role("link", name="Back to your answer").click()
    assert page.url == answer

    page.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).not_to_have_url(answer)
    if scripts:
        expect(page.locator("[data-fp-turn]")).to_have_count(2)
        page.reload()
    expect(page.get_by_text("Earlier in this conversation (1 question)")).to_be_visible()
    expect(page.locator("blockquote", has_text="claim the Child Grant").first).to_be_visible()


@SCRIPTS
def test_a_resident_says_where_they_live_when_asked(ask: Ask, scripts: bool) -> None:
    page = ask("How much is winter heating help?", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_contain_text("one more detail")
    page.get_by_label("Scotland", exact=True).check(force=True)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("blockquote").first).to_contain_text("£80")
    expect(page.get_by_text("Answered for")).to_be_visible()


@SCRIPTS
def test_an_empty_question_is_told_in_a_summary_that_leads_to_the_box(ask: Ask, scripts: bool) -> None:
    page = ask("", scripts=scripts)
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    assert page.title().startswith("Error: ")
    page.get_by_role("alert").get_by_role("link", name="Enter your question").click()
    if scripts:
        expect(page.get_by_label("Your question")).to_be_focused()


def test_a_follow_up_that_does_not_fit_stays_on_its_answer(ask: Ask) -> None:
    page = ask(QUESTION)
    page.get_by_label("Ask a follow-up question").fill("x" * 1001)
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("1,000 characters or fewer")
    expect(page.locator("blockquote").first).to_be_visible()
    expect(page.get_by_label("Ask a follow-up question")).to_have_value("x" * 1001)


def test_keyboard_alone_is_enough(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    while not page.evaluate("document.activeElement.id === 'question'"):
        page.keyboard.press("Tab")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")  # to the nation
    page.keyboard.press("Tab")  # to the button
    expect(page.get_by_role("button", name="Find an answer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the guidance says")
    summary = page.locator("#how > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hid personal details")).to_be_visible()


def test_reload_and_back_never_ask_twice(ask: Ask) -> None:
    page = ask(QUESTION)
    answer = page.url
    page.reload()
    assert page.url == answer
    expect(page.get_by_role("heading", level=1)).to_contain_text("What the guidance says")
    page.go_back()
    expect(page.get_by_label("Your question")).to_be_visible()


def test_personal_details_are_shown_as_hidden(ask: Ask) -> None:
    page = ask("How much is the Child Grant? My email is ann.example@example.org")
    expect(page.locator(".fp-asked")).not_to_contain_text("ann.example@example.org")
    page.get_by_text("How this answer was made").click()
    expect(page.get_by_text(re.compile("1 × email"))).to_be_visible()


def test_someone_in_danger_is_shown_help_first(ask: Ask) -> None:
    page = ask("I want to die")
    first = page.locator("main h2, main h1").first
    expect(page.locator(".fp-signpost").first).to_be_visible()
    assert page.locator(".fp-signpost h2").first.inner_text() == first.inner_text()
    expect(page.get_by_role("link", name=re.compile("116 123")).first).to_be_visible()


def test_a_question_guidance_cannot_answer_leads_to_somebody_who_can(ask: Ask) -> None:
    page = ask("Who will win the football on Saturday?")
    expect(page.get_by_role("heading", level=1)).to_have_text("We can't answer this")
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()


def test_signs_in_guidance_are_shown_as_signs(ask: Ask) -> None:
    page = ask("What may a sign at a garden party say?", nation="England")
    expect(page.locator("blockquote").first).to_contain_text("<script>alert(2)</script>")
    expect(page.locator("blockquote").first).to_contain_text("{{ 7 * 7 }}")
    assert page.locator("blockquote script, blockquote img").count() == 0


def test_guidance_can_be_browsed_and_searched(open_page: Callable[..., Page]) -> None:
    page = open_page("/guidance")
    page.get_by_role("link", name=re.compile("^See all .* by title")).click()
    expect(page.get_by_role("link", name="Child Grant")).to_be_visible()
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Browse guidance").click()
    page.get_by_label("Search the guidance").fill("bin not emptied")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Missed bins in Fernby").first.click()
    expect(page.get_by_role("heading", name="Report a missed bin")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("fernby.example"))).to_have_count(2)
