"""Clear and leave: what was asked on a shared computer is closed to whoever sits down next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from fingerpost.doors.citizen.asking import questions
from fingerpost.doors.installation import installation
from fingerpost.record.models import ClosedAnswer, FollowUp
from fingerpost.record.reading import find_run
from fingerpost.site.configuration import Configuration, _check

BODY = settings.CONFIGURATION.body
QUESTION = "How much is the Child Grant?"


def ask(client: Client, question: str = QUESTION, *, at: str = "/ask", **more: str) -> str:
    """The reference of the answer."""
    return str(client.post(at, {"question": question, **more}).headers["Location"]).rpartition("/")[2]


def statuses(client: Client, *references: str) -> list[int]:
    return [client.get(f"/answers/{each}").status_code for each in references]


def test_every_page_has_the_button_and_it_needs_no_scripts(client: Client) -> None:
    for path in ("/", "/guidance", "/about", "/contact", f"/answers/{ask(client)}"):
        page = client.get(path).content.decode()
        assert '<form class="fp-leave" action="/leave" method="post"' in page, path
        assert "Clear and leave now" in page


def test_asking_sets_one_cookie_that_scripts_cannot_read_and_reading_sets_none(client: Client) -> None:
    client.get("/")
    assert not client.cookies
    ask(client)
    assert list(client.cookies) == ["fingerpost"]
    cookie = client.cookies["fingerpost"]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"], cookie["max-age"]) == (True, "Lax", "", "")


def test_leaving_closes_every_answer_of_the_sitting(client: Client) -> None:
    first, second = ask(client), ask(client, "My bin was not emptied")
    assert statuses(client, first, second) == [200, 200]
    client.post("/leave")
    assert statuses(client, first, second) == [410, 410]
    page = client.get(f"/answers/{first}").content.decode()
    assert "This conversation was closed" in page
    assert "Child Grant" not in page


def test_leaving_forgets_the_session_and_has_the_browser_forget_us(client: Client) -> None:
    ask(client)
    left = client.post("/leave")
    assert (left.status_code, left.headers["Location"]) == (303, "/left")
    assert left.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert left.headers["Cache-Control"] == "no-store"
    assert left.cookies["fingerpost"].value == ""
    assert left.cookies["fingerpost"]["max-age"] == 0
    assert not Session.objects.exists()


def test_the_page_after_says_what_was_cleared_and_what_only_they_can_clear(client: Client) -> None:
    page = client.get("/left").content.decode()
    assert "What we cleared" in page
    assert "Ctrl, Shift and Delete" in page
    assert 'action="/leave"' not in page


def test_the_ledger_and_staff_keep_what_was_said(client: Client) -> None:
    reference = ask(client)
    client.post("/leave")
    kept = find_run(reference, body=BODY, keys=installation().build_keys())
    assert kept is not None
    assert kept.reply


@pytest.fixture
def meanwhile(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Client], object]], str]:
    """Asks, and while that is answered does something on another page of the same browser. Gives the reference."""

    def ask_and_do(something: Callable[[Client], object]) -> str:
        ask(client)  # from here on there is a cookie
        other = Client(raise_request_exception=False)
        other.cookies["fingerpost"] = client.cookies["fingerpost"].value
        answer = questions.answer

        def slowly(*asked: Any, **how: Any) -> Any:
            monkeypatch.setattr(questions, "answer", answer)
            something(other)
            return answer(*asked, **how)

        monkeypatch.setattr(questions, "answer", slowly)
        return ask(client)

    return ask_and_do


def test_what_two_pages_ask_at_once_is_closed_together(client: Client, meanwhile: Callable) -> None:
    at_once: list[str] = []
    at_once.append(meanwhile(lambda other: at_once.append(ask(other))))
    assert statuses(client, *at_once) == [200, 200]
    client.post("/leave")
    assert statuses(client, *at_once) == [410, 410]


def test_an_answer_that_is_on_its_way_when_another_page_leaves_is_closed(client: Client, meanwhile: Callable) -> None:
    reference = meanwhile(lambda other: other.post("/leave"))
    assert statuses(client, reference) == [410]
    assert not Session.objects.exists()


def test_what_somebody_else_asked_stays_open(client: Client) -> None:
    theirs = ask(Client())
    ask(client)
    client.post("/leave")
    assert statuses(client, theirs) == [200]


def test_no_door_for_everybody_shows_a_closed_answer(client: Client) -> None:
    reference = ask(client)
    client.post("/leave")
    told = client.get(f"/api/v1/runs/{reference}")
    assert (told.status_code, told.json()["error"]["kind"]) == (410, "closed")
    for path in (f"/answers/{reference}/how", f"/answers/{reference}/feedback", f"/cy/answers/{reference}"):
        assert client.get(path).status_code == 410, path
    marked = client.get(f"/guidance/tests/child-grant?run={reference}").content.decode()
    assert "<mark" not in marked


def test_no_browser_keeps_a_page_that_tells_what_was_asked_or_has_a_box_to_type_in(client: Client) -> None:
    reference = ask(client)
    paths = ("/", f"/answers/{reference}", f"/answers/{reference}/how", f"/guidance/tests/child-grant?run={reference}")
    for path in paths:
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_a_follow_up_on_a_closed_answer_is_asked_on_its_own(client: Client) -> None:
    reference = ask(client)
    client.post("/leave")
    after = ask(client, "And how do I claim it?", after=reference)
    assert "Earlier in this conversation" not in client.get(f"/answers/{after}").content.decode()


def without_cookies(client: Client, question: str = QUESTION, **more: str) -> str:
    client.cookies.clear()
    reference = ask(client, question, **more)
    client.cookies.clear()
    return reference


def test_without_a_cookie_the_form_names_the_answer_and_all_of_its_conversation_is_closed(client: Client) -> None:
    other = without_cookies(client)
    first = without_cookies(client, "How much is winter heating help?")
    second = without_cookies(client, again=first, nation="scotland")
    third = without_cookies(client, "And in winter?", after=second)
    page = client.get(f"/answers/{third}").content.decode()
    assert f'<input type="hidden" name="answer" value="{third}">' in page
    client.post("/leave", {"answer": third})
    assert statuses(client, first, second, third, other) == [410, 410, 410, 200]


def test_a_frame_of_another_site_is_given_no_cookie_and_can_leave_all_the_same(client: Client) -> None:
    first = ask(client, at="/embed/ask")
    second = ask(client, "And how do I claim it?", at="/embed/ask", after=first)
    assert not client.cookies
    left = client.post("/embed/leave", {"answer": second})
    assert left.headers["Location"] == "/embed/left"
    assert statuses(client, first, second) == [410, 410]


def test_a_browser_with_a_cookie_leaves_no_note_of_which_answer_followed_which(client: Client) -> None:
    ask(client, after=ask(client))
    assert not FollowUp.objects.exists()


def test_a_name_that_is_no_reference_closes_nothing(client: Client) -> None:
    for named in ("", "FP-00000-00000", "x" * 5000, "'; DROP TABLE record_closedanswer; --", "\x00"):
        assert client.post("/leave", {"answer": named}).status_code == 303
    assert not ClosedAnswer.objects.exists()
    ask(client, after="x" * 5000)
    assert not FollowUp.objects.exists()


def test_leaving_in_welsh_stays_in_welsh(client: Client) -> None:
    assert client.post("/cy/leave").headers["Location"] == "/cy/left"


def test_only_a_form_can_leave_and_only_one_of_ours(client: Client) -> None:
    reference = ask(client)
    assert client.get("/leave").headers["Location"] == "/"
    assert client.post("/leave", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert statuses(client, reference) == [200]


def test_sessions_of_those_who_closed_their_browser_are_forgotten(client: Client) -> None:
    ask(client)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    Client().post("/leave")
    assert not Session.objects.exists()


def test_leaving_without_having_asked_is_no_fault(client: Client) -> None:
    assert client.post("/leave").status_code == 303


def test_a_body_may_send_those_who_leave_elsewhere(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = replace(settings.CONFIGURATION, leave_to="https://www.fernby.example/")
    monkeypatch.setattr(settings, "CONFIGURATION", elsewhere)
    assert client.post("/leave").headers["Location"] == "/left"
    assert client.get("/left").headers["Refresh"] == "0; url=https://www.fernby.example/"
    assert "Refresh" not in client.get("/embed/left").headers


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/left", "https://a.example/\nSet-Cookie: b", "https://"])
def test_where_they_are_sent_must_be_a_whole_address(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="leave_to"):
        _check(Configuration(leave_to=address))
