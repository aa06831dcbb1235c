"""A capability's cases: what is asked, and what ought to come back. One JSON object a line in `cases/*.jsonl`."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidCase

HALVES = ("tune", "test")


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case. `request` is of the capability's own type. `expected` holds what else the line says, for its judge.

    `half` is "tune" or "test", fixed by the id: settings are fitted on the one and figures are honest on the other.
    """

    id: str
    request: Any
    nation: Nation | None
    language: str
    expect: OutcomeKind
    expected: Mapping[str, Any]

    @property
    def half(self) -> str:
        return HALVES[hashlib.sha256(self.id.encode()).digest()[0] % 2]


def read_cases(capability: Capability) -> list[Case]:
    """Every case of the capability, in order of file and line. Raises InvalidCase with file, line and reason."""
    cases = [case for path in sorted((capability.folder / "cases").glob("*.jsonl")) for case in _read(path, capability)]
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise InvalidCase(f"Two cases of '{capability.name}' have the id '{case.id}'.")
        seen.add(case.id)
    return cases


def _read(path: Path, capability: Capability) -> Iterator[Case]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield _parse(json.loads(line), capability)
            except (json.JSONDecodeError, KeyError, ValueError, ValidationError) as error:
                raise InvalidCase(f"{path.name}, line {number}, is not a case: {error}") from error


def _parse(raw: dict[str, Any], capability: Capability) -> Case:
    names = {each.name for each in fields(capability.request)}
    asked = {name: raw[name] for name in names if name in raw}
    return Case(
        id=raw["id"],
        request=TypeAdapter(capability.request).validate_python(asked),
        nation=Nation(raw["nation"]) if raw.get("nation") else None,
        language=raw.get("language", "en"),
        expect=OutcomeKind(raw["expect"].replace("_", " ")),
        expected={name: value for name, value in raw.items() if name not in names},
    )
