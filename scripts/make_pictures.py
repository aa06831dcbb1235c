"""Photograph the main states of the pages, wide and at 320 px, into docs/pictures/pages.

    python scripts/make_pictures.py [--only start,answer]

Starts a service of its own over the starter library, in a folder that is removed again, and drives Debian's Chromium.
Where a language model writes, it is a double of one on this machine: the pictures show the pages, not what a model can.
"""

import argparse
import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from fingerpost.contract.context import Nation
from fingerpost.rules import pack_interview, read_household, uk_rules
from fingerpost.rules.authoring.examples import BASES, laid_over
from fingerpost.rules.reading.documents import read_document
from fingerpost.rules.reading.files import UK

ROOT = Path(__file__).resolve().parents[1]
INTO = ROOT / "docs" / "pictures" / "pages"
FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WIDTHS = {"wide": (1280, 960, 1), "narrow": (320, 860, 2)}  # width, height, pixels to a CSS pixel
COLOURS = 96  # flat pages need few, and a picture is then a third of the size
STAFF, PASSWORD = "sam", "a-long-walk-to-the-sea"
OFFICER = "demo-lead"  # made with the made-up year
REPORTS = 1_500  # of that year
PHONE: dict[str, str] = {}  # the secret of that member of staff, and the half minute of the last code they gave

WHOLE = (
    "() => !document.querySelector('[aria-busy=true]') && document.querySelector('.fp-reference')"  # nothing to come
)
KEPT: dict[
    str, str
] = {}  # the reference of the answer whose guidance has changed, and what the made-up year is opened with
GARDEN = "How much is the garden waste subscription in Fernby?"
CHANGED_PAGE, CHEAPER, DEARER = "fernby-council/fernby-garden-waste.md", "£58", "£62"
DESCRIBED = """
[models.writer]
provider = "openai-compatible"
model = "double-1"
base_url = "{address}"
pounds_a_million_in = 0.80
pounds_a_million_out = 4.00
pounds_a_day = 20.00
tokens_a_day = 5000000

[use]
answer = "writer"
"""
HOLE = "There is a hole in the road outside number 4. A cyclist swerved round it into the traffic this morning."
CHILDCARE = "Do I lose tax-free childcare if I earn £100,000 a year?"


def open_at(path: str) -> Callable[[Page], None]:
    return lambda page: _go(page, path)


def ask(question: str, *more: str, at: str = "/") -> Callable[[Page], None]:
    """Ask by the front page, then each follow-up."""

    def asking(page: Page) -> None:
        _go(page, at)
        for words in (question, *more):
            before = page.url
            page.locator("#question").last.fill(words)
            page.locator("form[data-fp-ask] button[type=submit], form.fp-box button").last.click()
            page.wait_for_function("before => location.href !== before", arg=before)
            page.wait_for_function(WHOLE)
        page.evaluate(
            "window.scrollTo(0, 0)" if not more else "document.querySelector('h1:focus, h1')?.scrollIntoView()"
        )

    return asking


def read_the_source(page: Page) -> None:
    ask(CHILDCARE)(page)
    page.locator(".fp-claim__source a").first.click()
    page.wait_for_url("**/guidance/**")
    page.locator("mark").first.wait_for()


def contest(page: Page) -> None:
    """Ask, and go on to the page where the answer can be contested."""
    ask(CHILDCARE)(page)
    page.locator("a[href$='/challenge']").first.click()
    page.wait_for_url("**/challenge")


def as_owner(path: str) -> Callable[[Page], None]:
    """Sign in, second factor and all, and open a page of those who work there."""

    def opening(page: Page) -> None:
        _go(page, f"/staff/sign-in?next={path}")
        page.locator("[name=name]").fill(STAFF)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main form button").first.click()
        page.locator("[name=code]").wait_for()
        show_phone(page)
        page.wait_for_url(f"**{path}")

    return opening


