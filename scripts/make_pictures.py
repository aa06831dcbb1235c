"""Photograph the main states of the citizen pages, wide and at 320 px, into docs/pictures/pages.

    python scripts/make_pictures.py [--only start,answer]

Starts a service of its own over the starter library, in a folder that is removed again, and drives Debian's Chromium.
"""

import argparse
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

ROOT = Path(__file__).resolve().parents[1]
INTO = ROOT / "docs" / "pictures" / "pages"
FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
WIDTHS = {"wide": (1280, 960, 1), "narrow": (320, 860, 2)}  # width, height, pixels to a CSS pixel
COLOURS = 96  # flat pages need few, and a picture is then a third of the size
STAFF, PASSWORD = "sam", "a-long-walk-to-the-sea"
PHONE: dict[str, str] = {}  # the secret of that member of staff, and the half minute of the last code they gave

WHOLE = (
    "() => !document.querySelector('[aria-busy=true]') && document.querySelector('.fp-reference')"  # nothing to come
)
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


def dark(state: Callable[[Page], None]) -> Callable[[Page], None]:
    def in_the_dark(page: Page) -> None:
        page.emulate_media(color_scheme="dark")
        state(page)

    return in_the_dark


STATES: dict[str, Callable[[Page], None]] = {
    "start": open_at("/"),
    "answer": ask(CHILDCARE),
    "conversation": ask("Can I get Universal Credit if I have savings?", "what if my partner has savings too"),
    "source": read_the_source,
    "two-nations": ask("How much notice must my landlord give in Wales and in England?"),
    "no-answer": ask("Who will win the election?"),
    "danger": ask("I don't want to be alive any more"),
    "welsh": ask("Faint yw Budd-dal Plant?", at="/cy/"),
    "person": open_at("/contact"),
    "dark": dark(ask(CHILDCARE)),
    "challenge": contest,
    "receipts": open_at("/receipts"),
    "register": open_at("/register"),
    "record": open_at("/register/answer"),
    "settings": as_owner("/staff/settings"),
    "today": as_owner("/oversight/"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="some of: " + ", ".join(STATES))
    only = set((parser.parse_args().only or ",".join(STATES)).split(","))
    if unknown := only - set(STATES):
        raise SystemExit(f"There is no picture called {', '.join(sorted(unknown))}. There is: {', '.join(STATES)}.")
    INTO.mkdir(parents=True, exist_ok=True)
    with service() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        for name in STATES:
            if name in only:
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
def service() -> Iterator[str]:
    """The address of a service that holds the starter library and one member of staff."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-pictures-") as folder:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
        environment = {**kept, "FINGERPOST_HOME": f"{folder}/home", "NO_COLOR": "1"}
        secret = Path(folder) / "password"
        secret.write_text(PASSWORD, encoding="utf-8")
        print("Importing the starter library: about a minute.")
        adding = [*FINGERPOST, "staff", "add", STAFF, "--role", "owner", "--password-file", str(secret)]
        subprocess.run(adding, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
