"""A resident reports a problem in a browser, follows it, and sees what others reported; with scripts and without."""

import io
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from tests.journeys.looking import NARROW, WIDE, assert_in_order, beyond_the_edge

SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
Open = Callable[..., Page]
TEXT = "A paving slab by the school is cracked and loose."


def photo() -> bytes:
    into = io.BytesIO()
    Image.new("RGB", (80, 60), (90, 20, 20)).save(into, "JPEG")
    return into.getvalue()


def press(page: Page, name: str = "Continue") -> None:
    page.get_by_role("button", name=name, exact=True).click()


def look_over(page: Page, *, scripts: bool) -> None:
    """Nothing is wrong with the page that is open; without scripts axe cannot run, but the width can be told."""
    page.wait_for_load_state()
    if scripts:
        assert_in_order(page)
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    else:
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        assert beyond_the_edge(page) <= 0


def step_of(page: Page) -> str:
    return page.url.partition("?")[0].rpartition("/")[2]


def begin(page: Page) -> None:
    """The first page, then that it is about a hole in the road, whatever the machine made of the words."""
    page.locator("#text").fill(TEXT)
    page.locator("#files").set_input_files({"name": "hole.jpg.exe", "mimeType": "x/y", "buffer": photo()})
    with page.expect_navigation(timeout=60_000):  # the first report of a process waits for the classifier
        page.locator("main form button[type=submit]").click()
    page.goto(re.sub(r"/[^/]+$", "/service?all=1", page.url))
    page.locator("input[value=potholes]").check()
    page.locator("main form button[type=submit]").first.click()


def answer(page: Page, *, street: str, scripts: bool, looks: bool = True) -> None:
    """Whatever is asked, up to the page that shows all of it."""
    for _ in range(12):
        step = step_of(page)
        if looks:
            look_over(page, scripts=scripts)
        if step == "check":
            return
        if step == "place":
            page.locator("#place").fill(street)
        elif step == "nearby":
            page.locator("#same-none").check()
        elif step == "contact":
            page.locator("#email").fill("ann.example@example.org")
        elif page.locator("main input[type=radio]").count():
            page.locator("main input[type=radio]").first.check()
        else:
            page.locator("button[name=skip]").click()
            continue
        page.locator("main form button[type=submit]").first.click()
    raise AssertionError(f"too many questions: {page.url}")


def street_on(page: Page, number: int) -> str:
    """A street of the body's list. The page that asks for a place is open."""
    return str(page.locator("datalist option").nth(number).get_attribute("value"))


@SCRIPTS
def test_a_resident_reports_follows_adds_and_takes_back(open_page: Open, scripts: bool) -> None:
    page = open_page("/report", scripts=scripts)
    look_over(page, scripts=scripts)
    press(page)
    expect(page.get_by_role("alert").get_by_role("link", name="Tell us what the problem is")).to_be_visible()
    begin(page)
    street = street_on(page, 3 if scripts else 9)
    answer(page, street=street, scripts=scripts)
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()
    expect(page.get_by_text("hole.jpg (1 KB)")).to_be_visible()
    page.get_by_role("link", name=re.compile("Change.*What you tell us")).click()
    page.locator("#text").fill(TEXT + " It is by the crossing.")
    press(page)
    answer(page, street=street, scripts=scripts, looks=False)
    press(page, "Send the report")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your report")
    look_over(page, scripts=scripts)
    reference = page.locator(".fp-kept__number").inner_text()
    page.locator(".fp-private a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have it")
    expect(page.get_by_text("It is by the crossing.")).to_be_visible()
    look_over(page, scripts=scripts)
    page.get_by_label("What do you want to add?").fill("It is deeper now.")
    press(page, "Add it")
    expect(page.get_by_text("We have what you added.")).to_be_visible()
    expect(page.get_by_text("It is deeper now.")).to_be_visible()
    link = page.url
    page.goto(re.sub(r"/follow/.*", "/reports", page.url))
    look_over(page, scripts=scripts)
    page.locator(".fp-results a", has_text=reference).click()
    expect(page.get_by_text("It is deeper now.")).to_have_count(0)
    press(page, "Me too")
    expect(page.get_by_text("Thank you. We count you in.")).to_be_visible()
    look_over(page, scripts=scripts)
    page.goto(link)
    page.get_by_role("link", name="Take your report back").click()
    look_over(page, scripts=scripts)
    press(page, "Take it back")
    expect(page.get_by_role("heading", level=1)).to_have_text("You took it back")


def test_one_like_it_is_supported_instead_of_sent_again(open_page: Open) -> None:
    page = open_page("/report")
    begin(page)
    street = street_on(page, 15)
    answer(page, street=street, scripts=True, looks=False)
    press(page, "Send the report")
    page.goto(re.sub(r"/report/.*", "/report", page.url))
    begin(page)
    while step_of(page) != "nearby":
        if step_of(page) == "place":
            page.locator("#place").fill(street)
            press(page)
        else:
            page.locator("button[name=skip]").click()
    look_over(page, scripts=True)
    page.get_by_role("radio", name=re.compile("Yes, this one")).first.check()
    press(page)
    expect(page.get_by_text("Thank you. We count you in.")).to_be_visible()


