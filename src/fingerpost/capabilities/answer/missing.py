"""Naming what the question asked that no shown passage mentions: persons, products, numbers, places.

No score tells "right page, but this detail is not on it". The words themselves do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from fingerpost.capabilities.answer.common_words import COMMON, COUNTRIES, SAME
from fingerpost.capabilities.answer.words import split_words, stem, stems_of
from fingerpost.contract.passages import Passage

MOST_NAMED = 5
_YEAR = re.compile(r"(19|20)\d\d")
_CLAUSE = re.compile(r"[.?!;,\n]+\s*|\s+(?:-|–|but|because|cos|bcos)\s+")
_ASKS = re.compile(
    r"\b(how|what|whats|what's|when|where|wheres|who|whos|which|why|can|could|do|does|did|is|are|am|will|would|should|"
    r"may|must|any|need|sut|beth|pryd|ble|pwy|faint|oes|ydy|a yw)\b",
    re.IGNORECASE,
)


def find_missing(question: str, passages: Sequence[Passage]) -> list[str]:
    """The telling words of the question, as typed, that none of the passages contains; at most five, in order."""
    known = _vocabulary(passages)
    missing = [word for word in telling_words(question) if not _is_known(word, known)]
    return list(dict.fromkeys(word.lower() if not _is_name(word) else word for word in missing))[:MOST_NAMED]


def share_of_words_found(question: str, passages: Sequence[Passage]) -> float:
    """Of the telling words of the question, the share that the passages contain, from 0 to 1; 1 when it has none."""
    words = list(telling_words(question))
    if not words:
        return 1.0
    known = _vocabulary(passages)
    return sum(_is_known(word, known) for word in words) / len(words)


def telling_words(question: str) -> Iterable[str]:
    """The words that say what is asked: years, and words that are not common to all questions.

    Only the parts of the question that ask are read, not the story around them. Other numbers are left out: they mostly
    tell of the person (an age, an income) and not of what they ask.
    """
    for clause in asking_clauses(question):
        for word in split_words(clause):
            if word[0].isdigit():
                if _YEAR.fullmatch(word):
                    yield word
            elif len(word) > 2 and not _is_common(word):
                yield word


def asking_clauses(question: str) -> list[str]:
    """The clauses that ask something; all of them when none shows that it does."""
    clauses = [clause for clause in _CLAUSE.split(question) if clause.strip()]
    asking = [clause for clause in clauses if _ASKS.search(clause)]
    return asking or clauses


def _is_common(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return plain in COMMON or plain.removesuffix("'s") in COMMON or stem(word) in COMMON or _is_slip_of_common(plain)


@lru_cache(maxsize=20_000)
def _is_slip_of_common(word: str) -> bool:
    """Is it a common word with one slip, such as "diffrent"? Short words are too close to each other to tell."""
    return len(word) >= 6 and any(
        abs(len(other) - len(word)) <= 1 and DamerauLevenshtein.distance(word, other, score_cutoff=1) <= 1
        for other in COMMON
    )


@dataclass(frozen=True, kw_only=True)
class _Vocabulary:
    """Stems: `said` of the guidance itself, `asked` of what people are known to ask of it as well."""

    said: set[str]
    asked: set[str]


def _vocabulary(passages: Sequence[Passage]) -> _Vocabulary:
    said: set[str] = set()
    for each in passages:
        said |= stems_of((each.text, each.title, *each.heading_path, each.summary, *each.keywords))
        said |= {nation.value for nation in each.nations}
    return _Vocabulary(said=said, asked=said | stems_of(text for each in passages for text in each.asked))


def _is_known(word: str, vocabulary: _Vocabulary) -> bool:
    """A word that people ask with is not missing from what answers them. A year, a name or a country must be said."""
    stemmed = stem(word)
    must_be_said = word[0].isdigit() or _is_name(word) or word.lower() in COUNTRIES
    known = vocabulary.said if must_be_said else vocabulary.asked
    if stemmed in known or any(same in known for same in SAME.get(stemmed, ())):
        return True
    if "-" in word:
        return all(stem(part) in known or part.lower() in COMMON for part in word.split("-"))
    return _is_misspelt(stemmed, known)


def _is_misspelt(word: str, known: set[str]) -> bool:
    """Is it one slip away from a known word, two where it is long? Years and short words are taken as typed."""
    if len(word) < 5 or word[0].isdigit():
        return False
    slips = 1 if len(word) < 8 else 2
    return any(
        abs(len(other) - len(word)) <= slips and DamerauLevenshtein.distance(word, other, score_cutoff=slips) <= slips
        for other in known
    )


def _is_name(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()
