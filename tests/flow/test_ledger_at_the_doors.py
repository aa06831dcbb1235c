"""The ledger is published for anybody to check, signed while a server runs, and looked after from the command line."""

import asyncio
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.unit.record.ledger_runs import make_run, reply_to
from typer.testing import CliRunner

from fingerpost.doors.cli.application import build
from fingerpost.record.ledger.checkpoints import parse_checkpoint
from fingerpost.record.ledger.log import Ledger
from fingerpost.record.ledger.merkle import check_consistency
from fingerpost.record.ledger.notes import VerifierKey, open_note
from fingerpost.record.ledger.submissions import read_submission
from fingerpost.record.models import Entry
from fingerpost.site import wiring
from fingerpost.site.ledger_check import check_ledger
from fingerpost.site.upkeep import WithUpkeep, sign_what_is_new

PUBLISHED = "/.well-known/fingerpost"


def record_one(reference: str = "FP-7K2M9-QX4DA") -> None:
    run = make_run(reference)
    with wiring.build_recorder().open(run) as entry:
        entry.close(run, reply=reply_to(run))


def keys_of(client: Client) -> list[VerifierKey]:
    lines = client.get(f"{PUBLISHED}/keys").content.decode().splitlines()
    return [VerifierKey.parse(line) for line in lines if not line.startswith("#")]


def run(*words: str):
    return CliRunner().invoke(build(), words)


@pytest.mark.django_db
def test_anybody_can_follow_the_log_by_what_is_published():
    client = Client()
    record_one()
    wiring.build_ledger().keep_up()
    first = client.get(f"{PUBLISHED}/checkpoint")
    old = parse_checkpoint(open_note(first.content.decode(), keys_of(client)).text)
    record_one("FP-NEXT0-00000")
    wiring.build_ledger().rotate(body="fernby", by="owner")
    sent = read_submission(client.get(f"{PUBLISHED}/consistency?old={old.size}").content)
    new = parse_checkpoint(open_note(sent.note, keys_of(client)[1:]).text)
    assert (old.size, new.size, len(keys_of(client))) == (2, 5, 2)
    check_consistency(old_size=2, new_size=5, proof=sent.proof, old_root=old.root, new_root=new.root)


