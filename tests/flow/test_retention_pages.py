"""What the public is told of keeping, and what a data protection officer does: give somebody it all, or erase it."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.accounts import signed_in

from fingerpost.doors import held, retention
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.retention.schedule import Kind
from fingerpost.site import checks, wiring

BODY = settings.CONFIGURATION.body
NOWHERE = "FP-00000-00000"


@pytest.fixture
def officer(library: object) -> Client:
    return signed_in("data-protection")


@pytest.fixture
def asked(client: Client) -> list[str]:
    """The references of a conversation of two answers, with feedback on the first."""
    first = client.post("/ask", {"question": "How much is the Child Grant?"}).headers["Location"].rpartition("/")[2]
    again = client.post("/ask", {"question": "And for two children?", "after": first}).headers["Location"]
    client.post(f"/answers/{first}/feedback", {"useful": "no", "more": "1", "wanted": "the amount next year"})
    return [first, again.rpartition("/")[2]]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def kinds_in_the_ledger() -> list[str]:
    leaves = Entry.objects.filter(body=BODY, event="noted").order_by("seq").values_list("leaf", flat=True)
    return [json.loads(leaf)["type"] for leaf in leaves]


def test_every_kind_of_record_is_explained() -> None:
    shown = retention.shown_schedule()
    assert [each.kind for each in shown] == [kind.value for kind in Kind]
    assert all(each.what and each.kept and each.why for each in shown)


@pytest.mark.parametrize("place", ["", "/cy"])
def test_the_privacy_page_shows_the_schedule_that_is_swept_by(client: Client, place: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, retention=("runs=77",)))
    assert "77" in text_of(client, f"{place}/privacy")
    assert "Over age" not in text_of(client, "/privacy")


@pytest.mark.parametrize("role", ["viewer", "auditor", "owner"])
def test_who_oversees_sees_the_schedule_and_cannot_open_a_person(library: object, asked: list[str], role: str) -> None:
    client = signed_in(role)
    page = text_of(client, "/oversight/retention")
    assert "Nothing is kept for longer than the schedule says" in page
    assert "Any reference they were given" not in page
    for path in ("", "/export", "/erase"):
        assert client.get(f"/oversight/retention/subjects/{asked[0]}{path}").status_code == 403


def test_any_reference_leads_to_the_whole_conversation(officer: Client, asked: list[str]) -> None:
    found = officer.get("/oversight/retention", {"reference": asked[1].lower().replace("-", " ")}, follow=True)
    page = found.content.decode()
    assert asked[0] in page and asked[1] in page
    assert "Child Grant" not in page  # nothing was opened
    assert kinds_in_the_ledger() == []


def test_an_unknown_or_empty_reference_is_told(officer: Client) -> None:
    assert officer.get(f"/oversight/retention/subjects/{NOWHERE}").status_code == 404
    assert officer.post(f"/oversight/retention/subjects/{NOWHERE}/erase").status_code == 404
    assert officer.get("/oversight/retention?reference=").status_code == 422


def test_everything_is_given_as_a_file_once_a_purpose_is_chosen(officer: Client, asked: list[str]) -> None:
    address = f"/oversight/retention/subjects/{asked[1]}/export"
    assert officer.post(address, {}).status_code == 422
    reply = officer.post(address, {"purpose": "asked"})
    assert reply.headers["Content-Type"] == "application/zip"
    assert asked[0] in reply.headers["Content-Disposition"]
    packed = zipfile.ZipFile(io.BytesIO(reply.content))
    values = json.loads(packed.read("everything.json"))
    assert [run["request"]["question"] for run in values["runs"]] == [
        "How much is the Child Grant?",
        "And for two children?",
    ]
    page = packed.read("what-we-hold.html").decode()
    assert "And for two children?" in page and "the amount next year" in page
    assert "<script" not in page and "style=" not in page
    assert kinds_in_the_ledger() == ["subject/exported"]


def test_erasing_asks_why_and_once_more_and_then_it_is_gone(officer: Client, client: Client, asked: list[str]) -> None:
    address = f"/oversight/retention/subjects/{asked[0]}/erase"
    assert "cannot be undone" in text_of(officer, address)
    assert officer.post(address, {}).status_code == 422
    assert "Erase it for ever?" in officer.post(address, {"reason": "asked"}).content.decode()
    unsure = officer.post(address, {"reason": "asked", "do": "erase"})
    assert unsure.status_code == 422
    assert client.get(f"/answers/{asked[0]}").status_code == 200
    done = officer.post(address, {"reason": "asked", "do": "erase", "sure": "yes"}, follow=True)
    assert "It was erased" in done.content.decode()
    assert [client.get(f"/answers/{each}").status_code for each in asked] == [410, 410]
    page = text_of(officer, "/oversight/retention")
    number = Entry.objects.get(reference=asked[0], event="closed").seq
    assert f"Run {number}" in page and "The person asked for it" in page
    assert asked[0] not in page, "no list of these pages shows a reference"
    assert kinds_in_the_ledger() == ["subject/erased"]


def test_a_file_of_an_erased_person_says_that_nothing_is_left(officer: Client, asked: list[str]) -> None:
    retention.erase_subject(asked[0], by="x", reason=retention.Reason.ASKED)
    gathered = retention.export_subject(asked[0], by="x", purpose=retention.Purpose.ASKED)
    page = zipfile.ZipFile(io.BytesIO(held.file_of(gathered))).read("what-we-hold.html").decode()
    assert "No words are kept of this" in page


def test_a_follow_up_by_a_gateway_belongs_to_the_conversation(client: Client, asked: list[str]) -> None:
    reply = client.get("/api/v1/ask", {"question": "What about twins?", "after": asked[0]}).json()
    assert retention.count_subject(reply["reference"]).references == (*asked, reply["reference"])


def test_a_follow_up_by_a_program_belongs_to_it_where_it_says_so(client: Client, asked: list[str]) -> None:
    form = {"question": "What about twins?", "conversation": [{"question": "How much is the Child Grant?"}]}
    for query, references in ((f"?after={asked[1]}", 3), ("", 1), (f"?after={NOWHERE}", 1)):
        reply = client.post(f"/api/v1/ask{query}", form, content_type="application/json").json()
        assert len(retention.count_subject(reply["reference"]).references) == references


def test_what_is_held_is_counted_without_a_key(asked: list[str], monkeypatch: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a key was used")

    monkeypatch.setattr(KeyStore, "unseal", refuse)
    assert retention.count_subject(asked[0]).feedback == 1


def test_a_doubted_clock_and_a_damaged_backup_are_told(
    officer: Client, asked: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    assert "The clock may be wrong" not in text_of(officer, "/oversight/retention")
    (tmp_path / "backups" / "2026-11-22-031500-9f2c").mkdir(parents=True)
    later = retention.now() + timedelta(days=500)
    monkeypatch.setattr(retention, "now", lambda: later)
    page = text_of(officer, "/oversight/retention")
    assert "The clock may be wrong" in page and "No sweep was ever noted" in page
    assert "These backups are damaged" in page and "2026-11-22-031500-9f2c" in page
    assert [(checks._retention().state, checks._backups().state)] == [("fault", "fault")]


def test_the_page_of_the_ledger_says_that_its_folder_is_none(
    officer: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "ledger").write_text("no folder")
    monkeypatch.setattr(wiring.build_ledger().signer, "_folder", tmp_path / "keys" / "ledger")
    page = officer.get("/oversight/ledger")
    assert page.status_code == 200
    assert "A file of the ledger&#39;s keys could not be read" in page.content.decode()
