"""A visitor says whether an answer was useful, by pages without scripts, by an open page, and by the API."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client

from fingerpost.doors.installation import installation
from fingerpost.record.closing import close_answers
from fingerpost.record.feedback.reading import FeedbackFilter, FeedbackRow, list_feedback
from fingerpost.record.models import Feedback

BODY = settings.CONFIGURATION.body
PART = {"Fingerpost-Part": "feedback"}
TYPED = "I wanted to know when. Write to ann.example@example.org"


@pytest.fixture
def answer(client: Client) -> str:
    """The address of an answer."""
    return str(client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"])


@pytest.fixture
def listed() -> Callable[[], tuple[FeedbackRow, ...]]:
    return lambda: list_feedback(FeedbackFilter(), body=BODY, keys=installation().build_keys()).rows


@pytest.fixture
def few_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Feedback has to wait."""
    monkeypatch.setattr("fingerpost.doors.citizen.answers.feedback.seconds_to_wait", lambda request, kind: 20)
    monkeypatch.setattr("fingerpost.doors.api.feedback.seconds_to_wait", lambda request, kind: 20)
    yield


def test_each_answer_asks_whether_it_was_useful(client: Client, answer: str) -> None:
    page = client.get(answer).content.decode()
    assert f'action="{answer}/feedback"' in page
    assert page.count('name="useful"') == 3


def test_somebody_in_danger_is_not_asked_whether_that_was_useful(client: Client) -> None:
    page = client.post("/ask", {"question": "I want to die"}, follow=True).content.decode()
    assert "fp-signpost" in page
    assert 'name="useful"' not in page


def test_yes_leads_to_thanks_and_to_a_person(client: Client, answer: str, listed: Callable) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": "yes"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{answer}/feedback/thanks")
    page = client.get(sent.headers["Location"]).content.decode()
    assert "<h1" in page
    assert "Thank you" in page
    assert f'href="{answer}"' in page
    assert 'href="/contact"' in page
    (row,) = listed()
    assert (row.useful, row.topic, row.page, row.outcome) == ("yes", "benefits", "Child Grant", "answered")


@pytest.mark.parametrize("useful", ["no", "partly"])
def test_no_is_kept_at_once_and_leads_to_more(client: Client, answer: str, listed: Callable, useful: str) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": useful})
    assert sent.headers["Location"] == f"{answer}/feedback?useful={useful}"
    assert [row.useful for row in listed()] == [useful]
    page = client.get(sent.headers["Location"]).content.decode()
    assert "Do not give names or numbers" in page
    more = {"useful": useful, "more": "1", "problem": "out-of-date", "wanted": TYPED}
    assert client.post(f"{answer}/feedback", more).headers["Location"] == f"{answer}/feedback/thanks"
    (row,) = listed()
    assert (row.useful, row.problem) == (useful, "out-of-date")
    assert row.wanted == "I wanted to know when. Write to [email 1]"
    assert Feedback.objects.count() == 2


def test_what_they_thought_may_be_changed(client: Client, answer: str, listed: Callable) -> None:
    client.post(f"{answer}/feedback", {"useful": "no"})
    assert f'href="{answer}/feedback"' in client.get(f"{answer}/feedback/thanks").content.decode()
    assert client.get(f"{answer}/feedback").content.decode().count('name="useful"') == 3
    client.post(f"{answer}/feedback", {"useful": "yes"})
    assert [row.useful for row in listed()] == ["yes"]


def test_an_open_page_is_given_the_section_alone(client: Client, answer: str) -> None:
    more = client.post(f"{answer}/feedback", {"useful": "no"}, headers=PART)
    assert more.status_code == 200
    assert more.content.decode().lstrip().startswith("<section")
    assert "<h1" not in more.content.decode()
    thanks = client.post(f"{answer}/feedback", {"useful": "no", "more": "1"}, headers=PART).content.decode()
    assert re.search(r'role="status" data-fp-said>\s*<h2[^>]*>Thank you', thanks)


def test_a_page_of_feedback_is_kept_by_no_cache(client: Client, answer: str) -> None:
    for page in (client.get(f"{answer}/feedback"), client.get(f"{answer}/feedback/thanks")):
        assert page.headers["Cache-Control"] == "private, no-store"
        assert page.headers["X-Robots-Tag"] == "noindex"


