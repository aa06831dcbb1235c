"""Nobody needs more than nine years of school to read a page: Flesch-Kincaid grade 9 or lower.

The formula is in tests/reading_age.py. What is judged, in English:

- each page of the library: its sentences and the items of its lists. Headings and rows of tables are no sentences.
- each explanation of the glossary by itself.
- the fixed texts of the interface: what templates and Python mark for translation, file by file; what the guard, the
  road and the capabilities say in their own voice, file by file; and the words of each card.

A label of three words has no reading age. So of the interface only texts of eight words or more are graded, together
for each file, and none of their sentences may be longer than 25 words. Places for names and figures count as one short
word. Nothing else is left out: names of benefits and laws count like any other word.
"""

import ast
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from tests.reading_age import count_syllables, count_words, grade, split_sentences

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "library"
PACKAGE = ROOT / "src" / "fingerpost"
HIGHEST = 9.0
LONGEST = 25  # words a sentence, in the interface
FEWEST = 8  # words a text, to be graded
VOICES = (  # modules whose sentences are read by the person who asks
    "capabilities/*/phrases.py",
    "capabilities/*/explain*.py",
    "guard/**/*.py",
    "pipeline/explain.py",
    "pipeline/phrases.py",
)
LAZY = {"gettext_lazy": None, "ngettext_lazy": (1, 2), "pgettext_lazy": ((1, "c"), 2)}
_PLACE = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
_LIST_MARK = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")


@cache
def library() -> dict[str, list[str]]:
    """The sentences of each English page."""
    paths = (path for path in sorted(LIBRARY.rglob("*.md")) if "cy" not in path.parts)
    return {path.stem: sentences_of_page(path.read_text(encoding="utf-8")) for path in paths}


def sentences_of_page(text: str) -> list[str]:
    body = text.split("---\n", 2)[2]
    lines = (line for line in body.splitlines() if not line.startswith(("#", "|")))
    return split_sentences("\n".join(_LIST_MARK.sub("", line) for line in lines))


@cache
def glossary() -> dict[str, str]:
    """The English meaning of each word."""
    words = tomllib.loads((LIBRARY / "glossary" / "en.toml").read_text(encoding="utf-8"))["word"]
    return {entry["word"]: entry["meaning"] for entry in words if entry["meaning"]}


@cache
def interface() -> dict[str, tuple[str, ...]]:
    """The fixed English texts that are long enough to judge, by the file they stand in."""
    found: dict[str, list[str]] = defaultdict(list)
    for file, text in (*_marked_for_translation(), *_said_by_modules(), *_said_by_settings()):
        if count_words(plain := _PLACE.sub("it", text)) >= FEWEST:
            found[file].append(plain)
    return {file: tuple(dict.fromkeys(texts)) for file, texts in found.items()}


def _marked_for_translation() -> Iterator[tuple[str, str]]:
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file, filename="babel.cfg")
    keywords = {**DEFAULT_KEYWORDS, **LAZY}
    for folder in ("doors", "site"):
        for name, _, message, _, _ in extract_from_dir(PACKAGE / folder, methods, options, keywords=keywords):
            for text in message if isinstance(message, tuple) else (message,):
                yield f"{folder}/{name}", text


def _said_by_modules() -> Iterator[tuple[str, str]]:
    for path in (path for pattern in VOICES for path in sorted(PACKAGE.glob(pattern))):
        if "tests" not in path.parts and "welsh" not in path.stem:
            for text in _strings_of(ast.parse(path.read_text(encoding="utf-8"))):
                yield str(path.relative_to(PACKAGE)), text


