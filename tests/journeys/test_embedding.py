"""A real browser, a council's site on another origin, and the assistant in a frame on it."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect
from tests.addresses import every_address
from tests.journeys.council_site import CouncilSite, council_site

GRANT = "How much is the Child Grant for two children?"
# What docs/how-to/embed-the-assistant.md gives to copy.
SANDBOX = "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts"
FRAME = (
    '<iframe title="Ask Fernby Council" src="{address}" width="100%" height="640" loading="lazy"'
    ' referrerpolicy="no-referrer" allow="microphone"{more}></iframe>'
)


@pytest.fixture(scope="module")
def places(
    start_service: Callable[..., AbstractContextManager[tuple[str, list[str]]]],
) -> Iterator[tuple[str, CouncilSite, CouncilSite]]:
    """The service, a council's site that it allows (under the name localhost), and a site that it does not."""
    with ExitStack() as open_places:
        council, stranger = (open_places.enter_context(council_site()) for _ in range(2))
        allowed = f"{council.origin('localhost')},{council.origin('127.0.0.1')}"
        service, _ = open_places.enter_context(start_service(FINGERPOST_EMBED_ON=allowed))
        yield service, council, stranger


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def go(address: str = "about:blank", *, scripts: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["another site", "a sister of our own site"])
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
@pytest.mark.parametrize("more", ["", f' sandbox="{SANDBOX}"'], ids=["", "in a sandbox"])
def test_a_resident_asks_and_follows_up_within_the_frame(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page], host: str, scripts: bool, more: str
) -> None:
    service, council, _ = places
    council.put("/", FRAME.format(address=f"{service}/embed/", more=more))
    page = visit(council.origin(host) + "/", scripts=scripts)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your question").fill(GRANT)
    frame.get_by_role("button", name="Find an answer").click()
    expect(frame.locator("blockquote").first).to_contain_text("£27.05")
    frame.get_by_label("Ask a follow-up question").fill("And how do I claim it?")
    frame.get_by_role("button", name="Ask", exact=True).click()
    expect(frame.locator("blockquote", has_text="claim the Child Grant").first).to_be_visible()
    assert page.context.cookies() == []
    assert page.url == council.origin(host) + "/"


@pytest.mark.parametrize("more", ["", f' sandbox="{SANDBOX}"'], ids=["", "in a sandbox"])
def test_a_link_to_another_site_opens_beside_the_frame(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page], more: str
) -> None:
    service, council, _ = places
    council.put("/", FRAME.format(address=f"{service}/embed/guidance/tests/child-grant", more=more))
    page = visit(council.origin("localhost") + "/")
    official = re.compile("^https://www.fernby.example/")
    page.context.route(official, lambda route: route.fulfill(body="The official page", content_type="text/html"))
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name=re.compile("fernby.example")).first.click()
    expect(opened.value.get_by_text("The official page")).to_be_visible()
    assert opened.value.evaluate("window.opener") is None
    assert opened.value.evaluate("document.referrer") == ""


def test_the_frame_fits_a_small_phone(places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page]) -> None:
    service, council, _ = places
    council.put("/", FRAME.format(address=f"{service}/embed/", more=""))
    page = visit(council.origin("localhost") + "/", width=320)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_label("Your question")).to_be_visible()
    inside = frame.locator("html")
    assert inside.evaluate("each => each.scrollWidth <= each.clientWidth")


def open_and_see_it_refused(page: Page, address: str) -> None:
    """The browser's own page of refusal comes to stand in a frame of that page."""
    with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")):
        page.goto(address)
    expect(page.frame_locator("iframe").get_by_label("Your question")).to_have_count(0)


def test_a_site_that_is_not_allowed_is_refused_by_the_browser(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page]
) -> None:
    service, _, stranger = places
    stranger.put("/", FRAME.format(address=f"{service}/embed/", more=""))
    for host in ("localhost", "127.0.0.1"):
        open_and_see_it_refused(visit(), stranger.origin(host) + "/")


@pytest.mark.parametrize("path", ["/", "/ask", "/staff/sign-in", "/api/docs", "/choices"])
def test_what_is_not_for_frames_is_refused_on_the_allowed_site_too(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page], path: str
) -> None:
    service, council, _ = places
    council.put("/", FRAME.format(address=service + path, more=""))
    open_and_see_it_refused(visit(), council.origin("localhost") + "/")


def test_an_allowed_site_that_a_stranger_frames_shows_nothing_of_ours(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page]
) -> None:
    service, council, stranger = places
    council.put("/", FRAME.format(address=f"{service}/embed/", more=""))
    stranger.put("/", f'<iframe src="{council.origin("localhost")}/"></iframe>')
    open_and_see_it_refused(visit(), stranger.origin("localhost") + "/")


def test_no_other_site_can_make_a_browser_send_our_forms(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page]
) -> None:
    """Every address there is, from a site that may frame us and that shares our cookies."""
    service, council, _ = places
    addresses = {service + path for path in every_address()}
    forms = (
        f'<iframe name="f{number}"></iframe><form method="post" action="{address}" target="f{number}">'
        '<input name="question" value="forged"></form>'
        for number, address in enumerate(addresses)
    )
    council.put("/", "".join(forms))
    page = visit(f"{service}/choices")
    page.goto(council.origin("127.0.0.1") + "/")
    told: dict[str, int] = {}

    def is_last(response: Response) -> bool:
        if response.url in addresses:
            told[response.url] = response.status
        return len(told) == len(addresses)

    with page.expect_event("response", is_last):
        page.evaluate("for (const form of document.forms) form.submit()")
    assert set(told.values()) == {403}
    assert len(told) > 100


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"], ids=["another site", "a sister of our own site"])
def test_a_forged_form_is_not_taken(
    places: tuple[str, CouncilSite, CouncilSite], visit: Callable[..., Page], host: str
) -> None:
    service, council, _ = places
    council.put(
        "/",
        f'<form method="post" action="{service}/ask"><input name="question" value="forged"><button>Win</button></form>',
    )
    page = visit(council.origin(host) + "/", scripts=False)
    with page.expect_navigation() as gone:
        page.get_by_role("button", name="Win").click()
    assert gone.value.status == 403
    expect(page.get_by_role("heading", level=1)).to_have_text("We did not take this")
