"""What the model is asked: a public file as it stands, and beside it the question and the passages, as data."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fingerpost.capabilities.answer.writing.giving import Given
from fingerpost.contract.context import Nation
from fingerpost.contract.language_models import Prompt
from fingerpost.contract.passages import Line, LineKind, Passage

FOLDER = Path(__file__).parents[1] / "prompts"
MOST_TOKENS = 900

_LISTED = frozenset({LineKind.BULLET, LineKind.NUMBER})


def ask_in(question: str, before: str, nation: Nation | None, given: Sequence[Given]) -> Prompt:
    """The prompt for one question. `before` is what it leans on of the conversation, "" where it leans on nothing.

    The question stands last, next to where the model begins to write.
    """
    name, digest, instructions = _read("answer.md")
    parts = [(f"passage {each.token}", words_of(each.passage, each.lines)) for each in given]
    parts.append(("the nation the reader lives in", nation.title if nation else "The reader did not say."))
    if before:
        parts.append(("what was said before the question", before))
    parts.append(("the question", question))
    return Prompt(name=name, digest=digest, instructions=instructions, parts=tuple(parts), most_tokens=MOST_TOKENS)


def words_of(passage: Passage, lines: Sequence[Line]) -> str:
    """The page, the heading, and the lines as they stood: list items behind a hyphen, cells between bars."""
    place = " › ".join(dict.fromkeys((passage.title, *passage.heading_path)))
    return "\n".join([place, *(f"- {line.text}" if line.kind in _LISTED else line.text for line in lines)])


@cache
def _read(name: str) -> tuple[str, str, str]:
    """The file's name, its SHA-256 in hex, and its words."""
    raw = (FOLDER / name).read_bytes()
    return name, hashlib.sha256(raw).hexdigest(), raw.decode("utf-8")
