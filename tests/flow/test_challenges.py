"""A resident contests an outcome or asks for a person: no account, no scripts, files sealed, and a date."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fingerpost.capabilities import discover
from fingerpost.doors.installation import installation, now
from fingerpost.record.challenges.answering import answer_challenge, open_challenge, open_file
from fingerpost.record.challenges.forgetting import forget_challenges
from fingerpost.record.challenges.matters import Decision
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.record.challenges.receiving import throw_away_drafts
from fingerpost.record.closing import close_answers
from fingerpost.record.models import Entry

BODY = settings.CONFIGURATION.body
DAYS = discover()["answer"].card.challenge.days
WRONG = {"kind": "wrong", "text": "My child is 17 and at college. Ring me on 07700 900123.", "way": "none"}
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


@pytest.fixture
def answer(client: Client) -> str:
    """The address of an answer."""
    return str(client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"])


def written(client: Client, answer: str, **more: object) -> str:
    """Fill in the form; gives the address of the page on which it is checked."""
    response = client.post(f"{answer}/challenge", {**WRONG, **more})
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"])


def sent(client: Client, answer: str, **more: object) -> str:
    """Send one; gives its reference."""
    response = client.post(written(client, answer, **more))
    assert response.status_code == 303
    return str(response.headers["Location"]).rpartition("/")[2]


def by_officer(reference: str, *, decision: Decision = Decision.UPHELD, reasons: str = "You were right.") -> None:
    given = {"by": "pat.owner", "body": BODY, "at": now(), "keys": installation().build_keys()}
    open_challenge(reference, **given)
    answer_challenge(reference, decision=decision, reasons=reasons, **given)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_page_says_what_happened_why_and_what_the_law_gives(client: Client, answer: str) -> None:
    page = text_of(client, f"{answer}/challenge")
    assert "How much is the Child Grant?" in page
    assert "Why it came out like this" in page
    for each in ("You are told", "You can have your say", "You can get a person", "You can challenge it"):
        assert each in page
    assert "Article 22C" in page
    assert "decides nothing about you" in page
    assert f"{DAYS} working days" in page


def test_it_is_checked_changed_and_sent(client: Client, answer: str) -> None:
    address = written(client, answer)
    page = text_of(client, address)
    assert "Nothing has been sent yet" in page
    assert "07700 900123" in page  # as typed: the officer needs it
    change = address.replace("/check", "/change")
    assert "at college" in text_of(client, change)
    client.post(change, {**WRONG, "text": "I meant the other child."})
    assert "I meant the other child." in text_of(client, address)
    client.post(address)
    row = Challenge.objects.get()
    assert (row.state, row.kind, row.capability, row.working_days) == ("waiting", "wrong", "answer", DAYS)
    assert row.due_on > date(2026, 1, 1)


def test_the_acknowledgement_has_a_reference_and_a_day_and_a_copy(client: Client, answer: str) -> None:
    reference = sent(client, answer)
    page = text_of(client, f"/challenges/{reference}")
    assert reference in page
    assert "We have what you sent" in page
    assert "working days left" in page
    copy = client.get(f"/challenges/{reference}/copy")
    assert copy.headers["Content-Disposition"] == f'attachment; filename="{reference}.txt"'
    assert "at college" in copy.content.decode()
    assert "&#" not in copy.content.decode()
    assert copy.headers["Cache-Control"] == "private, no-store"


def test_a_reference_is_taken_as_it_is_typed(client: Client, answer: str) -> None:
    reference = sent(client, answer)
    assert client.get(f"/challenges/{reference.lower().replace('-', ' ')}").status_code == 200


def test_sending_twice_is_as_once(client: Client, answer: str) -> None:
    address = written(client, answer)
    for _time in range(2):
        assert client.post(address).status_code == 303
    events = [json.loads(each.leaf)["type"] for each in Entry.objects.filter(event="noted")]
    assert events.count("challenge/received") == 1


def test_it_stands_in_the_ledger_without_a_word_of_it(client: Client, answer: str) -> None:
    reference = sent(client, answer, way="email", to="ann.example@example.org")
    entry = Entry.objects.get(event="noted", reference=reference)
    facts = json.loads(entry.leaf)["facts"]
    assert (facts["about"], facts["kind"], facts["files"]) == (answer.rpartition("/")[2], "wrong", 0)
    row = Challenge.objects.get()
    for secret in (b"college", b"07700", b"ann.example"):
        assert secret not in entry.leaf.encode() + bytes(row.sealed or b"")


def test_words_that_were_altered_are_not_shown(client: Client, answer: str) -> None:
    first, second = sent(client, answer), sent(client, answer, text="Another matter")
    other = Challenge.objects.get(reference=second)
    Challenge.objects.filter(reference=first).update(sealed=other.sealed)
    assert client.get(f"/challenges/{first}").status_code == 503


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"kind": ""}, "Choose whether you want a person"),
        ({"kind": "both"}, "Choose whether you want a person"),
        ({"text": "  "}, "Tell us what you think is wrong"),
        ({"text": "x" * 5001}, "5,000 characters or fewer"),
        ({"way": "post", "to": "x" * 301}, "Use 300 characters or fewer"),
        ({"way": "email", "to": "ann"}, "Enter an email address"),
        ({"way": "phone", "to": "x"}, "Enter a phone number"),
        ({"way": "post", "to": ""}, "Enter the address to write to"),
        ({"way": "pigeon"}, "Choose how we can reach you"),
    ],
)
def test_what_does_not_fit_is_told_beside_its_field(
    client: Client, answer: str, typed: dict[str, str], told: str
) -> None:
    response = client.post(f"{answer}/challenge", {**WRONG, **typed})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count(told) == 2  # in the summary and beside the field
    assert "<title>Error: " in page
    assert not Challenge.objects.exists()


def test_asking_for_a_person_needs_no_words(client: Client, answer: str) -> None:
    reference = sent(client, answer, kind="person", text="")
    assert Challenge.objects.get().kind == "person"
    assert "Ask for a person" in text_of(client, f"/challenges/{reference}")


def test_somebody_in_danger_is_shown_help_first(client: Client, answer: str) -> None:
    address = written(client, answer, text="I have no money left and I want to die")
    page = text_of(client, address)
    assert page.index("116 123") < page.index("<h1")
    client.post(address)
    assert Challenge.objects.get().urgent
    page = text_of(client, address.replace("/check", ""))
    assert page.index("116 123") < page.index("<h1")


def test_a_draft_that_is_thrown_away_is_gone(client: Client, answer: str) -> None:
    address = written(client, answer)
    assert client.post(address.replace("/check", "/discard")).headers["Location"] == answer
    assert not Challenge.objects.exists()
    assert client.get(address).status_code == 404


def test_a_draft_that_nobody_sends_is_thrown_away_after_a_day(client: Client, answer: str) -> None:
    written(client, answer)
    assert throw_away_drafts(body=BODY, at=now()) == 0
    Challenge.objects.update(received_at="2020-01-01T00:00:00Z")
    assert throw_away_drafts(body=BODY, at=now()) == 1


def test_the_answer_of_a_person_stands_on_its_page(client: Client, answer: str) -> None:
    reference = sent(client, answer)
    by_officer(reference, reasons="A child of 17 at college counts.\nWe have put the page right.")
    page = text_of(client, f"/challenges/{reference}")
    assert "You were right" in page
    assert "A child of 17 at college counts." in page
    assert "pat.owner" not in page
    assert "Local Government and Social Care Ombudsman" in page


def test_a_conversation_that_was_closed_afterwards_shows_no_words(client: Client, answer: str) -> None:
    reference = sent(client, answer)
    close_answers([answer.rpartition("/")[2]], body=BODY, at=now())
    page = text_of(client, f"/challenges/{reference}")
    assert "at college" not in page
    assert "How much is the Child Grant?" not in page
    by_officer(reference, reasons="You were right all along.")
    assert "You were right all along." in text_of(client, f"/challenges/{reference}")


def test_a_closed_answer_can_be_challenged_by_its_reference(client: Client, answer: str) -> None:
    close_answers([answer.rpartition("/")[2]], body=BODY, at=now())
    assert f'href="{answer}/challenge"' in text_of(client, answer)
    page = text_of(client, f"{answer}/challenge")
    assert "How much is the Child Grant?" not in page
    reference = sent(client, answer)
    assert "at college" in text_of(client, f"/challenges/{reference}")


def test_an_erased_answer_can_be_challenged_by_its_reference(client: Client, answer: str) -> None:
    about = answer.rpartition("/")[2]
    installation().build_keys().erase(subject=about, body=BODY, at=now())
    assert f'href="{answer}/challenge"' in text_of(client, answer)
    assert "has been erased" in text_of(client, f"{answer}/challenge")
    reference = sent(client, answer)
    assert Challenge.objects.get().subject == reference
    by_officer(reference)
    assert "You were right" in text_of(client, f"/challenges/{reference}")


def test_a_run_that_never_closed_can_be_challenged(client: Client, answer: str) -> None:
    opened = Entry.objects.get(event="opened")
    opened.pk, opened.reference = None, "FP-BR0KE-N0FFF"
    opened.save(force_insert=True)
    reference = sent(client, "/answers/FP-BR0KE-N0FFF")
    assert Challenge.objects.get(reference=reference).about == "FP-BR0KE-N0FFF"


def test_an_unknown_reference_is_refused_kindly(client: Client) -> None:
    for address in ("/answers/FP-00000-00000/challenge", "/challenges/FP-00000-00000"):
        assert client.get(address).status_code == 404


def test_erasing_the_subject_erases_what_they_wrote(client: Client, answer: str) -> None:
    file = SimpleUploadedFile("letter.pdf", PDF)
    reference = sent(client, answer, files=file)
    row = Challenge.objects.get()
    installation().build_keys().erase(subject=row.subject, body=BODY, at=now())
    forget_challenges(subject=row.subject, body=BODY)
    page = text_of(client, f"/challenges/{reference}")
    assert "has been erased" in page
    assert "at college" not in page
    assert not ChallengeFile.objects.exists()


def test_a_file_comes_back_to_the_officer_as_it_was_sent(client: Client, answer: str) -> None:
    reference = sent(client, answer, files=SimpleUploadedFile("My letter.pdf.exe", PDF))
    assert "My letter.pdf (1 KB)" in text_of(client, f"/challenges/{reference}")
    file = open_file(reference, 1, by="pat", body=BODY, at=now(), keys=installation().build_keys())
    assert (file.name, file.kind, file.content) == ("My letter.pdf", "pdf", PDF)
    assert PDF not in bytes(ChallengeFile.objects.get().sealed)


def test_three_files_are_taken_and_no_more(client: Client, answer: str) -> None:
    three = [SimpleUploadedFile(f"{number}.txt", b"words") for number in range(3)]
    address = written(client, answer, files=three)
    assert ChallengeFile.objects.count() == 3
    change = address.replace("/check", "/change")
    more = client.post(change, {**WRONG, "files": SimpleUploadedFile("4.txt", b"words")})
    assert (more.status_code, "up to 3 files" in more.content.decode()) == (422, True)
    changed = client.post(change, {**WRONG, "without-2": "1", "files": SimpleUploadedFile("4.txt", b"four")})
    assert changed.status_code == 303
    assert "4.txt" in text_of(client, address)
    assert ">1.txt" not in text_of(client, address)
    client.post(address)
    four = [SimpleUploadedFile(f"{number}.txt", b"words") for number in range(4)]
    assert client.post(f"{answer}/challenge", {**WRONG, "files": four}).status_code == 400


def test_too_many_forms_are_told_to_wait(client: Client, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.doors.citizen.challenges.page.seconds_to_wait", lambda request, kind: 20)
    assert client.post(f"{answer}/challenge", WRONG).status_code == 429


def test_too_many_files_in_an_hour_are_told_and_words_still_go(
    client: Client, answer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fingerpost.doors.citizen.challenges.page.wait_for_files", lambda request: 900)
    told = client.post(f"{answer}/challenge", {**WRONG, "files": SimpleUploadedFile("a.txt", b"words")})
    assert (told.status_code, "Send this without files" in told.content.decode()) == (422, True)
    assert sent(client, answer)


def test_another_site_cannot_send_one(client: Client, answer: str) -> None:
    refused = client.post(f"{answer}/challenge", WRONG, headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    "question",
    [
        "How much is the Child Grant?",
        "What is the capital of France?",
        "I want to die",
        "Jak się masz, chciałbym zapytać o zasiłek na dziecko?",
        "How much is the winter heating payment?",
    ],
)
def test_every_outcome_leads_there(client: Client, question: str) -> None:
    page = client.post("/ask", {"question": question}, follow=True)
    address = f"{page.redirect_chain[-1][0]}/challenge"
    assert f'href="{address}"' in page.content.decode()
    assert client.get(address).status_code == 200


def test_in_welsh(client: Client) -> None:
    answer = client.post("/cy/ask", {"question": "Sut mae cael trwydded barcio?", "language": "cy"}).headers["Location"]
    assert client.get(f"{answer}/challenge").status_code == 200
    reference = sent(client, str(answer))
    assert client.get(f"/cy/challenges/{reference}").status_code == 200
    assert Challenge.objects.get().language == "cy"
