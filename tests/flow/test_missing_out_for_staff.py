"""The pages of officers who look for those who miss out: what they see, and what waits for a person."""

import re
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from tests.accounts import signed_in

from fingerpost.capabilities.missing_out.tests.school_meals import MAPPING
from fingerpost.record.models import Entry

HEAD = "ref,uc,born,child,school,fsm,name\n"
ROW = "<b>A1</b>,Y,1988-01-01,2014-01-01,state,N,Mrs Secret\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(tmp_path: Path, settings: LazySettings) -> Path:
    """A file and its mapping, in the folder that the operator fills."""
    settings.HOME = tmp_path
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "pupils.toml").write_text(MAPPING, encoding="utf-8")
    (folder / "pupils.csv").write_text(HEAD + ROW, encoding="utf-8")
    return folder


@pytest.fixture
def officer(source: Path) -> Client:
    client = signed_in("benefits", name="ann")
    client.raise_request_exception = False
    return client


@pytest.fixture
def found_at(officer: Client) -> str:
    done = officer.post("/staff/missing-out", {"source": "pupils"})
    assert done.status_code == 303, done.content.decode()
    return str(done.headers["Location"])


def page(client: Client, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", reply.content.decode()).split())


def test_only_those_whose_duty_it_is_may_look(client: Client, source: Path) -> None:
    assert client.get("/staff/missing-out").status_code == 303
    editor = signed_in("editor")
    assert editor.get("/staff/missing-out").status_code == 403
    assert editor.post("/staff/missing-out", {"source": "pupils"}).status_code == 403


def test_a_look_shows_on_what_terms_who_and_why(officer: Client, found_at: str) -> None:
    shown = page(officer, found_at)
    assert "Education Act 1996 section 512ZB" in shown
    assert "1 household" in shown
    assert "&lt;b&gt;A1&lt;/b&gt;" in officer.get(found_at).content.decode(), "a reference is text and nothing else"
    assert "gets a benefit that gives child 1 free school meals" in shown
    assert "to publish: fewer than 10" in shown
    assert "Secret" not in shown
    assert "School admissions" in page(officer, "/staff/missing-out")


def test_a_look_stands_in_the_ledger_with_its_legal_basis_and_no_household(officer: Client, found_at: str) -> None:
    leaf = Entry.objects.latest("pk").leaf
    assert "missing-out/looked" in leaf
    assert "Education Act 1996 section 512ZB" in leaf
    assert "A1" not in leaf


@pytest.mark.parametrize("chosen", ["", "nothing", "../../etc/passwd"])
def test_nothing_but_what_the_operator_put_there_is_looked_through(officer: Client, chosen: str) -> None:
    refused = officer.post("/staff/missing-out", {"source": chosen})
    assert refused.status_code == 422
    assert "Choose which data to look through" in refused.content.decode()


def test_wrong_columns_are_told_on_the_page(officer: Client, source: Path) -> None:
    (source / "pupils.csv").write_text("ref,uc\n", encoding="utf-8")
    refused = officer.post("/staff/missing-out", {"source": "pupils"})
    assert refused.status_code == 422
    assert "has no column" in refused.content.decode()


def test_a_letter_is_drafted_only_once_somebody_approved_its_words(officer: Client, found_at: str) -> None:
    refused = officer.post(f"{found_at}/act", {"do": "draft"})
    assert refused.status_code == 422
    assert "Somebody must read and approve each letter first" in refused.content.decode()
    letter = "/staff/missing-out/letters/free_school_meals/en"
    words = re.search(r'name="words" value="(\w+)"', officer.get(letter).content.decode())
    assert words
    assert officer.post(letter, {"words": words[1]}).status_code == 422, "the box must be ticked"
    assert officer.post(letter, {"words": "other", "read": "yes"}).status_code == 422, "other words than were shown"
    assert officer.post(letter, {"words": words[1], "read": "yes"}).status_code == 303
    assert "Approved by ann" in page(officer, letter)
    assert officer.post(f"{found_at}/act", {"do": "draft"}).status_code == 303
    assert "1 draft stands in the folder" in page(officer, found_at)


def test_the_lists_can_be_taken_away_as_files(officer: Client, found_at: str) -> None:
    assert b"A1" in officer.get(f"{found_at}/found.csv").content
    assert officer.get(f"{found_at}/bad-rows.csv").status_code == 200
    assert officer.get(f"{found_at}/summary.csv").status_code == 404


def test_a_list_is_removed_only_by_those_who_say_that_they_mean_it(officer: Client, found_at: str) -> None:
    assert officer.post(f"{found_at}/act", {"do": "remove"}).status_code == 422
    assert officer.post(f"{found_at}/act", {"do": "remove", "sure": "yes"}).status_code == 303
    assert officer.get(found_at).status_code == 404


def test_the_pages_speak_welsh(officer: Client, found_at: str) -> None:
    for path in ("/cy/staff/missing-out", f"/cy{found_at}"):
        assert officer.get(path).status_code == 200
