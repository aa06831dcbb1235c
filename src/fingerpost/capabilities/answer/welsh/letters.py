"""The words of a Welsh text, and the shapes that each may have."""

import re
import unicodedata
from collections.abc import Iterator

from fingerpost.contract.welsh import mutate

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+")


def words_of(text: str) -> list[str]:
    """The words and numbers as typed. Apostrophes and hyphens part them: "mae'n" is two words, and so is "budd-dal"."""
    return _WORD.findall(text)


def plain(word: str) -> str:
    """In small letters and without accents: "Tŷ" is "ty", as many people type it."""
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def mutations_of(word: str) -> Iterator[str]:
    """A plain word, and the other shapes it takes after other words: credyd, gredyd, nghredyd, chredyd."""
    yield word
    yield from mutate(word)
    if word[:1] in "aeiouwy" and len(word) > 2:
        yield f"h{word}"
