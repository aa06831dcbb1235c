"""A resident finds out what they may be entitled to: by keys alone, on a small screen, without scripts, in Welsh."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import NARROW, WIDE, beyond_the_edge, faults_of, look, unfold

from fingerpost.contract.context import Nation
from fingerpost.rules.households.interview import pack_interview
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.reading.files import uk_rules

FAMILY = {
    **{"in_couple": False, "number_of_children": 2, "no_public_funds": False, "in_london": False, "capital": 0},
    **{"childcare_costs": 1200, "housing": "own_outright", "council_tax_bill": 1500, "other_adults": 0},
    **{"gets_universal_credit": False, "gets_income_related_esa": False, "gets_child_benefit": True},
    "adults": [
        {
            **{"date_of_birth": "1990-05-05", "works": True, "earnings": 99500, "hours_worked": 40},
            **{
                "self_employed_profit": 0,
                "pension_contributions": 0,
                "new_style_benefit": 0,
                "work_capability": "none",
            },
            **{"has_extra_income": False, "gets_disability_benefit": False, "cares_35_hours": False},
            **{"full_time_student": False, "pregnant": False, "severely_sight_impaired": False},
        }
    ],
    "children": [
        {"date_of_birth": "2022-05-05", "disability": "none"},
        {"date_of_birth": "2024-01-01", "disability": "none"},
    ],
}
MOST_TABS = 60
ACTIVE = """() => { const each = document.activeElement
  return [each.tagName, each.name || '', each.type || '', (each.innerText || each.value || '').trim()] }"""


@pytest.fixture(scope="module")
def packed() -> Callable[[Nation], str]:
    """The interview of a family, as it stands in an address."""
    book = uk_rules()
    household = read_household(book, FAMILY)
    return lambda nation: pack_interview(book, household, nation=nation)


def tab_to(page: Page, words: str) -> None:
    """Press Tab until what has the focus says these words."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(ACTIVE)[3].startswith(words):
            return
    pytest.fail(f"no key leads to “{words}”")


def enter(page: Page) -> None:
    """Press Enter, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def answer_by_keys(page: Page) -> None:
    """Answer whatever is asked, from the top of the page, without the mouse: the first choice, 1, or an age of 35."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        tag, name, kind, _words = page.evaluate(ACTIVE)
        if kind == "radio":
            page.keyboard.press("Space")
        elif tag == "INPUT" and name in {"answer", "age"}:
            page.keyboard.type("35" if name == "age" else "1")
        else:
            continue
        enter(page)
        return
    pytest.fail("no key leads to the answer")


def test_a_resident_comes_to_a_result_by_keys_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/entitlements")
    tab_to(page, "Start now")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Where do you live?")
    for _ in range(6):
        assert faults_of(page) == [], page.url
        answer_by_keys(page)
    tab_to(page, "I don’t know")
    enter(page)
    tab_to(page, "Check your answers")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    assert faults_of(page) == []
    tab_to(page, "See your results")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("What you may be entitled to")
    expect(page.get_by_text("Keep this reference")).to_be_visible()
    assert "/answers/FP-" in page.url


def test_a_pay_rise_over_the_edge_is_shown_in_pounds(
    open_page: Callable[..., Page], packed: Callable[[Nation], str]
) -> None:
    """£99,500 and £1,000 more: Tax-Free Childcare ends at £100,001, and the family has less than before."""
    page = open_page(f"/entitlements/check?a={packed(Nation.ENGLAND)}")
    page.get_by_role("button", name="See your results").click()
    expect(page.get_by_text("If you earn £1,000 a year more than now, you end up")).to_be_visible()
    expect(page.get_by_text("At £100,001 of earnings a year you would lose").first).to_be_visible()
    seen = look(page, name="result", kind="result", ways=(("light", WIDE), ("dark", NARROW)))
    assert (seen.faults, seen.beyond, seen.unseen_focus) == ([], [0, 0], [])


def test_on_paper_it_is_short_and_without_forms(
    open_page: Callable[..., Page], packed: Callable[[Nation], str]
) -> None:
    page = open_page(f"/entitlements/check?a={packed(Nation.ENGLAND)}")
    page.get_by_role("button", name="See your results").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="You are likely to get Child Benefit")).to_be_visible()
    expect(page.locator(".fp-feedback")).to_be_hidden()
    expect(page.get_by_text("How this was worked out").first).to_be_hidden()
    expect(page.get_by_role("img", name="QR code for this receipt")).to_be_visible()


def test_without_scripts_on_a_small_screen_in_welsh(
    browser: Browser, site: str, packed: Callable[[Nation], str], tmp_path: Path
) -> None:
    context = browser.new_context(viewport=NARROW, java_script_enabled=False, accept_downloads=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{site}/cy/entitlements/question?q=number_of_children&a={packed(Nation.WALES)}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Faint o blant sy'n byw gyda chi?")
    page.locator("#answer").fill("-3")
    page.locator("main form .govuk-button").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.locator("#answer")).to_have_value("-3")
    assert beyond_the_edge(page) <= 0
    page.locator("#answer").fill("2")
    page.locator("main form .govuk-button").first.click()
    page.goto(f"{site}/cy/entitlements/check?a={packed(Nation.WALES)}")
    assert beyond_the_edge(page) <= 0
    page.locator("main form .govuk-button").click()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.get_by_role("heading", name="Rydych yn debygol o gael Budd-dal Plant")).to_be_visible()
    assert beyond_the_edge(page) <= 0
    with page.expect_download() as begun:
        page.locator("a[href$='summary.json']").click()
    path = tmp_path / "summary.json"
    begun.value.save_as(path)
    assert json.loads(path.read_text(encoding="utf-8"))["nation"] == "wales"
    context.close()


@pytest.mark.parametrize("question", ["nation", "housing", "you.date_of_birth", "rent", "number_of_children"])
def test_each_kind_of_question_and_its_fault_is_accessible(
    open_page: Callable[..., Page], packed: Callable[[Nation], str], question: str
) -> None:
    page = open_page(f"/entitlements/question?q={question}&a={packed(Nation.SCOTLAND)}", size=NARROW)
    unfold(page)
    assert (faults_of(page), beyond_the_edge(page)) == ([], 0)
    if page.locator("main input[type=text]").count():
        page.locator("main input[type=text]").first.fill("x")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert (faults_of(page), beyond_the_edge(page)) == ([], 0)
