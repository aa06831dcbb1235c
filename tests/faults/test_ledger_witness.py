"""A witness signs only what continues what it saw, over HTTP as in the specification; logs go on without one."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import uvicorn
from tests.faults.ledgers import SmallLog, intruder, undone
from tests.unit.record.ledger.trees import KeptTree as MemoryTree

from fingerpost.record.ledger.checkpoints import Checkpoint, parse_checkpoint
from fingerpost.record.ledger.cosignatures import cosigned_at
from fingerpost.record.ledger.merkle import consistency_proof, root_of
from fingerpost.record.ledger.notes import SigningKey, open_note, sign_note
from fingerpost.record.ledger.submissions import Submission
from fingerpost.record.ledger.watching import watch_once
from fingerpost.record.ledger.witness import Answer, Witness, WitnessFault
from fingerpost.record.ledger.witness_server import WitnessApplication
from fingerpost.record.ledger.witnesses import InvalidWitness, WitnessAddress, read_witnesses
from fingerpost.record.models import Entry

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@dataclass
class Clock:
    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class History:
    """A log in memory: leaves, and the key that signs it."""

    key: SigningKey
    leaves: list[bytes]

    def submit(self, old: int, size: int, **changes: object) -> bytes:
        tree = MemoryTree(self.leaves)
        proof = consistency_proof(min(old, size), size, tree.subtree)
        root = root_of(self.leaves[:size])
        note = sign_note(Checkpoint(origin=self.key.name, size=size, root=root).text, [self.key])
        kept = {"old": old, "proof": proof, "note": note}
        return Submission(**{**kept, **changes}).text.encode()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def history() -> History:
    leaves = [bytes([n]) * 32 for n in range(9)]
    return History(SigningKey.generate("fernby.example/record"), leaves)


@pytest.fixture
def witness(tmp_path: Path, clock: Clock, history: History) -> Witness:
    made = Witness(tmp_path / "witness", now=clock)
    (tmp_path / "witness").mkdir()
    made.make_key("audit.example/w1")
    made.watch([history.key.verifier.text])
    return made


def signed_at(witness: Witness, body: bytes, answer: Answer) -> datetime | None:
    note = body.decode().partition("\n\n")[2] + answer.text
    key = witness.key().verifier
    return cosigned_at(open_note(note, [key]), key)


def test_what_continues_is_signed_and_remembered(witness, history):
    for old, size in ((0, 3), (3, 3), (3, 8), (8, 9)):
        body = history.submit(old, size)
        answer = witness.answer(body)
        assert (answer.status, answer.alarm) == (200, "")
        assert signed_at(witness, body, answer) == NOON
        seen = witness.last("fernby.example/record")
        assert seen is not None
        assert seen.size == size


def test_it_says_what_it_saw_last_where_the_log_does_not_know(witness, history):
    witness.answer(history.submit(0, 5))
    answer = witness.answer(history.submit(0, 9))
    assert (answer.status, answer.text, answer.content_type) == (409, "5\n", "text/x.tlog.size")


def test_a_history_that_was_changed_is_refused_loudly_and_kept_as_evidence(witness, history, tmp_path, caplog):
    witness.answer(history.submit(0, 5))
    forged = History(history.key, [b"x" * 32, *history.leaves[1:]])
    answer = witness.answer(forged.submit(5, 9))
    assert answer.status == 422
    assert "REFUSED" in answer.alarm
    assert "REFUSED" in caplog.text
    (evidence,) = (tmp_path / "witness" / "refused").iterdir()
    assert open_note(evidence.read_text("utf-8").partition("\n\n")[2], [history.key.verifier])
    assert witness.answer(forged.submit(5, 5)).status == 409, "another root of the size it saw"
    assert witness.answer(history.submit(5, 9)).status == 200


def test_whoever_spoils_the_proof_of_a_tree_fills_no_disk_and_accuses_nobody(witness, history, tmp_path):
    """Checkpoints are published: anybody can send one again with another proof."""
    witness.answer(history.submit(0, 5))
    for each in range(5):
        answer = witness.answer(history.submit(5, 9, proof=[bytes([each]) * 32]))
        assert (answer.status, "spoilt the proof" in answer.alarm) == (422, True)
    assert len(list((tmp_path / "witness" / "refused").iterdir())) == 1
    forked = History(history.key, [b"x" * 32, *history.leaves[1:]])
    assert "spoilt" not in witness.answer(forked.submit(5, 5)).alarm, "two roots of one size, both signed by the log"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"old 0\n", 400),
        (b"old 0\n\nno note\n", 400),
        (b"old -1\n\n", 400),
        (b"\xff\xfe", 400),
        (b"old 0\n" + b"AAAA\n" * 64, 400),
        (b"x" * 300_000, 400),
    ],
)
def test_what_is_not_well_formed_is_refused(witness, body, status):
    assert witness.answer(body).status == status


def test_other_logs_other_keys_and_sizes_that_run_backwards_are_refused(witness, history):
    other = History(SigningKey.generate("elsewhere.example/record"), history.leaves)
    assert witness.answer(other.submit(0, 3)).status == 404
    same_name = History(SigningKey.generate("fernby.example/record"), history.leaves)
    assert witness.answer(same_name.submit(0, 3)).status == 403
    assert witness.answer(history.submit(9, 3)).status == 400
    assert witness.answer(history.submit(0, 3, proof=[b"y" * 32])).status == 422


def test_no_cosignature_is_older_than_the_one_before(witness, history, clock):
    witness.answer(history.submit(0, 3))
    clock.at -= timedelta(days=30)
    body = history.submit(3, 5)
    assert signed_at(witness, body, witness.answer(body)) == NOON


def test_a_witness_never_begins_afresh(witness, history, tmp_path):
    witness.answer(history.submit(0, 3))
    (tmp_path / "witness" / "witness-key").unlink()
    with pytest.raises(WitnessFault, match="no key"):
        witness.answer(history.submit(3, 5))
    with pytest.raises(WitnessFault, match="no key"):
        witness.make_key("audit.example/w1")


def test_a_witness_keeps_its_name(witness):
    with pytest.raises(WitnessFault, match="keeps its name"):
        witness.make_key("audit.example/another")


def test_a_witness_in_the_configuration_is_an_address_and_a_key():
    key = SigningKey.generate("audit.example/w1").verifier.text
    (read,) = read_witnesses([f"https://audit.example/ {key}"])
    assert (read.url, read.key.name) == ("https://audit.example", "audit.example/w1")
    for wrong in ("https://audit.example", f"ftp://audit.example {key}", f"https://audit.example {key[:-4]}"):
        with pytest.raises(InvalidWitness):
            read_witnesses([wrong])


# Over HTTP, with a log of our own


@contextmanager
def serving(application: object) -> Iterator[str]:
    config = uvicorn.Config(application, port=0, log_level="error", lifespan="off")  # type: ignore[arg-type]
    server, ready = uvicorn.Server(config), threading.Event()
    usual = server.startup

    async def startup(sockets: object = None) -> None:
        await usual(sockets)  # type: ignore[arg-type]
        ready.set()

    server.startup = startup  # type: ignore[method-assign,assignment]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture
def watched(tmp_path: Path, db: None) -> Iterator[Callable[[], SmallLog]]:
    """A log that has a witness, over HTTP."""
    log = SmallLog(tmp_path / "log")
    log.record(2)
    log.ledger.keep_up()
    (tmp_path / "witness").mkdir()
    witness = Witness(tmp_path / "witness", now=lambda: NOON)
    key = witness.make_key("audit.example/w1")
    witness.watch([each.text for each in log.ledger.public_keys()])
    with serving(WitnessApplication(witness)) as url:
        log.witnesses = (WitnessAddress(url=url, key=key.verifier),)
        log.ledger = log.open_ledger()
        yield log


def test_the_published_checkpoint_bears_what_the_witness_signed(watched):
    for _ in range(3):
        watched.record()
        watched.ledger.keep_up()
        note = open_note(watched.ledger.published(), [watched.witnesses[0].key])
        assert parse_checkpoint(note.text).size == Entry.objects.count()
        assert cosigned_at(note, watched.witnesses[0].key) == NOON
    proof = watched.ledger.find_proof(Entry.objects.first().seq)
    assert "— audit.example/w1 " in proof.checkpoint_note
    assert watched.verify() == []
    (health,) = watched.ledger.health().witnesses
    assert (health.name, health.at, health.fault) == ("audit.example/w1", NOON, "")


def test_two_histories_with_one_key_are_found_out_by_the_witness(watched, tmp_path):
    """A fork: the keys were copied to another machine, with a database that went another way."""
    (tmp_path / "copy").mkdir()
    for name in ("keyring", "last-checkpoint"):
        (tmp_path / "copy" / name).write_bytes((watched.folder / "ledger" / name).read_bytes())
    with undone():
        watched.record(2)
        watched.ledger.keep_up()
    other = watched.open_ledger(folder=tmp_path / "copy")
    watched.record(3)
    other.keep_up()
    (health,) = other.health().witnesses
    assert "WitnessRefused: 422" in health.fault
    assert "— audit.example/w1 " not in (other.published() or "")
    assert len(list((tmp_path / "witness" / "refused").iterdir())) == 1


def test_a_log_goes_on_without_a_witness_that_is_away(watched):
    watched.witnesses = (WitnessAddress(url="http://127.0.0.1:9", key=watched.witnesses[0].key),)
    watched.ledger = watched.open_ledger()
    watched.record()
    assert watched.ledger.keep_up() == 6
    (health,) = watched.ledger.health().witnesses
    assert "ConnectError" in health.fault


def test_an_altered_cosignature_is_found(watched):
    watched.record()
    watched.ledger.keep_up()
    with intruder() as run:
        run("UPDATE ledger_cosignature SET line = replace(line, 'A', 'B')")
        assert watched.kinds() == {"cosignature altered"}


class Published(BaseHTTPRequestHandler):
    """What an installation publishes, from a log in memory."""

    history: History
    size: int

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?old=")
        old = min(int(query or 0), self.size)
        text = self.history.submit(old, self.size).decode()
        body = (text if path.endswith("consistency") else text.partition("\n\n")[2]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def publishing(history: History) -> Iterator[tuple[type[Published], str]]:
    handler = type("Handler", (Published,), {"history": history, "size": 5})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield handler, f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_a_witness_that_asks_by_itself_notices_the_same(witness, history, publishing):
    handler, url = publishing
    assert (watch_once(witness, url).before, watch_once(witness, url).size) == (0, 5)
    handler.size = 9
    assert watch_once(witness, url).line.startswith("— audit.example/w1 ")
    handler.size = 4
    assert "has seen 9" in watch_once(witness, url).alarm
    handler.size = 9
    history.leaves[2] = b"z" * 32
    assert "REFUSED" in watch_once(witness, url).alarm
    with pytest.raises(WitnessFault, match="could not be reached"):
        watch_once(witness, "http://127.0.0.1:9")
