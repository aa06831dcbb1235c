"""What staff see of the feedback: on their page, in a file, and on the command line."""

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from fingerpost.doors.accounts import add_member
from fingerpost.doors.cli import feedback as cli_feedback
from fingerpost.doors.cli.application import build
from fingerpost.doors.installation import installation
from fingerpost.doors.spreadsheets import BEGINS_A_FORMULA, safe_cell
from fingerpost.record.closing import close_answers
from fingerpost.record.models import Feedback

PASSWORD = "a long walk by the river"
EVERY_DAY = {"since": ""}


@pytest.fixture
def editor(library: object) -> Client:
    """Somebody who may read feedback, signed in."""
    add_member("ann", role="editor", password=PASSWORD)
    signed_in = Client(raise_request_exception=False)
    assert signed_in.post("/staff/sign-in", {"name": "ann", "password": PASSWORD}).status_code == 303
    return signed_in


@pytest.fixture
def say(client: Client) -> Callable[..., str]:
    """Asks, says whether that was useful, and gives the reference."""

    def ask_and_say(question: str = "How much is the Child Grant?", useful: str = "no", **more: str) -> str:
        address = str(client.post("/ask", {"question": question}).headers["Location"])
        if useful:
            client.post(f"{address}/feedback", {"useful": useful, "more": "1", **more})
        return address.rpartition("/")[2]

    return ask_and_say


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_nobody_reads_feedback_without_signing_in(client: Client, say: Callable) -> None:
    reference = say(wanted="Xylophone lessons")
    for path in ("/staff/feedback", "/staff/feedback.csv", f"/staff/answers/{reference}"):
        refused = client.get(path)
        assert refused.status_code == 303, path
        assert refused.headers["Location"].startswith("/staff/sign-in")
        assert b"Xylophone" not in refused.content


def test_an_account_without_the_permission_reads_none(editor: Client) -> None:
    Group.objects.get(name="editor").permissions.clear()
    for path in ("/staff/feedback", "/staff/feedback.csv", "/staff/answers/FP-00000-00000"):
        assert editor.get(path).status_code == 403


def test_totals_topics_and_words_are_shown(editor: Client, say: Callable) -> None:
    reference = say(problem="out-of-date", wanted="I wanted next year’s amount")
    say(useful="yes")
    page = editor.get("/staff/feedback").content.decode()
    words = text_of(page)
    assert "2 All" in words or "All 2" in words
    assert "Benefits" in words
    assert "I wanted next year’s amount" in words
    assert "Out of date" in words
    assert f'href="/staff/answers/{reference}"' in page
    assert page.count("<h1") == 1


def test_it_is_in_the_navigation_and_on_the_home_page(editor: Client) -> None:
    page = editor.get("/staff/").content.decode()
    assert page.count('href="/staff/feedback"') >= 2


def test_what_residents_type_is_never_markup(editor: Client, say: Callable) -> None:
    say(wanted="<script>alert(1)</script> {{ 7 * 7 }}")
    page = editor.get("/staff/feedback").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page


def test_the_page_without_feedback_says_what_to_do(editor: Client) -> None:
    words = text_of(editor.get("/staff/feedback").content.decode())
    assert "There is no feedback for what you chose" in words
    assert "Choose other days or another topic" in words


def test_feedback_is_filtered_and_the_choice_stays(editor: Client, say: Callable) -> None:
    grant, bins = say(wanted="about money"), say("My bin was not emptied", useful="partly", wanted="about bins")
    page = editor.get("/staff/feedback", {"topic": "council", "since": ""}).content.decode()
    assert "about bins" in page
    assert "about money" not in page
    assert re.search(r'<option value="council" selected', page)
    assert f'href="/staff/answers/{bins}"' in page
    assert f'href="/staff/answers/{grant}"' not in page.split('id="unanswered"')[0]
    assert "about money" in editor.get("/staff/feedback", {"useful": "no"}).content.decode()
    assert "about" not in text_of(editor.get("/staff/feedback", {"until": "2020-01-01"}).content.decode()).split(
        "Questions with no answer"
    )[0].replace("residents thought", "")


