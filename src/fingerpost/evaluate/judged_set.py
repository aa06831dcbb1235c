"""Reads a folder of judged questions: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`. Most public sets have it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.contract.context import ALL_NATIONS, Access
from fingerpost.contract.errors import InvalidCase
from fingerpost.contract.passages import Line, Passage
from fingerpost.knowledge.sentences import split_sentences

BODY = "bench"
_COLUMNS = 3


@dataclass(frozen=True, kw_only=True)
class JudgedSet:
    """`questions` by id, only those that have a right answer; `grades` by question and document, above 0 for right."""

    passages: tuple[Passage, ...]
    questions: Mapping[str, str]
    grades: Mapping[str, Mapping[str, int]]


def read_judged_set(folder: Path) -> JudgedSet:
    """Read the three files. Raises InvalidCase with the file, the line and what is wrong with it."""
    documents = dict(_read_rows(folder / "corpus.jsonl", needs=("id", "text")))
    if not documents:
        raise InvalidCase(f"{folder.name} holds no document: corpus.jsonl is empty.")
    asked = dict(_read_rows(folder / "queries.jsonl", needs=("id", "text")))
    grades = _read_grades(folder / "qrels.tsv", questions=set(asked), documents=set(documents))
    judged = {
        key: row["text"] for key, row in asked.items() if any(grade > 0 for grade in grades.get(key, {}).values())
    }
    if not judged:
        raise InvalidCase(f"{folder.name} holds no question with a right answer.")
    return JudgedSet(
        passages=tuple(_passage(key, row) for key, row in documents.items()), questions=judged, grades=grades
    )


def _read_rows(path: Path, *, needs: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    seen: set[str] = set()
    for number, line in _read_lines(path):
        row = _parse(line, path=path, number=number)
        for name in (*needs, "title"):
            if not isinstance(row.get(name, None if name in needs else ""), str):
                raise InvalidCase(f"{path.name}, line {number}: '{name}' is missing or is not text.")
        if row["id"] in seen:
            raise InvalidCase(f"{path.name}, line {number}: the id '{row['id']}' stands there twice.")
        seen.add(row["id"])
        yield row["id"], row


def _parse(line: str, *, path: Path, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidCase(f"{path.name}, line {number}, is not JSON: {error}.") from error
    if not isinstance(row, dict):
        raise InvalidCase(f"{path.name}, line {number}, is not a JSON object.")
    return row


def _read_grades(path: Path, *, questions: set[str], documents: set[str]) -> dict[str, dict[str, int]]:
    grades: dict[str, dict[str, int]] = {}
    for number, line in _read_lines(path):
        cells = line.split("\t")
        if len(cells) != _COLUMNS:
            raise InvalidCase(f"{path.name}, line {number}: expected query, document and grade, with tabs between.")
        question, document, grade = (cell.strip() for cell in cells)
        if number == 1 and not _is_whole(grade):
            continue  # the header
        if not _is_whole(grade):
            raise InvalidCase(f"{path.name}, line {number}: the grade '{grade}' is not a whole number.")
        for kind, key, known in (("query", question, questions), ("document", document, documents)):
            if key not in known:
                raise InvalidCase(f"{path.name}, line {number}: there is no {kind} '{key}'.")
        grades.setdefault(question, {})[document] = int(grade)
    return grades


def _read_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, numbered from 1. Ends at line feeds only: guidance holds other separators."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidCase(f"{path.name} could not be read: {error}.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _is_whole(cell: str) -> bool:
    return cell.lstrip("-").isdigit()


def _passage(key: str, row: Mapping[str, str]) -> Passage:
    """The document as guidance that everybody may see. Its sentences are its lines, as at import."""
    return Passage(
        id=key,
        document=key,
        collection=BODY,
        body=BODY,
        title=row.get("title", ""),
        heading_path=(),
        anchor="",
        lines=tuple(Line(text=sentence) for sentence in split_sentences(row["text"])),
        url="",
        copy="",
        language="en",
        nations=ALL_NATIONS,
        audience=frozenset({"residents"}),
        access=Access.PUBLIC,
        digest=key,
    )
