"""One table of services.toml, read field by field: what does not fit is written down, and reading goes on."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

LANGUAGES = ("en", "cy")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
LONGEST_SLUG = 40
EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\Z")
_LINES = "\n\t"  # the control characters that a text over several lines may hold


class Fields:
    """Takes values out of one table. Each method gives a value of its kind whatever stands there, and notes the fault
    under the table's name and the field's, so that one reading finds them all."""

    def __init__(self, table: Mapping[str, Any], *, named: str, faults: list[str]) -> None:
        self._table = table
        self._named = named
        self._faults = faults

    def fault(self, field: str, what: str) -> None:
        where = f"{self._named}, field '{field}'" if field else self._named
        self._faults.append(f"{where}: {what}")

    def allow_only(self, known: Iterable[str]) -> None:
        """A misspelt field must not be left out in silence."""
        names = tuple(known)
        for name in sorted(set(self._table) - set(names)):
            self.fault(name, f"there is no such field. Known are {', '.join(names)}.")

    def slug(self, field: str = "slug") -> str:
        found = self._table.get(field)
        if isinstance(found, str) and SLUG.match(found) and len(found) <= LONGEST_SLUG:
            return found
        self.fault(field, f"must be small letters, digits and hyphens, such as 'street-lights', not {_shown(found)}.")
        return ""

    def text(self, field: str, *, longest: int) -> str:
        found = self._table.get(field, "")
        if isinstance(found, str) and self._is_clean(field, found, longest=longest):
            return found.strip()
        if not isinstance(found, str):
            self.fault(field, f"must be a text, not {_shown(found)}.")
        return ""

    def words(self, field: str, *, longest: int, is_needed: bool = True) -> dict[str, str]:
        """A text by language; a text alone is English."""
        found = self._table.get(field)
        if isinstance(found, str):
            found = {"en": found}
        if found is None and not is_needed:
            return {}
        if not isinstance(found, dict):
            self.fault(field, f'must be a text in English, as {field}.en = "…", not {_shown(found)}.')
            return {}
        return self._in_languages(field, found, longest=longest)

    def _in_languages(self, field: str, found: Mapping[str, Any], *, longest: int) -> dict[str, str]:
        kept = {}
        for language, text in found.items():
            name = f"{field}.{language}"
            if language not in LANGUAGES:
                self.fault(name, f"must be in one of these languages: {', '.join(LANGUAGES)}.")
            elif not isinstance(text, str) or not text.strip():
                self.fault(name, f"must be a text, not {_shown(text)}.")
            elif self._is_clean(name, text, longest=longest):
                kept[language] = text.strip()
        if "en" not in found:
            self.fault(field, "is needed in English.")
        return kept

    def flag(self, field: str) -> bool:
        found = self._table.get(field, False)
        if not isinstance(found, bool):
            self.fault(field, f"must be true or false, not {_shown(found)}.")
        return found is True

    def one_of(self, field: str, choices: Iterable[str], *, usual: str) -> str:
        found = self._table.get(field, usual)
        known = tuple(choices)
        if found in known:
            return str(found)
        self.fault(field, f"must be one of {', '.join(known)}, not {_shown(found)}.")
        return usual

    def texts(self, field: str, *, longest: int, most: int) -> tuple[str, ...]:
        found = self._table.get(field, [])
        if not isinstance(found, list):
            self.fault(field, f"must be a list of texts, not {_shown(found)}.")
            return ()
        if len(found) > most:
            self.fault(field, f"holds {len(found)} texts; {most} are the most.")
        kept = []
        for number, each in enumerate(found[:most], start=1):
            if not isinstance(each, str) or not each.strip():
                self.fault(field, f"text {number} must be a text, not {_shown(each)}.")
            elif self._is_clean(f"{field} {number}", each, longest=longest):
                kept.append(each.strip())
        return tuple(kept)

    def table(self, field: str) -> Mapping[str, Any]:
        found = self._table.get(field, {})
        if isinstance(found, dict):
            return found
        self.fault(field, f"must be a table, not {_shown(found)}.")
        return {}

    def tables(self, field: str) -> list[Mapping[str, Any]]:
        found = self._table.get(field, [])
        if isinstance(found, list) and all(isinstance(each, dict) for each in found):
            return found
        self.fault(field, f"must be written as [[{field}]], once for each, not {_shown(found)}.")
        return []

    def check_slug(self, code: str) -> None:
        """A key that is a code itself."""
        if not SLUG.match(code) or len(code) > LONGEST_SLUG:
            self.fault(code, "its code must be small letters, digits and hyphens.")

    def within(self, kind: str, number: int, table: Mapping[str, Any]) -> "Fields":
        """One table of several that stand in this one, named by its name where it has one."""
        name = table.get("name")
        named = f"'{name}'" if isinstance(name, str) and name else f"number {number}"
        return Fields(table, named=f"{self._named}, {kind} {named}", faults=self._faults)

    def below(self, field: str, table: Mapping[str, Any]) -> "Fields":
        """A table that stands under a field of this one."""
        return Fields(table, named=f"{self._named}, {field}", faults=self._faults)

    def _is_clean(self, field: str, text: str, *, longest: int) -> bool:
        """Is it short enough, and without characters that nobody sees?"""
        if len(text) > longest:
            self.fault(field, f"has {len(text)} letters; {longest} are the most.")
            return False
        hidden = next((each for each in text if not each.isprintable() and each not in _LINES), "")
        if hidden:
            self.fault(field, f"holds a character that cannot be seen (U+{ord(hidden):04X}): write it anew.")
        return not hidden


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
