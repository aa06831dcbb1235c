"""In a real browser: an owner stops the service and a resident sees it; an auditor reads a run, a viewer cannot."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.accounts import Phone
from tests.journeys.signing import sign_in

Open = Callable[..., Page]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("oversight") / "home"


@pytest.fixture(scope="module")
def site(start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path) -> Iterator[str]:
    """A service of its own: what is stopped here is stopped for everybody."""
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def phone() -> Phone:
    return Phone()


def ask(page: Page) -> None:
    page.locator("[name=question]").first.fill("How much sick pay do I get, asks Aneurin?")
    page.locator("main form button").first.click()
    page.wait_for_url("**/answers/FP-*")


def turn(page: Page, button: str, why: str) -> None:
    page.get_by_role("button", name=f"{button}: answer").click()
    page.locator("[name=reason]").fill(why)
    page.locator("[name=sure]").check()
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("status").filter(has_text="The switch is turned")).to_be_visible()


@SCRIPTS
def test_an_owner_stops_the_service_and_a_resident_sees_it_at_once(
    open_page: Open, add_staff: Callable[..., tuple[str, str]], home: Path, phone: Phone, scripts: bool
) -> None:
    resident, owner = open_page("/", scripts=scripts), open_page("/oversight/switches", scripts=scripts)
    sign_in(owner, add_staff("olwen", role="owner", home=home), phone=phone)
    owner.goto(owner.url.partition("/staff")[0].partition("/oversight")[0] + "/oversight/switches")
    turn(owner, "Switch off", "It quotes an old amount")
    ask(resident)  # the form was open before
    expect(resident.get_by_role("heading", name="This service is switched off")).to_be_visible()
    resident.goto(resident.url.partition("/answers")[0])
    expect(resident.get_by_role("heading", name="This service is switched off")).to_be_visible()
    expect(resident.locator("[name=question]")).to_have_count(0)
    turn(owner, "Switch on again", "The page was put right")
    resident.reload()
    ask(resident)
    expect(resident.get_by_role("heading", name="This service is switched off")).to_have_count(0)


def test_an_auditor_reads_a_run_for_a_purpose_and_a_viewer_cannot(
    open_page: Open, add_staff: Callable[..., tuple[str, str]], home: Path
) -> None:
    resident = open_page("/")
    ask(resident)
    reference = resident.url.rpartition("/")[2]
    viewer = open_page(f"/oversight/runs?reference={reference}")
    sign_in(viewer, add_staff("vera", role="viewer", home=home))
    viewer.get_by_role("rowheader").get_by_role("link").click()
    viewer.wait_for_url(re.compile(r"/oversight/runs/\d+$"))
    address = "/oversight" + viewer.url.partition("/oversight")[2]
    expect(viewer.get_by_role("heading", name="Each step")).to_be_visible()
    expect(viewer.get_by_role("button", name="Note this and open the words")).to_have_count(0)
    expect(viewer.get_by_text("Aneurin")).to_have_count(0)
    assert reference not in viewer.content(), "it would open the words at their public address"
    auditor = open_page(address)
    sign_in(auditor, add_staff("aled", role="auditor", home=home))
    auditor.get_by_role("button", name="Note this and open the words").click()
    expect(auditor.get_by_role("alert")).to_contain_text("Choose what you open it for")
    auditor.get_by_label("For an audit").check()
    auditor.locator("[name=why]").fill("The yearly audit looks at ten answers")
    auditor.get_by_role("button", name="Note this and open the words").click()
    expect(auditor.get_by_text("Aneurin")).to_be_visible()
    auditor.goto(auditor.url.removesuffix("/open"))
    expect(auditor.get_by_text("Aneurin")).to_have_count(0)
    expect(auditor.get_by_text("The yearly audit looks at ten answers")).to_be_visible()
