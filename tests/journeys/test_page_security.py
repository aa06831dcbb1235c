"""What a browser makes of our policy, when something that is not ours has come to stand in a page."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

PLANTED = """
<script>window.ran = 'inline script'</script>
<script nonce="guessed">window.ran = 'guessed nonce'</script>
<script src="/static/fingerpost/planted.js"></script>
<script src="https://elsewhere.example/planted.js"></script>
<img src="/nowhere.png" onerror="window.ran = 'handler'">
<img src="https://elsewhere.example/beacon.png">
<a href="javascript:window.ran = 'address'" id="planted">Win a prize</a>
<p id="painted" style="position: fixed">Painted</p>
<style>#painted { display: none }</style>
<link rel="stylesheet" href="https://elsewhere.example/planted.css">
<iframe src="https://elsewhere.example/"></iframe>
<form action="https://elsewhere.example/" id="stolen"><input name="question" value="mine"><button>Send</button></form>
<base href="https://elsewhere.example/">
"""


@pytest.fixture
def planted(browser: Browser, site: str) -> Iterator[tuple[Page, list[str]]]:
    """Our front page with all that at its end, as if a fault of ours had let it in; and what was asked of elsewhere."""
    context = browser.new_context(service_workers="block")
    page, elsewhere = context.new_page(), []

    def plant(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</body>", f"{PLANTED}</body>"))

    def serve(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.fulfill(body="window.ran = 'a script from elsewhere'", content_type="text/javascript")

    page.route("https://elsewhere.example/**", serve)
    page.route("**/static/fingerpost/planted.js", lambda route: route.fulfill(body="window.ran = 'no nonce'"))
    page.route(f"{site}/", plant)
    page.goto(f"{site}/")
    expect(page.locator("body.js-enabled")).to_be_attached()  # our own script runs
    yield page, elsewhere
    context.close()


def test_nothing_that_was_planted_runs_paints_or_loads(planted: tuple[Page, list[str]]) -> None:
    page, elsewhere = planted
    page.locator("#planted").dispatch_event("click")
    expect(page.locator("#painted")).to_be_visible()
    assert page.locator("#painted").evaluate("each => getComputedStyle(each).position") == "static"
    assert page.evaluate("window.ran") is None
    assert page.evaluate("document.baseURI") == page.url
    assert elsewhere == []


def test_a_form_that_was_planted_sends_nothing_elsewhere(planted: tuple[Page, list[str]]) -> None:
    page, elsewhere = planted
    with page.expect_console_message(lambda said: "form-action" in said.text):
        page.locator("#stolen button").dispatch_event("click")
    assert elsewhere == []


@pytest.mark.parametrize(
    "sink",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.write('x')",
        "document.body.insertAdjacentHTML('beforeend', 'x')",
        "document.createElement('script').src = '/static/fingerpost/fingerpost.mjs'",
        "document.createElement('script').text = '1'",
        "trustedTypes.createPolicy('another', { createHTML: (html) => html })",
        "trustedTypes.createPolicy('fingerpost', { createHTML: (html) => html })",
    ],
)
def test_text_becomes_html_or_a_script_by_our_own_policy_only(planted: tuple[Page, list[str]], sink: str) -> None:
    page, _ = planted
    with pytest.raises(Error, match=r"Trusted|Policy|policy"):
        page.evaluate(f"() => {{ {sink} }}")
