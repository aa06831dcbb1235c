"""A real browser in front of a real server: `fingerpost serve` in a process of its own, with the real model."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.journeys import looking
from tests.journeys.looking import FLAGS, WIDE

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src" / "fingerpost" / "doors" / "citizen" / "static" / "fingerpost" / "built" / "built.json"
PASSWORD = "a long walk by the river"
FINGERPOST = (sys.executable, "-c", "from fingerpost.doors.cli import main; main()")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is. A machine without one skips these tests; CI may not."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("CI needs Chromium for the browser tests: run scripts/install_browser.sh")
    if found is None:
        pytest.skip("Chromium is not installed: run scripts/install_browser.sh")
    return found


@pytest.fixture(scope="session")
def start_service(
    tmp_path_factory: pytest.TempPathFactory, pages: Path
) -> Callable[..., AbstractContextManager[tuple[str, list[str]]]]:
    """Runs a service of its own that holds the small library, with settings such as FINGERPOST_SPEECH.

    Gives its address, and what it has written to its log so far.
    """

    @contextmanager
    def start(**settings: str) -> Iterator[tuple[str, list[str]]]:
        if not BUILT.is_file():
            pytest.fail("The front-end assets are not built: run python scripts/build_assets.py")
        environment = {**_environment(tmp_path_factory.mktemp("journeys") / "home"), **settings}
        importing = [*FINGERPOST, "import", str(pages), "--collection", "tests"]
        subprocess.run(importing, env=environment, check=True, capture_output=True, timeout=120)
        serving = subprocess.Popen(
            [*FINGERPOST, "serve", "--port", "0"], env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        said: list[str] = []
        try:
            yield _address_told_by(serving, said), said
        finally:
            serving.terminate()
            serving.wait(timeout=20)

    return start


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where that service keeps everything."""
    return tmp_path_factory.mktemp("site") / "home"


@pytest.fixture(scope="session")
def site(start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]], home: Path) -> Iterator[str]:
    """The address of a running service that holds the small library."""
    with start_service(FINGERPOST_HOME=str(home)) as (address, _):
        yield address


@pytest.fixture(scope="session")
def add_staff(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., tuple[str, str]]:
    """Makes an account of that role on the service that keeps everything in `home`; gives its name and password."""

    @cache
    def add(name: str, *, role: str, home: Path) -> tuple[str, str]:
        file = tmp_path_factory.mktemp("staff") / "password"
        file.write_text(PASSWORD, encoding="utf-8")
        typed = [*FINGERPOST, "staff", "add", name, "--role", role, "--password-file", str(file)]
        subprocess.run(typed, env=_environment(home), check=True, capture_output=True, timeout=120)
        return name, PASSWORD

    return add


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    ours = {
        "FINGERPOST_HOME": str(home),
        "FINGERPOST_STARTER_LIBRARY": "false",
        "FINGERPOST_QUESTIONS_A_MINUTE": "100000",
        "NO_COLOR": "1",
    }
    return {**kept, **ours}


def _address_told_by(serving: "subprocess.Popen[str]", said: list[str]) -> str:
    """Read what the server says until it names its address, and go on reading, so that it never waits for us."""
    told: Queue[str] = Queue()

    def listen() -> None:
        with serving.stderr as lines:  # type: ignore[union-attr]
            for line in lines:
                said.append(line)
                if found := re.search(r"http://\S+", line):
                    told.put(found[0])
        told.put("")  # it ended

    Thread(target=listen, daemon=True).start()
    address = told.get(timeout=60)
    assert address, f"The server did not start:\n{''.join(said)}"
    return address


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed with each module: while it is open, its event loop runs, and no other test could run one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a path of the service in a fresh browser. Nothing may go wrong in its console or leave for elsewhere."""
    contexts, faults = [], []

    def open_at(path: str = "/", *, size: dict[str, int] = WIDE, scripts: bool = True) -> Page:
        context = browser.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.on("request", lambda asked: faults.append(asked.url) if not asked.url.startswith(site) else None)
        page.goto(site + path)
        return page

    yield open_at
    for context in contexts:
        assert {cookie["name"] for cookie in context.cookies()} <= {"fingerpost"}  # the one that a session has
        context.close()
    assert faults == []


@pytest.fixture
def ask(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Asks by the front page, as a resident does, and gives the page of the answer."""

    def ask_it(question: str, *, nation: str = "", **how: object) -> Page:
        page = open_page("/", **how)
        page.get_by_label("Your question").fill(question)
        if nation:
            page.get_by_label(nation, exact=True).check(force=True)
        page.get_by_role("button", name="Find an answer").click()
        page.locator("[data-fp-beside] > *, [role=alert]").first.wait_for()  # the last that arrives of an answer
        return page

    return ask_it


@pytest.fixture(scope="session")
def faults_of() -> Callable[[Page], list[str]]:
    """What axe finds wrong with a page; it needs scripts."""
    return looking.faults_of
