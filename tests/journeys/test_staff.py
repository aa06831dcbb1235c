"""Behind the staff door in a real browser: the ways in, and changing the colour with a live check."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect
from tests.accounts import Phone
from tests.journeys.looking import NARROW, WIDE, faults_of, look
from tests.journeys.signing import give_password
from tests.journeys.signing import sign_in as come_in
from tests.provider import CLIENT, SECRET, Provider, running_provider

from fingerpost.doors.profile.contrast import brand_properties, ratio

COLOURS = ("#0e5c45", "#ffd700", "#000000", "#ffffff", "#7a1f5c", "#12436d", "#f46a25", "#28a197", "#ca3535", "#808080")
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])

Open = Callable[..., Page]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("staff") / "home"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """Where people of the organisation sign in."""
    with running_provider() as running:
        yield running


@pytest.fixture(scope="module")
def site(
    start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path, provider: Provider
) -> Iterator[str]:
    """A service of its own: what is changed here shows on every page."""
    known = {
        "FINGERPOST_OIDC_ISSUER": provider.issuer,
        "FINGERPOST_OIDC_CLIENT_ID": CLIENT,
        "FINGERPOST_OIDC_CLIENT_SECRET": SECRET,
        "FINGERPOST_OIDC_ROLES": "FP viewers=viewer",
    }
    with start_service(FINGERPOST_HOME=str(home), **known) as (address, _):
        yield address


@pytest.fixture(scope="module")
def anna(site: str, home: Path, add_staff: Callable[..., tuple[str, str]]) -> tuple[str, str]:
    """The name and password of an owner."""
    return add_staff("anna", role="owner", home=home)


@pytest.fixture(scope="module")
def phone() -> Phone:
    """Anna's, which she sets up the first time she signs in."""
    return Phone()


@pytest.fixture
def sign_in(open_page: Open, anna: tuple[str, str], phone: Phone) -> Open:
    """Signs in on the way to a staff page."""

    def enter(path: str = "/staff/", **how: object) -> Page:
        page = open_page(path, **how)
        come_in(page, anna, phone=phone)
        return page

    return enter


def saved_on(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text="Saved")


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).click()
    expect(saved_on(page)).to_be_visible()


def header_colour(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.querySelector('.govuk-generic-header')).backgroundColor"))


@SCRIPTS
def test_an_owner_sets_up_a_phone_and_is_asked_for_its_code(
    open_page: Open, home: Path, add_staff: Callable[..., tuple[str, str]], scripts: bool
) -> None:
    account, phone = add_staff("olga" if scripts else "otto", role="owner", home=home), Phone()
    page = open_page("/staff/settings", scripts=scripts)
    give_password(page, account)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    check_picture(page)
    phone.scan(page.content())
    page.get_by_label("Security code").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    page.get_by_label("Security code").fill(phone.code())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")
    if scripts:
        seen = look(page, name="codes", kind="codes", ways=(("light", WIDE), ("dark", NARROW)))
        assert (seen.faults, max(seen.beyond), seen.unseen_focus) == ([], 0, [])
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")

    page.get_by_role("button", name="Sign out").click()
    give_password(page, account)
    page.get_by_label("Security code").fill(phone.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Signed in as")).to_be_visible()


def check_picture(page: Page) -> None:
    """The QR code is that of the address which the link has, square by square as it is drawn."""
    address = str(page.get_by_role("link", name="Open the app").get_attribute("href"))
    squares = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
    with Image.open(io.BytesIO(page.locator(".fp-qr").screenshot())) as drawn:
        grey, side = drawn.convert("L"), drawn.width / (len(squares) + 8)  # four squares of white on each side
        middles = [int((each + 4.5) * side) for each in range(len(squares))]
        assert [[int(grey.getpixel((x, y)) < 128) for x in middles] for y in middles] == squares


def test_somebody_of_the_organisation_signs_in_there_and_out_again(
    browser: Browser, site: str, provider: Provider
) -> None:
    """Also once the browser has our worker, which must not have it ask twice for an address that is good once."""
    provider.person = {"sub": "vi", "preferred_username": "vi", "groups": ["FP viewers"]}
    context = browser.new_context()
    page = context.new_page()
    page.goto(site)
    page.wait_for_function("async () => (await navigator.serviceWorker.ready).active.state === 'activated'")
    page.goto(f"{site}/staff/sign-in")
    page.get_by_role("button", name="Sign in with your organisation").click()
    expect(page.get_by_text(re.compile(r"Signed in as vi\+"))).to_be_visible()
    assert page.url == f"{site}/oversight/"
    assert [path for path, _ in provider.asked].count("/token") == 1
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign out there too")).to_be_visible()
    provider.person = {"sub": "nobody", "groups": []}
    page.get_by_role("button", name="Sign in with your organisation").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are not signed in")
    assert faults_of(page) == []
    context.close()


@SCRIPTS
def test_an_owner_changes_the_colour_sees_it_and_puts_the_old_one_back(sign_in: Open, scripts: bool) -> None:
    page = sign_in("/staff/settings", scripts=scripts)
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    before = header_colour(page)
    save(page)  # as it is, so that there is something to put back

    colour, contrast = page.get_by_label("Colour", exact=True), page.locator('[data-fp-contrast="colour"]')
    page.get_by_label("Name of the service").fill("Ask Millbeck")
    colour.fill("#ffd700")
    if not scripts:
        page.get_by_role("button", name="Check colour").click()
    expect(contrast).to_have_text("1.4 to 1: cannot be read, it must be 4.5 to 1")
    page.get_by_role("button", name=re.compile("^Use #[0-9a-f]{6}, the nearest")).click()
    expect(contrast).to_contain_text("can be read")
    assert ratio(colour.input_value(), "#ffffff") >= 4.5
    save(page)
    page.get_by_role("link", name="See the front page").click()
    expect(page.get_by_text("Ask Millbeck").first).to_be_visible()
    assert header_colour(page) != before

    page.go_back()
    page.get_by_role("button", name="Put this one back").first.click()
    expect(saved_on(page)).to_be_visible()
    assert header_colour(page) == before
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed out")).to_be_visible()


def test_the_page_counts_and_draws_exactly_as_the_server_does(sign_in: Open) -> None:
    """For ordinary colours and odd ones: the shades of both themes, to the last digit."""
    page = sign_in("/staff/settings")
    field = page.get_by_label("Colour", exact=True)
    names = re.findall(r"(--fp-[\w-]+):", brand_properties("#0e5c45")[0])
    read = "([which, names]) => names.map((name) => document.querySelector(which).style.getPropertyValue(name))"
    for colour in COLOURS:
        field.fill(colour)
        for theme, declared in zip(("light", "dark"), brand_properties(colour), strict=True):
            shown = page.evaluate(read, [f".fp-preview--{theme}", names])
            assert ";".join(f"{name}:{value}" for name, value in zip(names, shown, strict=True)) == declared, colour


def test_what_is_wrong_leads_to_its_field(sign_in: Open) -> None:
    page = sign_in("/staff/settings")
    page.get_by_label("Wednesday, opens at").fill("6pm")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("Closing must be later")).click()
    expect(page.get_by_label("Wednesday, opens at")).to_be_focused()
    expect(page.get_by_label("Wednesday, opens at")).to_have_value("18:00")
