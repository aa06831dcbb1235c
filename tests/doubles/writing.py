"""What a double writes: each writer reads what was asked and gives the whole text. The evil one has its own file."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.doubles.asked import Asked

Writer = Callable[[Asked], str]

_WORD = re.compile(r"[a-z]{3,}")
_COMMON = frozenset(
    (
        *("the", "and", "for", "are", "can", "you", "your", "what", "how", "who", "when", "does", "did", "with"),
        *("from", "that", "this", "have", "has", "not", "get", "will", "any", "about"),
    )
)
_NOT_SAID = re.compile(r"^(?:#|title|page|heading|section|nation|nations|source|link)\b.*", re.IGNORECASE)
_OTHER_WORDS = (
    *(("does not ", "doesn't "), ("do not ", "don't "), ("cannot ", "can't "), ("can't ", "cannot ")),
    *(("ou are ", "ou're "), ("ou have ", "ou've "), ("ou will ", "ou'll "), ("ou'll ", "ou will "), ("t is ", "t's ")),
    *(("need to ", "have to "), (" can get ", " can receive "), (" also ", " "), (" and ", " and also ")),
)
_NO_NAMES = ("You ", "Your ", "A ", "An ", "The ", "If ", "It ")  # they begin small within a sentence
MOST_CLAIMS = 3


def write_rightly(asked: Asked) -> str:
    """The lines that share most words with the question, each lightly restated, with the whole line as its quote.

    Where nothing came that could be quoted, as from `fingerpost models check`, it says that it is there.
    """
    if not asked.passages:
        return "ready\n"
    lines = best_lines(asked)
    return "".join(claim(restate(words), (token, words)) for token, words in lines[:MOST_CLAIMS])


def best_lines(asked: Asked) -> list[tuple[str, str]]:
    """Lines of the passages with their passage's token, best first: those that share most words with the question, and
    whole sentences before items of a list."""
    wanted = _words_of(asked.question)
    lines = [(token, line) for token, text in asked.passages.items() for line in _lines_of(text)]
    return sorted(lines, key=lambda line: (-len(wanted & _words_of(line[1])), not line[1].endswith(".")))


def _lines_of(text: str) -> list[str]:
    """Without the first one where it says where the passage stands, and without what leads to a list."""
    first, _, rest = text.partition("\n")
    is_place = bool(rest) and (" › " in first or not first.rstrip().endswith((".", "?", "!", ":")))
    lines = [line.strip() for line in (rest if is_place else text).splitlines()]
    said = [line.removeprefix("- ") for line in lines if not _NOT_SAID.match(line) and not line.endswith(":")]
    return [line for line in said if len(line.split()) > 3]


def restate(line: str) -> str:
    """The same in slightly other words: no figure, name, condition or negation is touched. An item of a list stays."""
    if not line.endswith("."):
        return line
    for old, new in _OTHER_WORDS:
        if old in line:
            return line.replace(old, new, 1)
    return f"Also, {line[0].lower()}{line[1:]}" if line.startswith(_NO_NAMES) else f"Also, {line}"


def claim(text: str, *quotes: tuple[str, str], **more: Any) -> str:
    """One line of an answer, as the answer's prompt asks for it. Each quote is (passage, words)."""
    said = [{"passage": passage, "words": words} for passage, words in quotes]
    return json.dumps({"text": text, "quotes": said, **more}, ensure_ascii=False) + "\n"


def write_in_french(asked: Asked) -> str:
    token, words = _first(asked)
    return claim("Vous pouvez faire la demande en ligne, sans aucune condition.", (token, words))


def write_in_welsh(asked: Asked) -> str:
    token, words = _first(asked)
    return claim("Gallwch wneud cais ar-lein heb unrhyw amodau.", (token, words))


def write_markdown(asked: Asked) -> str:
    return f"Here is the answer:\n\n```json\n{write_rightly(asked)}```\n\n**I hope this helps!**\n"


def write_nested(asked: Asked) -> str:
    """Right claims inside a list inside an object, over many lines."""
    claims = [json.loads(line) for line in write_rightly(asked).splitlines()]
    return json.dumps({"answer": {"claims": claims}}, indent=2) + "\n"


def write_deeply_nested(asked: Asked) -> str:
    """More brackets than a reader of JSON can follow."""
    return "[" * 3_500 + "]" * 3_500 + "\n"


def write_empty_list(asked: Asked) -> str:
    return "[]\n"


def write_nothing(asked: Asked) -> str:
    return ""


def write_prose(asked: Asked) -> str:
    return "Yes, you can apply. It takes about 10 days and costs £25.\nSee https://example.com/apply for more.\n"


def write_instructions(asked: Asked) -> str:
    """What it was told to keep to, as claims."""
    token, words = _first(asked)
    return "".join(claim(line, (token, words)) for line in asked.instructions.splitlines() if line.strip())


def write_truncated(asked: Asked) -> str:
    """One right claim, and the half of another."""
    whole = write_rightly(asked)
    return whole + claim("This one was never finished", _first(asked))[:-20]


def write_long_line(asked: Asked) -> str:
    return claim("very " * 10_000 + "long", _first(asked))


def write_at_length(asked: Asked) -> str:
    return claim("This again.", _first(asked)) * 3_000


def _first(asked: Asked) -> tuple[str, str]:
    return next(iter(best_lines(asked)), ("p1", "There is nothing to quote."))


def _words_of(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORD.findall(text.lower())} - _COMMON


WRITERS: Mapping[str, Writer] = {
    "right": write_rightly,
    "french": write_in_french,
    "welsh": write_in_welsh,
    "markdown": write_markdown,
    "nested": write_nested,
    "deeply nested": write_deeply_nested,
    "empty list": write_empty_list,
    "nothing": write_nothing,
    "prose": write_prose,
    "instructions": write_instructions,
    "truncated line": write_truncated,
    "long line": write_long_line,
    "at length": write_at_length,
}
