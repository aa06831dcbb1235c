"""What a Welsh question asked that no shown passage mentions, whether the passage is in Welsh or in English."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fingerpost.capabilities.answer.missing.common_words import COMMON, SAME
from fingerpost.capabilities.answer.welsh.english import Meaning, meanings_of
from fingerpost.capabilities.answer.welsh.letters import mutations_of, plain, words_of
from fingerpost.capabilities.answer.words import split_words, stem, stems_of
from fingerpost.contract.passages import Passage

MOST_NAMED = 5
SHORT = 2  # letters: such a word of English says nothing
SHORTEST_CHANGED = 5
WELSH = "cy"
_YEAR = re.compile(r"(19|20)\d\d")


def find_missing_of_welsh(question: str, passages: Sequence[Passage]) -> list[str]:
    """The telling words of the question, as typed, that none of the passages contains; at most five, in order."""
    said = _said_by(passages)
    missing = (" ".join(each.typed) for each in _telling(question) if not _is_said(each, said))
    return list(dict.fromkeys(words.lower() if not words.isdigit() else words for words in missing))[:MOST_NAMED]


def share_of_welsh_found(question: str, passages: Sequence[Passage]) -> float:
    """Of the telling words of the question, the share that the passages contain, from 0 to 1; 0 when it has none."""
    telling = list(_telling(question))
    said = _said_by(passages)
    return sum(_is_said(each, said) for each in telling) / len(telling) if telling else 0.0


def _telling(question: str) -> Iterator[Meaning]:
    """Words that say what is asked: years, names, and words whose English is not common to all questions.

    A word that we do not know is left out: we could not tell whether the guidance says it in other words.
    """
    for at, meaning in enumerate(meanings_of(question)):
        first = meaning.typed[0]
        is_name = at > 0 and first[:1].isupper() and len(first) > 2
        is_told = is_name or bool(_YEAR.fullmatch(first))
        if (meaning.english is None and is_told) or (meaning.english and _tells(meaning)):
            yield meaning


def _tells(meaning: Meaning) -> bool:
    """Several English words for one Welsh one are its possible meanings: all of them must tell."""
    english = [word for word in split_words(meaning.english or "") if len(word) > SHORT]
    telling = _telling_stems(meaning.english or "")
    return bool(telling) and (len(meaning.typed) > 1 or len(telling) == len(english))


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What passages say: `meanings` of the words of Welsh ones, `stems` of English ones, and all words plainly."""

    meanings: frozenset[str]
    stems: frozenset[str]
    words: frozenset[str]


def _said_by(passages: Sequence[Passage]) -> _Said:
    welsh = " ".join(_text_of(each) for each in passages if each.language == WELSH)
    english = [_text_of(each) for each in passages if each.language != WELSH]
    return _Said(
        meanings=frozenset(each.english for each in meanings_of(welsh) if each.english),
        stems=frozenset(stems_of(english)),
        words=frozenset(plain(word) for text in (welsh, *english) for word in words_of(text)),
    )


def _text_of(passage: Passage) -> str:
    parts = (passage.text, passage.title, *passage.heading_path, passage.summary, *passage.keywords, *passage.asked)
    return " \n".join((*parts, *(nation.value for nation in passage.nations)))


def _is_said(meaning: Meaning, said: _Said) -> bool:
    if any(shape in said.words for word in meaning.typed for shape in _shapes(plain(word))):
        return True
    if not meaning.english:
        return False
    stems = _telling_stems(meaning.english)
    return meaning.english in said.meanings or any(
        each in said.stems or any(same in said.stems for same in SAME.get(each, ())) for each in stems
    )


def _shapes(word: str) -> Iterator[str]:
    """A short word is taken as it is: changed it may look like any other."""
    return mutations_of(word) if len(word) >= SHORTEST_CHANGED else iter((word,))


def _telling_stems(english: str) -> list[str]:
    words = [word for word in split_words(english) if len(word) > SHORT]
    return [stem(word) for word in words if word.lower() not in COMMON and stem(word) not in COMMON]
