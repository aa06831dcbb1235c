"""A process that writes an index, for tests that kill it or take its disk away. Run as `python -m`, never imported.

`batches FOLDER`: apply batch after batch of fifty, saying the number of each once it is committed.
`killed FOLDER N`: apply one batch more, and die by SIGKILL when a file or folder is flushed for the Nth time.
`full FOLDER BYTES`: apply one batch more where no file may grow beyond BYTES; say what is raised.
"""

import os
import resource
import signal
import sys
from pathlib import Path

from tests.unit.engines.guidance import passage

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.index import Entry, entry_of

BATCH = 50
EMBEDDER = HashingEmbedder()


def batch(number: int) -> list[Entry]:
    passages = [passage(f"{number}/{place}", f"Rule {place} of batch {number}.") for place in range(BATCH)]
    made = EMBEDDER.embed_sections([("Rules", [each.text]) for each in passages])
    return [entry_of(each, vector=vectors.passage) for each, vectors in zip(passages, made, strict=True)]


def apply(index: EmbeddedIndex, number: int) -> None:
    index.apply(upserts=batch(number), deletes=(), seq=number, model=EMBEDDER.digest)


def write_batches(folder: Path) -> None:
    index = EmbeddedIndex(folder)
    number = index.state().seq
    while True:
        number += 1
        apply(index, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def write_and_die(folder: Path, at: int) -> None:
    flush, calls = os.fsync, 0

    def flush_or_die(file: int) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        flush(file)

    os.fsync = flush_or_die
    index = EmbeddedIndex(folder)
    apply(index, index.state().seq + 1)


def write_where_the_disk_is_full(folder: Path, most: int) -> None:
    index = EmbeddedIndex(folder)
    number = index.state().seq + 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        apply(index, number)
    except IndexUnavailable as error:
        sys.stdout.write(error.public)


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    if what == "batches":
        write_batches(Path(where))
    elif what == "killed":
        write_and_die(Path(where), int(rest[0]))
    else:
        write_where_the_disk_is_full(Path(where), int(rest[0]))
