"""How soon somebody must look: by rules alone. `urgency.toml` is the table; the highest that it finds wins."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fingerpost.capabilities.triage.signs.patterns import Pattern, Reading, read_pattern
from fingerpost.capabilities.triage.words import plain_words
from fingerpost.contract.proposals import Sign
from fingerpost.contract.services import Service, Urgency, Words

FILE = Path(__file__).with_name("urgency.toml")
USUAL = "usual"
USUAL_WORDS = {
    "en": "This is how soon such reports are usually dealt with.",
    "cy": "Dyma pa mor fuan yr ymdrinnir â'r fath adroddiadau fel arfer.",
}
_NOT_SO = re.compile(
    r"\b(?:no longer|not|isnt|arent|wasnt|never|hasnt|havent|doesnt|didnt|nid yw|ddim)(?: \w+){0,2} ?$"
)
_OVER = re.compile(
    r"\b(?:was|were|been|is|has|have|got|now|all|youve|you|they)(?: \w+){0,2} (?:fixed|mended|repaired|sorted|cleared"
    r"|put right|removed|replaced|dealt with|gone down|made safe)\b|\b(?:no longer|cheers for|thanks for (?:fixing"
    r"|mending|sorting)|wedi (?:ei|eu) (?:drwsio|glirio))\b"
)
_YET = re.compile(r"\b(?:again|still|back|but|worse|since|only|eto|o hyd|never|hasnt|havent|not|isnt)\b")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One line of the table. `sign` is the code of a sign, "" where `patterns` say when it holds."""

    code: str
    level: Urgency
    words: Words
    why: str
    sign: str
    patterns: tuple[Pattern, ...]


def weigh_urgency(text: str, *, signs: Sequence[Sign], service: Service | None) -> tuple[Urgency, tuple[str, ...]]:
    """The urgency, and the codes of all the reasons for it, highest first. USUAL stands for the service's own."""
    seen = {each.code for each in signs}
    reading = Reading(plain_words(text))
    found = [reason for reason in load_reasons().values() if _holds(reason, seen, reading)]
    usual = service.usual_urgency if service else Urgency.ROUTINE
    levels = [(each.level, each.code) for each in found] + [(usual, USUAL)]
    levels.sort(key=lambda each: -each[0].rank)  # stable: in the order of the table within a level
    return levels[0][0], tuple(code for _, code in levels)


def needs_attention(signs: Sequence[Sign]) -> bool:
    """Must the case be seen before all others of its urgency? Where a sign stands in the table as a reason."""
    by_sign = {reason.sign for reason in load_reasons().values() if reason.sign}
    return any(each.code in by_sign for each in signs)


def highest_of(codes: Sequence[str], *, service: Service | None) -> Urgency | None:
    """The urgency that these reasons allow; None where one of them stands in no table."""
    usual = service.usual_urgency if service else Urgency.ROUTINE
    reasons = load_reasons()
    if not codes or any(code != USUAL and code not in reasons for code in codes):
        return None
    return max((usual if code == USUAL else reasons[code].level for code in codes), key=lambda each: each.rank)


@cache
def load_reasons() -> Mapping[str, Reason]:
    """The table by code, read once. Raises ValueError where a line cannot be read: a test holds the file to it."""
    raw = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {each["code"]: _reason(each) for each in raw["reason"]}


def _reason(raw: Mapping[str, object]) -> Reason:
    patterns = raw.get("patterns", [])
    words = raw["words"]
    if not isinstance(patterns, list) or not isinstance(words, dict) or not (patterns or raw.get("sign")):
        raise ValueError(f"{FILE.name}: '{raw.get('code')}' needs words, and patterns or a sign")
    return Reason(
        code=str(raw["code"]),
        level=Urgency(str(raw["level"])),
        words=words,
        why=str(raw["why"]),
        sign=str(raw.get("sign", "")),
        patterns=tuple(read_pattern(str(pattern), {}) for pattern in patterns),
    )


def _holds(reason: Reason, seen: set[str], reading: Reading) -> bool:
    """A sign counts whatever else is said. What a pattern finds does not where the words say that it is over."""
    if reason.sign:
        return reason.sign in seen
    spans = (span for pattern in reason.patterns for span in reading.spans_of(pattern))
    return any(_is_so(reading.words, *span) for span in spans)


def _is_so(words: str, start: int, end: int) -> bool:
    sentence = words[words.rfind(" . ", 0, start) + 1 : _end_of(words, end)]
    before = words[max(words.rfind(" . ", 0, start), 0) : start]
    over = _OVER.search(sentence)
    return not _NOT_SO.search(before) and (over is None or bool(_YET.search(sentence)))


def _end_of(words: str, at: int) -> int:
    found = words.find(" . ", at)
    return found if found >= 0 else len(words)
