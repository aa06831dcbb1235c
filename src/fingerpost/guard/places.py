"""Which nation the words of a question name: by itself, by a town, county or council, or by a body only it has.

Longer names win over shorter ones, so that "Bank of England" names no nation. A name that stands in two nations
(Newport, Perth, Bangor) or is a common word (Reading, Bath, Bury) is left out: better not decided than wrong.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fingerpost.contract.context import Nation

_FILE = Path(__file__).with_name("places.txt")
_TOKEN = re.compile(r"[^\W_]+")


def nations_named(text: str) -> tuple[Nation, ...]:
    """The nations that the words name, in the order of first mention."""
    names, longest = _names()
    tokens = _tokens(text)
    found: dict[Nation, None] = {}
    at = 0
    while at < len(tokens):
        size, nation = _longest_at(tokens, at, names, longest.get(tokens[at], 0))
        if nation is not None:
            found[nation] = None
        at += size
    return tuple(found)


def _longest_at(
    tokens: list[str], at: int, names: dict[tuple[str, ...], Nation | None], longest: int
) -> tuple[int, Nation | None]:
    for size in range(min(longest, len(tokens) - at), 0, -1):
        name = tuple(tokens[at : at + size])
        if name in names:
            return size, names[name]
    return 1, None


def _tokens(text: str) -> list[str]:
    """Words in lower case without accents or apostrophes: "Ynys Môn" becomes ynys, mon."""
    plain = text.lower().replace("'", "").replace("’", "")
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))
    return _TOKEN.findall(plain)


@cache
def _names() -> tuple[dict[tuple[str, ...], Nation | None], dict[str, int]]:
    """Every name as a tuple of words, with its nation or None; and for each first word the longest name it begins."""
    names: dict[tuple[str, ...], Nation | None] = {}
    nation: Nation | None = None
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            nation = None if line == "[none]" else Nation(line.strip("[]"))
        elif line and not line.startswith("#"):
            names.update((tuple(_tokens(name)), nation) for name in line.split(","))
    longest: dict[str, int] = {}
    for words in names:
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return names, longest
