"""A resident asks to be told, guidance changes, they are told, an editor looks at it. Without scripts.

Each page that the walk of every page cannot bring about is looked at here: wide in English, narrow in Welsh.
"""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.conftest import FINGERPOST, _environment
from tests.journeys.looking import NARROW, WIDE, Seen, look
from tests.journeys.signing import sign_in
from tests.mailbox import Mailbox, mail_server

SITE = "http://ask.fernby.example"
DEARER = ("£1,406.60", "£1,999.00")
MOVED = "The guidance this answer quotes has changed since"
WAYS = {"": (("light", WIDE),), "/cy": (("dark", NARROW),)}

pytestmark = pytest.mark.timeout(600)


@dataclass(frozen=True, kw_only=True)
class Told:
    """A service that sends letters, and what it said in them."""

    site: str
    home: Path
    mailbox: Mailbox

    def link(self, kind: str) -> str:
        """The address behind a link of the newest letter, on the service as it runs here."""
        (path,) = re.findall(rf"{SITE}(/\S*{kind}\S*)", self.mailbox.text())
        return self.site + path

    def run(self, *typed: str) -> None:
        environment = {**_environment(self.home), **_mail(self.mailbox)}
        subprocess.run([*FINGERPOST, *typed], env=environment, check=True, capture_output=True, timeout=120)


def _mail(mailbox: Mailbox) -> dict[str, str]:
    return {
        "FINGERPOST_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",
        "FINGERPOST_MAIL_FROM": "no-reply@fernby.example.org",
        "FINGERPOST_BASE_URL": SITE,
    }


@pytest.fixture(scope="module")
def told(
    chromium: str,
    start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Told]:
    home = tmp_path_factory.mktemp("told") / "home"
    with mail_server() as mailbox, start_service(FINGERPOST_HOME=str(home), **_mail(mailbox)) as (site, _):
        yield Told(site=site, home=home, mailbox=mailbox)


def test_a_resident_is_told_and_an_editor_sees_what_changed(
    browser: Browser, told: Told, pages: Path, tmp_path: Path, add_staff: Callable[..., tuple[str, str]]
) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    looked = browser.new_context(service_workers="block", reduced_motion="reduce").new_page()
    seen: list[Seen] = []
    answer = _ask(plain, told)
    _ask_to_be_told(plain, told, answer, looked, seen)
    _change(told, pages, tmp_path)
    assert "/answers/" in told.link("answers")
    plain.goto(told.link("answers"))
    expect(plain.get_by_role("heading", name=MOVED)).to_be_visible()
    _look_in_both(looked, told, answer, seen)
    plain.get_by_role("button", name="Ask the same again").click()
    expect(plain.get_by_text(DEARER[1]).first).to_be_visible()
    _look_as_an_editor(looked, told, add_staff("edith", role="editor", home=told.home), seen)
    assert [(each.name, each.faults, each.beyond, each.unseen_focus) for each in seen if _is_wrong(each)] == []
    for page in (plain, looked):
        page.context.close()


def _is_wrong(seen: Seen) -> bool:
    return bool(seen.faults or max(seen.beyond) > 0 or seen.unseen_focus or len(seen.headings) != 1)


def _ask(page: Page, told: Told) -> str:
    page.goto(told.site)
    page.get_by_label("Your question").fill("How much is the Child Grant a year?")
    page.get_by_role("button", name="Find an answer").click()
    expect(page.get_by_role("heading", name="Tell me if this answer changes")).to_be_visible()
    return page.url.removeprefix(told.site)


def _ask_to_be_told(page: Page, told: Told, answer: str, looked: Page, seen: list[Seen]) -> None:
    for typed, expected in (("ada", "There is a problem"), ("ada@fernby-post.co.uk", "Check your e-mail")):
        page.get_by_label("Your e-mail address").fill(typed)
        page.get_by_role("button", name="Tell me").click()
        expect(page.get_by_role("heading", name=expected)).to_be_visible()
    looked.goto(f"{told.site}{answer}/alert")
    looked.get_by_label("Your e-mail address").fill("ada")
    looked.get_by_role("button", name="Tell me").click()
    seen.append(look(looked, name="an address that does not fit", kind="", ways=WAYS["/cy"]))
    for path in ("/alert", "/alert/sent"):
        _look_in_both(looked, told, f"{answer}{path}", seen)
    confirm, stop = told.link("confirm"), told.link("stop")
    for link in (confirm, stop):
        _look_in_both(looked, told, link.removeprefix(told.site), seen)
    page.goto(confirm)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="You will be told if the answer changes")).to_be_visible()


def _change(told: Told, pages: Path, folder: Path) -> None:
    changed = folder / "pages"
    shutil.copytree(pages, changed)
    page = changed / "child-grant.md"
    page.write_text(page.read_text(encoding="utf-8").replace(*DEARER), encoding="utf-8")
    told.run("import", str(changed), "--collection", "tests")
    told.run("repair")


def _look_in_both(page: Page, told: Told, path: str, seen: list[Seen]) -> None:
    for place, ways in WAYS.items():
        page.goto(f"{told.site}{place}{path}")
        seen.append(look(page, name=f"{place}{path}", kind="", ways=ways))


def _look_as_an_editor(page: Page, told: Told, account: tuple[str, str], seen: list[Seen]) -> None:
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{told.site}/staff/sign-in")
    sign_in(page, account)
    page.wait_for_url(f"{told.site}/staff/")
    page.get_by_role("navigation").get_by_role("link", name="Changed answers").first.click()
    page.get_by_role("link", name="Changed answer 1").click()
    page.get_by_role("button", name="Mark as dealt with").click()
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    for path in ("/staff/repair?state=all", "/staff/repair?what=kind", "/staff/repair?since=soon", "/staff/repair/1"):
        _look_in_both(page, told, path, seen)
