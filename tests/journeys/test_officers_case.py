"""One case at the officer's door, in a real browser: decided on, merged, saved by two at once, answered."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.journeys.looking import NARROW, WIDE, assert_in_order, beyond_the_edge, faults_of
from tests.journeys.signing import sign_in

ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Page]
AddStaff = Callable[..., tuple[str, str]]
MADE = """
import json, sys, django
django.setup()
from django.conf import settings
from tests.casefiles import AT_RISK, POTHOLES, opened, report_of
from fingerpost.casework.members import join_team
from fingerpost.contract.proposals import Proposal
from fingerpost.doors.installation import now
for name in ("mair", "huw", "lena"):
    join_team("highways", name, body=settings.CONFIGURATION.body, by="test", at=now())
names = ("accept", "change", "refuse", "main", "both", "reply", "keys", "plain", "welsh", "guidance", "print")
made = {name: opened().reference for name in names}
made["double"] = opened(report_of("The same hole as yesterday in Long Lane"), like=made["main"]).reference
risky = Proposal(**{**vars(POTHOLES), "signs": (AT_RISK,), "needs_attention": True})
made["risky"] = opened(proposal=risky).reference
made["planted"] = opened(planted_rate=0.05).reference
from fingerpost.casework.models import Suggestion
Suggestion.objects.filter(case__reference=made["planted"]).update(is_planted=True)
print(json.dumps(made))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cases") / "home"


@pytest.fixture(scope="module")
def site(start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path) -> Iterator[str]:
    """A service of its own, with cases."""
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.fixture(scope="module")
def cases(site: str, home: Path, add_staff: AddStaff) -> Mapping[str, str]:
    """References by what each is for. Mair and Huw work on them, and Lena leads the team."""
    for name, role in (("mair", "officer"), ("huw", "officer"), ("lena", "team-lead")):
        add_staff(name, role=role, home=home)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    here = {
        "FINGERPOST_HOME": str(home),
        "FINGERPOST_STARTER_LIBRARY": "false",
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, "-c", MADE], env={**known, **here}, cwd=ROOT, check=False, capture_output=True, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()
    return dict(json.loads(done.stdout.decode().strip().splitlines()[-1]))


@pytest.fixture
def enter(open_page: Open, home: Path, add_staff: AddStaff) -> Open:
    """Signs an officer in on the way to a page."""

    def come(name: str, path: str, **how: object) -> Page:
        page = open_page(path, **how)
        role = "team-lead" if name == "lena" else "officer"
        sign_in(page, add_staff(name, role=role, home=home))
        return page

    return come


def at(reference: str, more: str = "") -> str:
    return f"/staff/cases/{reference}{more}"


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        main_of(page).get_by_role("button", name=name, exact=True).click()