def show_phone(page: Page) -> None:
    """An owner needs a code, each time another: of a phone that is set up the first time."""
    shown = page.locator("code.fp-key")
    first = shown.count() > 0
    if first:
        PHONE["secret"] = shown.inner_text().replace(" ", "")
    step = max(int(time.time()) // 30 - 1, int(PHONE.get("step", 0)) + 1)  # half a minute off is allowed, either way
    page.wait_for_timeout(max(0, (step - 1) * 30 - time.time()) * 1000)
    PHONE["step"] = str(step)
    page.locator("[name=code]").fill(pyotp.TOTP(PHONE["secret"]).generate_otp(step))
    page.locator("main form button").first.click()
    if first:
        page.locator("main a.govuk-button").click()


def read_what_changed(page: Page) -> None:
    _go(page, f"/answers/{KEPT['reference']}")


def watch_the_models(page: Page) -> None:
    ask(CHILDCARE)(page)
    as_owner("/oversight/models")(page)


def answered_questions() -> str:
    """The questions of an interview about an ordinary family, all answered, as its link holds them."""
    examples = UK / "examples"
    family = read_document(examples / BASES).data["lone_parent_two"]
    own = {"adults": [{"earnings": 14000}], "in_supported_housing": False, "asks_about_visas": False}
    household = read_household(uk_rules(), laid_over(family, own))
    return pack_interview(uk_rules(), household, nation=Nation.ENGLAND)


def work_it_out(page: Page) -> None:
    """Go by the check of answers to the result."""
    _go(page, f"/entitlements/check?a={answered_questions()}")
    page.locator("main form button[type=submit], main form button").last.click()
    page.wait_for_url("**/answers/**")


def see_the_curve(page: Page) -> None:
    work_it_out(page)
    page.get_by_role("heading", name="What more earnings would change").evaluate("each => each.scrollIntoView()")


def write_a_report(page: Page) -> None:
    _go(page, "/report")
    page.locator("#text").fill(HOLE)


def send_a_report(page: Page) -> None:
    """Answer what it still asks, until it is sent."""
    write_a_report(page)
    page.locator("main form button").first.click()
    page.wait_for_url("**/report/*/*")
    while not page.url.endswith("/check"):
        before = page.url
        _answer(page)
        page.wait_for_function(
            "before => location.href !== before || document.querySelector('[name=street]')", arg=before
        )
    page.get_by_role("button", name="Send the report").click()
    page.wait_for_url("**/sent")


def _answer(page: Page) -> None:
    if page.locator("input[type=radio]").count():
        last = page.locator("input[value=none]")
        (last if page.url.endswith("/nearby") else page.locator("input[type=radio]").first).check(force=True)
    elif page.url.endswith("/place"):
        page.locator("#place").fill(f"4 {KEPT['street']}")
    elif page.locator("[name=answer]").count():
        page.locator("[name=answer]").first.fill("About 40 cm wide")
    page.locator("main form button[type=submit]").first.click()


def follow_a_report(page: Page) -> None:
    send_a_report(page)
    page.locator("main a[href*='/follow/']").first.click()
    page.wait_for_url("**/follow/**")


def as_officer(path: str) -> Callable[[Page], None]:
    """Sign in as the made-up lead, who may do so with a password alone, and open a page."""

    def opening(page: Page) -> None:
        _go(page, f"/staff/sign-in?next={path}")
        page.locator("[name=name]").fill(OFFICER)
        page.locator("[name=password]").fill(KEPT["officer's password"])
        page.locator("main form button").first.click()
        page.wait_for_url(f"**{path}")

    return opening


def open_a_case(page: Page) -> None:
    """The newest in the street that nobody has yet: its suggestion waits for a person."""
    as_officer("/staff/cases")(page)
    _go(page, "/staff/cases?assigned=nobody&order=newest")
    streets = page.locator(".fp-case").filter(has_text=re.compile("Potholes|Fly-tipping|Street lights|Trees|Drains"))
    (streets if streets.count() else page.locator(".fp-case")).first.locator("[data-fp-open]").click()
    page.wait_for_url("**/staff/cases/FP-*")
    page.locator("h1").evaluate("each => each.scrollIntoView()")


def see_the_queue(page: Page) -> None:
    as_officer("/staff/cases")(page)
    page.locator(".fp-counts").evaluate("each => each.scrollIntoView()")


def dark(state: Callable[[Page], None]) -> Callable[[Page], None]:
    def in_the_dark(page: Page) -> None:
        page.emulate_media(color_scheme="dark")
        state(page)

    return in_the_dark


QUOTED: dict[str, Callable[[Page], None]] = {
    "start": open_at("/"),
    "answer": ask(CHILDCARE),
    "conversation": ask("Can I get Universal Credit if I have savings?", "what if my partner has savings too"),
    "source": read_the_source,
    "two-nations": ask("Do I pay for prescriptions in Wales and in England?"),
    "no-answer": ask("Who will win the election?"),
    "danger": ask("I don't want to be alive any more"),
    "welsh": ask("Faint yw Budd-dal Plant?", at="/cy/"),
    "person": open_at("/contact"),
    "dark": dark(ask(CHILDCARE)),
    "challenge": contest,
    "receipts": open_at("/receipts"),
    "entitlements": work_it_out,
    "entitlements-curve": see_the_curve,
    "entitlements-question": open_at("/entitlements/question"),
    "rules": open_at("/rules/universal_credit"),
    "register": open_at("/register"),
    "record": open_at("/register/answer"),
    "settings": as_owner("/staff/settings"),
    "today": as_owner("/oversight/"),
    "tokens": as_owner("/staff/tokens"),
    "changed": read_what_changed,
    "changed-answers": as_owner("/staff/repair"),
    "changed-answer": as_owner("/staff/repair/1"),
}
WRITTEN: dict[str, Callable[[Page], None]] = {"written": ask(CHILDCARE), "models": watch_the_models}
REPORTED: dict[str, Callable[[Page], None]] = {  # over a made-up year
    "report": write_a_report,
    "followed": follow_a_report,
    "reports": open_at("/reports"),
    "queue": see_the_queue,
    "case": open_a_case,
}
STATES = {**QUOTED, **REPORTED, **WRITTEN}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="some of: " + ", ".join(STATES))
    only = set((parser.parse_args().only or ",".join(STATES)).split(","))
    if unknown := only - set(STATES):
        raise SystemExit(f"There is no picture called {', '.join(sorted(unknown))}. There is: {', '.join(STATES)}.")
    INTO.mkdir(parents=True, exist_ok=True)
    with a_home() as environment, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        if chosen := [name for name in QUOTED if name in only]:
            change_guidance(environment)
            with service(environment) as address:
                for name in chosen:
                    photograph(browser, address, name)
        if chosen := [name for name in REPORTED if name in only]:
            make_a_year(environment)
            with service(environment) as address:
                for name in chosen:
                    photograph(browser, address, name)
        if chosen := [name for name in WRITTEN if name in only]:
            with a_writer(Path(environment["FINGERPOST_HOME"])), service(environment) as address:
                for name in chosen:
                    photograph(browser, address, name)
        browser.close()
    return 0


