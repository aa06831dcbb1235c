"""The rules in a real browser: read by a resident, changed by two policy officers, by keyboard and on a small phone."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import NARROW, WIDE, assert_in_order, beyond_the_edge, faults_of
from tests.journeys.signing import sign_in

Open = Callable[..., Page]
AddStaff = Callable[..., tuple[str, str]]
SOURCE = "https://www.gov.uk/child-benefit/what-youll-get"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules") / "home"


@pytest.fixture(scope="module")
def site(start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path) -> Iterator[str]:
    """A service of its own: what is put in force here changes what residents are told."""
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_finds_a_scheme_and_reads_its_rules(open_page: Open, scripts: bool) -> None:
    page = open_page("/", scripts=scripts)
    page.get_by_role("contentinfo").get_by_role("link", name="The rules we work from").click()
    page.get_by_label("Words").fill("child benefit")
    page.get_by_role("main").get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Child Benefit", exact=True).click()
    expect(page.get_by_role("heading", name="The rules of Child Benefit")).to_be_visible()
    expect(page.get_by_text("A child who counts for Child Benefit lives with you").first).to_be_visible()
    expect(page.get_by_role("cell", name="£27.05 a week")).to_be_visible()
    page.get_by_text("Example 1:").click()
    expect(page.get_by_text("Worked by hand").first).to_be_visible()


def test_the_same_page_is_read_in_welsh(open_page: Open) -> None:
    page = open_page("/rules/child_benefit")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("cell", name="£27.05 yr wythnos")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "cy"


def test_the_longest_rules_are_accessible_and_fit_in_both_themes(open_page: Open) -> None:
    """The others are looked at among every page."""
    assert_in_order(open_page("/rules/universal_credit"))


def test_a_page_is_used_by_keyboard_alone(open_page: Open, site: str) -> None:
    page = open_page("/rules/child_benefit")
    page.get_by_role("link", name="Worked examples").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}/rules/child_benefit#examples")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details").first).to_have_attribute("open", "")


def test_on_paper_examples_are_there_and_what_is_for_the_screen_is_not(open_page: Open) -> None:
    page = open_page("/rules/child_benefit")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="On this page")).to_be_hidden()
    expect(page.get_by_role("heading", name="What we leave out")).to_be_visible()


def test_one_officer_proposes_a_rate_and_another_puts_it_in_force(
    open_page: Open, site: str, home: Path, add_staff: AddStaff
) -> None:
    pat = open_page("/staff/sign-in")
    sign_in(pat, add_staff("pat-rules", role="policy", home=home))
    pat.get_by_role("link", name="Rules", exact=True).first.click()
    pat.get_by_role("link", name="Choose a figure to change").click()
    pat.get_by_label("Words").fill("each other child")
    pat.keyboard.press("Enter")
    pat.get_by_role("link", name="Rate for each other child").first.click()
    pat.get_by_label("New value").fill("lots")
    pat.get_by_role("button", name="See what it would do").click()
    expect(pat.get_by_role("alert")).to_contain_text("Enter an amount in pounds")
    assert faults_of(pat) == []
    pat.get_by_label("New value").fill("18.90")
    pat.get_by_label("First day on which it holds").fill("2026-11-02")
    pat.get_by_label("Where the new figure stands").fill("Child Benefit rates")
    pat.get_by_label("Its address").fill(SOURCE)
    pat.get_by_label("Why does it change?").fill("A new rate.")
    pat.get_by_role("button", name="See what it would do").click()
    expect(pat.get_by_role("heading", name="What it would do")).to_be_visible()
    for size in (WIDE, NARROW):
        pat.set_viewport_size(size)  # type: ignore[arg-type]
        assert faults_of(pat) == []
        assert beyond_the_edge(pat) <= 0
    pat.get_by_role("button", name="Propose this change").click()
    expect(pat.get_by_text("Somebody else must decide on it")).to_be_visible()
    proposal = pat.url.removeprefix(site)

    dana = open_page("/staff/sign-in")
    sign_in(dana, add_staff("dana-rules", role="policy", home=home))
    dana.goto(site + proposal)
    dana.get_by_label("Why do you decide so?").fill("Looked up in the source.")
    dana.get_by_role("button", name="Approve").click()
    expect(dana.get_by_text("It is in force in your copy of the rules")).to_be_visible()
    assert faults_of(dana) == []

    resident = open_page("/rules/child_benefit")
    expect(resident.get_by_text("Figures that")).to_be_visible()
    resident.wait_for_function(  # every process looks every few seconds
        "fetch(location.href).then((reply) => reply.text()).then((text) => text.includes('£18.90 a week'))",
        timeout=20_000,
    )
