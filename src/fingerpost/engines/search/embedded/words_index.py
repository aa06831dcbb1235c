"""The lexical half: BM25 by tantivy, with the filters inside the query."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tantivy
from numpy.typing import NDArray
from tantivy import FieldType, Occur, Query

from fingerpost.engines.search.embedded.files import reading_faults, writing_faults
from fingerpost.engines.search.embedded.segments import Keys, key_of
from fingerpost.engines.search.index import Entry
from fingerpost.engines.search.words import ANALYSER, analyser

WRITER_BYTES = 64_000_000
_KEYS_AT_ONCE = 10_000
_SURELY_LIVE = 100
"""tantivy counts removed passages until it merges. From so many passages with a word on, some are taken to be live."""


def _schema() -> tantivy.Schema:
    return (
        tantivy.SchemaBuilder()
        .add_unsigned_field("key", indexed=True, fast=True)
        .add_text_field("profile", tokenizer_name="raw", index_option="basic")
        .add_integer_field("first_day", indexed=True, fast=True)
        .add_integer_field("last_day", indexed=True, fast=True)
        .add_text_field("words", tokenizer_name=ANALYSER, index_option="freq")
        .build()
    )


SCHEMA = _schema()


@dataclass(frozen=True, kw_only=True)
class WordFilter:
    """What acts inside the query: the keys of the profiles that are open to the reader, and the day."""

    profiles: Sequence[str]
    day: int


class WordsIndex:
    """One tantivy index. A reader sees what was committed when it was opened; a new one is opened after a commit."""

    def __init__(self, folder: Path) -> None:
        with reading_faults():
            self._index = tantivy.Index.open(str(folder))
            _prepare(self._index)
            self._searcher = self._index.searcher()

    def search(self, weights: Mapping[str, float], *, only: WordFilter, limit: int) -> tuple[Keys, NDArray[np.float32]]:
        """The keys of the best `limit` passages in which one of the words stands, with their BM25 scores.

        `weights` gives the words looked for and what each counts, 1 for a word as typed.
        """
        words = _words_query(weights)
        if words is None or not only.profiles:
            return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.float32)
        return self._run(Query.boolean_query([(Occur.Must, words), *_filters(only)]), limit=limit)

    def score(self, weights: Mapping[str, float], *, keys: Sequence[int]) -> dict[int, float]:
        """The BM25 scores of these passages by key; those in which no word stands are left out."""
        words = _words_query(weights)
        if words is None or not keys:
            return {}
        among = Query.const_score_query(Query.term_set_query(SCHEMA, "key", list(keys)), 0.0)
        found, scores = self._run(Query.boolean_query([(Occur.Must, words), (Occur.Must, among)]), limit=len(keys))
        return dict(zip(found.tolist(), scores.tolist(), strict=True))

    def count_passages(self, words: Iterable[str]) -> Mapping[str, int]:
        """In how many passages each of these words stands, and no word that stands in none: see `Vocabulary`."""
        with reading_faults():
            counts = {word: self._count(word) for word in words}
        return {word: count for word, count in counts.items() if count}

    def starting_with(self, letters: str, *, shortest: int, longest: int) -> Sequence[str]:
        """The words that start with these letters and have so many, read from tantivy's own list."""
        with reading_faults():
            found = self._searcher.terms_with_prefix("words", letters)
        return [word for word, _ in found if shortest <= len(word) <= longest]

    def _count(self, word: str) -> int:
        count = int(self._searcher.doc_freq("words", word))
        if 0 < count < _SURELY_LIVE:
            count = len(self._searcher.search(_word_query(word), _SURELY_LIVE, count=False).hits)
        return count

    @property
    def count(self) -> int:
        return int(self._searcher.num_docs)

    def _run(self, query: Query, *, limit: int) -> tuple[Keys, NDArray[np.float32]]:
        with reading_faults():
            hits = self._searcher.search(query, limit, count=False).hits
            keys = self._searcher.fast_field_values("key", [address for _, address in hits])
        return np.array(keys, dtype=np.uint64), np.array([score for score, _ in hits], dtype=np.float32)


def make_words(folder: Path) -> None:
    """An empty index in a new folder."""
    folder.mkdir(parents=True)
    with writing_faults():
        tantivy.Index(SCHEMA, path=str(folder))


def write_words(folder: Path, *, entries: Iterable[Entry], gone: Sequence[int]) -> None:
    """Take out the passages whose keys are in `gone`, put in the entries, and commit both as one."""
    with writing_faults():
        index = tantivy.Index.open(str(folder))
        _prepare(index)
        writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
        for start in range(0, len(gone), _KEYS_AT_ONCE):
            some = list(gone[start : start + _KEYS_AT_ONCE])
            # By query: deleting by term takes a whole number as signed and finds nothing in an unsigned field.
            writer.delete_documents_by_query(Query.term_set_query(SCHEMA, "key", some))
        for entry in entries:
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()


def _prepare(index: tantivy.Index) -> None:
    index.register_tokenizer(ANALYSER, analyser())
    index.config_reader(reload_policy="manual")
    index.reload()


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("key", key_of(entry.id))
    document.add_text("profile", entry.profile.key)
    document.add_integer("first_day", entry.first_day)
    document.add_integer("last_day", entry.last_day)
    document.add_text("words", entry.text)
    return document


def _words_query(weights: Mapping[str, float]) -> Query | None:
    """Any of the words, as terms: nothing a person types is read as query syntax."""
    if not weights:
        return None
    return Query.boolean_query([(Occur.Should, _weighed_query(word, weight)) for word, weight in weights.items()])


def _weighed_query(word: str, weight: float) -> Query:
    return _word_query(word) if weight == 1 else Query.boost_query(_word_query(word), weight)


def _word_query(word: str) -> Query:
    return Query.term_query(SCHEMA, "words", word, "freq")


def _filters(only: WordFilter) -> list[tuple[Occur, Query]]:
    """Each must hold and adds nothing to the score."""
    started = Query.range_query(SCHEMA, "first_day", FieldType.Integer, upper_bound=only.day)
    not_over = Query.range_query(SCHEMA, "last_day", FieldType.Integer, lower_bound=only.day)
    permitted = Query.term_set_query(SCHEMA, "profile", list(only.profiles))
    return [(Occur.Must, Query.const_score_query(each, 0.0)) for each in (permitted, started, not_over)]
