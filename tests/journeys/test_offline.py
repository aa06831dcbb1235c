"""No network: a page that could not be opened says so, in its language, and nothing has been stored for it."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

WORKER_IS_READY = """async () => {
  const { active } = await navigator.serviceWorker.ready
  await (active.state === 'activated' || new Promise((resolve) => active.addEventListener('statechange', resolve)))
}"""
STORED = """async () => ({
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map((each) => each.name),
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
})"""


@pytest.fixture
def visited(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page, waits until its worker is there, and gives the page."""
    contexts: list[BrowserContext] = []

    def open_at(path: str = "/", **how: object) -> Page:
        context = browser.new_context(**how)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.goto(site + path)
        page.evaluate(WORKER_IS_READY)
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("path", "heading", "language"), [("/", "You are offline", "en"), ("/cy/", "Rydych all-lein", "cy")]
)
def test_a_page_that_cannot_be_opened_says_so_and_who_can_be_called(
    visited: Callable[..., Page], site: str, path: str, heading: str, language: str
) -> None:
    page = visited(path)
    page.context.set_offline(True)
    page.goto(f"{site}{path}guidance")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert page.locator("html").get_attribute("lang") == language
    expect(page.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(page.get_by_role("link", name="116 123")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('header')).backgroundColor") != "rgba(0, 0, 0, 0)"
    page.context.set_offline(False)
    page.locator("a.go").click()  # "Try again"
    expect(page.get_by_role("heading", level=1)).not_to_have_text(heading)
    assert page.url == f"{site}{path}guidance"


def test_nothing_is_stored_for_it(visited: Callable[..., Page]) -> None:
    page = visited()
    page.context.set_offline(True)
    page.reload()
    page.context.set_offline(False)
    page.reload()
    assert page.evaluate(STORED) == {"caches": [], "databases": [], "local": [], "session": []}
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"fingerpost"}


def test_the_page_takes_no_style_or_script_but_its_own(visited: Callable[..., Page], site: str) -> None:
    page = visited()
    page.context.set_offline(True)
    page.goto(f"{site}/about")
    page.evaluate("""() => {
      const style = document.createElement('style')
      style.textContent = 'h1 { color: rgb(1, 2, 3) }'
      document.body.append(style)
    }""")
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") != "rgb(1, 2, 3)"
    assert page.locator("script").count() == 0


@pytest.mark.parametrize("path", ["/api/v1/health", "/staff/", "/embed/", "/cy/staff/"])
def test_what_is_not_a_residents_page_is_left_to_the_browser(
    visited: Callable[..., Page], site: str, path: str
) -> None:
    page = visited()
    page.context.set_offline(True)
    with pytest.raises(Exception, match="net::ERR_"):
        page.goto(site + path)


def test_the_worker_does_not_lend_our_origin_to_another_site(visited: Callable[..., Page], site: str) -> None:
    """A page asked for from elsewhere comes to the server as just that, although a worker stands in between."""
    page = visited()
    with page.expect_response(lambda each: "/about" in each.url) as from_here:
        page.get_by_role("link", name="How it works").first.click()
    elsewhere = page.context.new_page()
    elsewhere.goto("data:text/html,<a href='" + site + "/api/v1/ask?question=forged'>Win a prize</a>")
    with elsewhere.expect_response(lambda each: "/api/v1/ask" in each.url) as forged:
        elsewhere.get_by_role("link").click()
    assert from_here.value.status == 200
    assert forged.value.status == 403


def test_the_page_is_accessible_and_fits_a_small_phone(
    visited: Callable[..., Page], site: str, faults_of: Callable[[Page], list[str]]
) -> None:
    for scheme in ("light", "dark"):
        page = visited(color_scheme=scheme, viewport={"width": 320, "height": 640}, bypass_csp=True)
        page.context.set_offline(True)
        page.goto(f"{site}/about")
        expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_where_it_is_switched_off_browsers_let_go_of_the_worker(
    browser: Browser, start_service: Callable[..., object]
) -> None:
    with start_service(FINGERPOST_OFFLINE_PAGE="false") as (address, _):  # type: ignore[attr-defined]
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        page.wait_for_load_state()
        assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
        script = page.request.get(f"{address}/offline.mjs").text()
        assert "unregister" in script
        assert "respondWith" not in script
        context.close()
