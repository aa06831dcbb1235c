"""Naming what the question asked that no shown passage mentions: persons, products, numbers, places, times.

No score tells "right page, but this detail is not on it". The words themselves do.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from fingerpost.capabilities.answer.clauses import asking_clauses
from fingerpost.capabilities.answer.missing.answer_kinds import kinds_not_told
from fingerpost.capabilities.answer.missing.askers import askers_not_said
from fingerpost.capabilities.answer.missing.common_words import COMMON, COUNTRIES, PEOPLE_SAY, PLACES, SAME
from fingerpost.capabilities.answer.missing.misspellings import is_misspelling, is_within
from fingerpost.capabilities.answer.missing.names import names_not_said
from fingerpost.capabilities.answer.missing.other_states import states_not_said
from fingerpost.capabilities.answer.missing.other_times import times_not_said
from fingerpost.capabilities.answer.missing.said import parts_known
from fingerpost.capabilities.answer.words import split_words, stem, stems_of
from fingerpost.contract.passages import Passage

MOST_NAMED = 5
INITIALS = 2  # letters: "TV"; longer ones tell by themselves
# Where guidance for a whole nation stands. That a page elsewhere holds for a place, it must say.
NATIONAL = re.compile(
    r"https://(?:www\.)?(?:gov\.uk|gov\.wales|llyw\.cymru|mygov\.scot|nidirect\.gov\.uk|(?:[\w-]+\.)*nhs\.uk"
    r"|nhsinform\.scot|nrscotland\.gov\.uk|nihe\.gov\.uk)/"
)
OTHERS = (names_not_said, states_not_said, times_not_said, kinds_not_told)
_LETTERS_OF_COMMON = frozenset((word[0], "".join(sorted(word))) for word in COMMON)
_YEAR = re.compile(r"(19|20)\d\d")


def find_missing(question: str, passages: Sequence[Passage], *, told: str = "") -> list[str]:
    """What the question asks that none of the passages holds, in words of the question; at most five.

    First the telling words, in order; then names, another country, a time, a kind of answer, and whom it is about. That
    may stand in what was `told` beside the question.
    """
    known = _vocabulary(passages)
    written = {word.lower() for each in passages for word in split_words(f"{each.title}\n{each.heading}\n{each.text}")}
    words = [
        word
        for word in _words_to_name(question, passages)
        if not _is_known(word, known) and not (word.islower() and is_misspelling(word, written))
    ]
    typed = (word if word.isupper() or _is_name(word) else word.lower() for word in words)
    others = (find(question, passages) for find in OTHERS)
    named = list(dict.fromkeys(chain(typed, *others, askers_not_said(told or question, passages))))
    return [each for each in named if not any(_is_part_of(each, other) for other in named)][:MOST_NAMED]


def _is_part_of(words: str, longer: str) -> bool:
    """Do the words stand in the longer ones? "Isle" is named with "Isle of Man"."""
    return len(words) < len(longer) and stems_of((words,)) < stems_of((longer,))


def _words_to_name(question: str, passages: Sequence[Passage]) -> Iterable[str]:
    """The telling words of the question, without those that need not be said of a page that answers it.

    Such are words that people use for what pages say in others, and places of a nation that the page is for. A name
    within a sentence is no such word: nothing stands for "Oxford University".
    """
    is_national = bool(passages) and bool(NATIONAL.match(passages[0].url))
    for word in (*telling_words(question), *_initials_in(question)):
        place = word.lower().removesuffix("'s")
        if place in PLACES:
            if not is_national:
                yield word
        elif _is_name_within(word, question) or not (stem(word) in PEOPLE_SAY or _is_turned_common(word.lower())):
            yield word


def _is_name_within(word: str, question: str) -> bool:
    return _is_name(word) and re.search(rf"\w,? {re.escape(word)}\b", question) is not None


def _is_turned_common(word: str) -> bool:
    """Is it a common word with its letters in another order, such as "veiw" or "recieve"?"""
    return (word[0], "".join(sorted(word))) in _LETTERS_OF_COMMON


def _initials_in(question: str) -> Iterable[str]:
    """Names in two capitals ("TV"), which are too short to tell elsewhere."""
    for clause in asking_clauses(question):
        for word in split_words(clause):
            if len(word) == INITIALS and word.isupper() and not clause.isupper() and not _is_common(word):
                yield word


def asks_beyond(question: str, passages: Sequence[Passage]) -> bool:
    """Does it ask of a year, a time or another country that none of the passages speaks of? Then no detail that the
    person could add would help."""
    known = _vocabulary(passages)
    places = [word for word in telling_words(question) if word[0].isdigit() or word.lower() in COUNTRIES]
    return bool(
        [word for word in places if not _is_known(word, known)]
        or states_not_said(question, passages)
        or times_not_said(question, passages)
    )


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


def _is_common(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    return plain in COMMON or plain.removesuffix("'s") in COMMON or stem(word) in COMMON or _is_slip_of_common(plain)


@lru_cache(maxsize=20_000)
def _is_slip_of_common(word: str) -> bool:
    """Is it a common word with one slip, such as "diffrent"? Short words are too close to each other to tell."""
    return len(word) >= 6 and any(is_within(1, word, other) for other in COMMON)


@dataclass(frozen=True, kw_only=True)
class _Vocabulary:
    """Stems: `said` of the guidance itself, `asked` of what people are known to ask of it as well."""

    said: set[str]
    asked: set[str]


def _vocabulary(passages: Sequence[Passage]) -> _Vocabulary:
    said: set[str] = set()
    for each in passages:
        said |= stems_of(parts_known(each))
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
    return is_misspelt(stemmed, known)


def is_misspelt(word: str, known: set[str]) -> bool:
    """Is it one slip away from a known word, two where it is long? Years and short words are taken as typed."""
    if len(word) < 5 or word[0].isdigit():
        return False
    slips = 1 if len(word) < 8 else 2
    return any(is_within(slips, word, other) for other in known)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and not word.isupper()
