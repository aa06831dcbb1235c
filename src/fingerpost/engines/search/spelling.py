"""Misspelt words: one that stands nowhere in an index is also looked for as the nearest word that does.

Residents write "penshion", "balifs" and "regster", and a search by words finds nothing for those. Only words that
stand nowhere are mended: what an index knows is looked for as typed.

The words chosen from are those of the whole index, whoever may see the passages in which they stand. Nothing of them
is shown: they only change which words are looked for, and what is found still passes every filter.

Source of the distance: Damerau, "A technique for computer detection and correction of spelling errors", 1964.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

MOST_MENDED = 5
"""Words of a question that are mended at most: one that is foreign to the index throughout is not misspelt."""

SHORTEST = 5
"""Letters of a word that is mended. Shorter ones are too close to each other to tell."""

LONG = 8
"""Letters from which on a word may be two slips away; below, one."""

MENDED_WEIGHT = 0.8
"""What a mended word counts beside a word as typed, as it may not be what was meant."""

_DOUBLED = re.compile(r"(.)\1+")

_ENDING = "er"
"""The stemmer cuts it from words of enough syllables only, and a lost vowel makes one less: from "register", but not
from "regster"."""


class Vocabulary(Protocol):
    """The words of an index, as `words` makes them. Neither method looks at who may see what."""

    def count_passages(self, words: Iterable[str]) -> Mapping[str, int]:
        """In how many passages each of these words stands; those that stand in none are left out."""
        ...

    def starting_with(self, letters: str, *, shortest: int, longest: int) -> Sequence[str]:
        """The words that start with these letters and have so many. Some may stand in no passage any longer."""
        ...


def weigh_words(words: Sequence[str], *, among: Vocabulary) -> dict[str, float]:
    """What each word of a question counts, and beside each that stands nowhere the nearest word that does."""
    weights = dict.fromkeys(words, 1.0)
    doubtful = [word for word in words if len(word) >= SHORTEST and word.isalpha()]
    if not doubtful:
        return weights
    known = among.count_passages(doubtful)
    for word in [each for each in doubtful if each not in known][:MOST_MENDED]:
        nearest = find_nearest(word, among=among)
        if nearest:
            weights.setdefault(nearest, MENDED_WEIGHT)
    return weights


def find_nearest(word: str, *, among: Vocabulary) -> str | None:
    """The word that was most likely meant: the closest, and of those as close the one in most passages.

    None where none is near enough that starts with the same letter, or with the first two letters swapped.
    """
    near = _find_near(word, among)
    counts = among.count_passages(near)
    return min(counts, key=lambda each: (near[each], -counts[each], each), default=None)


def count_slips(word: str, other: str) -> int | None:
    """How many letters are left out, put in, changed, or swapped with the next; None where that is too many.

    One slip is allowed, or two in a long word, and one more where it is a letter that was doubled or should have been.
    """
    allowed = _allowed(word)
    slips = DamerauLevenshtein.distance(word, other, score_cutoff=allowed + 1)
    if slips <= allowed:
        return slips
    if slips > allowed + 1:
        return None
    undoubled = DamerauLevenshtein.distance(_undouble(word), _undouble(other), score_cutoff=allowed)
    return slips if undoubled <= allowed else None


def _find_near(word: str, among: Vocabulary) -> dict[str, int]:
    """The words near this one, and how many slips away; an ending that was cut is one more."""
    stem = word.removesuffix(_ENDING)
    forms = {word: 0, stem: 1} if SHORTEST <= len(stem) < len(word) else {word: 0}
    shortest = min(len(form) - _allowed(form) - 1 for form in forms)
    near: dict[str, int] = {}
    for letters in {word[0], word[1] + word[0]}:
        others = among.starting_with(letters, shortest=shortest, longest=len(word) + _allowed(word) + 1)
        for form, cut in forms.items():
            for other, slips in _score(form, others):
                near[other] = min(near.get(other, slips + cut), slips + cut)
    return near


def _score(word: str, others: Sequence[str]) -> Iterator[tuple[str, int]]:
    most = _allowed(word) + 1
    scored = process.extract_iter(word, others, scorer=DamerauLevenshtein.distance, score_cutoff=most)
    for other, _, _ in scored:  # few are left to look at more closely
        slips = count_slips(word, other)
        if slips is not None:
            yield other, slips


def _allowed(word: str) -> int:
    return 1 if len(word) < LONG else 2


def _undouble(word: str) -> str:
    return _DOUBLED.sub(r"\1", word)
