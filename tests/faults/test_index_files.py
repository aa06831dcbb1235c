"""The index on disk is deleted, cut short or overwritten: it is noticed, said, and made anew from the database."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.engines.pages import import_pages

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.embedded.manifest import LAYOUT
from fingerpost.engines.search.index import Question
from fingerpost.engines.search.indexer import keep_in_step
from fingerpost.engines.search.upkeep import FindingKind, check_index

pytestmark = pytest.mark.django_db

CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))
EMBEDDER = HashingEmbedder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index over three pages, closed again."""
    import_pages(tmp_path / "pages")
    keep_in_step(EmbeddedIndex(tmp_path / "index"), embedder=EMBEDDER)
    return tmp_path / "index"


def find(index: EmbeddedIndex, text: str = "garden waste") -> list[str]:
    return [each.id for each in index.search(Question(text=text), context=CONTEXT, limit=5)]


def one(folder: Path, pattern: str) -> Path:
    return next(iter(sorted(folder.glob(f"generation-*/{pattern}"))))


def put(path: Path, data: bytes) -> None:
    """Damage it as a disk would: another file in its place. One cut short in place kills whoever has it mapped."""
    damaged = path.with_name(f"{path.name}.damaged")
    damaged.write_bytes(data)
    damaged.replace(path)


def cut(path: Path) -> None:
    put(path, path.read_bytes()[: path.stat().st_size // 2])


DAMAGE: dict[str, Callable[[Path], None]] = {
    "the manifest is cut short": lambda folder: cut(folder / "manifest.json"),
    "the manifest is empty": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "the manifest is not text": lambda folder: (folder / "manifest.json").write_bytes(b"\xff\xfe\x00"),
    "the manifest was changed": lambda folder: (folder / "manifest.json").write_bytes(
        (folder / "manifest.json").read_bytes().replace(b'"count": 3', b'"count": 4')
    ),
    "the manifest is of another release": lambda folder: (folder / "manifest.json").write_bytes(
        (folder / "manifest.json").read_bytes().replace(f'"layout": {LAYOUT}'.encode(), b'"layout": 0')
    ),
    "the vectors are cut short": lambda folder: cut(one(folder, "segment-*/vectors.npy")),
    "the lines are cut short": lambda folder: cut(one(folder, "segment-*/lines.npy")),
    "the rows are cut short": lambda folder: cut(one(folder, "segment-*/rows.npz")),
    "a segment is gone": lambda folder: shutil.rmtree(one(folder, "segment-*")),
    "the words are gone": lambda folder: shutil.rmtree(one(folder, "words")),
    "a file of the words is cut short": lambda folder: cut(one(folder, "words/*.term")),
    "a file of the words is gone": lambda folder: one(folder, "words/*.idx").unlink(),
    "the list of the words is cut short": lambda folder: cut(one(folder, "words/meta.json")),
    "the generation is gone": lambda folder: shutil.rmtree(one(folder, "")),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_said_with_what_to_do_and_mended_from_the_database(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    with pytest.raises(IndexUnavailable, match="fingerpost index rebuild"):
        find(EmbeddedIndex(folder))
    assert check_index(EmbeddedIndex(folder))[0].kind == FindingKind.DAMAGED
    mended = EmbeddedIndex(folder)
    assert keep_in_step(mended, embedder=EMBEDDER).embedded == 0  # the vectors were kept in the database
    assert len(find(mended)) == 1
    assert check_index(mended, embedder=EMBEDDER) == []


def test_deleted_index_is_made_anew_at_first_use(folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(IndexUnavailable, match="has not been made"):
        find(EmbeddedIndex(folder))
    assert check_index(EmbeddedIndex(folder))[0].kind == FindingKind.MISSING
    keep_in_step(EmbeddedIndex(folder), embedder=EMBEDDER)
    assert len(find(EmbeddedIndex(folder))) == 1


def test_process_that_has_the_index_open_answers_on_when_it_is_deleted(folder: Path) -> None:
    index = EmbeddedIndex(folder, look_again=0.0)
    assert len(find(index)) == 1
    shutil.rmtree(folder)
    assert len(find(index)) == 1


@pytest.mark.parametrize("name", ["segment-*/vectors.npy", "segment-*/lines.npy", "segment-*/rows.npz", "words/*.pos*",
                                  "words/*.idx", "words/*.store"])  # fmt: skip
def test_one_altered_byte_is_found_by_the_check(folder: Path, name: str) -> None:
    path = one(folder, name) if list(folder.glob(f"generation-*/{name}")) else one(folder, "words/*.fast")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    put(path, bytes(data))
    kinds = {finding.kind for finding in check_index(EmbeddedIndex(folder))}
    assert FindingKind.DAMAGED in kinds


def test_what_a_write_left_behind_is_cleared_away(folder: Path) -> None:
    (folder / "generation-0001" / "segment-000099").mkdir()
    (folder / "generation-0007").mkdir()
    index = EmbeddedIndex(folder)
    index.apply(upserts=(), deletes=["nothing"], seq=99, model=EMBEDDER.digest)
    assert {path.name for path in folder.glob("generation-*")} == {"generation-0001"}
    assert not (folder / "generation-0001" / "segment-000099").exists()
    assert len(find(index)) == 1
