"""A resident who reads Welsh: from the language switch to an answer, its source and its reasons, all of it in Welsh."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
PATHS = (
    "/cy/",
    "/cy/guidance",
    "/cy/guidance?words=grant",
    "/cy/guidance?words=zzqx",
    "/cy/guidance/tests/child-grant",
    "/cy/guidance/tests/trwydded-barcio",
    "/cy/about",
    "/cy/privacy",
    "/cy/accessibility",
    "/cy/contact",
    "/cy/choices",
    "/cy/words",
    "/cy/nowhere",
    "/cy/staff/",
)
QUESTIONS = {
    "an answer in Welsh": "Faint mae trwydded barcio yn ei gostio?",
    "an answer in English": "Faint yw'r Child Grant y flwyddyn?",
    "a nation asked for": "Faint o help gwresogi gaeaf ga i?",
    "no answer": "Beth yw prifddinas Ffrainc?",
    "a greeting": "Shwmae",
    "a crisis": "dwi eisiau marw",
    "another language": "Jak mogę ubiegać się o zasiłek mieszkaniowy?",
    "nothing": "",
}


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


def check(page: Page, faults_of: Callable[[Page], list[str]]) -> None:
    """At both widths, with everything that folds unfolded."""
    for details in page.locator("details").all():
        details.evaluate("each => { each.open = true }")
    assert page.locator("html").get_attribute("lang") == "cy"
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert faults_of(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"scrolls sideways at {size}"


@pytest.mark.parametrize("path", PATHS)
def test_a_welsh_page_has_no_fault_and_fits(
    open_page: Callable[..., Page], faults_of: Callable[[Page], list[str]], path: str
) -> None:
    check(open_page(path), faults_of)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_a_welsh_answer_has_no_fault_and_fits(
    ask_in_welsh: Callable[..., Page], faults_of: Callable[[Page], list[str]], question: str
) -> None:
    check(ask_in_welsh(question), faults_of)


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
