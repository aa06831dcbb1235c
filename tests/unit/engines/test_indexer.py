"""The index follows the outbox. Run over the twin and over the folder; the rules are the same."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.unit.engines.guidance import passage
from tests.unit.engines.pages import PAGES, import_pages

from fingerpost.contract.context import Context
from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import SectionVectors
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.embedded import EmbeddedIndex
from fingerpost.engines.search.index import SearchIndex, entry_of
from fingerpost.engines.search.indexer import apply_outbox, keep_in_step, rebuild_index
from fingerpost.engines.search.memory import MemoryIndex
from fingerpost.engines.search.service import HybridSearch
from fingerpost.engines.search.upkeep import FindingKind, check_index
from fingerpost.knowledge.models import OutboxEntry
from fingerpost.knowledge.outbox import latest_seq

pytestmark = pytest.mark.django_db

CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))


class Counting(HashingEmbedder):
    """Counts how many sections it was given."""

    def __init__(self, *, name: str = "") -> None:
        super().__init__()
        self.sections = 0
        self._name = name

    @property
    def digest(self) -> str:
        return super().digest + self._name

    def embed_sections(self, sections: Sequence[tuple[str, Sequence[str]]]) -> list[SectionVectors]:
        self.sections += len(sections)
        return super().embed_sections(sections)


@pytest.fixture(params=["memory", "embedded"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> SearchIndex:
    return MemoryIndex() if request.param == "memory" else EmbeddedIndex(tmp_path / "index", look_again=0.0)


def titles(index: SearchIndex, question: str, *, embedder: HashingEmbedder | None = None) -> list[str]:
    search = HybridSearch(index=index, embedder=embedder)
    return [hit.passage.title for hit in search.find(question, context=CONTEXT)]


def test_imported_pages_are_found(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    applied = apply_outbox(index, embedder=Counting())
    assert applied.upserted == index.state().count == 3
    assert index.state().seq == applied.seq == latest_seq()
    assert titles(index, "garden waste", embedder=Counting())[0] == "Bin collection"


def test_nothing_new_costs_nothing(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    embedder = Counting()
    apply_outbox(index, embedder=embedder)
    assert apply_outbox(index, embedder=embedder).changed == 0
    assert embedder.sections == 3


def test_only_what_changed_is_embedded_and_what_is_gone_leaves(index: SearchIndex, tmp_path: Path) -> None:
    embedder = Counting()
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=embedder)
    changed = {"bins": PAGES["bins"], "tax": ("Council tax", "Zebra crossings are free.")}
    import_pages(tmp_path / "pages", changed)
    applied = apply_outbox(index, embedder=embedder)
    assert (applied.upserted, applied.deleted, applied.embedded) == (1, 1, 1)
    assert embedder.sections == 4
    assert titles(index, "zebra") == ["Council tax"]
    assert titles(index, "school") == []


def test_outbox_can_be_applied_from_the_start_again(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=Counting())
    before = dict(index.digests())
    index.replace(entries=[], seq=0, model="")
    embedder = Counting()
    apply_outbox(index, embedder=embedder)
    assert dict(index.digests()) == before
    assert embedder.sections == 0  # the vectors were kept


def test_two_bodies_share_one_index_and_never_their_passages(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "ours")
    import_pages(tmp_path / "theirs", {"bins": ("Bin collection", "Secret zebra.")}, body="elsewhere")
    apply_outbox(index, embedder=Counting())
    assert index.state().count == 4
    assert titles(index, "secret zebra", embedder=None) == []


def test_another_model_makes_everything_anew(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=Counting())
    newer = Counting(name="-newer")
    assert apply_outbox(index, embedder=newer).embedded == 3
    assert index.state().model == newer.digest


def test_pages_imported_while_the_model_was_missing_get_vectors_when_it_is_back(
    index: SearchIndex, tmp_path: Path
) -> None:
    import_pages(tmp_path / "pages", {"bins": PAGES["bins"]})
    apply_outbox(index, embedder=Counting())
    import_pages(tmp_path / "pages", PAGES)
    apply_outbox(index, embedder=None)
    assert index.state().bare == 2
    assert titles(index, "discount") == ["Council tax"]
    assert FindingKind.WITHOUT_VECTORS in {finding.kind for finding in check_index(index, embedder=Counting())}
    apply_outbox(index, embedder=Counting())
    assert index.state().bare == 0


def test_without_any_model_pages_are_found_by_words(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=None)
    assert index.state().model == ""
    assert titles(index, "discount") == ["Council tax"]
    assert check_index(index) == []


def test_index_ahead_of_a_restored_database_is_made_anew(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=Counting())
    index.apply(upserts=(), deletes=(), seq=latest_seq() + 50, model=Counting().digest)
    assert FindingKind.AHEAD in {finding.kind for finding in check_index(index)}
    apply_outbox(index, embedder=Counting())
    assert index.state().seq == latest_seq()


def test_progress_is_told(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    told: list[tuple[str, int, int]] = []
    rebuild_index(index, embedder=Counting(), progress=lambda *what: told.append(what))
    assert told[-1][1:] == (3, 3)


def test_fresh_database_has_an_empty_index(index: SearchIndex) -> None:
    assert keep_in_step(index, embedder=Counting()).changed == 0
    assert titles(index, "anything", embedder=Counting()) == []
    assert check_index(index, embedder=Counting()) == []


def test_check_names_what_is_missing_extra_and_stale(index: SearchIndex, tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    embedder = Counting()
    apply_outbox(index, embedder=embedder)
    first, second, third = sorted(index.digests())
    index.apply(upserts=(), deletes=[first], seq=0, model=embedder.digest)
    OutboxEntry.objects.filter(passage_id=second).delete()

    index.apply(
        upserts=[entry_of(passage("nobody knows it")), entry_of(passage(third))],
        deletes=(), seq=0, model=embedder.digest,
    )  # fmt: skip
    found = {finding.kind: finding for finding in check_index(index)}
    assert found[FindingKind.MISSING].examples == (first,)
    assert found[FindingKind.EXTRA].examples == ("nobody knows it",)
    assert found[FindingKind.STALE].examples == (third,)
    rebuild_index(index, embedder=embedder)
    assert check_index(index) == []


def test_check_says_how_far_the_index_is_behind_and_calls_nothing_else_wrong(
    index: SearchIndex, tmp_path: Path
) -> None:
    import_pages(tmp_path / "pages")
    apply_outbox(index, embedder=Counting())
    import_pages(tmp_path / "pages", {"bins": PAGES["bins"], "new": ("New", "Something new.")})
    (finding,) = check_index(index, embedder=Counting())
    assert finding.kind == FindingKind.BEHIND
    assert finding.count == 3


def test_second_indexer_waits_and_then_says_who_is_at_it(tmp_path: Path) -> None:
    import_pages(tmp_path / "pages")
    folder = tmp_path / "index"
    first, second = EmbeddedIndex(folder), EmbeddedIndex(folder, wait=0.0)
    with first.turn(), pytest.raises(IndexUnavailable, match=r"another process \(number \d+\)"):
        apply_outbox(second, embedder=Counting())
    assert apply_outbox(second, embedder=Counting()).upserted == 3
