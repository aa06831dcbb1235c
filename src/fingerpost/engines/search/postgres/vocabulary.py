"""The words of the index in PostgreSQL, for `spelling`: read from the table that counts them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg

from fingerpost.engines.search.postgres import tables


class StoredWords:
    """The vocabulary as it stands in one transaction. Counts that were read are kept, so that none is read twice."""

    def __init__(self, database: "psycopg.Connection[Any]") -> None:
        self._database = database
        self._counts: dict[str, int] = {}

    def count_passages(self, words: Iterable[str]) -> Mapping[str, int]:
        asked = list(words)
        new = [word for word in asked if word not in self._counts]
        if new:
            self._counts |= dict.fromkeys(new, 0)
            self._counts |= dict(self._database.execute(tables.WORD_COUNTS, [new]).fetchall())
        return {word: self._counts[word] for word in asked if self._counts[word]}

    def starting_with(self, letters: str, *, shortest: int, longest: int) -> Sequence[str]:
        asked = {"letters": letters, "shortest": shortest, "longest": longest}
        row = self._database.execute(tables.WORDS_STARTING, asked).fetchone()
        return row[0].split() if row and row[0] else []
