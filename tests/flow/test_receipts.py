"""Receipts at the doors: got from the answer, the API and the command line, and checked by the page and by nobody."""

import hashlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.unit.record.receipts.logs import MemoryLog, receipt_in
from typer.testing import CliRunner, Result

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.cli import receipt as command
from fingerpost.doors.cli.application import build
from fingerpost.doors.installation import installation, now
from fingerpost.record.closing import close_answers
from fingerpost.record.models import Entry
from fingerpost.record.receipts.issuing import Receipts
from fingerpost.record.receipts.verifier import Proof, verify
from fingerpost.site import wiring

QUESTION = "How much is the Child Grant?"


@pytest.fixture
def answer(client: Client) -> str:
    """The address of an answer."""
    return str(client.post("/ask", {"question": QUESTION}).headers["Location"])


@pytest.fixture
def reference(answer: str) -> str:
    return answer.rpartition("/")[2]


@pytest.fixture
def receipt(client: Client, answer: str) -> str:
    return client.get(f"{answer}/receipt").content.decode()


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log cannot be signed just now."""

    def fail(entry: int) -> object:
        raise StoreUnavailable("The disk is full.")

    waiting = Receipts(
        body=settings.CONFIGURATION.body,
        keys=wiring.build_keys(),
        find_proof=fail,  # type: ignore[arg-type]
        read_keys=installation().build_receipts().key_file,
    )
    monkeypatch.setattr(wiring, "build_receipts", lambda: waiting)


def proof_of(client: Client, receipt: str) -> Proof:
    return verify(receipt.encode(), client.get("/receipts/keys.txt").content)


def paste(client: Client, text: str) -> "tuple[int, str]":
    """As a browser sends a text area: lines end in CR and LF."""
    sent = client.post("/receipts", {"receipt": text.replace("\n", "\r\n")})
    return sent.status_code, sent.content.decode()


def test_each_answer_offers_its_receipt(client: Client, answer: str, reference: str) -> None:
    for page in (client.get(answer).content.decode(), client.get(f"{answer}/how").content.decode()):
        assert f'href="{answer}/receipt" download' in page
        assert f"http://testserver/receipts?reference={reference}" in page
        assert page.count('class="fp-qr"') == 1
        assert re.search(r'<path class="fp-qr__ink" d="[Mhvz0-9 -]+"/>', page)
        assert "QR code for this receipt" in page


def test_it_is_a_file_to_keep_that_proves_what_was_asked_and_answered(
    client: Client, answer: str, reference: str
) -> None:
    sent = client.get(f"{answer}/receipt")
    assert sent.status_code == 200
    assert sent.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sent.headers["Content-Disposition"] == f'attachment; filename="{reference}.tlog-proof"'
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert sent.headers["X-Robots-Tag"] == "noindex"
    proof = proof_of(client, sent.content.decode())
    assert proof.leaf["reference"] == reference
    assert QUESTION in proof.texts["request"]
    assert "£" in proof.texts["reply"]
    assert "personal data" in [step["name"] for step in proof.leaf["steps"]]


def test_a_receipt_holds_no_word_that_was_masked(client: Client) -> None:
    address = client.post("/ask", {"question": "Child Grant for ann@example.org?"}).headers["Location"]
    proof = proof_of(client, client.get(f"{address}/receipt").content.decode())
    assert "[email 1]" in proof.texts["request"]
    assert "ann@example.org" not in "".join(proof.texts.values())


def test_every_door_gives_the_same_proof(client: Client, answer: str, reference: str, receipt: str) -> None:
    sent = client.get(f"/api/v1/runs/{reference.lower()}/receipt")
    assert sent.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert sent.headers["Content-Disposition"].endswith(f'{reference}.tlog-proof"')
    assert proof_of(client, sent.content.decode()).texts == proof_of(client, receipt).texts
    framed = client.get(f"/embed{answer}/receipt").content.decode()
    assert proof_of(client, framed).leaf == proof_of(client, receipt).leaf


def test_older_receipts_hold_while_the_log_grows(client: Client, receipt: str) -> None:
    before = proof_of(client, receipt)
    for _ in range(3):
        client.post("/ask", {"question": QUESTION})
    assert proof_of(client, receipt) == before


def test_after_a_change_of_keys_old_and_new_receipts_are_proved_by_the_published_file(
    client: Client, answer: str, receipt: str
) -> None:
    before = proof_of(client, receipt)
    wiring.build_ledger().rotate(body=settings.CONFIGURATION.body, by="the tests")
    both = proof_of(client, client.get(f"{answer}/receipt").content.decode())
    later = client.post("/ask", {"question": QUESTION}).headers["Location"]
    after = proof_of(client, client.get(f"{later}/receipt").content.decode())
    assert proof_of(client, receipt) == before
    assert before.leaf == both.leaf
    assert set(both.key.split(", ")) == {before.key, after.key}
    assert before.key != after.key


def test_an_erased_answer_is_proved_without_its_words(
    client: Client, answer: str, reference: str, receipt: str
) -> None:
    kept = proof_of(client, receipt)
    body = settings.CONFIGURATION.body
    subject = Entry.objects.get(reference=reference, event="closed").subject
    wiring.build_keys().erase(subject=subject, body=body, at=now())
    assert client.get(answer).status_code == 410
    after = proof_of(client, client.get(f"{answer}/receipt").content.decode())
    assert (after.texts, after.leaf) == ({}, kept.leaf)
    assert proof_of(client, receipt).texts == kept.texts


def test_an_answer_that_its_reader_closed_has_none(client: Client, answer: str, reference: str) -> None:
    close_answers([reference], body=settings.CONFIGURATION.body, at=now())
    assert client.get(f"{answer}/receipt").status_code == 410
    assert client.get(f"/api/v1/runs/{reference}/receipt").json()["error"]["kind"] == "closed"


def test_there_is_none_of_an_answer_that_is_none(client: Client) -> None:
    assert client.get("/answers/FP-ZZZZZ-ZZZZZ/receipt").status_code == 404
    assert client.get("/api/v1/runs/FP-ZZZZZ-ZZZZZ/receipt").status_code == 404
    assert client.get("/answers/%3Cscript%3E/receipt").status_code == 404


def test_while_the_log_cannot_be_signed_it_will_be_ready_in_a_moment(client: Client, answer: str, late: None) -> None:
    sent = client.get(f"{answer}/receipt")
    assert sent.status_code == 503
    assert sent.headers["Retry-After"] == "5"
    assert "Your receipt will be ready in a moment" in sent.content.decode()
    reference = answer.rpartition("/")[2]
    told = client.get(f"/api/v1/runs/{reference}/receipt")
    assert told.status_code == 503
    assert "not ready yet" in told.json()["error"]["message"]
    assert client.get(answer).status_code == 200


def test_the_page_says_what_is_proved_and_gives_the_program_and_the_keys(client: Client) -> None:
    client.post("/ask", {"question": QUESTION})
    wiring.build_ledger().keep_up()
    page = client.get("/receipts").content.decode()
    program = client.get("/receipts/verify.py")
    keys = client.get("/receipts/keys.txt").content.decode()
    assert hashlib.sha256(program.content).hexdigest() in page
    assert all(line in page for line in keys.splitlines() if line and not line.startswith("#"))
    assert "What it does not prove" in page
    assert "/cy/receipts" in page
    assert program.headers["Content-Disposition"] == 'attachment; filename="verify.py"'


def test_the_page_explains_receipts_also_without_keys(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise StoreUnavailable("The keys cannot be read.")

    assert client.get("/receipts/keys.txt").status_code == 404  # nothing was ever signed
    monkeypatch.setattr(wiring.build_receipts(), "_read_keys", fail)
    page = client.get("/receipts")
    assert page.status_code == 200
    assert "What it proves" in page.content.decode()
    assert "keys.txt</a>" not in page.content.decode()
    assert client.get("/receipts/keys.txt").status_code == 503


def test_the_program_that_is_offered_checks_the_receipt_that_is_given(
    client: Client, receipt: str, tmp_path: Path
) -> None:
    for name, content in (
        ("verify.py", client.get("/receipts/verify.py").content),
        ("keys.txt", client.get("/receipts/keys.txt").content),
        ("r.tlog-proof", receipt.encode()),
    ):
        (tmp_path / name).write_bytes(content)
    command = [sys.executable, "-I", "verify.py", "r.tlog-proof", "--key", "keys.txt"]
    done = subprocess.run(command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert QUESTION in done.stdout


def test_the_code_leads_to_the_receipt_of_that_answer(client: Client, answer: str, reference: str) -> None:
    page = client.get(f"/receipts?reference={reference}").content.decode()
    assert f'href="{answer}/receipt" download' in page
    assert "noindex" in page
    assert "<script>alert" not in client.get("/receipts?reference=<script>alert(1)</script>").content.decode()


def test_a_pasted_receipt_is_checked_on_the_spot(client: Client, receipt: str, reference: str) -> None:
    status, page = paste(client, receipt)
    assert status == 200
    assert "This receipt is genuine" in page
    assert reference in page
    assert QUESTION in page
    assert "£" in page.partition("What was quoted")[2].partition("</section>")[0]


def test_a_pasted_receipt_may_have_lost_its_last_line_end(client: Client, receipt: str) -> None:
    assert "This receipt is genuine" in paste(client, f"  {receipt.strip()}\n\n")[1]


def test_a_pasted_receipt_that_was_edited_is_not_genuine(client: Client, receipt: str) -> None:
    index = re.search(r"\nindex \d+\n", receipt)
    assert index
    status, page = paste(client, receipt.replace(index[0], "\nindex 9999\n"))
    assert status == 200
    assert "This receipt is not genuine" in page
    assert "was changed or damaged" in page


def test_a_pasted_receipt_of_another_log_is_told_so(client: Client, receipt: str) -> None:
    page = paste(client, receipt_in(MemoryLog()).decode())[1]
    assert "This receipt is not genuine" in page
    assert "another log, council.example/log" in page


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Paste the whole text of a receipt"),
        (" \n ", "Paste the whole text of a receipt"),
        ("hello", "is not a receipt"),
        ("c2sp.org/tlog-proof@v9\nindex 0", "a format that this program does not know"),
        ("<script>alert(1)</script>", "We could not read this receipt"),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_form(client: Client, receipt: str, text: str, says: str) -> None:
    status, page = paste(client, text)
    assert status == 422
    assert says in page
    assert "<title>Error: " in page
    assert "<script>alert" not in page


def test_a_cut_receipt_is_told_to_be_cut(client: Client, receipt: str) -> None:
    status, page = paste(client, receipt[: len(receipt) // 2])
    assert status == 422
    assert "We could not read this receipt" in page


def test_far_too_much_is_not_read(client: Client) -> None:
    status, page = paste(client, "x" * 70_000)
    assert status == 413
    assert "far larger than a receipt" in page


def test_nobody_checks_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.doors.citizen.receipts.page.seconds_to_wait", lambda request, kind: 20)
    assert client.post("/receipts", {"receipt": "x"}).status_code == 429


def test_it_all_stands_in_welsh_and_in_a_frame_too(client: Client, reference: str) -> None:
    for place in ("/cy", "/embed", "/cy/embed"):
        page = client.get(f"{place}/receipts?reference={reference}")
        assert page.status_code == 200
        assert f'href="{place}/answers/{reference}/receipt"' in page.content.decode()
    framed = client.get(f"/embed/answers/{reference}").content.decode()
    assert f"http://testserver/receipts?reference={reference}" in framed  # a code leads out of the frame


def test_the_command_line_gives_the_same(
    client: Client, reference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "get_ready", installation)

    def run(*typed: str) -> Result:
        return CliRunner().invoke(build(), ["receipt", *typed])

    printed = run(reference)
    assert printed.exit_code == 0
    assert proof_of(client, printed.stdout).leaf["reference"] == reference
    out = tmp_path / "r.tlog-proof"
    assert run(reference, "--out", str(out), "--leaf-only").exit_code == 0
    assert proof_of(client, out.read_bytes().decode()).texts == {}
    assert run(reference, "--out", str(out)).exit_code == 2
    assert run(reference, "--out", str(tmp_path / "none" / "r")).exit_code == 2
    assert run("FP-ZZZZZ-ZZZZZ").exit_code == 2
    close_answers([reference], body=settings.CONFIGURATION.body, at=now())
    assert run(reference).exit_code == 2
    assert run(reference, "--leaf-only").exit_code == 0
