"""What every response tells the browser, and what is refused before a door is reached. Walks every address there is."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.addresses import every_address
from typer.testing import CliRunner

from fingerpost.contract.ports import Engines
from fingerpost.doors.cli.application import build
from fingerpost.doors.limits import throttle
from fingerpost.site import headers

STATIC = Path(headers.__file__).parents[1] / "doors"
GRANT = {"question": "How much is the Child Grant?"}


def directives(response) -> dict[str, str]:
    parts = response.headers["Content-Security-Policy"].split("; ")
    return {name: values for name, _, values in (part.partition(" ") for part in parts)}


def test_every_response_holds_the_browser_to_this_site(client: Client) -> None:
    for address in every_address():
        check_headers(client.get(address))


def check_headers(response) -> None:
    policy = directives(response)
    nonce = re.fullmatch(r"'nonce-([\w-]{22,})'", policy.pop("script-src"))
    assert nonce
    assert policy.pop("frame-ancestors") == "'none'"
    assert policy == {
        "default-src": "'none'",
        **dict.fromkeys(
            ("style-src", "img-src", "font-src", "connect-src", "manifest-src", "worker-src", "form-action"), "'self'"
        ),
        "base-uri": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "fingerpost",
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Permissions-Policy"] == (
        "camera=(), display-capture=(), geolocation=(), payment=(), usb=(), microphone=()"
    )
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Server" not in response.headers


def test_each_response_has_a_nonce_of_its_own_and_its_scripts_name_it(client: Client) -> None:
    nonces = set()
    for _ in range(5):
        response = client.get("/")
        nonce = directives(response)["script-src"][len("'nonce-") : -1]
        named = re.findall(r"<script\b[^>]*>", response.content.decode())
        assert named
        assert all(f'nonce="{nonce}"' in each for each in named)
        nonces.add(nonce)
    assert len(nonces) == 5


class Inline(HTMLParser):
    """Collects whatever runs or paints from within the page itself, or comes from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.found += [f"{tag} {name}" for name in named if name.startswith("on") or name in {"style", "srcdoc"}]
        self.found += [f"{tag} {value}" for value in named.values() if value.strip().lower().startswith("javascript:")]
        if tag == "script" and "src" not in named:
            self.found.append("script without an address")
        if tag in {"style", "iframe", "object", "embed", "base"}:
            self.found.append(tag)
        loaded = named.get("src") or (
            named.get("href", "") if tag == "link" and named.get("rel") != "alternate" else ""
        )
        if loaded and not loaded.startswith("/"):
            self.found.append(f"{tag} from {loaded}")


def test_nothing_runs_or_paints_from_within_a_page_or_from_elsewhere(client: Client) -> None:
    for address in every_address():
        response = client.get(address)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            look = Inline()
            look.feed(response.content.decode())
            assert look.found == [], address


def test_nothing_runs_or_paints_from_within_an_answer(client: Client) -> None:
    page = client.post("/ask", {"question": "What may a sign at a garden party say?", "nation": "england"}, follow=True)
    look = Inline()
    look.feed(page.content.decode())
    assert look.found == []


def test_our_scripts_make_html_in_one_place_only() -> None:
    """Trusted Types hold it in browsers that have them; this holds it for the others."""
    makers = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createHTML|srcdoc"
    )
    found = {
        path.name: len(makers.findall(path.read_text(encoding="utf-8")))
        for path in STATIC.rglob("static/**/*.mjs")
        if makers.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"thread.mjs": 1, "trusted.mjs": 2}


@pytest.mark.parametrize(
    "told",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site", "Origin": "http://other.testserver"},
     {"Origin": "https://elsewhere.example"}, {"Origin": "null"}],
    ids=["another site", "a sister site", "another origin", "an origin that is hidden"],
)  # fmt: skip
def test_a_form_of_another_website_is_refused_at_every_address(client: Client, told: dict[str, str]) -> None:
    for address in every_address():
        response = client.post(address, GRANT, headers=told)
        assert response.status_code == 403, address
        assert not response.cookies


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_the_same_holds_for_every_method_that_changes_something(client: Client, method: str) -> None:
    assert getattr(client, method)("/ask", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_browser_too_old_to_say_where_a_form_came_from_may_ask_and_not_sign_in(client: Client) -> None:
    """Decision 26: it brings no more than a program could. Pages of staff ask for a token of their own as well."""
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert strict.post("/ask", GRANT).status_code == 303
    assert strict.post("/staff/sign-in", {"username": "ann", "password": "a long password"}).status_code == 403


@pytest.mark.parametrize("address", ["/ask", "/embed/ask", "/choices", "/cy/ask"])
def test_a_form_with_a_file_is_not_read(client: Client, address: str) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 a letter")
    response = client.post(address, {**GRANT, "file": file})
    assert response.status_code == 400


def test_a_file_sent_to_a_program_s_address_is_not_read(client: Client) -> None:
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 a letter")
    reply = client.post("/api/v1/ask", {**GRANT, "file": file})
    assert (reply.status_code, reply.json()["error"]["kind"]) == (400, "unreadable")


@pytest.fixture
def few(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """One request of each kind a minute, in a minute that never ends."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=1)
    monkeypatch.setattr(throttle.time, "time", lambda: 1_795_348_815.0)


def test_who_asks_too_often_is_told_kindly_how_long_to_wait_and_how_to_reach_a_person(
    client: Client, few: None
) -> None:
    sent = [client.post("/ask", GRANT, REMOTE_ADDR="198.51.100.7") for _ in range(3)]
    assert [each.status_code for each in sent] == [303, 303, 429]  # one for the address, one for the new session
    page = sent[2].content.decode()
    assert sent[2].headers["Retry-After"] == "45"
    assert "Try again in 45 seconds" in page
    assert 'href="/contact"' in page
    assert client.get("/contact", REMOTE_ADDR="198.51.100.7").status_code == 200


def test_who_keeps_no_cookie_is_counted_by_address_at_every_door(library: Engines, few: None) -> None:
    asked = [
        Client().post(address, GRANT, REMOTE_ADDR="198.51.100.8").status_code
        for address in ("/embed/ask", "/ask", "/cy/ask", "/cy/embed/ask")
    ]
    by_get = Client().get("/api/v1/ask", GRANT, REMOTE_ADDR="198.51.100.8")
    assert [*asked, by_get.status_code] == [303, 429, 429, 429, 429]


def test_a_maintenance_page_needs_nothing_but_itself() -> None:
    made = CliRunner().invoke(build(), ["maintenance-page"]).stdout
    assert made.count("<h1>") == 1
    for needed in ('href="tel:999"', 'href="tel:116123"', 'lang="cy"', "Gwasanaethau brys"):
        assert needed in made
    for forbidden in ("<script", "<link", "<img", "src=", "url(", "@import", 'href="/', 'href="http'):
        assert forbidden not in made
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in made
