"""Reads the fields of one mapping in a rule file, and says of each what is wrong."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fingerpost.rules.book import Words
from fingerpost.rules.faults import Problem
from fingerpost.rules.reading.documents import Document
from fingerpost.rules.units import NUMBER, Unit, read_unit

LANGUAGES = ("en", "cy")
NAME = re.compile(r"[a-z][a-z0-9_]*")


class Fields:
    """One mapping at `path` of a document. Each method reads one field, and adds to `problems` what does not fit."""

    def __init__(self, document: Document, path: tuple[str | int, ...], problems: list[Problem]) -> None:
        self.document, self.path, self.problems = document, path, problems
        data = document.data
        for part in path:
            data = data[part]
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.wrong("must be a mapping")

    def wrong(self, words: str, *field: str | int) -> None:
        name = ".".join(str(part) for part in (*self.path, *field))
        self.problems.append(self.document.problem(f"{name}: {words}" if name else words, *self.path, *field))

    def only(self, known: Iterable[str]) -> None:
        """No field but these."""
        known = tuple(known)
        for field in self.data:
            if field not in known:
                self.wrong(f"is not a field here; known are {', '.join(known)}", field)

    def has(self, field: str) -> bool:
        return field in self.data

    def text(self, field: str, *, needed: bool = True, among: Iterable[str] = ()) -> str:
        value = self.data.get(field)
        if value is None and not needed:
            return ""
        if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            self.wrong("is missing: it must be text", field)
            return ""
        if among and value not in tuple(among):
            self.wrong(f"is {value!r}, and must be one of {', '.join(among)}", field)
        return str(value).strip()

    def words(self, field: str, *, needed: bool = True) -> Words:
        """The same words in every language."""
        value = self.data.get(field)
        if value is None:
            if needed:
                self.wrong("is missing: it must be {en: ..., cy: ...}", field)
            return {}
        return read_words(self, value, field)

    def names(self, field: str, *, needed: bool = True) -> tuple[str, ...]:
        """One name, or a list of names."""
        value = self.data.get(field)
        found = [value] if isinstance(value, str) else value
        if not isinstance(found, list) or not all(isinstance(each, str) for each in found) or not found:
            if needed or value is not None:
                self.wrong("must be a name or a list of names", field)
            return ()
        return tuple(found)

    def day(self, field: str, *, needed: bool = True) -> date | None:
        value = self.data.get(field)
        if isinstance(value, date):
            return value
        if needed or value is not None:
            self.wrong("must be a date such as 2026-04-06", field)
        return None

    def unit(self) -> Unit:
        text = self.text("unit")
        try:
            return read_unit(text) if text else NUMBER
        except ValueError as fault:
            self.wrong(str(fault), "unit")
            return NUMBER

    def parts(self, field: str) -> tuple[str, ...]:
        """The names within a mapping, each a plain lower-case name."""
        value = self.data.get(field, {})
        if not isinstance(value, Mapping):
            self.wrong("must be a mapping of names", field)
            return ()
        for name in value:
            if not NAME.fullmatch(name):
                self.wrong("names are lower case, with _ between words", field, name)
        return tuple(value)


def read_words(fields: Fields, value: Any, *path: str | int) -> Words:
    """{en: ..., cy: ...}, both there and both text."""
    if not isinstance(value, Mapping) or set(value) != set(LANGUAGES) or not all(
        isinstance(each, str) and each.strip() for each in value.values()
    ):  # fmt: skip
        fields.wrong("must be {en: ..., cy: ...}, each with words", *path)
        return {}
    return {language: " ".join(value[language].split()) for language in LANGUAGES}