@pytest.mark.django_db
def test_what_is_published_is_plain_text_that_stores_keep_for_a_moment_only():
    client = Client()
    record_one()
    wiring.build_ledger().keep_up()
    for name in ("checkpoint", "keys", "consistency?old=0"):
        answer = client.get(f"{PUBLISHED}/{name}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        assert answer["Cache-Control"] == "public, max-age=5"
        assert "Set-Cookie" not in answer
        assert b"FP-7K2M9-QX4DA" not in answer.content, "nothing of any one run"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", "?old=", "?old=x", "?old=-1", "?old=99", "?old=9999999999999999999999"])
def test_a_proof_that_cannot_be_had_is_told_in_a_sentence(query):
    record_one()
    wiring.build_ledger().keep_up()
    answer = Client().get(f"{PUBLISHED}/consistency{query}")
    assert (answer.status_code, answer.content) == (404, b"There is no such thing yet.\n")


@pytest.mark.django_db
def test_before_anything_is_recorded_nothing_is_published():
    for name in ("checkpoint", "keys", "consistency?old=0"):
        assert Client().get(f"{PUBLISHED}/{name}").status_code == 404
    assert Client().post(f"{PUBLISHED}/checkpoint").status_code == 405


@pytest.mark.django_db
def test_a_fault_of_the_signer_is_told_by_doctor_and_stops_no_run(caplog):
    record_one()
    ledger = wiring.build_ledger()
    ledger.keep_up()
    (settings.HOME / "keys" / "ledger" / "keyring").unlink()
    record_one("FP-NEXT0-00000")
    sign_what_is_new(ledger)
    assert "Restore the folder keys/ledger" in caplog.text
    finding = check_ledger(wiring.build_ledger, at=ledger._now())
    assert (finding.state, finding.name) == ("fault", "ledger")
    assert "Restore the folder keys/ledger" in finding.found
    assert Client().get(f"{PUBLISHED}/keys").status_code == 404
    assert Client().get(f"{PUBLISHED}/checkpoint").status_code == 200


@pytest.mark.django_db
def test_doctor_says_how_far_the_ledger_is_signed():
    ledger = wiring.build_ledger()
    assert check_ledger(wiring.build_ledger, at=ledger._now()).found == "nothing is recorded yet"
    record_one()
    assert check_ledger(wiring.build_ledger, at=ledger._now()).state == "warning"
    ledger.keep_up()
    found = check_ledger(wiring.build_ledger, at=ledger._now())
    assert found.state == "ok"
    assert found.found.startswith("2 entries signed")


def test_a_server_signs_while_it_runs_and_once_more_when_it_ends():
    signed: list[str] = []

    class Counted(Ledger):
        def __init__(self) -> None:
            """Without a folder."""

        def has_news(self) -> bool:
            return True

        def keep_up(self) -> int:
            signed.append("signed")
            return 0

    async def live() -> list[str]:
        told: list[str] = []
        events = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive() -> dict[str, str]:
            return {"type": next(events)}

        async def send(message: dict[str, str]) -> None:
            told.append(message["type"])

        async def application(scope: object, *_: object) -> None:
            told.append("a request")

        upkeep = WithUpkeep(application, find_ledger=Counted)
        await upkeep({"type": "http"}, receive, send)
        await upkeep({"type": "lifespan"}, receive, send)
        return told

    assert asyncio.run(live()) == ["a request", "lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert signed == ["signed"]


@pytest.mark.django_db
def test_the_command_line_verifies_and_says_what_is_wrong(tmp_path: Path):
    record_one()
    wiring.build_ledger().keep_up()
    held = tmp_path / "auditor.checkpoint"
    held.write_text(wiring.build_ledger().published() or "", "utf-8")
    good = run("ledger", "verify", "--checkpoint", str(held), "--json")
    assert good.exit_code == 0, good.output
    found = json.loads(good.stdout)
    assert (found["in_order"], found["entries"], found["held_to"]) == (True, 2, ["the signer", str(held)])
    held.write_text(held.read_text("utf-8").replace("\n2\n", "\n3\n"), "utf-8")  # another size than was signed
    assert run("ledger", "verify", "--checkpoint", str(held)).exit_code == 2
    assert run("ledger", "verify", "--checkpoint", str(tmp_path / "none")).exit_code == 2
    (settings.HOME / "keys" / "ledger" / "last-checkpoint").unlink()
    bad = run("ledger", "verify", "--json", "--no-words")
    assert bad.exit_code == 1
    assert json.loads(bad.stdout)["faults"][0]["kind"] == "key swapped"


@pytest.mark.django_db
def test_the_command_line_tells_how_the_ledger_does_and_its_keys(monkeypatch):
    monkeypatch.setattr("fingerpost.doors.cli.ledger.get_ready", lambda: wiring)
    record_one()
    wiring.build_ledger().keep_up()
    status = json.loads(run("ledger", "status", "--json").stdout)
    assert (status["entries_in_tree"], status["waiting"], status["faults"]) == (2, 0, [])
    first = run("ledger", "key").stdout.splitlines()[-1]
    rotated = run("ledger", "rotate", "--by", "A. Owner")
    assert rotated.exit_code == 0
    keys = [line for line in run("ledger", "key").stdout.splitlines() if not line.startswith("#")]
    assert keys == [rotated.stdout.splitlines()[-1], first]
    leaf = json.loads(Entry.objects.latest("seq").leaf)
    assert (leaf["type"], leaf["facts"]["by"]) == ("ledger/rotated", "A. Owner")
    assert first in leaf["facts"]["old_key"]


def test_a_witness_says_what_it_needs(tmp_path: Path):
    folder = str(tmp_path / "witness")
    assert "Give one with --log-key" in run("ledger", "witness", "--folder", folder).output
    assert run("ledger", "witness", "--folder", folder, "--once").exit_code == 2
    assert "keeps its name" in run("ledger", "witness", "--folder", folder, "--name", "other/name").output
    assert run("ledger", "witness", "--folder", folder, "--log-key", "x").exit_code == 1
