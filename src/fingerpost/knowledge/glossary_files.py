"""One file of a glossary: what it may hold, and how it is read.

[[word]]
word = "means test"
forms = ["means-tested"]        # other words that count as it; plurals and Welsh mutations need not be listed
meaning = "A check of the money you have coming in and saved. It decides if you can get help, and how much."
source = "https://www.gov.uk/…" # the act or official page, where the word has a legal meaning
checked_on = 2026-11-22         # the day somebody last held the meaning against it
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import InvalidGlossary

LONGEST_MEANING = 400  # characters: two plain sentences, with room
TOKEN = re.compile(r"\w+")
_KEYS = {"word": str, "forms": list, "meaning": str, "source": str, "checked_on": date}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """One word of the glossary. `found` is how the text wrote it; "" where no text was read."""

    word: str
    meaning: str
    forms: tuple[str, ...] = ()
    source: str = ""
    checked_on: date | None = None
    found: str = ""

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.word, *self.forms)

    @property
    def short_forms(self) -> tuple[str, ...]:
        return tuple(form for form in self.forms if is_acronym(form))

    @property
    def title(self) -> str:
        """The word, with the short form that was read: "Statutory Sick Pay (SSP)"."""
        return f"{self.word} ({self.found})" if is_acronym(self.found) and self.found != self.word else self.word


def read_file(path: Path) -> Iterator[Explained]:
    """The entries of a file, in its order. Raises InvalidGlossary, which says what is wrong with which entry."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:  # a TOMLDecodeError, or bytes that are no UTF-8, is a ValueError
        raise _fault(path, f"it cannot be read ({error}).") from error
    entries = tables.get("word", [])
    if set(tables) - {"word"} or not isinstance(entries, list):
        raise _fault(path, "each entry begins with a line [[word]], and nothing stands outside of them.")
    seen: dict[str, str] = {}
    for number, table in enumerate(entries, start=1):
        entry = _read_entry(path, number, table)
        for form in entry.spellings:
            if seen.setdefault(key_of(form), entry.word) != entry.word:
                raise _fault(path, f"'{form}' stands under '{seen[key_of(form)]}' and under '{entry.word}'.")
        yield entry


def _read_entry(path: Path, number: int, table: Any) -> Explained:
    name = f"'{table['word']}'" if isinstance(table, dict) and table.get("word") else f"entry {number}"
    if not isinstance(table, dict) or set(table) - set(_KEYS):
        raise _fault(path, f"{name} may hold {', '.join(_KEYS)} and nothing else.")
    if wrong := [key for key, kind in _KEYS.items() if key in table and not isinstance(table[key], kind)]:
        raise _fault(path, f"{name}: '{wrong[0]}' is not of the right kind.")
    if not TOKEN.search(table.get("word", "")) or "meaning" not in table:
        raise _fault(path, f"{name} needs a word and its meaning.")
    if not all(isinstance(form, str) and TOKEN.search(form) for form in table.get("forms", ())):
        raise _fault(path, f"{name}: each of its forms is a word in quotation marks.")
    if len(table["meaning"]) > LONGEST_MEANING:
        raise _fault(path, f"{name}: its meaning is longer than {LONGEST_MEANING} characters. Use two sentences.")
    return Explained(**{**table, "forms": tuple(table.get("forms", ()))})


def _fault(path: Path, reason: str) -> InvalidGlossary:
    return InvalidGlossary(
        f"The glossary file {path.name} is not in order: {reason} Mend it, then run: fingerpost doctor",
        detail=str(path),
    )


def key_of(form: str) -> str:
    """What two spellings of the same form have in common."""
    return " ".join(TOKEN.findall(form.lower()))


def is_acronym(form: str) -> bool:
    """Is it written in capitals, as PIP, P45 and PCNs are? Then its capitals count."""
    return form.isupper() or (len(form) > 2 and form.endswith("s") and form[:-1].isupper())
