"""An auditor's second look at what was shown, written apart from the guard's check, so that one finds the other out.

It is coarser than the guard: where the guard reads a sentence word by word along the lines, this asks of its figures
with their units, names, turns ("not", "only", "must") and telling words whether any quoted line holds them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Passage
from fingerpost.contract.quoting import fold_whitespace, is_quoted

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LINK = re.compile(r"https?://\S+|www\.\S+")
_SENTENCE = re.compile(r"(?<=[.;:!?])\s+")
_WORD = re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)?", re.IGNORECASE)
_RATE = re.compile(r"(\d+(?:[.,]\d+)*)(?: pence| pounds)? (?:a|per|each|every) ([a-z]+)", re.IGNORECASE)
_BOUND = re.compile(
    r"\b(at least|at most|up to|more than|less than|no more than|no less than|within|over|under|above|below) £?"
    r"(\d+(?:[.,]\d+)*)",
    re.IGNORECASE,
)
_MEASURED = re.compile(r"(£?)\s?(\d+(?:[.,]\d+)*)\s?(%|[a-z]+)?", re.IGNORECASE)
_NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][A-Za-z]+")

_UNITS = {
    "%",
    *_WORD.findall(
        "percent pence hour day week fortnight month year night mile metre hectare child children people person"
    ),
}
_NEGATIVE = frozenset(_WORD.findall("not no never nor neither cannot without none nobody nothing"))
_TURNS = _WORD.findall(
    "unless only must except before after until or always usually normally often may might least most within above "
    "below more less guaranteed everyone everybody anyone"
)
"""Words that a sentence may not bring with it: they bind, loosen or widen what the quotes say."""
_SMALL = frozenset(
    _WORD.findall(
        "a an the of to in on at by for from with and or but as is are was were be been being it its this that these "
        "those you your they their them there here he she his her him who which what when where if then than so do "
        "does did have has had will would can could may might should must we our us i not no also any all each every "
        "both more most other same such own about into over under up out off per one two need needs still get gets got"
    )
)
TELLING = 0.7
"""The least share of a sentence's telling words that the quotes must hold, by their first letters."""
_STEM = 5


def is_supported(claim: Claim, passages: Mapping[str, Passage]) -> bool:
    """Do the quotes stand in the passages they cite, as those are now, and do they bear out what the claim says?"""
    quotes = (claim, *claim.beside)
    if not all(_stands(each, passages.get(each.source.id)) for each in quotes):
        return False
    if not claim.is_rephrased and not claim.beside:
        return True
    if all(_is_in(claim.text, passages[each.source.id]) for each in quotes[:1]) and not claim.beside:
        return True  # other lines of the very passage
    return bears_out([each.quote for each in quotes], claim.text, headings=_headings(quotes, passages))


def bears_out(quotes: Sequence[str], text: str, *, headings: Sequence[str] = ()) -> bool:
    """Do the quoted words, under their headings, hold what each sentence in other words says?"""
    said, held = fold_whitespace(text), fold_whitespace(" ".join(quotes))
    around = " ".join((held, *headings))
    return (
        not _LINK.search(said)
        and _numbers(said) <= _numbers(held)
        and _measured(said) <= _measured(held)
        and _rates(said) <= _rates(held)
        and _bounds_alike(said, held)
        and not _drops_negation(said, held)
        and all(_sentence_held(each, held, around) for each in _SENTENCE.split(said))
    )


def _sentence_held(said: str, held: str, around: str) -> bool:
    return (
        all(_has_word(name, around) for name in _NAMED.findall(said))
        and _turns_alike(said, held)
        and _share_held(said, around) >= TELLING
    )


def _stands(quote: Claim, passage: Passage | None) -> bool:
    """Is it in its passage, word for word, and does its source lead to that passage and nowhere else?"""
    if passage is None:
        return False
    own = [quote.quote] if quote.beside or quote.is_rephrased else [quote.quote, quote.text]
    numbers = _numbers(passage.text)
    return (
        is_quoted(quote.quote, passage.text)
        and all(_numbers(each) <= numbers for each in own)
        and all(link in passage.text for each in own for link in _LINK.findall(each))
        and quote.source.url == passage.url
        and quote.source.link == passage.link
    )


def _is_in(text: str, passage: Passage) -> bool:
    return is_quoted(text, passage.text)


def _headings(quotes: Iterable[Claim], passages: Mapping[str, Passage]) -> list[str]:
    return [
        words for each in quotes for words in (passages[each.source.id].title, *passages[each.source.id].heading_path)
    ]


def _numbers(text: str) -> set[str]:
    return {number.rstrip(".,") for number in _NUMBER.findall(text)}


def _measured(text: str) -> set[tuple[str, str, str]]:
    """Each figure with its pound sign and its unit: "£27.05 a week" is none of weeks, "2 weeks" is."""
    found = set()
    for pound, number, unit in _MEASURED.findall(text):
        word = unit.lower()
        one = word if word in _UNITS else word.removesuffix("s")
        if pound or one in _UNITS:
            found.add((pound, number.rstrip(".,"), one if one in _UNITS else ""))
    return found


def _rates(text: str) -> set[tuple[str, str]]:
    """Each figure with what it is for: "£27.05 a week"."""
    return {(number.rstrip(".,"), unit.lower()) for number, unit in _RATE.findall(text)}


def _bounds_alike(said: str, held: str) -> bool:
    """Is a figure that the quotes bound ("at least 5") bounded in the sentence too, by the very same words?"""
    own = {(number.rstrip(".,"), bound.lower()) for bound, number in _BOUND.findall(said)}
    bound = {(number.rstrip(".,"), bound.lower()) for bound, number in _BOUND.findall(held)}
    figures = _numbers(said)
    return own <= bound and all(each in own for each in bound if each[0] in figures)


def _turns_alike(said: str, held: str) -> bool:
    """No "not", no condition and no degree that the quotes do not have."""
    words, own = _words(said), _words(held)
    return (_is_negative(own) or not _is_negative(words)) and all(turn in own for turn in _TURNS if turn in words)


def _drops_negation(said: str, held: str) -> bool:
    """Does it say what a quoted line denies, in the words of that line?"""
    words = _words(said)
    nearest = max((_words(line) for line in _SENTENCE.split(held)), key=lambda line: len(set(line) & set(words)))
    return _is_negative(nearest) and not _is_negative(words) and set(words) - _SMALL <= set(nearest)


def _is_negative(words: Iterable[str]) -> bool:
    return any(word in _NEGATIVE or word.endswith(("n't", "n’t")) for word in words)


def _share_held(said: str, held: str) -> float:
    stems = {_stem(word) for word in _words(held)}
    telling = [word for word in _words(said) if word not in _SMALL and not _is_negative((word,))]
    return sum(_stem(word) in stems for word in telling) / len(telling) if telling else 1.0


def _has_word(word: str, text: str) -> bool:
    return _stem(word.lower()) in {_stem(each) for each in _words(text)}


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _stem(word: str) -> str:
    return word[:_STEM]
