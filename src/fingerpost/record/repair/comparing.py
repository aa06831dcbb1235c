"""Whether an answer says otherwise: another kind of outcome, other words of guidance, or other sources.

The order of what is quoted, and the day on which a page was checked, make no difference. Nor do the words of a language
model, as long as they rest on the same quotes: it may write otherwise each time.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fingerpost.contract.quoting import fold_whitespace
from fingerpost.record.canonical import canonical_json


class What(StrEnum):
    """In which way an answer differs."""

    KIND = "kind"
    WORDS = "words"
    SOURCES = "sources"


@dataclass(frozen=True, kw_only=True)
class Gist:
    """All of an answer that is compared: how it ended, the words it quotes, and where they stand (id and address)."""

    kind: str
    words: frozenset[str]
    sources: frozenset[tuple[str, str]]

    @property
    def digest(self) -> str:
        """SHA-256, in hex: the same for answers that do not differ."""
        sources = sorted([list(each) for each in self.sources])
        said = canonical_json({"kind": self.kind, "words": sorted(self.words), "sources": sources})
        return hashlib.sha256(said.encode()).hexdigest()


def gist_of(said: Mapping[str, Any]) -> Gist:
    """Of a reply, or of an outcome that is held back from one, as plain JSON values."""
    quotes = list(quotes_in(said))
    return Gist(
        kind=said["outcome"],
        words=frozenset(fold_whitespace(each["quote"]) for each in quotes),
        sources=frozenset((each["source"].get("id", ""), each["source"]["url"]) for each in quotes),
    )


def quotes_in(said: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each claim that quotes, also those that stand beside one that rephrases, in the order of the answer."""
    for claim in said["claims"]:
        yield claim
        yield from claim.get("beside") or ()


def what_differs(then: Gist, now: Gist) -> tuple[What, ...]:
    """In which ways; none where the answer is the same."""
    ways = {
        What.KIND: then.kind != now.kind,
        What.WORDS: then.words != now.words,
        What.SOURCES: then.sources != now.sources,
    }
    return tuple(way for way, is_other in ways.items() if is_other)