def _strings_of(tree: ast.AST) -> Iterator[str]:
    """Sentences of a module: strings that end as one, but for docstrings, Welsh, and what is meant for the log."""
    if isinstance(tree, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(tree):
        tree.body = tree.body[1:]
    if isinstance(tree, ast.Dict):
        values = [value for key, value in zip(tree.keys, tree.values, strict=True) if not _is_welsh(key)]
        yield from (text for value in values for text in _strings_of(value))
        return
    if isinstance(tree, ast.keyword) and tree.arg == "detail":
        return
    if text := _text_of(tree):
        yield from [text] if text.rstrip().endswith((".", "?", "!", ":")) and " " in text else []
        return
    for child in ast.iter_child_nodes(tree):
        yield from _strings_of(child)


def _is_welsh(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and key.value == "cy"


def _text_of(node: ast.AST) -> str:
    """A string with "it" in the place of what is filled in; "" for what is no string."""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "it" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _said_by_settings() -> Iterator[tuple[str, str]]:
    """Cards, signposts for people in danger, and what is said in languages that are not served."""
    for path in sorted(PACKAGE.glob("capabilities/*/card.toml")):
        card = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from ((str(path.relative_to(PACKAGE)), text) for text in (card["title"], *card["limits"]))
    signposts = tomllib.loads((PACKAGE / "guard/danger/signposts.toml").read_text(encoding="utf-8"))
    for sign in signposts.values():
        yield from (("guard/danger/signposts.toml", text) for text in sign.get("en", {}).values())
    not_served = tomllib.loads((PACKAGE / "guard/tongues/not_served.toml").read_text(encoding="utf-8"))
    yield "guard/tongues/not_served.toml", not_served["en"]


def test_every_page_of_the_library_is_plain_enough() -> None:
    hard = {name: round(found, 1) for name, text in library().items() if (found := grade(text)) > HIGHEST}
    assert len(library()) > 100
    assert hard == {}


def test_every_explanation_of_the_glossary_is_plain_enough() -> None:
    grades = {word: grade(split_sentences(meaning)) for word, meaning in glossary().items()}
    assert {word: round(found, 1) for word, found in grades.items() if found > HIGHEST} == {}


def test_the_interface_is_plain_enough_in_every_file() -> None:
    grades = {name: grade(s for text in texts for s in split_sentences(text)) for name, texts in interface().items()}
    assert {name: round(found, 1) for name, found in grades.items() if found > HIGHEST} == {}


def test_no_sentence_of_the_interface_is_long() -> None:
    sentences = ((name, s) for name, texts in interface().items() for text in texts for s in split_sentences(text))
    assert [f"{name}: {sentence}" for name, sentence in sentences if count_words(sentence) > LONGEST] == []


def test_no_sentence_of_the_glossary_is_long() -> None:
    sentences = ((word, s) for word, meaning in glossary().items() for s in split_sentences(meaning))
    assert [f"{word}: {sentence}" for word, sentence in sentences if count_words(sentence) > LONGEST] == []


def test_what_people_read_is_really_judged() -> None:
    """The rule for finding texts finds them: one known text of each kind."""
    judged = "\n".join(text for texts in interface().values() for text in texts)
    for known in (
        "You can add what matters in your case.",  # a template
        "Nothing about you was judged.",  # a capability's explanation
        "I cannot see your account, your claim or your payments.",  # a capability's phrase
        "If someone may be seriously ill",  # a signpost
        "We can answer only in English and Welsh",  # a language that is not served
        "It quotes guidance.",  # a card
    ):
        assert known in judged
    assert "Gofynnwch" not in judged


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("tax", 1), ("rent", 1), ("changed", 1), ("lives", 1), ("eyes", 1), ("HMRC", 4), ("£12,570", 1)),
        *(("table", 2), ("needed", 2), ("houses", 2), ("people", 2), ("statement", 2), ("being", 2), ("carer's", 2)),
        *(("benefit", 3), ("disabled", 3), ("usual", 3), ("employer", 3), ("carefully", 3), ("settlement", 3)),
        *(("eligible", 4), ("immigration", 4), ("mandatory", 4), ("social", 2), ("media", 3), ("create", 2)),
        *(("reconsideration", 6), ("universal", 4), ("naturalisation", 6), ("evaluation", 5)),
    ],
)
def test_syllables_are_counted_as_the_word_is_said(word: str, syllables: int) -> None:
    assert count_syllables(word) == syllables


def test_the_grade_is_that_of_the_formula() -> None:
    """Five words and five syllables a sentence: 0.39 x 5 + 11.8 - 15.59."""
    assert grade(["The cat sat on it."]) == pytest.approx(-1.84)
    assert grade([]) == 0.0
    assert grade(split_sentences("Notwithstanding the aforementioned eligibility considerations, applicants")) > 20


def test_sentences_end_at_full_stops_and_at_the_end_of_a_line() -> None:
    assert split_sentences('He said "Go." We went! It cost £1,406.60.\n- one\n- two') == [
        'He said "Go.',
        "We went!",
        "It cost £1,406.60.",
        "- one",
        "- two",
    ]
