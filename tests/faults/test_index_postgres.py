"""The index in PostgreSQL when the database is away, not ready, or written to by another."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.postgres import running_postgres
from tests.unit.engines.guidance import passage

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable, StoreUnavailable
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.index import Entry, Question, entry_of
from fingerpost.engines.search.postgres import PostgresIndex

pytestmark = pytest.mark.postgres

CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))
MODEL = HashingEmbedder().digest


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running_postgres() as address:
        yield address


@pytest.fixture
def index(address: str) -> Iterator[PostgresIndex]:
    made = PostgresIndex(address, wait=0.0)
    made.replace(entries=[entry_of(passage("old", "Garden waste."))], seq=1, model=MODEL)
    yield made
    made.close()


def find(index: PostgresIndex) -> list[str]:
    return [each.id for each in index.search(Question(text="garden waste"), context=CONTEXT, limit=5)]


def test_database_that_cannot_be_reached_is_said() -> None:
    index = PostgresIndex("postgresql://nobody@/nothing?host=/nowhere/at/all")
    with pytest.raises(StoreUnavailable, match="cannot be reached"):
        find(index)


def test_index_that_was_never_made_is_said(address: str) -> None:
    index = PostgresIndex(f"{address}&options=-csearch_path%3Dpg_catalog")
    assert not index.state().made
    with pytest.raises(IndexUnavailable, match="fingerpost index rebuild"):
        find(index)
    index.close()


def test_second_writer_is_told_who_is_at_it(index: PostgresIndex, address: str) -> None:
    other = PostgresIndex(address, wait=0.0)
    with other.turn(), pytest.raises(IndexUnavailable, match=r"another process \(PostgreSQL process \d+\)"):
        index.apply(upserts=(), deletes=["old"], seq=2, model=MODEL)
    assert find(index) == ["old"]
    other.close()


def test_batch_that_breaks_off_leaves_everything_as_it_was(index: PostgresIndex) -> None:
    def entries() -> Iterator[Entry]:
        yield entry_of(passage("new", "Garden waste."))
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError, match="power"):
        index.replace(entries=entries(), seq=9, model=MODEL)
    assert find(index) == ["old"]
    assert index.state().seq == 1
    index.apply(upserts=[entry_of(passage("new", "Garden waste."))], deletes=["old"], seq=2, model=MODEL)
    assert find(index) == ["new"]


def test_connection_that_was_cut_is_made_again(index: PostgresIndex, address: str) -> None:
    import psycopg  # noqa: PLC0415  # an extra

    assert find(index) == ["old"]
    with psycopg.connect(address, autocommit=True) as database:
        database.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    with pytest.raises(StoreUnavailable):
        find(index)
    assert find(index) == ["old"]


def test_other_connection_sees_a_commit_at_once(index: PostgresIndex, address: str) -> None:
    reader = PostgresIndex(address)
    assert find(reader) == ["old"]
    index.apply(upserts=[entry_of(passage("new", "Garden waste."))], deletes=["old"], seq=2, model=MODEL)
    assert find(reader) == ["new"]
    reader.close()
