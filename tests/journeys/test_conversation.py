"""A conversation on one page: what one sees while an answer arrives, and when something goes wrong on the way."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.faulty_line import FaultyLine, faulty_line

Ask = Callable[..., Page]
QUESTION = "How much is the Child Grant for two children?"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def line(site: str) -> Iterator[FaultyLine]:
    with faulty_line(site) as between:
        yield between


@pytest.fixture
def by_line(browser: Browser, line: FaultyLine) -> Iterator[Callable[..., Page]]:
    """Fills in the question on the front page, over the faulty line, and sends it."""
    contexts = []

    def ask_by(question: str = QUESTION, **how: object) -> Page:
        context = browser.new_context(**how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.clock.install()
        page.goto(line.address)
        page.get_by_label("Your question").fill(question)
        page.get_by_role("button", name="Find an answer").click()
        return page

    yield ask_by
    line.let_go()
    for context in contexts:
        context.close()


def turns(page: Page) -> list[str]:
    return page.locator("[data-fp-turn]").evaluate_all("all => all.map(each => each.dataset.fpTurn)")  # type: ignore[no-any-return]


def status(page: Page) -> str:
    return page.locator("[data-fp-status]").inner_text()


def whole(page: Page) -> str:
    """The last answer on the page, without the space between its words."""
    return " ".join(page.locator("[data-fp-turn]").last.inner_text().split())


def test_an_answer_arrives_without_leaving_the_page_and_has_its_own_address(ask: Ask, site: str) -> None:
    page = ask(QUESTION)
    assert page.url == f"{site}/answers/{turns(page)[0]}"
    assert page.title().startswith("What the guidance says – ")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.locator("main")).to_have_count(1)
    assert "shown" in status(page)


def test_a_reload_gives_the_same_answer(ask: Ask) -> None:
    page = ask(QUESTION)
    url, arrived, beside = page.url, whole(page), page.locator("[data-fp-beside]").inner_text()
    page.reload()
    assert (page.url, whole(page), page.locator("[data-fp-beside]").inner_text()) == (url, arrived, beside)


def test_earlier_answers_stay_above_and_only_the_latest_can_be_followed(ask: Ask) -> None:
    page = ask(QUESTION)
    first = page.url
    page.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page).not_to_have_url(first)
    expect(page.locator("[data-fp-turn]")).to_have_count(2)
    expect(page.locator("[data-fp-turn]").last.locator("h1")).to_be_focused()
    expect(page.locator("h1")).to_have_count(1)
    expect(page.get_by_label("Ask a follow-up question")).to_have_count(1)
    expect(page.get_by_label("Ask a follow-up question")).to_have_value("")
    expect(page.locator("[data-fp-earlier]")).to_have_count(0)
    assert len(ids := page.locator("[id]").evaluate_all("all => all.map(each => each.id)")) == len(set(ids))


def test_back_gives_the_answer_before_and_then_the_front_page(ask: Ask) -> None:
    page = ask(QUESTION)
    first, heading = page.url, page.get_by_role("heading", level=1)
    page.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.locator("[data-fp-turn]")).to_have_count(2)
    page.go_back()
    expect(page).to_have_url(first)
    expect(page.locator("[data-fp-turn]")).to_have_count(1)
    page.go_back()
    expect(heading).to_have_text("Ask about public services")
    page.go_forward()
    expect(page).to_have_url(first)
    expect(heading).to_have_text("What the guidance says")


@SCRIPTS
def test_a_heading_that_is_suggested_is_asked_about_or_read(ask: Ask, scripts: bool) -> None:
    page = ask("What is the Child Grant?", scripts=scripts)
    also = page.locator(".fp-also")
    button = also.get_by_role("button").first
    words = button.get_attribute("value")
    expect(also.get_by_role("link").first).to_have_attribute("href", re.compile(r"^/guidance/tests/child-grant#\S+"))
    before = page.url
    button.click()
    expect(page).not_to_have_url(before)
    expect(page.locator(".fp-asked").last).to_contain_text(words or "nothing")
    expect(page.locator("blockquote").last).to_be_visible()


@SCRIPTS
def test_what_is_missing_is_told_kindly_and_can_be_asked_about(ask: Ask, scripts: bool) -> None:
    page = ask("How much is the Child Grant for a hamster?", scripts=scripts)
    expect(page.get_by_text("does not mention")).to_be_visible()
    before = page.url
    page.get_by_role("button", name="Ask about “hamster”").click()
    expect(page).not_to_have_url(before)
    expect(page.locator(".fp-asked").last).to_contain_text("hamster")


@SCRIPTS
def test_two_nations_stand_side_by_side_and_one_under_another_on_a_phone(ask: Ask, scripts: bool) -> None:
    page = ask("How much is winter heating help in Scotland and in Wales?", scripts=scripts)
    scotland = page.get_by_role("region", name="Scotland", exact=True)
    wales = page.get_by_role("region", name="Wales", exact=True)
    expect(scotland.locator("blockquote").first).to_contain_text("£80")
    expect(wales.locator("blockquote").first).to_be_visible()
    wide = [each.bounding_box() for each in (scotland, wales)]
    assert wide[0]["y"] == wide[1]["y"]
    assert wide[0]["x"] < wide[1]["x"]
    page.set_viewport_size({"width": 320, "height": 640})
    narrow = [each.bounding_box() for each in (scotland, wales)]
    assert narrow[0]["x"] == narrow[1]["x"]
    assert narrow[0]["y"] < narrow[1]["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_nation_that_is_asked_for_is_given_on_the_same_page(ask: Ask) -> None:
    page = ask("How much is winter heating help?")
    page.get_by_label("Scotland", exact=True).check(force=True)
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-fp-turn]")).to_have_count(2)
    expect(page.locator("blockquote").first).to_contain_text("£80")
    expect(page.get_by_role("button", name="Continue")).to_have_count(0)


def test_someone_in_danger_is_brought_to_help_first(ask: Ask) -> None:
    page = ask("I want to die")
    expect(page.locator(".fp-signpost h2").first).to_be_focused()
    assert page.locator("main h2, main h1").first.inner_text() == page.locator(".fp-signpost h2").first.inner_text()


def test_a_question_that_has_no_answer_says_so(ask: Ask) -> None:
    page = ask("Who will win the football on Saturday?")
    expect(page.get_by_role("heading", level=1)).to_have_text("We can't answer this")
    assert status(page) == "We can't answer this."
    expect(page.get_by_label("Ask in other words")).to_be_visible()


def test_a_welsh_page_stays_welsh(open_page: Callable[..., Page], site: str) -> None:
    page = open_page("/cy/")
    page.locator("#question").fill(QUESTION)
    page.locator("form[data-fp-ask] button[type=submit]").click()
    expect(page.locator("[data-fp-turn]")).to_have_count(1)
    assert page.url.startswith(f"{site}/cy/answers/")
    english = page.get_by_role("link", name="English")
    expect(english).to_have_attribute("href", page.url.removeprefix(f"{site}/cy"))
    expect(page.get_by_role("heading", level=1)).not_to_have_text("What the guidance says")


def test_an_empty_question_is_told_as_on_the_plain_page(ask: Ask, open_page: Callable[..., Page]) -> None:
    page, plain = ask(""), ask("", scripts=False)
    assert page.title() == plain.title()
    assert page.get_by_role("alert").inner_text() == plain.get_by_role("alert").inner_text()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Find an answer").click()
    expect(page.locator("[data-fp-turn]")).to_have_count(1)
    assert not page.title().startswith("Error")


def test_a_conversation_of_several_answers_has_no_fault(ask: Ask, faults_of: Callable[[Page], list[str]]) -> None:
    page = ask(QUESTION)
    for follow_up in ("And how do I claim it?", "How much is winter heating help in Scotland and in Wales?"):
        before = page.url
        page.get_by_label("Ask a follow-up question").fill(follow_up)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page).not_to_have_url(before)
        expect(page.get_by_label("Ask a follow-up question")).to_have_count(1)
    assert faults_of(page) == []


def test_while_it_waits_the_page_says_what_is_happening_and_asks_only_once(
    by_line: Callable[..., Page], line: FaultyLine, faults_of: Callable[[Page], list[str]]
) -> None:
    line.hold_after = "step"
    page = by_line()
    page.clock.run_for(300)
    waiting = page.locator(".fp-waiting")
    expect(waiting).to_contain_text(QUESTION)
    expect(waiting.get_by_role("listitem")).to_have_count(1)
    assert status(page) == "Looking for an answer."
    assert page.url.rstrip("/") == line.address
    page.get_by_role("button", name="Find an answer").evaluate("each => each.form.requestSubmit()")
    assert faults_of(page) == []
    line.let_go()
    expect(page.locator("[data-fp-turn]")).to_have_count(1)
    expect(waiting).to_have_count(0)
    assert line.posts == 1


@pytest.mark.parametrize(("motion", "animation"), [("no-preference", "fp-breathe"), ("reduce", "none")])
def test_the_sign_of_waiting_stands_still_for_whoever_wants_less_motion(
    by_line: Callable[..., Page], line: FaultyLine, motion: str, animation: str
) -> None:
    line.hold_after = "opened"
    page = by_line(reduced_motion=motion)
    page.clock.run_for(300)
    sign = page.locator(".fp-waiting__sign")
    expect(sign).to_have_css("animation-name", animation)


def test_a_long_wait_is_told(by_line: Callable[..., Page], line: FaultyLine) -> None:
    line.hold_after = "opened"
    page = by_line()
    page.clock.run_for(300)
    expect(page.get_by_text("longer than usual").last).to_be_hidden()
    page.clock.run_for(20_000)
    expect(page.locator("[data-fp-slow]")).to_be_visible()
    assert "longer than usual" in status(page)


@pytest.mark.parametrize("by", ["the button", "Escape"])
def test_waiting_can_be_ended_and_the_question_is_still_there(
    by_line: Callable[..., Page], line: FaultyLine, by: str
) -> None:
    line.hold_after = "step"
    page = by_line()
    page.clock.run_for(300)
    expect(page.locator(".fp-waiting li")).to_be_visible()
    if by == "Escape":
        page.keyboard.press("Escape")
    else:
        page.get_by_role("button", name="Stop waiting").click()
    expect(page.get_by_role("heading", name="You stopped waiting")).to_be_focused()
    expect(page.get_by_label("Your question")).to_have_value(QUESTION)
    line.let_go()
    page.get_by_role("link", name="Open the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the guidance says")


ARRIVED = {"opened": ".fp-waiting", "step": ".fp-waiting li", "answer": "h1[data-fp-heading]", "claim": "blockquote"}


def lose_connection(page: Page, line: FaultyLine, *, after: str) -> None:
    """Cut the line once what arrived until then stands on the page."""
    page.clock.run_for(300)
    page.locator(ARRIVED[after]).first.wait_for()
    assert line.holds.wait(30)
    # The page knows the reference from the first event on: whoever leaves would close that answer.
    page.locator("[data-fp-leave] input[name=answer]").last.wait_for(state="attached")
    line.cut()


@pytest.mark.parametrize("event", list(ARRIVED))
def test_a_lost_connection_is_told_keeps_what_arrived_and_leads_to_the_whole_answer(
    by_line: Callable[..., Page], line: FaultyLine, event: str
) -> None:
    line.hold_after = event
    page = by_line()
    lose_connection(page, line, after=event)
    expect(page.get_by_role("heading", name="The connection was lost")).to_be_focused()
    expect(page.locator("blockquote")).to_have_count(1 if event == "claim" else 0)
    expect(page.locator("[data-fp-kept]")).to_be_visible(timeout=30_000)  # it looks several times
    page.get_by_role("link", name="Open the answer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the guidance says")
    expect(page.get_by_label("Ask a follow-up question")).to_be_visible()
    assert line.posts == 1


@pytest.mark.parametrize("event", ["opened", "claim"])
def test_after_a_lost_connection_one_can_try_again(by_line: Callable[..., Page], line: FaultyLine, event: str) -> None:
    line.hold_after = event
    page = by_line()
    lose_connection(page, line, after=event)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Ask a follow-up question")).to_be_visible()
    expect(page.locator("[data-fp-turn]")).to_have_count(1)
    expect(page.get_by_role("heading", name="The connection was lost")).to_have_count(0)
    assert line.posts == 2


def test_a_question_that_never_reached_us_can_be_sent_again(by_line: Callable[..., Page], line: FaultyLine) -> None:
    page = by_line("")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Your question").fill(QUESTION)
    page.context.set_offline(True)
    page.get_by_role("button", name="Find an answer").click()
    expect(page.get_by_role("heading", name="The connection was lost")).to_be_focused()
    expect(page.locator("[data-fp-not-kept]")).to_be_visible()
    expect(page.get_by_role("link", name="Open the answer")).to_be_hidden()
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("[data-fp-turn]")).to_have_count(1)


def test_a_slow_network_is_waited_for(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    slow = {"offline": False, "latency": 700, "downloadThroughput": 20_000, "uploadThroughput": 20_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Find an answer").click()
    expect(page.locator(".fp-waiting")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the guidance says")
    expect(page.get_by_label("Ask a follow-up question")).to_be_visible()
    expect(page.locator(".fp-waiting")).to_have_count(0)


def test_a_page_whose_stream_is_refused_is_sent_plainly(open_page: Callable[..., Page], site: str) -> None:
    page = open_page("/")
    page.route(
        "**/ask",
        lambda route: (
            route.fulfill(status=200, content_type="text/html", body="<p>Not a stream</p>")
            if "event-stream" in route.request.headers["accept"]
            else route.continue_()
        ),
    )
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Find an answer").click()
    expect(page).to_have_url(re.compile(rf"^{site}/answers/FP-"))
    expect(page.get_by_role("heading", level=1)).to_have_text("What the guidance says")