def test_it_is_all_in_welsh_too(open_page: Open) -> None:
    page = open_page("/cy/report", size=NARROW)
    assert page.locator("html").get_attribute("lang") == "cy"
    begin(page)
    answer(page, street=street_on(page, 21), scripts=True)
    page.locator("main form button[type=submit]").first.click()
    assert "/cy/report/" in page.url
    page.locator(".fp-private a").click()
    assert "/cy/follow/" in page.url
    look_over(page, scripts=True)


def test_the_keyboard_alone_is_enough(open_page: Open) -> None:
    page = open_page("/report")
    tab_to(page, "#text")
    page.keyboard.type(TEXT)
    tab_to(page, "main form button[type=submit]")
    with page.expect_navigation(timeout=60_000):
        page.keyboard.press("Enter")
    page.goto(re.sub(r"/[^/]+$", "/service?all=1", page.url))
    tab_to(page, "input[name=service]")  # the first of them: potholes
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_be_visible()
    street = street_on(page, 27)
    tab_to(page, "#place")
    page.keyboard.type(street)
    page.keyboard.press("Escape")  # the browser's own list of streets
    with page.expect_navigation():
        page.keyboard.press("Enter")
    while step_of(page) != "check":
        tab_to(page, "button[name=skip]" if step_of(page).startswith("fact-") else "main form button[type=submit]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your report")


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the first element that fits has the focus."""
    for _ in range(60):
        if page.evaluate("(at) => document.activeElement === document.querySelector(at)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_in_a_frame_it_needs_no_cookie(open_page: Open) -> None:
    page = open_page("/embed/report", size=NARROW)
    begin(page)
    answer(page, street=street_on(page, 33), scripts=True)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your report")
    assert page.context.cookies() == []


def test_clear_and_leave_takes_the_draft_away(open_page: Open) -> None:
    page = open_page("/report")
    begin(page)
    draft = page.url
    press(page, "Clear and leave now")
    expect(page).to_have_url(re.compile("/left$"))
    page.goto(draft)
    expect(page.get_by_role("heading", level=1)).to_have_text("This draft is gone")


class Tiles(BaseHTTPRequestHandler):
    """Answers every address with one grey square, and remembers who asked from where."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        Tiles.asked.append((self.path, self.headers.get("Referer", "")))
        content = _square()
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Nobody needs to know."""


def _square() -> bytes:
    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack("!L", len(content)) + name + content + struct.pack("!L", zlib.crc32(name + content))

    rows = zlib.compress((b"\0" + b"\xdd" * 256) * 256)
    header = struct.pack("!LLBBBBB", 256, 256, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@contextmanager
def tile_server() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    serving = Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    finally:
        server.shutdown()
        server.server_close()
        serving.join(timeout=5)


@pytest.fixture(scope="module")
def mapped(start_service: Callable[..., object]) -> Iterator[str]:
    """A service of a body that allows tiles."""
    with (
        tile_server() as tiles,
        start_service(FINGERPOST_MAP_TILES=tiles, FINGERPOST_MAP_CREDIT="Tiles of the test") as (address, _),  # type: ignore[attr-defined]
    ):
        yield address


@pytest.fixture
def map_page(mapped: str, browser: Browser) -> Iterator[Page]:
    """The page that asks for a place, in a browser whose owner lets it tell where it is. Its console stays silent."""
    said: list[str] = []
    context = browser.new_context(
        viewport=WIDE,  # type: ignore[arg-type]
        geolocation={"latitude": 54.501, "longitude": -2.201},
        permissions=["geolocation"],
    )
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{mapped}/report")
    begin(page)
    expect(page.locator(".fp-map__frame .leaflet-tile-loaded").first).to_be_visible()
    yield page
    context.close()
    assert said == []


def test_the_arrow_keys_choose_a_place_on_the_map(map_page: Page) -> None:
    assert_in_order(map_page)
    assert map_page.locator("[data-fp-latitude-field]").input_value() == ""
    map_page.locator(".fp-map__frame").focus()
    map_page.keyboard.press("ArrowUp")
    expect(map_page.get_by_text("The pin marks the place.")).to_be_visible()
    assert float(map_page.locator("[data-fp-latitude-field]").input_value())
    press(map_page)
    assert step_of(map_page) != "place"
    assert {referrer.count("/") for _, referrer in Tiles.asked} <= {0, 3}  # the site alone, never a draft's address


def test_a_device_that_may_tell_where_it_is_fills_the_place_in(map_page: Page) -> None:
    press(map_page, "Use where I am now")
    expect(map_page.get_by_text("We have the place from your device.")).to_be_visible()
    assert map_page.locator("[data-fp-latitude-field]").input_value().startswith("54.501")
    press(map_page)
    assert step_of(map_page) != "place"


def test_a_device_that_may_not_leaves_the_box(map_page: Page) -> None:
    map_page.context.clear_permissions()
    press(map_page, "Use where I am now")
    expect(map_page.get_by_text("Type the street instead.")).to_be_visible()


def test_public_reports_are_links_on_the_map(map_page: Page, mapped: str) -> None:
    answer(map_page, street=street_on(map_page, 5), scripts=True, looks=False)
    press(map_page, "Send the report")
    map_page.goto(f"{mapped}/reports")
    pin = map_page.locator("a.fp-map__pin").first
    expect(pin).to_be_visible()
    assert_in_order(map_page)
    map_page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    pin.focus()
    map_page.keyboard.press("Enter")
    expect(map_page).to_have_url(re.compile(r"/reports/FP-"))
    expect(map_page.get_by_text("Tiles of the test")).to_be_visible()