def test_an_officer_reads_the_words_first_and_accepts(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", at(cases["accept"]))
    headings = main_of(page).get_by_role("heading", level=2).all_text_contents()
    assert headings.index("What they wrote") < headings.index("What is suggested")
    expect(main_of(page)).to_contain_text("Suggestions as sure as this are right 8 times in 10.")
    assert_in_order(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    press(page, "Accept")
    expect(page.get_by_role("status").filter(has_text="Saved: Accept the suggestion")).to_be_visible()
    expect(main_of(page)).to_contain_text("Accepted by mair")
    assert faults_of(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_officer_changes_a_suggestion_and_says_why(enter: Open, cases: Mapping[str, str], scripts: bool) -> None:
    page = enter("mair", at(cases["change" if scripts else "plain"]), scripts=scripts)
    main_of(page).get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Service").select_option(label="Street lights, signs and traffic lights")
    press(page, "Save what you chose")
    expect(page.get_by_role("alert")).to_contain_text("Say why, in a few words")
    expect(page.get_by_label("Service")).to_have_value("street-lights")  # nothing that was chosen is lost
    if scripts:
        assert_in_order(page)
    page.get_by_label("Why?").fill("It is about a lamp.")
    press(page, "Save what you chose")
    expect(main_of(page)).to_contain_text("Changed by mair")
    expect(page.get_by_role("heading", level=1)).to_have_text("Street lights, signs and traffic lights")


def test_an_officer_refuses_one(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", at(cases["refuse"]))
    main_of(page).get_by_role("button", name="Refuse", exact=True).click()
    page.get_by_label("Service").select_option("")
    page.get_by_label("Team").select_option(label="Highways and parking")
    page.get_by_label("Why?").fill("Nobody can tell from this what it is about.")
    press(page, "Refuse it")
    expect(main_of(page)).to_contain_text("Refused by mair")
    expect(page.get_by_role("heading", level=1)).to_have_text("To be sorted")


def test_who_may_be_at_risk_is_seen_first_and_a_planted_one_is_told_kindly(
    enter: Open, cases: Mapping[str, str]
) -> None:
    page = enter("mair", at(cases["risky"]))
    expect(main_of(page)).to_contain_text("Look at this first. A child may be at risk.")
    assert_in_order(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(page.url.replace(cases["risky"], cases["planted"]))
    expect(main_of(page)).not_to_contain_text("wrong on purpose")
    press(page, "Accept")
    expect(main_of(page)).to_contain_text("This suggestion was wrong on purpose")
    assert faults_of(page) == []


def test_two_reports_are_compared_merged_and_parted(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", at(cases["double"]))
    expect(main_of(page)).to_contain_text("likely 8 times in 10, 30 metres away")
    page.get_by_role("link", name="Compare side by side").click()
    expect(page.get_by_role("heading", name=f"This case goes on: {cases['main']}")).to_be_visible()
    assert_in_order(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    press(page, "Merge them")
    expect(main_of(page)).to_contain_text("This case was merged into")
    page.get_by_role("link", name="Undo the merge").click()
    page.get_by_label("Why?").fill("There are two holes.")
    press(page, "Undo the merge")
    expect(main_of(page).get_by_text("The merge was undone")).to_be_visible()
    expect(page.get_by_role("button", name="Start work")).to_be_visible()


def test_two_officers_at_once_see_each_other_and_lose_nothing(enter: Open, cases: Mapping[str, str]) -> None:
    mair, huw = enter("mair", at(cases["both"])), enter("huw", at(cases["both"]))
    expect(huw.get_by_text("mair is reading this too.")).to_be_visible()
    mair.reload()
    expect(mair.get_by_text("huw is reading this too.")).to_be_visible()
    huw.get_by_role("textbox", name="Note").fill("I rang her. It is the left side.")
    mair.get_by_role("textbox", name="Note").fill("Her number does not work.")
    press(huw, "Save the note")
    press(mair, "Save the note")
    expect(mair.get_by_role("alert")).to_contain_text("Somebody else saved this case while you had it open")
    expect(mair.get_by_role("alert")).to_contain_text("I rang her. It is the left side.")
    expect(mair.get_by_role("textbox", name="Note")).to_have_value("Her number does not work.")
    assert_in_order(mair)
    mair.set_viewport_size(WIDE)  # type: ignore[arg-type]
    press(mair, "Save mine now")
    history = mair.locator(".fp-history")
    expect(history).to_contain_text("I rang her. It is the left side.")
    expect(history).to_contain_text("Her number does not work.")


def test_a_reply_from_a_template_that_two_people_stand_behind(enter: Open, cases: Mapping[str, str]) -> None:
    mair = enter("mair", "/staff/cases/templates")
    mair.get_by_role("button", name="Write a template").click()
    mair.get_by_label("Title").fill("When we come")
    mair.get_by_label("Service").select_option(label="Potholes, pavements and ice")
    mair.get_by_label("Subject of the message").fill("Your report {reference}")
    mair.get_by_label("Words of the reply").fill("Dear {name}, we come in {dayz} working days.")
    press(mair, "Save and ask for approval")
    expect(mair.get_by_role("alert")).to_contain_text("There is no fact called {dayz}")
    assert faults_of(mair) == []
    mair.get_by_label("Words of the reply").fill("Dear {name}, we come in {days} working days.")
    press(mair, "Save and ask for approval")
    expect(main_of(mair)).to_contain_text("Somebody else must read and approve them")

    lena = enter("lena", "/staff/cases/templates")
    lena.get_by_role("link", name="When we come").click()
    lena.get_by_label("I have read these words and approve them").check(force=True)
    press(lena, "Approve")
    expect(main_of(lena)).to_contain_text("Approved")
    assert_in_order(lena)

    mair.goto(mair.url.split("/staff")[0] + at(cases["reply"]))
    mair.get_by_role("link", name="Write to the resident").click()
    assert_in_order(mair)
    mair.set_viewport_size(WIDE)  # type: ignore[arg-type]
    mair.get_by_role("link", name="When we come").click()
    words = mair.get_by_label("Your words")
    expect(words).to_have_value("Dear Ann Example, we come in 5 working days.")
    assert_in_order(mair)
    mair.set_viewport_size(WIDE)  # type: ignore[arg-type]
    words.fill("Dear Ann Example, we come in 5 working days and bring 7 cones.")
    mair.get_by_label("On their own page only").check(force=True)
    press(mair, "Look it over")
    expect(main_of(mair)).to_contain_text("No source")
    assert_in_order(mair)
    mair.set_viewport_size(WIDE)  # type: ignore[arg-type]
    press(mair, "Put it on their page")
    expect(mair.get_by_role("alert")).to_contain_text("Tick each figure that has no source")
    mair.get_by_label("“7 cones” is right: I have checked it").check(force=True)
    press(mair, "Put it on their page")
    expect(mair.locator(".fp-history")).to_contain_text("we come in 5 working days and bring 7 cones")


def test_everything_is_done_by_keyboard_alone(enter: Open, cases: Mapping[str, str], site: str) -> None:
    page = enter("mair", at(cases["keys"]))
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Accept", exact=True)).not_to_be_focused()  # off until somebody wants them
    page.get_by_role("button", name="Keyboard shortcuts").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Use single keys in this browser").focus()
    page.keyboard.press("Space")
    assert faults_of(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    expect(page.get_by_role("textbox", name="Note")).to_be_focused()
    page.keyboard.type("yes, a note: cyn")
    expect(page.get_by_role("textbox", name="Note")).to_have_value(
        "yes, a note: cyn"
    )  # no key does anything in a field
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".fp-history")).to_contain_text("yes, a note: cyn")
    page.keyboard.press("y")
    expect(page.get_by_role("button", name="Accept", exact=True)).to_be_focused()  # a key alone changes nothing
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(main_of(page)).to_contain_text("Accepted by mair")
    with page.expect_navigation():
        page.keyboard.press("r")
    expect(page).to_have_url(f"{site}{at(cases['keys'], '/reply')}")
    page.go_back()
    with page.expect_navigation():
        page.keyboard.press("g")
        page.keyboard.press("q")
    expect(page).to_have_url(f"{site}/staff/cases")


def test_who_else_reads_is_told_while_the_page_is_open(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", at(cases["print"]))
    page.clock.install()
    page.reload()
    huw = enter("huw", at(cases["print"]))
    expect(huw.get_by_text("mair is reading this too.")).to_be_visible()
    page.clock.fast_forward(21_000)
    expect(page.get_by_text("huw is reading this too.")).to_be_visible()
    press(huw, "Start work")
    page.clock.fast_forward(21_000)
    expect(page.get_by_text("Somebody has changed this case.")).to_be_visible()


def test_guidance_is_looked_up_and_quoted(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", at(cases["guidance"]))
    page.get_by_role("link", name="Look it up in guidance").click()
    page.get_by_label("Question").fill("How much is the Child Grant a year?")
    press(page, "Ask")
    expect(page.get_by_role("link", name="Read it where it stands").first).to_be_visible()
    assert_in_order(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Write a reply with this beside it").click()
    page.get_by_role("link", name="Write without a template").click()
    expect(page.get_by_role("heading", name="Guidance you looked up")).to_be_visible()
    assert faults_of(page) == []


def test_a_report_by_phone_becomes_a_case(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", "/staff/cases/new")
    press(page, "Take it down")
    expect(page.get_by_role("alert")).to_contain_text("Write down what they said")
    assert_in_order(page)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.get_by_label("What do they tell you?").fill("There is a deep pothole in Mill Road that broke my wheel.")
    page.get_by_label("Where is it?").fill("Mill Road, by the bridge")
    page.get_by_label("Service").select_option(label="Potholes, pavements and ice")
    press(page, "Take it down")
    expect(page.get_by_role("heading", level=1)).to_have_text("The report was taken down")
    expect(page.get_by_text("/follow/FP-")).to_be_visible()
    assert_in_order(page)
    page.get_by_role("link", name="Open the case").click()
    expect(main_of(page)).to_contain_text("that broke my wheel")


def test_the_page_in_welsh_on_a_small_phone_and_on_paper(enter: Open, cases: Mapping[str, str]) -> None:
    page = enter("mair", "/cy" + at(cases["welsh"]), size=NARROW)
    assert page.evaluate("document.documentElement.lang") == "cy"
    assert (faults_of(page), beyond_the_edge(page)) == ([], 0)
    page.emulate_media(media="print")
    expect(page.locator(".fp-file__words")).to_be_visible()
    expect(page.locator(".fp-file__decide")).to_be_hidden()
