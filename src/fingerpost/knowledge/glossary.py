"""Hard words of a text, explained in plain sentences: from the words that come with the release, and a body's own.

Files of the release lie in the library, a body's own in FINGERPOST_HOME/glossary, each as `<language>.toml` (see
`glossary_files.py`). The body's entries win. Words without a `meaning` are left
alone: "capital letters" is not "capital".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from fingerpost.knowledge import welsh
from fingerpost.knowledge.glossary_files import TOKEN, Explained, is_acronym, key_of, read_file
from fingerpost.knowledge.starter import starter_library

MOST_WORDS = 8  # explained beneath one claim
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_BETWEEN = re.compile(r"[\s‐‑'‘’\"“”-]+")  # what may stand between the words of one term
_MISSING = (0, 0)


@dataclass(frozen=True, kw_only=True)
class _Form:
    """One way to write an entry's word, after its first token. `exact` is the whole where capitals count."""

    rest: tuple[str, ...]
    exact: str
    entry: Explained


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """The words of one language, in the order of its alphabet, and how to find them in a text."""

    words: tuple[Explained, ...] = ()
    starts: Mapping[str, tuple[_Form, ...]] = field(default_factory=dict)  # by first token; the longest form first


def explain_words(lines: Iterable[str], language: str, *, most: int = MOST_WORDS) -> tuple[Explained, ...]:
    """The hard words of some lines, in the order they appear, each once, at most `most` of them.

    Whole words count, whatever their capitals; short forms in capitals (PIP) must be written so. The longest term
    wins: "capital gains" is not "capital". A language without a glossary has none. Raises InvalidGlossary.
    """
    starts = read_glossary(language).starts
    explained: dict[str, Explained] = {}
    for line in lines:
        for found in _find(line, starts):
            if found.meaning:
                explained.setdefault(found.word, found)
            if len(explained) == most:
                return tuple(explained.values())
    return tuple(explained.values())


def read_glossary(language: str) -> Glossary:
    """The words of a language. Read again when a file has changed. Raises InvalidGlossary, which names the file."""
    if not _LANGUAGE.fullmatch(language):
        return Glossary()
    files = (folder / f"{language}.toml" for folder in _folders())
    return _read_files(language, tuple((path, _stamp(path)) for path in files))


def list_languages() -> tuple[str, ...]:
    """The languages that have a glossary, of the release or of the body."""
    return tuple(sorted({path.stem for folder in _folders() for path in folder.glob("*.toml")}))


def _folders() -> tuple[Path, Path]:
    """The body's own before that of the release."""
    return settings.HOME / "glossary", starter_library() / "glossary"


def _stamp(path: Path) -> tuple[int, int]:
    try:
        about = path.stat()
    except FileNotFoundError:
        return _MISSING
    return (about.st_mtime_ns, about.st_size)


@lru_cache(maxsize=16)
def _read_files(language: str, files: tuple[tuple[Path, tuple[int, int]], ...]) -> Glossary:
    entries: list[Explained] = []
    taken: frozenset[str] = frozenset()
    for path, stamp in files:
        read = list(read_file(path)) if stamp != _MISSING else []
        kept = [entry for entry in read if key_of(entry.word) not in taken]
        entries += [replace(each, forms=tuple(f for f in each.forms if key_of(f) not in taken)) for each in kept]
        taken |= {key_of(form) for entry in read for form in entry.spellings}
    order = welsh.order_of if language == "cy" else str.casefold
    words = sorted((entry for entry in entries if entry.meaning), key=lambda each: order(each.word))
    return Glossary(words=tuple(words), starts=_starts(entries, language))


def _starts(entries: Iterable[Explained], language: str) -> dict[str, tuple[_Form, ...]]:
    starts: dict[str, list[_Form]] = {}
    for entry in entries:
        for spelling in entry.spellings:
            exact = spelling if is_acronym(spelling) else ""
            for tokens in _shapes(spelling, language):
                starts.setdefault(tokens[0], []).append(_Form(rest=tokens[1:], exact=exact, entry=entry))
    return {first: tuple(sorted(forms, key=lambda form: -len(form.rest))) for first, forms in starts.items()}


def _shapes(spelling: str, language: str) -> Iterator[tuple[str, ...]]:
    """The tokens of a form as the language may write it: English with its plural, Welsh with each mutation."""
    tokens = tuple(TOKEN.findall(spelling.lower()))
    yield tokens
    if language == "cy" and not is_acronym(spelling):
        yield from ((changed, *tokens[1:]) for changed in welsh.shapes_of(tokens[0]))
    elif language == "en" and not tokens[-1].endswith("s"):
        yield (*tokens[:-1], _plural(tokens[-1]))


def _plural(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("ch", "sh", "x", "z")) else f"{word}s"


def _find(line: str, starts: Mapping[str, tuple[_Form, ...]]) -> Iterator[Explained]:
    tokens = list(TOKEN.finditer(line))
    at = 0
    while at < len(tokens):
        for form in starts.get(tokens[at].group().lower(), ()):
            last = at + len(form.rest)
            if last < len(tokens) and _stands(line, tokens[at : last + 1], form):
                yield replace(form.entry, found=line[tokens[at].start() : tokens[last].end()])
                at = last
                break
        at += 1


def _stands(line: str, tokens: list[re.Match[str]], form: _Form) -> bool:
    """Do these tokens spell the form, with nothing between them that parts one term from the next?"""
    if tuple(token.group().lower() for token in tokens[1:]) != form.rest:
        return False
    if not all(_BETWEEN.fullmatch(line, one.end(), other.start()) for one, other in pairwise(tokens)):
        return False
    return line.startswith(form.exact, tokens[0].start())
