"""Right claims: what a well-behaved model says, with the lines it quotes, read from JSON lines."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fingerpost.contract.citing import cite
from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Access, Nation
from fingerpost.contract.passages import Line, LineKind, Passage, passage_digest


@dataclass(frozen=True, kw_only=True)
class RightClaim:
    """`text` says nothing but what `quotes` say, which stand in `passage`. `half` is "tune" or "held"."""

    text: str
    quotes: tuple[Claim, ...]
    passage: Passage
    half: str = ""
    kind: str = ""

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(self.passage for _ in self.quotes)


def read_right_claims(folder: Path, *, name: str = "right_claims.jsonl") -> list[RightClaim]:
    """The claims of one file, each on its passage in `passages.jsonl` beside it. Raises ValueError where a line that
    is quoted doesn't stand there."""
    passages = {row["id"]: _passage(row) for row in _rows(folder / "passages.jsonl")}
    return [_claim(row, passages[row["passage"]]) for row in _rows(folder / name)]


def _rows(path: Path) -> Iterator[Mapping[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _passage(row: Mapping[str, Any]) -> Passage:
    lines = tuple(Line(kind=LineKind(kind), block=block, text=text) for kind, block, text in row["lines"])
    return Passage(
        id=str(row["id"]),
        document=str(row["page"]),
        collection="starter",
        body="fernby",
        title=str(row["title"]),
        heading_path=tuple(row["headings"]),
        anchor="",
        lines=lines,
        url="https://www.fernby.example/page",
        copy="/guidance/starter/page",
        language="en",
        nations=frozenset(Nation(nation) for nation in row["nations"]),
        audience=frozenset({"residents"}),
        access=Access.PUBLIC,
        digest=passage_digest(*(line.text for line in lines)),
    )


def _claim(row: Mapping[str, Any], passage: Passage) -> RightClaim:
    places = [_place_of(str(text), passage) for text in row["lines"]]
    return RightClaim(
        text=str(row["text"]),
        quotes=tuple(quote_lines(passage, run) for run in _runs(places)),
        passage=passage,
        half=str(row.get("half", "")),
        kind=str(row.get("kind", "")),
    )


def _place_of(text: str, passage: Passage) -> int:
    for place, line in enumerate(passage.lines):
        if line.text == text:
            return place
    raise ValueError(f"{passage.id}: no such line: {text}")


def _runs(places: Sequence[int]) -> list[list[int]]:
    """Places that follow one another, together: each run is one quote."""
    runs: list[list[int]] = []
    for place in places:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def quote_lines(passage: Passage, places: Sequence[int]) -> Claim:
    """A claim that quotes these lines of a passage and says nothing else."""
    lines = [passage.lines[place] for place in places]
    said = "\n".join(line.text for line in lines)
    shown = tuple((line.kind.value, line.block, line.text) for line in lines)
    return Claim(text=said, quote=said, source=cite(passage), lines=shown)
