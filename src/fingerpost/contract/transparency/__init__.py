"""The Algorithmic Transparency Recording Standard as data: one file a version, and one for the finder's own keys.

A later version of the standard is another file here, and no code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
CURRENT = "v3.0"


@dataclass(frozen=True, kw_only=True)
class NamedSection:
    """One heading of the standard. Tier 1 is the overview for everybody, tier 2 the detail."""

    key: str
    title: str
    tier: int


@dataclass(frozen=True, kw_only=True)
class NamedField:
    """One field of the standard. `number_seen` is False where we have its number from memory only.

    Fields of one `group` repeat together, such as those of each model.
    """

    key: str
    title: str
    number: str
    section: str
    required: bool
    multi: bool
    group: str
    number_seen: bool


@dataclass(frozen=True, kw_only=True)
class Standard:
    """One version. `aliases` are names it had for fields that the current version calls otherwise.

    `complete` is False while fields of it are not known: no record is written in it.
    """

    version: str
    complete: bool
    sections: tuple[NamedSection, ...]
    fields: tuple[NamedField, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def in_section(self, key: str) -> tuple[NamedField, ...]:
        """The fields under one heading, in order."""
        return tuple(each for each in self.fields if each.section == key)


@dataclass(frozen=True, kw_only=True)
class Facet:
    """One key of the finder. `values` are those allowed, with their labels; empty where any text is."""

    key: str
    name: str
    type: str
    select: str
    required: bool
    values: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class FinderSchema:
    """How the public list of algorithmic tools files a record."""

    prefix: str
    facets: tuple[Facet, ...]

    def facet(self, key: str) -> Facet:
        """One key, without the prefix."""
        return next(each for each in self.facets if each.key == key)

    def check(self, metadata: Mapping[str, Any]) -> list[str]:
        """What is wrong with a whole metadata object, a sentence each; empty when it fits."""
        names = {f"{self.prefix}{each.key}": each for each in self.facets}
        problems = [f"{name} is not a key of the finder." for name in metadata if name not in names]
        for name, facet in names.items():
            problems += _problems_of(name, facet, metadata.get(name))
        return problems


def _problems_of(name: str, facet: Facet, value: Any) -> list[str]:
    if value in (None, "", []):
        return [f"{name} is required."] if facet.required else []
    if facet.select == "multiple" and not isinstance(value, list):
        return [f"{name} takes a list."]
    parts = value if isinstance(value, list) else [value]
    if facet.select != "multiple" and len(parts) != 1:
        return [f"{name} takes one value."]
    if not facet.values or facet.key == "organisation":  # a body that has not published yet is added when it does
        return [] if all(isinstance(part, str) for part in parts) else [f"{name} takes text."]
    return [f"{name}: '{part}' is not one of its values." for part in parts if part not in facet.values]


@cache
def read_standard(version: str = CURRENT) -> Standard:
    """One version of the standard by its name, such as "v3.0". Raises KeyError for one that has no file."""
    path = FOLDER / f"{version.replace('.', '_')}.toml"
    if not path.is_file():
        raise KeyError(f"no file for {version}; there are: {', '.join(list_versions())}")
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Standard(
        version=raw["version"],
        complete=raw["complete"],
        sections=tuple(NamedSection(**each) for each in raw["sections"]),
        fields=tuple(NamedField(**each) for each in raw["fields"]),
        aliases=raw.get("aliases", {}),
    )


def list_versions() -> list[str]:
    """Every version that has a file, oldest first."""
    return sorted(path.stem.replace("_", ".") for path in FOLDER.glob("v*.toml"))


@cache
def read_finder() -> FinderSchema:
    """The finder's keys with their exact values."""
    raw = tomllib.loads((FOLDER / "finder.toml").read_text(encoding="utf-8"))
    facets = (Facet(**each, values=raw["values"].get(each["key"], {})) for each in raw["facets"])
    return FinderSchema(prefix=raw["prefix"], facets=tuple(facets))


PHASES = tuple(read_finder().facet("phase").values)
"""The phases of a system's life, in order: pre-deployment first, retired last."""
