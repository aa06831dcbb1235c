"""The register for those who look after it: phases, measures, and systems that run elsewhere."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.accounts import signed_in
from tests.registered import ELSEWHERE, measured, register_all

from fingerpost.doors.systems import find_public_record, register_system
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

REGISTER = "/oversight/register"
TABLE = f"{REGISTER}/systems/table"


@pytest.fixture
def keeper(client: Client) -> Client:
    """Somebody who may manage the register, with three systems in it."""
    register_all()
    return signed_in("data-protection")


def text_of(reply: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", reply.content.decode())).split())  # type: ignore[attr-defined]


def a_table(*names: str, **more: str) -> str:
    """A table of systems, as a spreadsheet saves it."""
    columns = [*ELSEWHERE, *(each for each in more if each not in ELSEWHERE)]
    rows = [{**ELSEWHERE, **more, "name": name} for name in names]
    lines = [columns, *([row[column] for column in columns] for row in rows)]
    return "\r\n".join(",".join(f'"{cell}"' for cell in line) for line in lines)


def test_faults_are_listed_with_what_to_do(keeper: Client) -> None:
    page = text_of(keeper.get(REGISTER))
    assert "Not filled in:" in page
    assert "Write it in the body’s own card." in page
    assert "stop production" in page
    assert "Fill it in on the form of this system." in page


def test_a_viewer_reads_and_changes_nothing(client: Client) -> None:
    register_all()
    viewer = signed_in("viewer")
    page = viewer.get(REGISTER)
    assert page.status_code == 200
    assert "Move to another phase" not in text_of(page)
    assert viewer.get(f"{REGISTER}/measures").status_code == 200
    for path in ("answer/move", "systems/add", "systems/table", "systems/table.csv", "plate-reader/change"):
        assert viewer.get(f"{REGISTER}/{path}").status_code == 403, path
        assert viewer.post(f"{REGISTER}/{path}", {}).status_code == 403, path


def test_a_system_moves_after_a_second_look_and_the_move_stands_in_the_ledger(keeper: Client) -> None:
    form = {"to": "private-beta", "reason": "Tried with ten people of the library."}
    asked = keeper.post(f"{REGISTER}/answer/move", {**form, "do": "check"})
    assert "Check before it moves" in text_of(asked)
    assert find_public_record("answer").phase == "pre-deployment"  # type: ignore[union-attr]
    done = keeper.post(f"{REGISTER}/answer/move", {**form, "do": "move"})
    assert (done.status_code, done.headers["Location"]) == (303, f"{REGISTER}?done=moved#answer")
    record = find_public_record("answer")
    assert record is not None
    assert (record.phase, record.history[0].by) == ("private-beta", "data-protection-one")
    assert Entry.objects.filter(leaf__contains='"register/phase"').count() == 1
    public = text_of(Client().get("/register/answer"))
    assert form["reason"] in public
    assert "data-protection-one" not in public  # the public sees the owner's role, not whose account it was


def test_only_allowed_moves_are_offered_and_taken(keeper: Client) -> None:
    page = keeper.get(f"{REGISTER}/answer/move").content.decode()
    assert 'value="private-beta"' in page
    assert 'value="production"' not in page
    told = keeper.post(f"{REGISTER}/answer/move", {"to": "production", "reason": "Now", "do": "move"})
    assert told.status_code == 422
    assert "Choose the phase it goes to" in text_of(told)


def test_production_is_refused_while_a_fault_stops_it_and_the_faults_are_listed(keeper: Client) -> None:
    keeper.post(f"{REGISTER}/answer/move", {"to": "public-beta", "reason": "Open to all", "do": "move"})
    measured(passed=False)
    page = text_of(keeper.get(f"{REGISTER}/answer/move"))
    assert "stop it from going into production" in page
    told = keeper.post(f"{REGISTER}/answer/move", {"to": "production", "reason": "Ready", "do": "move"})
    assert told.status_code == 422
    assert "while a fault stops it" in text_of(told)
    assert find_public_record("answer").phase == "public-beta"  # type: ignore[union-attr]


def test_a_move_needs_a_reason_and_keeps_what_was_typed(keeper: Client) -> None:
    told = keeper.post(f"{REGISTER}/answer/move", {"to": "retired", "reason": " "})
    assert told.status_code == 422
    assert "Say why it moves" in text_of(told)
    assert re.search(r'value="retired"[^>]*checked', told.content.decode())
    long = keeper.post(f"{REGISTER}/answer/move", {"to": "retired", "reason": "x" * 501})
    assert "500 characters or fewer" in text_of(long)


def test_a_move_that_somebody_else_made_meanwhile_is_told(keeper: Client) -> None:
    form = {"to": "private-beta", "reason": "Once", "do": "move"}
    keeper.post(f"{REGISTER}/answer/move", form)
    assert keeper.post(f"{REGISTER}/answer/move", form).status_code == 422


def test_measures_are_shown_with_those_that_are_late_on_top(keeper: Client) -> None:
    page = text_of(keeper.get(f"{REGISTER}/measures"))
    assert "Planned" in page
    assert "Plate reader" in page  # it has no assessment


def test_a_system_elsewhere_is_added_by_form(keeper: Client) -> None:
    boxes = {"finder_function": ["health", "education"]}
    reply = keeper.post(f"{REGISTER}/systems/add", {**ELSEWHERE, "name": "Queue forecast", **boxes})
    assert (reply.status_code, reply.headers["Location"]) == (303, f"{REGISTER}?done=saved#queue-forecast")
    record = find_public_record("queue-forecast")
    assert record is not None
    assert record.metadata["algorithmic_transparency_record_function"] == ["health", "education"]
    assert Client().get("/register/queue-forecast").status_code == 200


def test_nothing_that_was_typed_is_lost_when_something_does_not_fit(keeper: Client) -> None:
    typed = {"name": "Queue forecast", "benefits": "Shorter queues", "finder_region": ["wales"], "phase": "beta-pilot"}
    reply = keeper.post(f"{REGISTER}/systems/add", typed)
    page = reply.content.decode()
    assert reply.status_code == 422
    assert 'href="#description"' in page
    for kept in ("Queue forecast", "Shorter queues"):
        assert kept in page
    assert re.search(r'value="wales"[^>]*checked', page)
    assert re.search(r'value="beta-pilot"[^>]*selected', page)
    assert find_public_record("queue-forecast") is None


def test_a_name_that_is_taken_is_not_taken_over(keeper: Client) -> None:
    for name in ("Plate reader", "answer", "Answer"):
        reply = keeper.post(f"{REGISTER}/systems/add", {**ELSEWHERE, "name": name, "limits": "Overwritten"})
        assert reply.status_code == 422, name
        assert "in the register already" in text_of(reply)
    assert "Overwritten" not in text_of(Client().get("/register/plate-reader"))


def test_a_system_elsewhere_is_changed_under_its_name_and_in_its_phase(keeper: Client) -> None:
    form = {**ELSEWHERE, "name": "Another name", "phase": "retired", "limits": "It is slow."}
    reply = keeper.post(f"{REGISTER}/plate-reader/change", form)
    assert reply.status_code == 303
    record = find_public_record("plate-reader")
    assert record is not None
    assert (record.title, record.phase, record.limits) == ("Plate reader", "public-beta", ("It is slow.",))
    assert find_public_record("another-name") is None
    assert keeper.get(f"{REGISTER}/nobody/change").status_code == 404
    assert keeper.get(f"{REGISTER}/answer/change").headers["Location"] == f"{REGISTER}#answer"


def test_a_system_elsewhere_is_retired_by_a_move_and_stays(keeper: Client) -> None:
    keeper.post(f"{REGISTER}/plate-reader/move", {"to": "retired", "reason": "Bought another", "do": "move"})
    assert "no longer used" in text_of(Client().get("/register/plate-reader"))


def test_a_table_is_looked_at_before_anything_is_taken(keeper: Client) -> None:
    file = SimpleUploadedFile("systems.csv", a_table("Queue forecast", "Plate reader").encode())
    preview = keeper.post(TABLE, {"file": file, "do": "check"})
    page = text_of(preview)
    assert "2 systems" in page
    assert "Queue forecast Added" in page
    assert "Plate reader Changed" in page
    assert find_public_record("queue-forecast") is None
    done = keeper.post(TABLE, {"do": "take"})
    assert done.status_code == 303
    assert find_public_record("queue-forecast") is not None
    assert keeper.post(TABLE, {"do": "take"}).status_code == 422  # it is taken once


def test_a_table_with_a_fault_names_row_and_column_and_takes_nothing(keeper: Client) -> None:
    reply = keeper.post(TABLE, {"table": a_table("One", "Two", phase="soon"), "do": "check"})
    page = text_of(reply)
    assert reply.status_code == 422
    assert "row 2, phase" in page
    assert "row 3, phase" in page
    assert "Some rows do not fit. Nothing was taken." in page
    assert 'Two"' in reply.content.decode().replace("&#34;", '"')  # what was pasted is still there
    assert find_public_record("one") is None


def test_what_is_no_table_is_told_in_a_sentence(keeper: Client) -> None:
    for sent, told in (
        ({}, "Choose a file, or paste the table"),
        ({"table": "colour,name\nred,x"}, "is not a column"),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04....")}, "not CSV"),
        ({"file": SimpleUploadedFile("a.csv", b"name\n" + b"x" * 1_100_000)}, "larger than 1 MB"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")}, "not in UTF-8"),
    ):
        reply = keeper.post(TABLE, {**sent, "do": "check"})
        assert reply.status_code == 422, told
        assert told in text_of(reply)


def test_what_is_declared_can_be_changed_in_a_spreadsheet_and_sent_back(keeper: Client) -> None:
    register_system({**ELSEWHERE, "name": "=Odd", "legal_basis": "+ a law"}, by="olwen")
    file = keeper.get(f"{TABLE}.csv")
    assert b"\n=Odd" not in file.content
    changed = file.content.decode("utf-8-sig").replace("foreign plates", "old plates")
    assert keeper.post(TABLE, {"table": changed, "do": "check"}).status_code == 200
    assert keeper.post(TABLE, {"do": "take"}).status_code == 303
    assert find_public_record("plate-reader").limits[0] == "It cannot read old plates."  # type: ignore[union-attr]
    assert find_public_record("odd").field("legal_basis").value == "+ a law"  # type: ignore[union-attr]
