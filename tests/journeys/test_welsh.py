"""A resident who reads Welsh: from the language switch to an answer, its source and its reasons, all of it in Welsh."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import NARROW


@pytest.fixture
def ask_in_welsh(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Asks by the Welsh front page and gives the page of the answer."""

    def ask_it(question: str, **how: object) -> Page:
        page = open_page("/cy/", **how)
        page.get_by_label("Eich cwestiwn").fill(question)
        page.get_by_role("button", name="Dod o hyd i ateb").click()
        page.locator("[data-fp-beside] > *, [role=alert]").first.wait_for()
        return page

    return ask_it


def test_from_the_switch_to_an_answer_its_source_and_its_reasons(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gofyn am wasanaethau cyhoeddus")

    page.get_by_label("Eich cwestiwn").fill("Faint mae trwydded barcio yn ei gostio?")
    page.get_by_role("button", name="Dod o hyd i ateb").click()
    quote = page.locator("blockquote").first
    expect(quote).to_contain_text("Mae trwydded barcio yn costio £40 y flwyddyn.")
    expect(page).to_have_title(re.compile("Beth mae’r canllawiau’n ei ddweud"))
    assert "/cy/answers/" in page.url

    page.get_by_role("link", name="Trwydded barcio i breswylwyr").first.click()
    expect(page.locator("mark").filter(has_text="£40 y flwyddyn")).to_be_visible()
    page.get_by_role("link", name="Yn ôl i’ch ateb").click()
    page.get_by_text("Sut y gwnaed yr ateb hwn").click()
    page.get_by_role("link", name=re.compile("Gweld pob cam")).click()
    expect(page.get_by_text("Gwybodaeth yw hon, nid penderfyniad.")).to_be_visible()


def test_a_follow_up_stays_in_welsh(ask_in_welsh: Callable[..., Page]) -> None:
    page = ask_in_welsh("Faint mae trwydded barcio yn ei gostio?")
    page.get_by_label("Gofyn cwestiwn dilynol").fill("a beth am ail drwydded?")
    page.locator("form", has=page.get_by_label("Gofyn cwestiwn dilynol")).get_by_role("button", name="Gofyn").click()
    expect(page.get_by_text("a beth am ail drwydded?").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "cy")
    assert "/cy/" in page.url


def test_the_nation_is_chosen_by_its_welsh_name(ask_in_welsh: Callable[..., Page]) -> None:
    page = ask_in_welsh("Faint o help gwresogi gaeaf ga i?")
    page.get_by_role("radio", name="Cymru").check(force=True)
    page.get_by_role("button", name="Parhau").click()
    expect(page.locator("blockquote[lang=en]").first).to_contain_text("£70")
    expect(page.get_by_text("Ar gyfer: Cymru").first).to_be_visible()


def test_it_works_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("/cy/", scripts=False, size=NARROW)
    page.get_by_label("Eich cwestiwn").fill("Faint mae trwydded barcio yn ei gostio?")
    with page.expect_navigation():
        page.get_by_role("button", name="Dod o hyd i ateb").click()
    expect(page.locator("blockquote").first).to_contain_text("£40 y flwyddyn")


def test_the_switch_keeps_the_page_and_what_was_searched(open_page: Callable[..., Page]) -> None:
    page = open_page("/guidance?words=grant")
    page.get_by_role("link", name="Cymraeg").click()
    assert page.url.endswith("/cy/guidance?words=grant")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/guidance?words=grant")
    assert "/cy/" not in page.url


def test_say_whether_it_helped_in_welsh(ask_in_welsh: Callable[..., Page]) -> None:
    page = ask_in_welsh("Faint mae trwydded barcio yn ei gostio?")
    expect(page.get_by_text("A oedd hyn yn ddefnyddiol?").first).to_be_visible()
