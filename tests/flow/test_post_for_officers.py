"""What did not go, and letters to print: seen by officers of the team, tried again, printed and taken away."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from tests.casefiles import officer, opened
from tests.flow.test_the_queue_for_officers import bin_case, text_of

from fingerpost.casework.models import Case, HistoryLine, Message
from fingerpost.casework.post import watching
from fingerpost.casework.post.outbox import put
from fingerpost.casework.viewing import viewer_of
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.installation import installation, now
from fingerpost.doors.staff.cases.post_words import WHY
from fingerpost.engines.post.letters import FOLDER

pytestmark = pytest.mark.django_db
PAGE, LETTERS = "/staff/cases/post", "/staff/cases/letters"


@pytest.fixture
def mair() -> Client:
    return officer("mair")


@pytest.fixture
def letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of letters, of this test alone."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    (tmp_path / FOLDER).mkdir()
    return tmp_path / FOLDER


def message(case: Case | None, *, way: str = "email", why: str = "address refused", state: str = "failed") -> Message:
    number = Message.objects.count()
    content = {"to": "ann@example.com", "words": "We mended it."}
    put(
        case,
        way=way,
        key=f"reply/{number}",
        content=content,
        due_at=now(),
        by="mair",
        keys=installation().build_keys(),
        body=settings.CONFIGURATION.body,
    )
    row = Message.objects.latest("pk")
    Message.objects.filter(pk=row.pk).update(state=state, fault=why, tries=7)
    return row


def letter(folder: Path, case: Case, *, mark: str = "0123456789ab") -> Path:
    file = folder / f"{case.reference}-{mark}.pdf"
    file.write_bytes(b"%PDF-1.4 a letter")
    return file


def test_what_failed_is_listed_with_why_and_what_to_do_and_never_to_whom(mair: Client) -> None:
    case = opened()
    message(case)
    page = mair.get(PAGE)
    assert case.reference in text_of(page)
    assert "The email address was refused. Ask the resident for another" in text_of(page)
    assert "Tried 7 times" in text_of(page)
    assert "ann@example.com" not in page.content.decode()


def test_messages_of_another_team_are_not_there_and_are_not_tried_again(mair: Client) -> None:
    theirs = message(bin_case())
    assert "Every message about the cases of your teams has gone" in text_of(mair.get(PAGE))
    mair.post(PAGE, {"do": "chosen", "message": theirs.pk})
    mair.post(PAGE, {"do": "all"})
    assert Message.objects.get(pk=theirs.pk).state == "failed"


def test_those_to_other_programs_are_for_who_leads(mair: Client) -> None:
    message(opened(), way="webhook", why="answered 500")
    message(None, way="webhook", why="private address")
    assert "Every message" in text_of(mair.get(PAGE))
    lead = text_of(officer("lena", role="team-lead").get(PAGE))
    assert "The other program did not take it" in lead
    assert "Something is wrong here: private address" in lead


def test_the_chosen_ones_are_tried_again_and_the_others_stay(mair: Client) -> None:
    first, second = message(opened()), message(opened())
    reply = mair.post(PAGE, {"do": "chosen", "message": first.pk}, follow=True)
    assert "1 will be tried again" in text_of(reply)
    assert [Message.objects.get(pk=each.pk).state for each in (first, second)] == ["waiting", "failed"]
    assert Message.objects.get(pk=first.pk).tries == 0
    mair.post(PAGE, {"do": "all"})
    assert Message.objects.get(pk=second.pk).state == "waiting"
    assert "2 on their way" in text_of(mair.get(PAGE))


@pytest.mark.parametrize("typed", [{}, {"message": "x"}, {"message": "9" * 30}])
def test_nothing_chosen_is_told(mair: Client, typed: dict[str, str]) -> None:
    message(opened())
    reply = mair.post(PAGE, {"do": "chosen", **typed})
    assert reply.status_code == 422
    assert "Choose at least one message" in text_of(reply)


def test_what_is_on_its_way_has_a_list_of_its_own_without_buttons(mair: Client) -> None:
    case = opened()
    message(case, state="waiting", why="mail server: TimeoutError")
    page = mair.get(f"{PAGE}?state=waiting").content.decode()
    assert case.reference in page
    assert 'value="all"' not in page


def test_a_long_list_comes_in_pages(mair: Client) -> None:
    case = opened()
    for _ in range(27):
        message(case)
    assert text_of(mair.get(PAGE)).count("Tried 7 times") == 25
    assert text_of(mair.get(f"{PAGE}?page=2")).count("Tried 7 times") == 2
    assert text_of(mair.get(f"{PAGE}?page=99")).count("Tried 7 times") == 2


def test_the_queue_leads_to_what_could_not_be_sent(mair: Client) -> None:
    case = opened()
    assert PAGE + '"><span' not in mair.get("/staff/cases").content.decode()
    message(case)
    assert re.search(rf'href="{PAGE}"><span class="fp-count__number">1<', mair.get("/staff/cases").content.decode())


def test_each_code_of_a_fault_has_words_that_say_what_to_do() -> None:
    engines = Path(settings.BASE_DIR) / "engines" / "post" if hasattr(settings, "BASE_DIR") else None
    source = Path(__import__("fingerpost.engines.post", fromlist=["x"]).__file__ or "").parent
    told = "\n".join(each.read_text(encoding="utf-8") for each in (engines or source).glob("*.py"))
    codes = set(re.findall(r'NotSent\(f?"([^"{]+)', told))
    other_programs = {"private address", "not a web address", "no endpoint for this service", "answer "}
    missing = [each for each in codes if not any(each.startswith(begins) for begins in (*WHY, *other_programs))]
    assert not missing


def test_a_letter_is_downloaded_by_its_team_and_nobody_else(mair: Client, letters: Path) -> None:
    mine, theirs = letter(letters, opened()), letter(letters, bin_case())
    page = mair.get(LETTERS).content.decode()
    assert f"{LETTERS}/{mine.name}" in page
    assert theirs.name not in page
    given = mair.get(f"{LETTERS}/{mine.name}")
    assert given.content == b"%PDF-1.4 a letter"
    assert given["Content-Type"] == "application/pdf"
    assert "attachment" in given["Content-Disposition"]
    assert "sandbox" in given["Content-Security-Policy"]
    for name in (theirs.name, "..%2Fkeys.pdf", "x"):
        assert mair.get(f"{LETTERS}/{name}").status_code == 404


def test_a_printed_letter_is_taken_away_and_its_case_says_so(mair: Client, letters: Path) -> None:
    case = opened()
    first, second = letter(letters, case), letter(letters, case, mark="ffffffffffff")
    theirs = letter(letters, bin_case())
    reply = mair.post(LETTERS, {"letter": [first.name, theirs.name]}, follow=True)
    assert "1 letter taken away" in text_of(reply)
    assert [each.exists() for each in (first, second, theirs)] == [False, True, True]
    line = HistoryLine.objects.get(case=case, kind="printed")
    assert (line.by, line.is_shown) == ("mair", False)
    assert "The letter was printed" in text_of(mair.get(f"/staff/cases/{case.reference}"))


def test_a_letter_stays_where_its_case_could_not_be_told(
    mair: Client, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full at the end of the transaction takes no letter away that nobody has printed."""
    file, who = letter(letters, opened()), viewer_of("mair", body=settings.CONFIGURATION.body)
    waiting = watching.letters_for(who, folder=letters, zone=UTC)

    @contextmanager
    def full() -> Iterator[None]:
        yield
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(watching.transaction, "atomic", full)
    with pytest.raises(StoreUnavailable):
        watching.take_printed(who, waiting, folder=letters, at=now(), keys=installation().build_keys())
    assert file.exists()


def test_no_letter_chosen_is_told_and_none_is_taken_away(mair: Client, letters: Path) -> None:
    file = letter(letters, opened())
    reply = mair.post(LETTERS, {})
    assert (reply.status_code, file.exists()) == (422, True)
    assert "Choose at least one letter" in text_of(reply)


def test_no_letters_is_an_empty_list_and_a_folder_that_fails_is_not(
    mair: Client, letters: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No letter waits to be printed" in text_of(mair.get(LETTERS))
    from fingerpost.casework.post import watching  # noqa: PLC0415

    def fail(*given: Any, **more: Any) -> None:
        raise PermissionError("no")

    monkeypatch.setattr(watching, "list_letters", fail)
    mair.raise_request_exception = False
    reply = mair.get(LETTERS)
    assert reply.status_code == 503
    assert "None is lost" in text_of(reply)


def test_the_oldest_letter_stands_first(mair: Client, letters: Path) -> None:
    newer, older = letter(letters, opened()), letter(letters, opened())
    before = (now() - timedelta(days=2)).timestamp()
    os.utime(older, (before, before))
    page = mair.get(LETTERS).content.decode()
    assert page.index(older.name) < page.index(newer.name)
