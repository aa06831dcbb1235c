"""Words: what a question is made of, for comparing it with a passage. Nothing here knows about searching."""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_own = threading.local()  # a stemmer keeps the word it is at: one for each thread, or two questions spoil each other


def split_words(text: str) -> list[str]:
    """The words and numbers of a text, as written: "children's", "Self-assessment", "£1,200" gives "1", "200"."""
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The English stem in lower case, with "'s" gone: "Claiming" and "claims" both give "claim"."""
    plain = word.lower().replace("’", "'").removesuffix("'s")
    if not hasattr(_own, "stemmer"):
        _own.stemmer = snowballstemmer.stemmer("english")
    return str(_own.stemmer.stemWord(plain))


def stems_of(texts: Iterable[str]) -> set[str]:
    """The stems of every word in the texts. A hyphenated word also counts as its parts."""
    found: set[str] = set()
    for text in texts:
        for word in split_words(text):
            found.add(stem(word))
            if "-" in word:
                found.update(stem(part) for part in word.split("-"))
    return found
