"""What somebody might try who means harm, at every door. Each test is one thing that was tried."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from fingerpost.contract.ports import Engines
from fingerpost.doors.accounts import add_member
from fingerpost.doors.limits import throttle

QUESTION = {"question": "How much is the Child Grant?"}
ENDLESS = "9" * 5000  # more digits than Python reads as a number


def links_elsewhere(page: str) -> list[str]:
    """Links that a browser takes for another site, though they look like paths."""
    return re.findall(r'(?:href|action|src)="((?:[/\\]){2}[^"]*)"', page)


@pytest.mark.parametrize(
    "address",
    ["/cy//elsewhere.example", "/cy/%2Felsewhere.example", "/cy///elsewhere.example/x", "/cy/%5Celsewhere.example",
     "/embed//elsewhere.example", "/embed/%5Celsewhere.example", "/cy/embed//elsewhere.example", "//elsewhere.example",
     "/%2F%2Felsewhere.example", "/embed//elsewhere.example/embed//elsewhere.example"],
)  # fmt: skip
def test_no_address_makes_a_page_that_leads_to_another_site(client: Client, address: str) -> None:
    page = client.get("http://testserver" + address)
    assert page.status_code == 404
    assert links_elsewhere(page.content.decode()) == []


@pytest.mark.parametrize(
    "address",
    [f"/guidance/all?page={ENDLESS}", f"/guidance?words=grant&page={ENDLESS}", "/guidance?words=%00grant",
     "/guidance/tests/child%00grant", "/words?word=%00", "/answers/FP-%00", f"/answers/{ENDLESS}", "/%00",
     f"/answers/FP-00000-00000/speech.wav?x={ENDLESS}", "/guidance/tests/%ED%A0%80", "/staff/feedback?topic=%00"],
)  # fmt: skip
def test_no_address_breaks_a_page(client: Client, address: str) -> None:
    assert client.get(address).status_code < 500


@pytest.mark.parametrize("length", ["000612999", f"000612{'0' * 5000}", "-612", "612.0", "\u0666\u0661\u0662"])
def test_a_length_that_is_not_offered_is_told_so(client: Client, length: str) -> None:
    told = client.get("/api/v1/ask", {**QUESTION, "format": "text", "max_length": length})
    assert told.status_code == 422


@pytest.mark.parametrize(
    "told",
    [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"X-Moz": "prefetch"}, {"X-Purpose": "preview"}],
)
def test_nothing_is_asked_ahead_of_time(client: Client, told: dict[str, str]) -> None:
    assert client.get("/api/v1/ask", QUESTION, headers=told).status_code == 403


@pytest.mark.parametrize("method", ["head", "options", "put", "delete", "patch", "trace"])
def test_an_address_that_asks_takes_no_other_method(client: Client, method: str) -> None:
    assert getattr(client, method)("/api/v1/ask?question=bins").status_code == 405


def form_in_parts(charset: str) -> dict[str, str]:
    return {"content_type": f"multipart/form-data; boundary=x; charset={charset}"}


@pytest.mark.parametrize("charset", ["zlib", "rot13", "undefined", "idna", "utf-16", "utf-7", "no such charset", ""])
def test_a_form_in_anything_but_utf_8_is_told_so(client: Client, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="question"\r\n\r\nbins\xff\r\n--x--\r\n'
    assert client.generic("POST", "/ask", body, **form_in_parts(charset)).status_code == 400
    assert client.generic("POST", "/api/v1/ask", b"{}", **form_in_parts(charset)).status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_a_form_in_utf_8_is_taken(client: Client, charset: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="question"\r\n\r\nbins\r\n--x--\r\n'
    assert client.generic("POST", "/ask", body, **form_in_parts(charset)).status_code == 303


@pytest.mark.parametrize(
    "origin",
    ["http://[", "//testserver", "file://testserver", "http://testserver.elsewhere.example", "http://a@testserver",
     "http://testserver:81", "", "http://testserver/", "testserver"],
)  # fmt: skip
def test_an_origin_that_is_not_exactly_ours_is_refused(client: Client, origin: str) -> None:
    assert client.post("/ask", QUESTION, headers={"Origin": origin}).status_code == 403


def test_a_length_in_other_digits_is_no_length(client: Client) -> None:
    assert client.post("/ask", QUESTION, CONTENT_LENGTH="\u00b2").status_code == 413


def test_no_store_between_keeps_an_answer(client: Client) -> None:
    """Closed or erased later, it would still be read there."""
    address = client.post("/ask", QUESTION).headers["Location"]
    reference = address.rpartition("/")[2]
    for each in (address, f"{address}/how", f"{address}/feedback", f"/embed{address}", f"/api/v1/runs/{reference}"):
        assert client.get(each).headers["Cache-Control"] == "private, no-store", each


def test_searches_are_counted_as_questions_are(client: Client, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=1)
    monkeypatch.setattr(throttle.time, "time", lambda: 1_795_348_875.0)
    searched = [client.get("/guidance?words=grant", REMOTE_ADDR="198.51.100.9").status_code for _ in range(3)]
    assert searched == [200, 200, 429]
    assert client.get("/guidance", REMOTE_ADDR="198.51.100.9").status_code == 200  # what costs little is not counted


def test_nobody_fills_the_table_of_sessions(client: Client, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that begin a session for whoever brings no cookie are counted, whichever of them it is."""
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=2)
    monkeypatch.setattr(throttle.time, "time", lambda: 1_795_348_935.0)
    tried = [
        Client().get("/staff/sign-in", REMOTE_ADDR="198.51.100.10").status_code,
        Client().post("/choices", {"nation": "wales"}, REMOTE_ADDR="198.51.100.10").status_code,
        Client().get("/cy/staff/sign-in", REMOTE_ADDR="198.51.100.10").status_code,
        Client().post("/cy/choices", {"nation": "wales"}, REMOTE_ADDR="198.51.100.10").status_code,
    ]
    assert tried == [200, 303, 429, 429]
    assert Session.objects.count() == 2
    assert Client().get("/choices", REMOTE_ADDR="198.51.100.10").status_code == 200


def test_sessions_that_ended_go_when_staff_sign_in(library: Engines) -> None:
    add_member("ann", role="editor", password="a long walk by the river")
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(minutes=1))
    signed_in = Client().post("/staff/sign-in", {"name": "ann", "password": "a long walk by the river"})
    assert signed_in.status_code == 303
    assert list(Session.objects.values_list("pk", flat=True)) == [signed_in.cookies["fingerpost"].value]


@pytest.mark.parametrize("name", ["ann\0", "\0", "a" * 5000, "ann; --", "\ud7ff\u202eann", "\uff21nn"])
def test_an_odd_name_is_told_what_every_wrong_name_is(client: Client, name: str) -> None:
    told = client.post("/staff/sign-in", {"name": name, "password": "a long walk by the river"})
    assert told.status_code == 422
    assert "The name or the password is not right" in told.content.decode()


@pytest.mark.parametrize("written", ["{0}/", "/{0}", "FP-/{0}", " {0}&x=1", '{0}"><script>', "//elsewhere.example/{0}"])
def test_a_reference_with_signs_in_it_leads_to_its_answer_or_nowhere(client: Client, written: str) -> None:
    reference = client.post("/ask", QUESTION).headers["Location"].rpartition("/")[2]
    page = client.get("/guidance/tests/child-grant", {"run": written.format(reference.removeprefix("FP-"))})
    assert page.status_code == 200
    text = page.content.decode()
    assert links_elsewhere(text) == []
    assert "<script>" not in text
    assert set(re.findall(r'href="/answers/([^"]*)"', text)) <= {reference}