@pytest.mark.parametrize("typed", ["yesterday", "2026-02-31", "31/12/2026", "'; --", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_told(editor: Client, typed: str) -> None:
    page = editor.get("/staff/feedback", {"since": typed})
    assert page.status_code == editor.get("/staff/feedback", {"until": typed}).status_code == 422
    assert "Enter a date such as" in page.content.decode()


def test_a_page_beyond_the_last_and_odd_numbers_are_no_fault(editor: Client, say: Callable) -> None:
    say()
    for number in ("9", "0", "-1", "x", "99999999999999999999"):
        assert editor.get("/staff/feedback", {"page": number}).status_code == 200


def test_many_are_listed_in_pages_that_keep_the_choice(editor: Client, say: Callable) -> None:
    say()
    one = Feedback.objects.get()
    copies = [Feedback(reference=f"FP-0000{number:02}-00", **_same(one)) for number in range(30)]
    Feedback.objects.bulk_create(copies)
    page = editor.get("/staff/feedback", {"useful": "no", "since": ""}).content.decode()
    assert "?useful=no&amp;page=2" in page
    assert text_of(editor.get("/staff/feedback", {"useful": "no", "since": "", "page": "2"}).content.decode())


def _same(one: Feedback) -> dict[str, object]:
    names = ("body", "at", "useful", "capability", "outcome", "topic", "language", "page", "subject")
    return {name: getattr(one, name) for name in names}


def test_questions_with_no_answer_are_listed_with_the_missing_words(editor: Client, say: Callable) -> None:
    nobody = say("Who will win the football on Saturday?", useful="")
    partly = say("Can my unicorn get the Child Grant in Atlantis?", useful="")
    page = editor.get("/staff/feedback").content.decode()
    listed = page.split('id="unanswered"')[1]
    assert "unicorn" in listed
    assert f'href="/staff/answers/{nobody}"' in listed
    assert f'href="/staff/answers/{partly}"' in listed


def test_staff_read_an_answer_that_was_closed(editor: Client, say: Callable) -> None:
    reference = say(wanted="more of it")
    clock = installation().build_engines().one("clock")
    close_answers([reference], body=settings.CONFIGURATION.body, at=clock.now())  # type: ignore[attr-defined]
    page = editor.get(f"/staff/answers/{reference.lower()}").content.decode()
    assert "Whoever asked chose to clear it and leave" in page
    assert "How much is the Child Grant?" in page
    assert "more of it" in page
    assert page.count("<h1") == 1


def test_staff_are_told_what_was_erased_and_what_never_was(editor: Client, say: Callable) -> None:
    reference = say(wanted="gone")
    clock = installation().build_engines().one("clock")
    installation().build_keys().erase(subject=reference, body=settings.CONFIGURATION.body, at=clock.now())  # type: ignore[attr-defined]
    page = editor.get(f"/staff/answers/{reference}").content.decode()
    assert "has been erased" in page
    assert "Child Grant" not in page
    assert editor.get("/staff/answers/FP-00000-00000").status_code == 404


def test_the_file_holds_what_the_page_shows(editor: Client, say: Callable) -> None:
    reference = say(problem="wrong", wanted='Tŷ, "house" and\nhome')
    say(useful="yes")
    sent = editor.get("/staff/feedback.csv", {"useful": "no", "since": ""})
    assert sent.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert re.search(r'filename="feedback-\d{4}-\d\d-\d\d\.csv"', sent.headers["Content-Disposition"])
    assert sent.headers["Cache-Control"] == "no-store"
    (row,) = csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig")))
    assert (row["reference"], row["useful"], row["problem"]) == (reference, "no", "wrong")
    assert row["wanted"].replace("\r\n", "\n") == 'Tŷ, "house" and\nhome'


def test_no_cell_of_the_file_is_a_formula(editor: Client, say: Callable) -> None:
    say(wanted='=HYPERLINK("https://evil.example","Click")')
    (row,) = csv.DictReader(io.StringIO(editor.get("/staff/feedback.csv").content.decode("utf-8-sig")))
    assert row["wanted"].startswith("'=")


@given(st.text())
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    assert not safe_cell(text).lstrip(" \u00a0").startswith(BEGINS_A_FORMULA)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a command prints, on the installation of the tests."""
    monkeypatch.setattr(cli_feedback, "get_ready", installation)

    def run(*words: str, code: int = 0) -> str:
        done = CliRunner().invoke(build(), ["feedback", *words])
        assert done.exit_code == code, done.output
        return done.output

    return run


def test_the_command_line_shows_the_same(client: Client, say: Callable, typed: Callable) -> None:
    reference = say(wanted="about [money]")
    say("Can my unicorn get the Child Grant in Atlantis?", useful="")
    shown = typed()
    assert "benefits" in shown
    assert reference in shown
    assert "about [money]" in shown
    assert "unicorn" in shown
    told = json.loads(typed("--json"))
    assert told["feedback"][0]["reference"] == reference
    assert told["by_topic"][0]["no"] == 1
    assert "unicorn" in told["unanswered"][0]["missing"]


def test_the_command_line_filters(client: Client, say: Callable, typed: Callable) -> None:
    say()
    assert json.loads(typed("--json", "--topic", "council"))["feedback"] == []
    assert json.loads(typed("--json", "--since", "2999-01-01")) == {
        "by_topic": [], "by_reason": [], "feedback": [], "unanswered": [],
    }  # fmt: skip
    assert "No feedback yet" in typed("--topic", "council")
    typed("--since", "yesterday", code=2)
