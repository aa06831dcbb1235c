"""The published figures that made-up households are drawn from, each with its source or marked as assumed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_name("marginals.yaml")


@dataclass(frozen=True, kw_only=True)
class Marginal:
    """One figure or set of figures. `source` names where it was published; `assumed` says why it is ours instead."""

    name: str
    value: Any
    says: str
    title: str = ""
    url: str = ""
    assumed: str = ""


@cache
def read_marginals(path: Path = FILE) -> tuple[Mapping[str, Marginal], str]:
    """All of them by name, and the SHA-256 of the file. Raises ValueError for a figure that names no source."""
    raw = path.read_bytes()
    table = yaml.safe_load(raw)
    found = {}
    for name, entry in table["marginals"].items():
        if ("source" in entry) == ("assumed" in entry):
            raise ValueError(f"{path.name}: {name} must name a source, or say what is assumed")
        source = table["sources"][entry["source"]] if "source" in entry else {"title": "", "url": ""}
        found[name] = Marginal(
            name=name, value=entry["is"], says=entry.get("says", ""), assumed=entry.get("assumed", ""), **source
        )
    return found, hashlib.sha256(raw).hexdigest()
