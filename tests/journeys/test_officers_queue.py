"""In a real browser: an officer finds cases, works on several at once, takes that back, and uses keys or does not."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.filling import fill
from tests.journeys.looking import NARROW, assert_in_order
from tests.journeys.signing import sign_in

Open = Callable[..., Page]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
LINES = ("A deep hole in Mill Lane", "The lamp outside 4 Hill Street flickers", "Water stands on the road by the park")
QUEUE = "/staff/cases"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("queue") / "home"


@pytest.fixture(scope="module")
def site(start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path) -> Iterator[str]:
    """A service of its own, with three cases of Highways: one of them needs attention."""
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def mair(site: str, home: Path, add_staff: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """An officer of Highways and parking."""
    account = add_staff("mair", role="officer", home=home)
    reports = [{"text": line, "needs_attention": line == LINES[2]} for line in LINES]
    fill(home, reports=reports, members=[("mair", "highways")])
    return account


@pytest.fixture
def queue(open_page: Open, mair: tuple[str, str]) -> Callable[..., Page]:
    """The queue, signed in."""

    def open_it(path: str = QUEUE, **how: object) -> Page:
        page = open_page(path, **how)
        sign_in(page, mair)
        return page

    return open_it


def rows(page: Page) -> list[str]:
    return [each.strip() for each in page.locator(".fp-case__title").all_inner_texts()]


def switch_keys_on(page: Page) -> None:
    page.get_by_role("button", name="Keyboard shortcuts").click()
    page.get_by_label("Use single keys in this browser").check()
    page.get_by_role("button", name="Close").click()


@SCRIPTS
def test_an_officer_finds_a_case_by_its_words_and_takes_the_filter_away(
    queue: Callable[..., Page], scripts: bool
) -> None:
    page = queue(scripts=scripts)
    assert rows(page)[0] == LINES[2]  # it needs attention, whatever came first
    expect(page.locator(".fp-case").first).to_contain_text("Needs attention")
    page.get_by_label("Words or reference").fill("flickering")
    page.get_by_role("button", name="Show").click()
    assert rows(page) == [LINES[1]]
    page.get_by_role("link", name="Take away: Words: flickering").click()
    assert len(rows(page)) == 3
    page.get_by_label("Words or reference").fill("zebra")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No case fits what you chose")).to_be_visible()


@SCRIPTS
def test_several_cases_are_assigned_at_once_and_taken_back(queue: Callable[..., Page], scripts: bool) -> None:
    page = queue(scripts=scripts)
    for line in LINES[:2]:
        page.locator(".fp-case").filter(has_text=line).locator("label").click()
    page.get_by_label("With the cases that you chose").select_option(label="Assign them")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="2 cases will be changed")).to_be_visible()
    page.get_by_label("To whom?").select_option(label="Me")
    page.get_by_role("button", name="Yes, change 2 cases").click()
    expect(page.get_by_role("status").filter(has_text="Assigned: 2")).to_be_visible()
    expect(page.locator(".fp-case").filter(has_text=LINES[0])).to_contain_text("You")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status").filter(has_text="Taken back: 2")).to_be_visible()
    expect(page.locator(".fp-case").filter(has_text=LINES[0])).to_contain_text("Nobody yet")


def test_nothing_chosen_is_told_and_the_page_leads_there(queue: Callable[..., Page]) -> None:
    page = queue()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one case")
    page.get_by_role("link", name="Choose at least one case").click()
    expect(page.locator("#cases")).to_be_focused()


def test_a_view_is_saved_and_found_again(queue: Callable[..., Page]) -> None:
    page = queue(f"{QUEUE}?attention=yes")
    page.get_by_role("link", name="Save this view").click()
    page.get_by_label("Name").fill("At risk")
    page.get_by_role("button", name="Save").click()
    page.goto(page.url.partition("?")[0])
    page.get_by_role("link", name="At risk").click()
    assert rows(page) == [LINES[2]]


def test_keys_do_nothing_until_they_are_switched_on_and_nothing_in_a_field(queue: Callable[..., Page]) -> None:
    page = queue()
    for key in ("j", "x", "?", "a"):
        page.keyboard.press(key)
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("input[name=case]:checked")).to_have_count(0)
    switch_keys_on(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator(".fp-case").first.locator("input")).to_be_checked()
    page.keyboard.press("j")
    expect(page.locator(".fp-case").nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator(".fp-case").first.get_by_role("link")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("jax?")
    expect(page.get_by_label("Words or reference")).to_have_value("jax?")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.get_by_label("Words or reference").blur()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Use single keys in this browser").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_case_is_taken_and_opened_by_keys_alone(queue: Callable[..., Page]) -> None:
    page = queue()
    switch_keys_on(page)
    page.reload()  # the browser remembers
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("a")
    expect(page.get_by_role("status").filter(has_text="Assigned: 1")).to_be_visible()
    expect(page.locator(".fp-case").first).to_contain_text("You")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/staff/cases/FP-"))


def test_the_box_above_chooses_every_case_of_the_page(queue: Callable[..., Page]) -> None:
    page = queue()
    page.get_by_text("Choose all on this page").click()
    expect(page.locator("input[name=case]:checked")).to_have_count(3)


@pytest.mark.parametrize("place", ["", "/cy"])
def test_every_page_of_the_queue_is_in_order(open_page: Open, mair: tuple[str, str], site: str, place: str) -> None:
    page = open_page(f"{place}{QUEUE}")
    sign_in(page, mair)
    for path in ("", "?state=planned", "?q=hole&attention=yes&since=soon", "/mine", "/teams", "/views?urgency=urgent"):
        page.goto(f"{site}{place}{QUEUE}{path}")
        assert_in_order(page)
    page.goto(f"{site}{place}{QUEUE}")
    page.locator(".fp-case__choose label").first.click()
    page.locator("#act").select_option("route")
    page.locator(".fp-bulk button").click()
    assert_in_order(page)
    page.locator("main form button").click()  # nothing is chosen: it is told
    expect(page.get_by_role("alert")).to_be_visible()
    assert_in_order(page)


def test_a_lead_puts_somebody_into_a_team_and_sees_how_review_goes(
    open_page: Open, home: Path, mair: tuple[str, str], site: str, add_staff: Callable[..., tuple[str, str]]
) -> None:
    account = add_staff("ffion", role="team-lead", home=home)
    page = open_page(f"{QUEUE}/teams", size=NARROW)
    sign_in(page, account)
    page.get_by_role("link", name="0 people in Waste and recycling: change").click()
    page.get_by_label("Person").select_option("ffion")
    page.get_by_role("button", name="Add to the team").click()
    expect(page.locator(".fp-members")).to_contain_text("ffion")
    assert_in_order(page)
    page.goto(f"{site}{QUEUE}/review")
    assert_in_order(page)


def test_on_paper_there_are_cases_and_no_fields(queue: Callable[..., Page]) -> None:
    page = queue()
    page.emulate_media(media="print")
    expect(page.locator(".fp-case").first).to_be_visible()
    expect(page.locator(".fp-filter")).to_be_hidden()
    expect(page.locator(".fp-case__choose").first).to_be_hidden()
