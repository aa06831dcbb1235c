"""A nation is kept only where somebody chose it; each answer says how it was made; faults need no database."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from fingerpost.doors.citizen import faults, theme
from fingerpost.doors.citizen.answers import road
from fingerpost.site import profiles


def test_no_cookie_is_set_by_looking(client: Client) -> None:
    for path in ("/", "/choices", "/guidance", "/privacy", "/theme.css"):
        assert not client.get(path).cookies, path


def test_a_chosen_nation_starts_every_question_and_can_be_forgotten(client: Client) -> None:
    reply = client.post("/choices", {"nation": "wales"})
    assert reply.status_code == 303
    cookie = reply.cookies["fingerpost"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]  # it ends with the browser
    assert 'value="wales" checked' in client.get("/").content.decode()
    assert "Your questions now start with this nation" in client.get("/choices?kept=").content.decode()

    forgotten = client.post("/choices", {"nation": ""})
    assert forgotten.cookies["fingerpost"].value == ""
    assert 'value="wales" checked' not in client.get("/").content.decode()


def test_forgetting_a_nation_keeps_the_way_to_clear_what_was_asked(client: Client) -> None:
    client.post("/ask", {"question": "How much is the Child Grant?"})
    client.post("/choices", {"nation": "wales"})
    client.post("/choices", {"nation": ""})
    assert client.session["asked"]


def test_a_nation_that_is_none_is_refused_in_words(client: Client) -> None:
    reply = client.post("/choices", {"nation": "narnia"})
    assert reply.status_code == 422
    assert "Choose a nation from the list" in reply.content.decode()
    assert not reply.cookies


def test_an_answer_says_how_it_was_made(client: Client) -> None:
    answer = client.post("/ask", {"question": "How much is the Child Grant? I am ann@example.org"}).headers["Location"]
    reply = client.get(f"{answer}/how")
    page = reply.content.decode()
    assert "1 × email" in page
    assert "ann@example.org" not in page
    assert page.count("<title") == 3  # the page's, the picture's and the receipt's code
    assert page.count('class="fp-stations__item') == page.count('class="fp-road__number"')
    for kind in ("Why this answer", "Who is responsible", "What was used", "How it is fair", "How it is checked"):
        assert kind in page
    assert "sha256" in page or "Digest" in page
    assert " style=" not in page
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert f'href="{answer}/how"' in client.get(answer).content.decode()


def test_how_an_unknown_answer_was_made_is_not_found(client: Client) -> None:
    assert client.get("/answers/FP-00000-00000/how").status_code == 404


@pytest.mark.parametrize(
    ("step", "state"),
    [
        ({"verdict": "pass"}, road.PASSED),
        ({"verdict": "pass", "masked": {"email": 1}}, road.ACTED),
        ({"verdict": "pass", "taken_out": []}, road.PASSED),
        ({"verdict": "pass", "taken_out": [{"check": "quotes"}]}, road.ACTED),
        ({"verdict": "review"}, road.PERSON),
        ({"verdict": "unsure"}, road.PERSON),
        ({"verdict": "stop"}, road.STOPPED),
    ],
)
def test_each_step_is_left_in_one_state(step: dict[str, object], state: str) -> None:
    assert road.state_of(step) == state


def test_a_road_of_no_steps_is_drawn_all_the_same() -> None:
    assert road.picture_of([])["signs"] == []


def test_a_colour_s_sheet_is_kept_by_browsers_and_the_body_s_own_is_not(client: Client) -> None:
    named = client.get("/theme.css?v=1d70b8")
    assert "immutable" in named.headers["Cache-Control"]
    assert "--fp-brand:#1d70b8" in named.content.decode()
    own = client.get("/theme.css?v=red;}body{display:none")
    assert own.headers["Cache-Control"] == "no-cache"
    assert f"--fp-brand:{theme.HOUSE}" in own.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_is_told_while_the_database_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_args: object, **_more: object) -> None:
        raise OperationalError("the database is gone")

    profiles.forget_profile()
    monkeypatch.setattr(connection, "cursor", gone)
    reply = faults.server_error(RequestFactory().get("/"))
    profiles.forget_profile()
    assert reply.status_code == 500
    assert "Where to go from here" in reply.content.decode()