def test_too_many_characters_are_told_and_nothing_is_lost(client: Client, answer: str, listed: Callable) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": "no", "more": "1", "wanted": "y" * 1001})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "1,000 characters or fewer" in page
    assert "y" * 1001 in page
    reference = answer.rpartition("/")[2]
    assert f'href="#wanted-{reference}"' in page
    assert f'id="wanted-{reference}"' in page
    assert "<title>Error: " in page
    assert listed() == ()


@pytest.mark.parametrize("sent", [{}, {"useful": "maybe"}, {"useful": "no", "problem": "ugly"}])
def test_what_is_not_offered_is_refused(client: Client, answer: str, sent: dict[str, str], listed: Callable) -> None:
    assert client.post(f"{answer}/feedback", sent).status_code == 422
    assert listed() == ()


def test_somebody_whose_words_sound_like_danger_is_shown_help_at_once(client: Client, answer: str) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": "no", "more": "1", "wanted": "I want to die"})
    assert sent.status_code == 200
    assert "116 123" in sent.content.decode()


def test_an_unknown_reference_is_refused_kindly(client: Client) -> None:
    for sent in (client.get("/answers/FP-00000-00000/feedback"), client.post("/answers/FP-00000-00000/feedback")):
        assert sent.status_code == 404
        assert "check it" in sent.content.decode()


def test_an_erased_answer_is_refused_kindly(client: Client, answer: str) -> None:
    reference = answer.rpartition("/")[2]
    clock = installation().build_engines().one("clock")
    installation().build_keys().erase(subject=reference, body=BODY, at=clock.now())  # type: ignore[attr-defined]
    for sent in (client.post(f"{answer}/feedback", {"useful": "yes"}), client.get(f"{answer}/feedback/thanks")):
        assert sent.status_code == 410
        assert "erased" in sent.content.decode()


def test_a_closed_answer_takes_no_feedback(client: Client, answer: str) -> None:
    clock = installation().build_engines().one("clock")
    close_answers([answer.rpartition("/")[2]], body=BODY, at=clock.now())  # type: ignore[attr-defined]
    assert client.post(f"{answer}/feedback", {"useful": "yes"}).status_code == 410
    told = client.post(f"/api/v1/runs/{answer.rpartition('/')[2]}/feedback", {"useful": "yes"}, "application/json")
    assert (told.status_code, told.json()["error"]["kind"]) == (410, "closed")


def test_feedback_is_bounded_as_questions_are(client: Client, answer: str, few_a_minute: None) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": "yes"})
    assert (sent.status_code, sent.headers["Retry-After"]) == (429, "20")
    told = client.post(f"/api/v1/runs/{answer.rpartition('/')[2]}/feedback", {"useful": "yes"}, "application/json")
    assert (told.status_code, told.headers["Retry-After"]) == (429, "20")


def test_a_form_on_another_site_cannot_send_any(client: Client, answer: str, listed: Callable) -> None:
    sent = client.post(f"{answer}/feedback", {"useful": "yes"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert sent.status_code == 403
    assert listed() == ()


def test_programs_send_the_same_fields(client: Client, answer: str, listed: Callable) -> None:
    reference = answer.rpartition("/")[2]
    spoken = reference.lower().replace("-", " ")
    given = {"useful": "partly", "problem": "something-missing", "wanted": TYPED}
    told = client.post(f"/api/v1/runs/{spoken}/feedback", given, content_type="application/json")
    assert told.status_code == 201
    assert told.json()["reference"] == reference
    assert told.json()["signposts"] == []
    assert listed()[0].wanted.endswith("[email 1]")


def test_programs_are_told_which_field_is_wrong(client: Client, answer: str) -> None:
    address = f"/api/v1/runs/{answer.rpartition('/')[2]}/feedback"
    told = client.post(address, {"useful": "maybe", "colour": "red"}, content_type="application/json")
    assert told.status_code == 422
    assert set(told.json()["error"]["fields"]) == {"useful", "colour"}
    assert client.post(address, "nonsense", content_type="application/json").status_code == 400


def test_programs_are_told_what_is_not_there(client: Client) -> None:
    told = client.post("/api/v1/runs/FP-00000-00000/feedback", {"useful": "no"}, content_type="application/json")
    assert (told.status_code, told.json()["error"]["kind"]) == (404, "not_found")


def test_programs_are_told_of_danger(client: Client, answer: str) -> None:
    address = f"/api/v1/runs/{answer.rpartition('/')[2]}/feedback"
    told = client.post(address, {"useful": "no", "wanted": "I want to die"}, content_type="application/json")
    assert told.json()["signposts"][0]["contacts"]
