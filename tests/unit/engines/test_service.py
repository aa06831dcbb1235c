"""The database is the truth: what the index says is read again before anybody sees it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
from tests.unit.engines.guidance import passage

from fingerpost.contract.context import Access, Context
from fingerpost.contract.passages import Line, Passage
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.search.index import LINE_SCALE, entry_of
from fingerpost.engines.search.memory import MemoryIndex
from fingerpost.engines.search.service import HybridSearch
from fingerpost.engines.search.words import head_of

EMBEDDER = HashingEmbedder()
CONTEXT = Context(body="fernby", at=datetime(2026, 6, 1, tzinfo=UTC))
BINS = passage("bins", "Garden waste is collected every two weeks.", "Put it out by 7am.", title="Bins")
TAX = passage("tax", "You may get a discount.", title="Council tax")


class Database:
    """Stands for the tables of guidance: `passages` may differ from what was indexed."""

    def __init__(self, *passages: Passage) -> None:
        self.passages = {each.id: each for each in passages}

    def read(self, ids: Iterable[str], *, body: str) -> Mapping[str, Passage]:
        return {each: self.passages[each] for each in ids if each in self.passages and self.passages[each].body == body}


def indexed(*passages: Passage) -> MemoryIndex:
    index = MemoryIndex()
    sections = EMBEDDER.embed_sections([(head_of(each), [line.text for line in each.lines]) for each in passages])
    entries = [
        entry_of(each, vector=made.passage, lines=np.rint(made.lines * LINE_SCALE).astype(np.int8))
        for each, made in zip(passages, sections, strict=True)
    ]
    index.apply(upserts=entries, deletes=(), seq=1, model=EMBEDDER.digest)
    return index


def none(*_: object, **__: object) -> Mapping[str, Passage]:
    """No passage has a translation, and none is one."""
    return {}


def search(index: MemoryIndex, database: Database, *, embedder: HashingEmbedder | None = EMBEDDER) -> HybridSearch:
    return HybridSearch(index=index, embedder=embedder, read=database.read)


def test_hit_carries_the_passage_of_the_database_and_a_cosine_for_each_line() -> None:
    hits = search(indexed(BINS, TAX), Database(BINS, TAX)).find("garden waste", context=CONTEXT, limit=2)
    assert hits[0].passage is not None
    assert hits[0].passage.id == "bins"
    assert len(hits[0].lines) == 2


def test_passage_that_has_gone_since_is_dropped() -> None:
    assert search(indexed(BINS), Database()).find("garden waste", context=CONTEXT) == []


def test_passage_that_was_closed_since_is_dropped() -> None:
    closed = replace(BINS, access=Access.RESTRICTED)
    assert search(indexed(BINS), Database(closed)).find("garden waste", context=CONTEXT) == []


def test_passage_that_has_run_out_since_is_dropped() -> None:
    over = replace(BINS, valid_to=date(2026, 5, 31))
    assert search(indexed(BINS), Database(over)).find("garden waste", context=CONTEXT) == []


def test_lines_of_a_passage_that_was_rewritten_since_are_left_out() -> None:
    rewritten = replace(BINS, lines=(Line(text="All new."),))
    (hit,) = search(indexed(BINS), Database(rewritten)).find("garden waste", context=CONTEXT)
    assert hit.lines == ()


def test_limit_is_met_though_the_best_have_gone() -> None:
    many = [passage(f"p{number:03}", f"Garden waste rule {number}.", title="Waste") for number in range(120)]
    left = many[::10]
    hits = search(indexed(*many), Database(*left)).find("garden waste rule", context=CONTEXT, limit=10)
    assert len(hits) == 10


def test_without_a_model_words_alone_find() -> None:
    found = search(indexed(BINS, TAX), Database(BINS, TAX), embedder=None)
    assert [hit.passage.id for hit in found.find("discount", context=CONTEXT)] == ["tax"]
    assert found.digest == "words only"


def test_run_records_the_model_that_searched() -> None:
    assert search(indexed(BINS), Database(BINS)).digest == EMBEDDER.digest


def test_a_reader_of_welsh_is_given_the_translation_that_a_person_made() -> None:
    welsh = replace(BINS, id="biniau", title="Biniau", language="cy")
    reader = replace(CONTEXT, language="cy")

    def translate(passages: Iterable[Passage], *, body: str, language: str) -> Mapping[str, Passage]:
        return {each.id: welsh for each in passages if each.id == "bins" and language == "cy"}

    searching = HybridSearch(
        index=indexed(BINS, TAX), embedder=EMBEDDER, read=Database(BINS, TAX).read, translate=translate, trace=none
    )
    first = searching.find("garden waste", context=reader)[0]
    assert (first.passage, first.matched) == (welsh, BINS)
    assert len(first.lines) == 2
    assert searching.find("garden waste", context=CONTEXT)[0].passage == BINS


def test_a_translation_that_was_found_itself_says_what_it_translates() -> None:
    welsh = replace(BINS, language="cy")
    searching = HybridSearch(
        index=indexed(welsh),
        embedder=EMBEDDER,
        read=Database(welsh).read,
        translate=none,
        trace=lambda *_, **__: {"bins": TAX},
    )
    hit = searching.find("garden waste", context=replace(CONTEXT, language="cy"))[0]
    assert (hit.passage, hit.matched) == (welsh, TAX)


def test_a_translation_that_may_not_be_shown_is_not() -> None:
    closed = replace(BINS, id="biniau", language="cy", access=Access.RESTRICTED)
    searching = HybridSearch(
        index=indexed(BINS),
        embedder=EMBEDDER,
        read=Database(BINS).read,
        translate=lambda *_, **__: {"bins": closed},
        trace=none,
    )
    assert searching.find("garden waste", context=replace(CONTEXT, language="cy"))[0].passage == BINS
