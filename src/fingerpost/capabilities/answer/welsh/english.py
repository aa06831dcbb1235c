"""A Welsh question word by word in English: not a translation to be read, but enough to be searched with.

The words stand in `words.txt`. The result is never shown to anybody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fingerpost.capabilities.answer.welsh.letters import mutations_of, plain, words_of

FILE = Path(__file__).with_name("words.txt")
ASKING = frozenset({"how", "what", "when", "where", "why", "who", "how much", "how long", "can", "get", "need"})
MOST_UNKNOWN = 3  # for each word that we know
LEAST_WELSH = 0.4  # of the words of a text: less is no Welsh text, and is searched with as it stands


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a run of words means. `typed` are the words as they were typed; `english` is None where we do not know, and
    empty where the words say nothing of what is asked."""

    typed: tuple[str, ...]
    english: str | None


def in_english(text: str) -> str:
    """What to search with, line by line: the English of each word that we know, and names and numbers as they stand.

    Other words that we do not know are left out: in English guidance they could only mislead. A line that is not Welsh
    stays as it is.
    """
    return "\n".join(filter(None, map(_line_in_english, text.splitlines())))


def is_understood(text: str) -> bool:
    """Do we know enough of the words that matter to say what the text is about? Yes of one that is not Welsh."""
    if in_english(text) == text:
        return True
    meanings = meanings_of(text)
    known = sum(bool(each.english) and each.english not in ASKING for each in meanings)
    unknown = sum(each.english is None and each.typed[0].islower() for each in meanings)
    return unknown <= MOST_UNKNOWN * known


def meanings_of(text: str) -> list[Meaning]:
    """The words of a text with what they mean, in order; the longest run of words that has a meaning wins."""
    typed = words_of(text)
    read = [plain(word) for word in typed]
    found: list[Meaning] = []
    at = 0
    while at < len(read):
        size, english = _longest(read, at)
        found.append(Meaning(typed=tuple(typed[at : at + size]), english=english))
        at += size
    return found


def _line_in_english(line: str) -> str:
    meanings = meanings_of(line)
    words = sum(len(each.typed) for each in meanings)
    known = sum(len(each.typed) for each in meanings if each.english is not None)
    if not words or known < LEAST_WELSH * words:
        return line
    parts = (_as_it_stands(each) if each.english is None else each.english for each in meanings)
    return " ".join(dict.fromkeys(filter(None, parts)))


def _as_it_stands(meaning: Meaning) -> str:
    words = " ".join(meaning.typed)
    return "" if words.islower() else words


def _longest(words: Sequence[str], at: int) -> tuple[int, str | None]:
    """How many words from there on stand together in the list, and their English; one word and None where none does."""
    known = load_meanings()
    for size in range(min(_longest_form(), len(words) - at), 0, -1):
        run = tuple(words[at : at + size])
        if run in known:
            return size, known[run]
    return 1, None


@cache
def _longest_form() -> int:
    return max(map(len, load_meanings()))


@cache
def load_meanings() -> dict[tuple[str, ...], str]:
    """English by the plain Welsh words. A form as a dictionary has it wins over a changed one that looks the same, and
    an earlier line over a later one."""
    as_written: dict[tuple[str, ...], str] = {}
    changed: dict[tuple[str, ...], str] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        forms, _, english = line.partition(" =")
        for form in forms.split(" / "):
            first, *others = (plain(word) for word in words_of(form))
            as_written.setdefault((first, *others), english.strip())
            for shape in mutations_of(first):
                if shape:
                    changed.setdefault((shape, *others), english.strip())
    return {**changed, **as_written}