def photograph(browser: Browser, address: str, name: str) -> None:
    for width, (across, down, scale) in WIDTHS.items():
        context = browser.new_context(
            viewport={"width": across, "height": down}, device_scale_factor=scale, base_url=address, locale="en-GB"
        )
        page = context.new_page()
        STATES[name](page)
        path = INTO / f"{name}-{width}.png"
        page.screenshot(path=path)
        context.close()
        shrink(path)
        print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1024} kB")


def shrink(path: Path) -> None:
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


@contextmanager
def a_home() -> Iterator[dict[str, str]]:
    """The environment of commands over the starter library, with one member of staff and two access tokens."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-pictures-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
        environment = {**kept, "FINGERPOST_HOME": f"{folder}/home", "NO_COLOR": "1"}
        secret = Path(folder) / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        print("Importing the starter library: about a minute.")
        run(environment, "staff", "add", STAFF, "--role", "owner", "--password-file", str(secret))
        run(
            environment,
            "token",
            "make",
            "Contact centre assistant",
            "--days",
            "90",
            "--tool",
            "ask",
            "--tool",
            "search",
        )
        run(environment, "token", "make", "Library kiosk", "--tool", "ask")
        yield environment


def run(environment: dict[str, str], *typed: str) -> str:
    """What a command writes."""
    done = subprocess.run([*FINGERPOST, *typed], env=environment, check=True, capture_output=True, text=True)
    return done.stdout


def make_a_year(environment: dict[str, str]) -> None:
    """Reports of a made-up year, and somebody who leads there."""
    told = run(environment, "demo", "--reports", str(REPORTS))
    KEPT["officer's password"] = told.split()[-1]
    with (ROOT / "src/fingerpost/casework/demo/streets.csv").open(encoding="utf-8") as lines:
        KEPT["street"] = next(csv.DictReader(lines))["street"]


def change_guidance(environment: dict[str, str]) -> None:
    """Ask, change a figure of the page that is quoted, and find the answer that would come out otherwise."""
    KEPT["reference"] = json.loads(run(environment, "ask", GARDEN, "--json"))["reference"]
    with tempfile.TemporaryDirectory(prefix="fingerpost-pictures-") as folder:
        changed = Path(folder) / "library"
        shutil.copytree(ROOT / "library", changed)
        page = changed / CHANGED_PAGE
        page.write_text(page.read_text(encoding="utf-8").replace(CHEAPER, DEARER), encoding="utf-8")
        run(environment, "import", str(changed), "--collection", "starter")
    run(environment, "repair")


@contextmanager
def a_writer(home: Path) -> Iterator[None]:
    """A double of a language model, which writes the answers of the service in `home` from now on."""
    typed = [sys.executable, "-m", "tests.doubles", "openai"]
    double = subprocess.Popen(typed, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        told = [next(iter(double.stdout or ()), "") for _ in range(2)]
        address = told[1].split('"')[1]
        (home / "fingerpost.toml").write_text(DESCRIBED.format(address=address), encoding="utf-8")
        yield
    finally:
        double.terminate()
        double.wait(timeout=20)


@contextmanager
def service(environment: dict[str, str]) -> Iterator[str]:
    """The address of a service."""
    serving = subprocess.Popen(
        [*FINGERPOST, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        yield _address_told_by(serving)
    finally:
        serving.terminate()
        serving.wait(timeout=20)


def _address_told_by(serving: "subprocess.Popen[str]") -> str:
    said = []
    for line in serving.stderr or ():
        said.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise SystemExit("The service did not start:\n" + "".join(said))


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        raise SystemExit("Chromium is missing: run scripts/install_browser.sh")
    return found


def _go(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
