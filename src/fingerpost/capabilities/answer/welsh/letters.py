"""What Welsh does to the first letter of a word, and how its words are told apart.

The mutations are those that any grammar of Welsh lists, such as P. W. Thomas, Gramadeg y Gymraeg (1996).
"""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|[^\W_]+")
_PAIRS = ("ch", "dd", "ff", "ng", "ll", "ph", "rh", "th")
_MUTATIONS = {
    "c": ("g", "ngh", "ch"),
    "p": ("b", "mh", "ph"),
    "t": ("d", "nh", "th"),
    "g": ("", "ng"),
    "b": ("f", "m"),
    "d": ("dd", "n"),
    "m": ("f",),
    "ll": ("l",),
    "rh": ("r",),
}


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
    first = word[:2] if word[:2] in _PAIRS else word[:1]
    for changed in _MUTATIONS.get(first, ()):
        yield changed + word[len(first) :]
    if first in "aeiouwy" and len(word) > 2:
        yield f"h{word}"
