"""The indexer is killed, or its disk is full: what was committed stays, no batch is torn, and the next run goes on."""

import shutil
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.engines.guidance import passage

from fingerpost.contract.context import Context
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.embedded.writer import SegmentSizes
from fingerpost.engines.search.index import Question, entry_of

ROOT = Path(__file__).resolve().parents[2]
CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))
BATCH = 50


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.faults.index_writer", *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of one batch, as the first of the writer's batches."""
    writer = start("batches", tmp_path / "index")
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.kill()
    writer.communicate()
    return tmp_path / "index"


def held(folder: Path) -> tuple[int, set[str]]:
    """The last batch that is whole, and every passage held. Fails where a batch is torn."""
    index = EmbeddedIndex(folder)
    state, ids = index.state(), set(index.digests())
    assert ids == {f"{number}/{place}" for number in range(1, state.seq + 1) for place in range(BATCH)}
    assert state.count == len(ids)
    assert index.verify() == []
    found = index.search(Question(text="rule"), context=CONTEXT, limit=10_000)
    assert {each.id for each in found} == ids
    return state.seq, ids


@pytest.mark.parametrize("at", range(1, 9))
def test_kill_at_any_step_of_a_write_loses_nothing_and_tears_nothing(folder: Path, at: int) -> None:
    before, _ = held(folder)
    writer = start("killed", folder, at)
    writer.communicate()
    killed = writer.returncode == -signal.SIGKILL
    assert killed or at > 6  # a write flushes so many times at least
    seq, _ = held(folder)
    assert seq in ({before} if killed and at <= 6 else {before, before + 1})
    again = start("killed", folder, 10_000)
    _, errors = again.communicate()
    assert again.returncode == 0, errors
    assert held(folder)[0] == seq + 1


def test_kill_between_batches_again_and_again_loses_no_batch_that_was_acknowledged(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    acknowledged = 0
    for batches in (1, 3, 2, 4):
        writer = start("batches", folder)
        assert writer.stdout is not None
        for _ in range(batches):
            acknowledged = int(writer.stdout.readline())
        writer.kill()
        rest, _ = writer.communicate()
        acknowledged = max([acknowledged, *map(int, rest.split())])
        assert held(folder)[0] >= acknowledged


@pytest.mark.parametrize("most", [1_000, 30_000])
def test_full_disk_is_said_and_the_old_index_still_answers(folder: Path, most: int) -> None:
    before, _ = held(folder)
    writer = start("full", folder, most)
    said, errors = writer.communicate()
    assert "disk is full" in said, errors
    assert "still answers" in said
    assert held(folder)[0] == before
    again = start("killed", folder, 10_000)
    again.communicate()
    assert held(folder)[0] == before + 1


def test_reader_in_another_process_sees_a_commit_without_a_restart(folder: Path) -> None:
    reader = EmbeddedIndex(folder, look_again=0.0)
    assert reader.state().seq == 1
    writer = start("killed", folder, 10_000)
    writer.communicate()
    assert reader.state().seq == 2
    assert len(reader.search(Question(text="rule"), context=CONTEXT, limit=500)) == 2 * BATCH


def test_reader_looks_for_commits_no_more_often_than_it_should(folder: Path) -> None:
    now = [100.0]
    reader = EmbeddedIndex(folder, look_again=1.0, seconds=lambda: now[0])
    assert reader.state().seq == 1
    start("killed", folder, 10_000).communicate()
    assert reader.state().seq == 1
    now[0] += 1.0
    assert reader.state().seq == 2


def test_reader_survives_a_rebuild_by_another(folder: Path) -> None:
    reader = EmbeddedIndex(folder, look_again=0.0)
    assert reader.state().count == BATCH
    writer = EmbeddedIndex(folder)
    writer.replace(entries=[entry_of(passage("only"))], seq=7, model=HashingEmbedder().digest)
    assert set(reader.digests()) == {"only"}
    assert not (folder / "generation-0001").exists()


def test_lock_left_by_a_killed_writer_holds_nobody_up(folder: Path) -> None:
    assert (folder / "lock").exists()
    with EmbeddedIndex(folder, wait=0.0).turn():
        pass


def test_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    from fingerpost.contract.errors import IndexUnavailable  # noqa: PLC0415

    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnavailable, match="could not be written"):
        EmbeddedIndex(tmp_path / "file" / "index").replace(entries=[], seq=0, model="")
    shutil.rmtree(tmp_path)


def test_readers_in_threads_never_fail_while_another_thread_writes(folder: Path) -> None:
    index, done, faults = EmbeddedIndex(folder, look_again=0.0), threading.Event(), []
    sizes = SegmentSizes(small_ones=2)

    def read() -> None:
        while not done.is_set():
            try:
                found = index.search(Question(text="rule"), context=CONTEXT, limit=500)
                assert len(found) % 10 == 0
            except BaseException as error:  # noqa: BLE001  # handed to the test
                faults.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    writer = EmbeddedIndex(folder, segments=sizes)
    for number in range(2, 14):
        entries = [entry_of(passage(f"{number}/{place}", f"Rule {place}.")) for place in range(10)]
        if number % 5:
            writer.apply(upserts=entries, deletes=(), seq=number, model=HashingEmbedder().digest)
        else:
            writer.replace(entries=entries, seq=number, model=HashingEmbedder().digest)
    done.set()
    for reader in readers:
        reader.join()
    assert faults == []
