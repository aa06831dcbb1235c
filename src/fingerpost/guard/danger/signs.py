"""What in a person's words is a sign of danger. Fixed patterns, no model; `signs.toml` holds them and says how."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from pathlib import Path


class Level(IntEnum):
    """NOW: somebody is in danger. MENTION: show help, and answer the question."""

    NOTHING = 0
    MENTION = 1
    NOW = 2


# The order in which help is shown.
GROUPS = ("medical", "suicide", "child", "abuse", "no roof")
_FILE = Path(__file__).with_name("signs.toml")
_LIST_NAME = re.compile(r"<([a-z]+)>")


@dataclass(frozen=True, kw_only=True)
class Sign:
    """Patterns of one group and level. `past` is the level where they are told of the past."""

    group: str
    level: Level
    pattern: re.Pattern[str]
    firm: bool
    past: Level


@dataclass(frozen=True, kw_only=True)
class Signs:
    """The whole of `signs.toml`, compiled."""

    signs: tuple[Sign, ...]
    figures_of_speech: re.Pattern[str]
    rights: re.Pattern[str]
    past: re.Pattern[str]
    now: re.Pattern[str]
    this_minute: re.Pattern[str]

    def read(self, words: str) -> dict[str, Level]:
        """The groups that show in plain words (see `spelling`), each with its strictest level. Empty: no sign."""
        plain = self.figures_of_speech.sub("_", words)
        found: dict[str, Level] = {}
        for sign in self.signs:
            known = found.get(sign.group, Level.NOTHING)
            if sign.level > known and sign.pattern.search(plain):
                found[sign.group] = max(known, self._weigh(sign, plain))
        return {group: level for group, level in found.items() if level}

    def _weigh(self, sign: Sign, plain: str) -> Level:
        if sign.level is not Level.NOW or self.this_minute.search(plain):
            return sign.level
        is_past = self.past.search(plain) and not self.now.search(plain)
        is_asked = not sign.firm and self.rights.search(plain)
        return sign.past if is_past or is_asked else sign.level


@cache
def load_signs() -> Signs:
    """The signs, read once."""
    raw = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    lists = raw["lists"]
    return Signs(
        signs=tuple(_build(each, lists) for each in raw["signs"]),
        **{name: _compile(patterns, lists) for name, patterns in raw["weigh"].items()},
    )


def _build(raw: Mapping[str, object], lists: Mapping[str, Sequence[str]]) -> Sign:
    patterns = raw["patterns"]
    if not isinstance(patterns, list) or raw["group"] not in GROUPS:
        raise ValueError(f"{_FILE.name}: a sign needs a group of {', '.join(GROUPS)} and a list of patterns")
    return Sign(
        group=str(raw["group"]),
        level=Level[str(raw["level"]).upper()],
        pattern=_compile(patterns, lists),
        firm=bool(raw.get("firm", False)),
        past=Level[str(raw.get("past", "mention")).upper()],
    )


def _compile(patterns: Sequence[str], lists: Mapping[str, Sequence[str]]) -> re.Pattern[str]:
    filled = (_LIST_NAME.sub(lambda match: f"(?:{'|'.join(lists[match[1]])})", each) for each in patterns)
    return re.compile(rf"\b(?:{'|'.join(filled)})(?!\w)")
