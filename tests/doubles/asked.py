"""What a double was asked: the request as it came over the wire, and the parts between their marks."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_PART = re.compile(r"^\[([0-9a-f]{16}) begins: (.*)\]\n(.*?)\n\[\1 ends: \2\]$", re.MULTILINE | re.DOTALL)
_TOKEN = re.compile(r"\bp\d+\b")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`headers` have their names in small letters. `key` is what came where the wire carries keys."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    key: str
    instructions: str
    material: str

    @property
    def model(self) -> str:
        return str(self.body.get("model", ""))

    @property
    def most_tokens(self) -> int:
        return int(self.body.get("max_tokens") or self.body.get("max_completion_tokens") or 0)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Each as (label, text), in order."""
        return [(label, text) for _, label, text in _PART.findall(self.material)]

    @property
    def question(self) -> str:
        """It stands last of what has a label that names it."""
        return next((text for label, text in reversed(self.parts) if "question" in label.lower()), "")

    @property
    def passages(self) -> dict[str, str]:
        """By the token in their label, such as p1; by the whole label where it has none."""
        passages = {}
        for label, text in self.parts:
            token = _TOKEN.search(label)
            if token or "passage" in label.lower():
                passages[token[0] if token else label] = text
        return passages
