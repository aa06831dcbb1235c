"""A refusal is said in the language of the page, with its figures, and none is left out of the catalogue."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import fingerpost.casework
from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors import refusals
from fingerpost.doors.refusals import refusal_words

CASEWORK = Path(fingerpost.casework.__file__).parent
MARKED = "gettext_noop"


def test_figures_stand_in_a_sentence_of_any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    welsh = {"Write %(most)s letters at most.": "Ysgrifennwch %(most)s o lythrennau ar y mwyaf."}
    monkeypatch.setattr(refusals, "_", lambda words: welsh.get(words, words))
    fault = NotAllowed("Write %(most)s letters at most.", most=300)
    assert fault.public == "Write 300 letters at most."
    assert refusal_words(fault) == "Ysgrifennwch 300 o lythrennau ar y mwyaf."


def test_what_nobody_translated_stays_as_it_is() -> None:
    with translation.override("cy"):
        assert refusal_words(NotAllowed("100% of quimbly.")) == "100% of quimbly."
        assert refusal_words(StoreUnavailable("The quimbly is full.")) == "The quimbly is full."


def test_faults_that_always_say_the_same_say_what_to_do() -> None:
    assert "Check the reference" in refusal_words(UnknownCase())
    assert "save again" in refusal_words(StaleCase(version=2, changes=()))


def test_every_refusal_of_casework_is_marked_for_the_catalogue() -> None:
    """`make messages` finds it then, and another test fails until it has Welsh."""
    refused = list(_refusals())
    assert len(refused) > 40
    assert [where for where, words in refused if not _is_marked(words)] == []


def _refusals() -> Iterator[tuple[str, ast.expr]]:
    for path in sorted(CASEWORK.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == NotAllowed.__name__:
                yield f"{path.name}:{node.lineno}", node.args[0]


def _is_marked(words: ast.expr) -> bool:
    """Marked where it stands, or a name that is given the marked sentence elsewhere: never a text of its own."""
    if isinstance(words, ast.Call) and isinstance(words.func, ast.Name):
        return words.func.id == MARKED
    return isinstance(words, ast.Name | ast.Subscript) or ast.unparse(words).startswith("_SAID.get(")
