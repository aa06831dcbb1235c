"""What residents and editors see of an answer whose guidance has changed."""

import re
from pathlib import Path

import pytest
from django.test import Client
from tests.accounts import signed_in
from tests.flow.repair.conftest import DEARER, Change, ask, text_of
from tests.flow.test_html_is_valid import TEMPLATES, faults_in

from fingerpost.doors import repairs
from fingerpost.record.models import Entry
from fingerpost.record.overseeing.models import Opening
from fingerpost.record.repair.models import Finding

MOVED = "The guidance this answer quotes has changed since"


@pytest.fixture
def moved(asked: str, change: Change) -> str:
    """An answer that was found to come out otherwise. The reference."""
    change(child_grant=DEARER)
    repairs.sweep_here()
    return asked


@pytest.fixture(autouse=True)
def _quick_passwords(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def editor(moved: str) -> Client:
    return signed_in("editor")


def number() -> int:
    return Finding.objects.get().pk


def test_an_answer_whose_guidance_stands_says_nothing(client: Client, asked: str) -> None:
    assert MOVED not in text_of(client, f"/answers/{asked}")


def test_an_answer_says_at_once_that_its_guidance_has_changed_and_how(
    client: Client, asked: str, change: Change
) -> None:
    change(child_grant=DEARER)
    page = client.get(f"/answers/{asked}").content.decode()
    assert MOVED in page
    assert re.search(r"<del[^>]*><span[^>]*>\[taken out: </span>£1,406.60", page)
    assert re.search(r"<ins[^>]*><span[^>]*>\[added: </span>£1,999.00", page)
    assert "Today we would answer otherwise" not in page


def test_once_it_was_asked_again_it_says_that_too_and_asks_the_same_with_a_button(client: Client, moved: str) -> None:
    page = client.get(f"/answers/{moved}").content.decode()
    assert "Today we would answer otherwise" in page
    assert f'name="again" value="{moved}"' in page
    again = client.post("/ask", {"again": moved}).headers["Location"]
    assert "£1,999.00" in client.get(again).content.decode()
    assert MOVED not in client.get(again).content.decode()


def test_guidance_that_is_gone_is_told_as_gone(client: Client, asked: str, change: Change) -> None:
    change(child_grant=None)
    assert "it was taken away." in text_of(client, f"/answers/{asked}")


def test_a_day_on_which_the_page_was_checked_is_no_change(client: Client, asked: str, change: Change) -> None:
    change(child_grant=("checked_on: 2026-11-01", "checked_on: 2026-11-20"))
    assert MOVED not in text_of(client, f"/answers/{asked}")


def test_it_speaks_welsh(client: Client, change: Change) -> None:
    reference = ask(client, place="/cy")
    change(child_grant=DEARER)
    assert client.get(f"/cy/answers/{reference}").status_code == 200
    assert client.get(f"/cy/answers/{reference}/alert").status_code == 200


def test_the_feed_of_an_answer_tells_of_each_change_and_of_nothing_that_was_asked(client: Client, asked: str) -> None:
    reply = client.get(f"/answers/{asked}/changes.atom")
    assert reply.headers["Content-Type"].startswith("application/atom+xml")
    assert b"<entry>" not in reply.content


def test_the_feed_has_an_entry_once_something_was_found(client: Client, moved: str) -> None:
    reply = client.get(f"/answers/{moved}/changes.atom")
    (entry,) = re.findall(r"<entry>.*?</entry>", reply.content.decode())
    assert f'href="http://testserver/answers/{moved}"' in entry
    assert b"Child" not in reply.content
    assert reply.headers["Cache-Control"] == "private, no-store"
    client.post("/leave", {"answer": moved})
    assert client.get(f"/answers/{moved}/changes.atom").status_code == 410
    assert client.get("/answers/FP-00000-00000/changes.atom").status_code == 404


def test_an_editor_sees_the_list_and_neither_words_nor_references(editor: Client, moved: str) -> None:
    page = text_of(editor, "/staff/repair")
    assert "1 answer " in page and "Child Grant" in page and "It quotes other words" in page
    assert moved not in page and "How much is" not in page


def test_the_list_is_narrowed(editor: Client) -> None:
    for query, expected in (
        ("state=open", 1),
        ("state=dealt", 0),
        ("state=all&what=words", 1),
        ("what=kind", 0),
        ("why=gone", 0),
        ("since=2999-01-01", 0),
        ("page=99", 1),
    ):
        assert f"{expected} answer" in text_of(editor, f"/staff/repair?{query}"), query
    assert editor.get("/staff/repair?since=soon").status_code == 422


def test_one_finding_shows_then_and_now_without_opening_the_words(editor: Client, moved: str) -> None:
    before = Entry.objects.count()
    page = editor.get(f"/staff/repair/{number()}").content.decode()
    assert "£1,406.60" in page and "£1,999.00" in page
    assert "<del" in page and "<ins" in page
    assert moved not in page and "How much is" not in page
    assert (Opening.objects.count(), Entry.objects.count()) == (0, before)
    assert "/oversight/runs/" not in page


def test_whoever_may_open_words_is_led_to_where_that_is_noted(moved: str) -> None:
    page = signed_in("auditor").get(f"/staff/repair/{number()}").content.decode()
    assert re.search(r'href="/oversight/runs/\d+"', page)
    assert "Mark as dealt with" not in page


def test_a_finding_is_dealt_with_and_that_is_undone(editor: Client) -> None:
    address = f"/staff/repair/{number()}"
    assert editor.post(f"{address}/settle", {"do": "deal"}).headers["Location"] == address
    page = text_of(editor, address)
    assert "Dealt with: editor-one" in page
    assert "0 answers" in text_of(editor, "/staff/repair")
    editor.post(f"{address}/settle", {"do": "deal"})
    editor.post(f"{address}/settle", {"do": "reopen"})
    assert Finding.objects.get().state == "open"
    assert Finding.objects.get().by == ""


def test_dealing_with_it_leaves_the_resident_s_page_as_it_is(client: Client, editor: Client, moved: str) -> None:
    editor.post(f"/staff/repair/{number()}/settle", {"do": "deal"})
    assert MOVED in text_of(client, f"/answers/{moved}")


def test_of_an_erased_run_nothing_is_left(client: Client, editor: Client, moved: str) -> None:
    from fingerpost.doors.retention import Reason, erase_subject  # noqa: PLC0415

    erase_subject(moved, by="somebody", reason=Reason.ASKED)
    assert not Finding.objects.exists()
    assert "0 answers" in text_of(editor, "/staff/repair?state=all")
    assert editor.get("/staff/repair/1").status_code == 404


def test_what_was_found_is_given_to_the_person_it_is_about(moved: str) -> None:
    from fingerpost.doors.held import file_of  # noqa: PLC0415
    from fingerpost.doors.retention import Purpose, export_subject  # noqa: PLC0415

    held = export_subject(moved, by="somebody", purpose=Purpose.ASKED)
    assert held.changed[0]["answer_of_that_day"]["claims"]
    assert b"PK" in file_of(held)[:4]


def test_the_pages_of_a_changed_answer_are_valid(client: Client, editor: Client, moved: str, tmp_path: Path) -> None:
    pages = {}
    for place in ("", "/cy"):
        pages[f"{place} answer"] = client.get(f"{place}/answers/{moved}")
        pages[f"{place} list"] = editor.get(f"{place}/staff/repair")
        pages[f"{place} a day that is none"] = editor.get(f"{place}/staff/repair?since=soon")
        pages[f"{place} finding"] = editor.get(f"{place}/staff/repair/{number()}")
    (tmp_path / "html").mkdir()
    shown = {name: TEMPLATES.sub("", reply.content.decode()) for name, reply in pages.items()}
    assert faults_in(shown, tmp_path / "html") == []
