"""A Welsh report word by word in English: not a translation to be read, but enough to be sorted by.

The words stand in `words.txt`. The result is never shown to anybody.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from fingerpost.capabilities.triage.words import unfold
from fingerpost.contract.welsh import mutate

FILE = Path(__file__).with_name("words.txt")
LEAST_KNOWN = 0.3  # of the words: less is no Welsh text, and stays as it is
_WORD = re.compile(r"[^\W_]+")


def in_english(text: str) -> str:
    """The English of each word that is known, and numbers and names as they stand; else the text itself."""
    typed = _WORD.findall(text)
    known = load_meanings()
    read = [known.get(unfold(word)) for word in typed]
    if sum(each is not None for each in read) < max(LEAST_KNOWN * len(typed), 1):
        return text
    parts = (word if each is None and not word.islower() else each for word, each in zip(typed, read, strict=True))
    return " ".join(filter(None, parts))


@cache
def load_meanings() -> dict[str, str]:
    """English by the plain Welsh word. A form as a dictionary has it wins over a changed one that looks the same."""
    as_written: dict[str, str] = {}
    changed: dict[str, str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        forms, _, english = line.partition(" =")
        for form in forms.split(" / "):
            word = unfold(form.strip())
            as_written.setdefault(word, english.strip())
            for shape in _shapes(word):
                changed.setdefault(shape, english.strip())
    return {**changed, **as_written}


def _shapes(word: str) -> Iterator[str]:
    """As it is changed after other words: "coeden" gives "goeden", and "ardd" "hardd" and "gardd"."""
    yield from (shape for shape in mutate(word) if len(shape) > 1)
    if word[:1] in "aeiouwy" and len(word) > 2:
        yield f"h{word}"
