"""An officer answers a challenge: opening its words is recorded, and decision and reasons are required."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import accounts

from fingerpost.doors.accounts import add_member
from fingerpost.doors.challenges import today
from fingerpost.doors.installation import installation, now
from fingerpost.record.challenges.forgetting import forget_challenges
from fingerpost.record.challenges.models import Challenge
from fingerpost.record.challenges.reading import count_challenges
from fingerpost.record.models import Entry

BODY = settings.CONFIGURATION.body
PASSWORD = "a long walk by the river"
WROTE = "My child is 17 and at college."
ANY_REFERENCE = re.compile(r"FP-[0-9A-Z]{5}-[0-9A-Z]{5}")  # a token of a form may hold the first letters by chance
GIVEN = {"decision": "partly upheld", "reasons": "The page was unclear.\nWe have changed it."}


def signed_in(role: str) -> Client:
    name = f"ann.{role}"
    add_member(name, role=role, password=PASSWORD)
    browser = Client(raise_request_exception=False)
    assert browser.post("/staff/sign-in", {"name": name, "password": PASSWORD}).status_code == 303
    return browser


@pytest.fixture
def officer(library: object) -> Client:
    return signed_in("data-protection")


@pytest.fixture
def send(client: Client) -> Callable[..., str]:
    """A resident asks, contests the answer, and gives the reference of that."""

    def ask_and_contest(**more: object) -> str:
        answer = str(client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"])
        form = {"kind": "wrong", "text": WROTE, "way": "email", "to": "ann.example@example.org", **more}
        written = client.post(f"{answer}/challenge", form).headers["Location"]
        return str(client.post(written).headers["Location"]).rpartition("/")[2]

    return ask_and_contest


def case_of(reference: str) -> str:
    """Where officers find it: by its number, never by its reference."""
    return f"/oversight/challenges/{Challenge.objects.get(reference=reference).pk}"


def noted(kind: str) -> list[dict]:
    leaves = [json.loads(each.leaf) for each in Entry.objects.filter(event="noted").order_by("seq")]
    return [each["facts"] for each in leaves if each["type"] == kind]


def test_nobody_reads_challenges_without_signing_in(client: Client, send: Callable) -> None:
    case = case_of(send())
    for path in ("/oversight/challenges", case, f"{case}/files/1"):
        refused = client.get(path)
        assert (refused.status_code, WROTE.encode() in refused.content) == (303, False)
    assert client.post(f"{case}/answer", GIVEN).status_code == 303
    assert Challenge.objects.get().state == "waiting"


def test_an_editor_is_not_let_in(send: Callable, library: object) -> None:
    reference = send()
    editor = signed_in("editor")
    assert editor.get("/oversight/challenges").status_code == 403
    assert editor.get(case_of(reference)).status_code == 403


def test_the_queue_shows_no_word_of_a_resident(officer: Client, send: Callable) -> None:
    case = case_of(send())
    page = officer.get("/oversight/challenges").content.decode()
    assert f'href="{case}"' in page
    assert "working days left" in page
    assert WROTE not in page


@pytest.mark.parametrize("role", ["auditor", "data-protection", "owner"])
def test_no_reference_is_shown_before_the_opening_is_noted(send: Callable, library: object, role: str) -> None:
    """Either would open words at a public address, where nobody notes who reads."""
    reader, reference = accounts.signed_in(role), send()
    row = Challenge.objects.get()
    case = case_of(reference)
    replies = [reader.get(f"/oversight/challenges{chosen}") for chosen in ("", "?state=all", "?state=overdue")]
    replies += [reader.get(case), reader.post(f"{case}/answer", {}), reader.post(f"{case}/answer", GIVEN)]
    replies += [reader.get(f"{case}/files/1"), reader.get(f"/cy{case}"), reader.get("/oversight/")]
    for reply in replies:
        seen = reply.content.decode() + str(reply.headers)
        assert (reference in seen, row.about in seen, ANY_REFERENCE.search(seen)) == (False, False, None)
    assert noted("text/opened") == []
    opened = reader.post(f"{case}/open")
    assert "FP-" not in opened.headers["Location"]
    page = reader.get(case).content.decode()
    assert (reference in page, row.about in page, len(noted("text/opened"))) == (True, True, 2)
    assert "FP-" not in reader.get("/oversight/challenges").content.decode()


def test_one_is_found_by_a_reference_that_somebody_has_already(officer: Client, send: Callable) -> None:
    reference, other = send(), send()
    for typed in (reference, reference.lower().replace("-", " "), Challenge.objects.get(reference=reference).about):
        page = officer.get("/oversight/challenges", {"reference": typed, "state": "answered"}).content.decode()
        assert (case_of(reference) in page, case_of(other) in page) == (True, False)
    none = officer.get("/oversight/challenges?reference=nonsense").content.decode()
    assert "There is no such challenge" in none
    assert officer.get(f"/oversight/challenges/{reference}").status_code == 404


def test_a_number_that_is_none_leads_nowhere(officer: Client) -> None:
    for number in ("0", "7", "9" * 30):
        assert officer.get(f"/oversight/challenges/{number}").status_code == 404


def test_overdue_and_urgent_ones_come_first(officer: Client, send: Callable) -> None:
    third, second, first = send(), send(), send(text="I want to die")
    Challenge.objects.filter(reference=second).update(due_on=today() - timedelta(days=9))
    page = officer.get("/oversight/challenges").content.decode()
    first, second, third = (f'href="{case_of(each)}"' for each in (first, second, third))
    assert page.index(first) < page.index(second) < page.index(third)
    assert "Urgent: read it today" in page
    assert "working days late" in page
    only = officer.get("/oversight/challenges?state=overdue").content.decode()
    assert (second in only, third in only) == (True, False)


def test_a_long_queue_has_pages(officer: Client, send: Callable) -> None:
    row = Challenge.objects.get(reference=send())
    copies = []
    for number in range(30):
        row.pk, row.reference = None, f"FP-{number:05d}-00000"
        copies.append(Challenge(**{f.name: getattr(row, f.name) for f in Challenge._meta.fields}))
    Challenge.objects.bulk_create(copies)
    assert "page=2" in officer.get("/oversight/challenges").content.decode()
    assert officer.get("/oversight/challenges?page=2&kind=wrong&state=all").content.decode().count("/challenges/") > 3


def test_opening_the_words_is_recorded_with_its_purpose(officer: Client, send: Callable) -> None:
    reference = send()
    address = case_of(reference)
    assert WROTE not in officer.get(address).content.decode()
    assert noted("text/opened") == []
    assert officer.post(f"{address}/open").headers["Location"] == address
    page = officer.get(address).content.decode()
    assert WROTE in page
    assert "ann.example@example.org" in page
    assert "How much is the Child Grant?" in page
    opened = noted("text/opened")
    assert {(each["of"], each["by"], each["purpose"]) for each in opened} == {
        (reference, "ann.data-protection", "challenge")
    }
    listed = officer.get("/oversight/openings").content.decode()
    assert (f"challenge {Challenge.objects.get().pk}: words" in listed, reference in listed) == (True, False)


def test_the_answer_needs_a_decision_and_reasons(officer: Client, send: Callable) -> None:
    address = case_of(send())
    officer.post(f"{address}/open")
    for given in ({}, {"decision": "maybe", "reasons": "x"}, {"decision": "upheld", "reasons": "  "}):
        refused = officer.post(f"{address}/answer", given)
        assert refused.status_code == 422
        assert "<title>Error: " in refused.content.decode()
    assert officer.post(f"{address}/answer", {**GIVEN, "reasons": "x" * 5001}).status_code == 422
    assert Challenge.objects.get().state == "waiting"


def test_who_has_not_read_it_cannot_answer_it(officer: Client, send: Callable) -> None:
    refused = officer.post(f"{case_of(send())}/answer", GIVEN)
    assert (refused.status_code, "read it first" in refused.content.decode()) == (409, True)


def test_the_answer_reaches_the_resident_the_ledger_and_the_counts(
    officer: Client, client: Client, send: Callable
) -> None:
    reference = send()
    address = case_of(reference)
    officer.post(f"{address}/open")
    assert officer.post(f"{address}/answer", GIVEN).status_code == 303
    assert "We have changed it." in client.get(f"/challenges/{reference}").content.decode()
    (fact,) = noted("challenge/answered")
    assert (fact["challenge"], fact["decision"], fact["override"]) == (reference, "partly upheld", True)
    assert (fact["by"], fact["days_late"], fact["seconds_on_case"] >= 0) == ("ann.data-protection", 0, True)
    assert "unclear" not in json.dumps(fact)
    (count,) = count_challenges(body=BODY, today=today())
    assert (count.received, count.answered, count.overridden, count.waiting) == (1, 1, 1, 0)
    page = officer.get("/oversight/challenges?state=answered").content.decode()
    assert f'href="{address}"' in page


def test_it_is_answered_only_once(officer: Client, send: Callable) -> None:
    address = case_of(send())
    officer.post(f"{address}/open")
    assert officer.post(f"{address}/answer", GIVEN).status_code == 303
    again = officer.post(f"{address}/answer", {**GIVEN, "reasons": "Something else."})
    assert (again.status_code, len(noted("challenge/answered"))) == (409, 1)


def test_an_auditor_reads_and_does_not_answer(send: Callable, library: object) -> None:
    reference = send()
    auditor = signed_in("auditor")
    address = case_of(reference)
    auditor.post(f"{address}/open")
    page = auditor.get(address).content.decode()
    assert WROTE in page
    assert "What did you decide?" not in page
    assert noted("text/opened")[0]["purpose"] == "audit"
    assert auditor.post(f"{address}/answer", GIVEN).status_code == 403


def test_without_leave_to_open_text_no_word_is_shown(officer: Client, send: Callable) -> None:
    group = Group.objects.get(name="data-protection")
    group.permissions.set(group.permissions.exclude(codename="open_text"))
    address = case_of(send())
    assert officer.post(f"{address}/open").status_code == 403
    assert "not allowed to open what residents write" in officer.get(address).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "as_kept"),
    [
        ("../../etc/letter.pdf", b"%PDF-1.7 x", ("letter.pdf", "application/pdf")),
        ("page.html", b"<script>alert(1)</script>", ("page.txt", "text/plain; charset=utf-8")),
    ],
)
def test_a_file_is_given_to_be_kept_and_never_shown(
    officer: Client, send: Callable, name: str, content: bytes, as_kept: tuple[str, str]
) -> None:
    kept, media = as_kept
    address = case_of(send(files=SimpleUploadedFile(name, content)))
    assert officer.get(f"{address}/files/1").status_code == 303  # the words first
    officer.post(f"{address}/open")
    given = officer.get(f"{address}/files/1")
    assert given.content == content
    assert given.headers["Content-Type"] == media
    assert given.headers["Content-Disposition"] == f'attachment; filename="{kept}"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["Cache-Control"] == "no-store"
    assert noted("text/opened")[-1]["what"] == "file 1"
    assert officer.get(f"{address}/files/2").status_code == 404


def test_one_whose_writer_was_erased_cannot_be_opened_or_answered(officer: Client, send: Callable) -> None:
    reference = send()
    address = case_of(reference)
    officer.post(f"{address}/open")
    row = Challenge.objects.get()
    installation().build_keys().erase(subject=row.subject, body=BODY, at=now())
    page = officer.get(address).content.decode()
    assert WROTE not in page
    assert officer.post(f"{address}/answer", GIVEN).status_code == 409
    forget_challenges(subject=row.subject, body=BODY)
    assert "has been erased" in officer.get(address).content.decode()


def test_what_residents_type_is_never_markup(officer: Client, send: Callable) -> None:
    address = case_of(send(text="<script>alert(1)</script> {{ 7 * 7 }}"))
    officer.post(f"{address}/open")
    page = officer.get(address).content.decode()
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page


def test_a_draft_is_in_no_queue(officer: Client, client: Client) -> None:
    answer = str(client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"])
    draft = client.post(f"{answer}/challenge", {"kind": "person", "way": "none"}).headers["Location"].split("/")[2]
    for chosen in ("state=all", f"reference={draft}"):
        assert case_of(draft) not in officer.get(f"/oversight/challenges?{chosen}").content.decode()
    assert officer.get(case_of(draft)).status_code == 404
