"""The public register in a real browser: found, read, compared, printed, by keyboard alone and on a small phone."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.conftest import environment_of
from tests.journeys.looking import assert_in_order

Open = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
FILL = "import django; django.setup(); from tests.registered import register_all; register_all()"


@pytest.fixture(scope="module")
def registered(site: str, home: Path) -> str:
    """The address of the service, with a system that was measured and two that run elsewhere in its register."""
    environment = {
        **environment_of(home),
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(
        [sys.executable, "-c", FILL], env=environment, check=True, capture_output=True, timeout=120, cwd=ROOT
    )
    return site


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_resident_finds_a_system_reads_its_record_and_compares_versions(
    registered: str, open_page: Open, scripts: bool
) -> None:
    page = open_page("/", scripts=scripts)
    page.get_by_role("contentinfo").get_by_role("link", name="Register of AI systems").click()
    page.get_by_label("Words").fill("number plates")
    page.get_by_label("Kind of work").select_option(label="Looking at pictures")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="2 systems")).to_be_visible()
    page.get_by_role("link", name="Plate reader", exact=True).click()
    expect(page.get_by_text("Declared, not measured.")).to_be_visible()
    page.get_by_role("link", name="See every version").click()
    page.get_by_label("Compare version").select_option("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="What it cannot do")).to_contain_text("Changed")
    expect(page.get_by_text("It is slow at night.")).to_be_visible()


def test_the_record_is_accessible_and_fits_in_both_themes(registered: str, open_page: Open) -> None:
    page = open_page("/register/answer")
    assert page.locator(".fp-interval").count() == 3
    assert_in_order(page)


def test_the_record_is_used_by_keyboard_alone(registered: str, open_page: Open) -> None:
    page = open_page("/register/answer")
    page.get_by_role("link", name="Safeguards").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{registered}/register/answer#safeguards")
    page.get_by_label("Reference of the answer").focus()
    page.keyboard.type("not one")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No answer has this reference")
    page.get_by_role("alert").get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Reference of the answer")).to_be_focused()
    expect(page.get_by_label("Reference of the answer")).to_have_value("not one")


def test_a_record_prints_as_a_clean_paper(registered: str, open_page: Open) -> None:
    page = open_page("/register/answer")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (page.get_by_role("button").first, page.locator("nav").first, page.get_by_text("for programs (JSON)")):
        expect(gone).to_be_hidden()
    for kept in ("What is wrong", "What it cannot do", "Tool specification", "Versions and proof"):
        expect(page.get_by_role("heading", name=kept).first).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    ink = "getComputedStyle(document.querySelector('.fp-record h1')).color"
    assert page.evaluate(ink) == "rgb(0, 0, 0)"
