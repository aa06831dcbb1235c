"""A resident contests an answer with a file, an officer answers, the resident reads it; with scripts and without."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.looking import NARROW, beyond_the_edge, unfold
from tests.journeys.signing import sign_in

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"

Open = Callable[..., Page]
Faults = Callable[[Page], list[str]]


@SCRIPTS
def test_a_resident_contests_an_officer_answers_and_the_resident_reads_it(  # noqa: PLR0917 - fixtures
    ask: Open, open_page: Open, add_staff: Callable[..., tuple[str, str]], home: Path, faults_of: Faults, scripts: bool
) -> None:
    page = ask("How much is the Child Grant?", scripts=scripts)
    page.get_by_role("link", name="Was this wrong, or do you want a person?").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was this wrong, or do you want a person?")
    expect(page.get_by_text("How much is the Child Grant?")).to_be_visible()
    _send_nothing(page)
    page.get_by_label("I think this is wrong").check()
    page.get_by_label("What do you want to tell us?").fill("My child is 17 and at college.\nThat counts.")
    page.get_by_label("File 1").set_input_files({"name": "letter.pdf.exe", "mimeType": "x/y", "buffer": PDF})
    page.get_by_label("Email", exact=True).check()
    page.get_by_label("Where we can reach you").fill("ann.example@example.org")
    _check(page, faults_of, scripts=scripts)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check what you wrote")
    expect(page.get_by_text("letter.pdf (1 KB)")).to_be_visible()
    page.get_by_role("link", name=re.compile("Change.*What you tell us")).click()
    page.get_by_label("What do you want to tell us?").fill("My child is 17 and at college.")
    page.get_by_role("button", name="Continue").click()
    _check(page, faults_of, scripts=scripts)
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have what you sent")
    reference = page.url.rpartition("/")[2]
    expect(page.locator(".fp-kept__number")).to_have_text(reference)
    _check(page, faults_of, scripts=scripts)

    officer = open_page("/oversight/challenges", scripts=scripts)
    sign_in(officer, add_staff(f"dana.{'with' if scripts else 'without'}", role="data-protection", home=home))
    case = _find_case(officer, reference)
    expect(officer.get_by_text("at college")).to_have_count(0)
    assert "FP-" not in officer.content()
    officer.get_by_role("button", name="Open what they wrote").click()
    expect(officer.get_by_text("My child is 17 and at college.")).to_be_visible()
    expect(officer.get_by_text(reference)).to_be_visible()
    with officer.expect_download() as saved:
        officer.get_by_role("link", name="letter.pdf").click()
    assert saved.value.suggested_filename == "letter.pdf"
    officer.get_by_label("Upheld: it was wrong", exact=True).check()
    officer.get_by_label("Your reasons").fill("You were right. A child of 17 at college counts.")
    _check(officer, faults_of, scripts=scripts)
    officer.get_by_role("button", name="Send the answer").click()
    expect(officer.get_by_role("heading", name="The answer")).to_be_visible()
    officer.get_by_role("link", name="All challenges").click()
    officer.get_by_label("State").select_option("answered")
    officer.get_by_role("button", name="Show").click()
    expect(officer.get_by_role("link", name=case, exact=True)).to_be_visible()
    _check(officer, faults_of, scripts=scripts)

    page.reload()
    expect(page.get_by_role("heading", name="You were right")).to_be_visible()
    expect(page.get_by_text("A child of 17 at college counts.")).to_be_visible()
    _check(page, faults_of, scripts=scripts)


def _find_case(officer: Page, reference: str) -> str:
    """Open the page of a case, by the reference that a resident read out; gives how officers call it."""
    officer.get_by_label("Reference number, if you were given one").fill(reference)
    officer.get_by_role("button", name="Show").click()
    case = officer.get_by_role("link", name=re.compile(r"^Challenge \d+$"))
    name = case.inner_text()
    case.click()
    expect(officer.get_by_role("heading", level=1)).to_have_text(name)
    return name


def _send_nothing(page: Page) -> None:
    """The form says what is missing, and leads there."""
    page.get_by_role("button", name="Continue").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("alert").get_by_role("link", name="Choose whether you want a person").click()
    expect(page.get_by_label("Ask for a person")).to_be_focused()


def _check(page: Page, faults_of: Faults, *, scripts: bool) -> None:
    """Sound to a screen reader, and no wider than a small telephone. axe itself needs scripts."""
    size = page.viewport_size
    page.set_viewport_size(NARROW)
    if scripts:
        unfold(page)
        assert faults_of(page) == []
        assert beyond_the_edge(page) <= 0
    assert size is not None
    page.set_viewport_size(size)
