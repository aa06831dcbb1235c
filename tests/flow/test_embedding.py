"""A council's own site holds the assistant in a frame. Only there, only that site, and without any cookie."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client

from fingerpost.doors.profile import BodyProfile
from fingerpost.site import profiles, wiring

COUNCIL, OTHER = "https://www.fernby.example", "https://beta.fernby.example"
GRANT = {"question": "How much is the Child Grant?"}
FROM_THE_FRAME = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}


@pytest.fixture
def embedded(client: Client, settings) -> Iterator[Client]:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, embed_on=(COUNCIL, OTHER))
    profiles.forget_profile()
    yield client
    profiles.forget_profile()


def ancestors(response) -> str:
    return re.search(r"frame-ancestors ([^;]*)", response.headers["Content-Security-Policy"])[1]  # type: ignore[index]


@pytest.mark.parametrize(
    "address", ["/embed/", "/cy/embed/", "/embed/guidance", "/embed/nowhere", "/embed/answers/FP-00000-00000"]
)
def test_only_the_sites_that_the_body_names_may_frame_it(embedded: Client, address: str) -> None:
    response = embedded.get(address)
    assert ancestors(response) == f"{COUNCIL} {OTHER}"
    assert "X-Frame-Options" not in response.headers
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "address",
    ["/", "/cy/", "/ask", "/guidance", "/about", "/staff/", "/api/docs", "/api/v1/health", "/nowhere", "/embedded",
     "/static/fingerpost/fingerpost.mjs", "//embed/", "/cy", "/answers/FP-00000-00000"],
)  # fmt: skip
def test_nothing_else_may_be_framed(embedded: Client, address: str) -> None:
    response = embedded.get(address)
    assert ancestors(response) == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_where_the_body_names_nobody_nobody_may(client: Client) -> None:
    response = client.get("/embed/")
    assert ancestors(response) == "'none'"
    assert response.headers["X-Frame-Options"] == "DENY"


def test_a_site_that_is_no_origin_never_reaches_the_header(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ("https://a.example; script-src *", "*", "https://*.example", "https://a.example/path", "http://a.example")
    profile = BodyProfile(body="fernby", service_name="Ask", body_name="Fernby", embed_on=(*wrong, COUNCIL))
    monkeypatch.setattr(wiring, "read_profile", lambda: profile)
    assert ancestors(client.get("/embed/")) == COUNCIL


def test_what_staff_save_counts(client: Client, db: None) -> None:
    profiles.save_profile(replace(profiles.configured(), embed_on=(OTHER,)), by="ann")
    assert ancestors(client.get("/embed/")) == OTHER
    profiles.forget_profile()


@pytest.mark.parametrize("start", ["/embed/", "/cy/embed/"])
def test_a_conversation_is_held_in_the_frame_without_a_cookie(embedded: Client, start: str) -> None:
    first = embedded.post(f"{start}ask", GRANT, headers=FROM_THE_FRAME)
    assert (first.status_code, first.url[: len(start)]) == (303, start)
    page = embedded.get(first.url)
    assert "£27.05" in page.content.decode()
    follow = {"question": "And how do I claim it?", "after": first.url.rpartition("/")[2].partition("#")[0]}
    second = embedded.post(f"{start}ask", follow, headers=FROM_THE_FRAME, follow=True)
    assert "Claim the Child Grant" in second.content.decode()
    assert not embedded.cookies
    for response in (first, page, second):
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("start", ["/embed/", "/cy/embed/"])
def test_every_link_of_ours_stays_within_the_frame(embedded: Client, start: str) -> None:
    answer = embedded.post(f"{start}ask", GRANT, headers=FROM_THE_FRAME).url
    for address in (start, answer, f"{start}guidance", f"{start}about", f"{start}contact", f"{start}nowhere"):
        page = embedded.get(address).content.decode()
        for link in re.findall(r"<a\b[^>]*>", page):
            href = (re.search(r"""href=["']([^"']*)""", link) or ["", ""])[1]  # one without waits for a script
            if href.startswith("/"):
                assert "/embed/" in href or 'target="_blank"' in link, (address, link)
            elif href.startswith("http"):
                assert 'target="_blank"' in link, (address, link)
                assert 'rel="noopener"' in link, (address, link)
        for form in re.findall(r"<form\b[^>]*>", page):
            assert "/embed/" in form or "action=" not in form, (address, form)


def test_a_cookie_of_the_pages_outside_is_neither_read_nor_taken_away(embedded: Client) -> None:
    embedded.cookies["fingerpost"] = "a" * 32
    response = embedded.get("/embed/")
    assert not response.cookies


def test_a_page_that_frames_us_cannot_send_our_forms(embedded: Client) -> None:
    for headers in ({"Sec-Fetch-Site": "cross-site", "Origin": COUNCIL}, {"Origin": COUNCIL}, {"Origin": "null"}):
        response = embedded.post("/embed/ask", GRANT, headers=headers)
        assert response.status_code == 403
        assert ancestors(response) == f"{COUNCIL} {OTHER}"  # the page that says so is framed too
