"""Reads the training set: pages through the importer that is served, and the questions written about them.

A page is Markdown with front matter, in `library/` or in `training/data/pages/`. Its questions stand in
`training/data/questions/<name of the page>.tsv`, with the columns of COLUMNS. Lines are counted from 1 through the
whole page, as `python -m training.number_lines PAGE` prints them.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fingerpost.knowledge.formats.markdown_pages import read_markdown
from fingerpost.knowledge.splitting import Section, split_page

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "library", ROOT / "training" / "data" / "pages")
QUESTIONS = ROOT / "training" / "data" / "questions"
COLUMNS = ("lines", "kind", "voice", "question", "situation")
ANSWER = "answer"
NEAR_MISSES = frozenset({"nation", "person", "year", "product", "detail"})
VOICES = frozenset({"plain", "colloquial", "misspelt", "welsh-english", "formal", "keywords"})
NO_LINES = "-"


class WrongTrainingData(Exception):
    """A file of the training set is wrong; the text names the file, the row and what to do."""


@dataclass(frozen=True, kw_only=True)
class TrainingPage:
    """One page as the importer cuts it. `sections` are in the order of the page; `starts[i]` is the number of lines
    that stand before section i."""

    name: str
    title: str
    nations: frozenset[str]
    sections: tuple[Section, ...]
    starts: tuple[int, ...]

    @property
    def line_count(self) -> int:
        return self.starts[-1] + len(self.sections[-1].lines) if self.sections else 0

    def place_of(self, line: int) -> tuple[int, int]:
        """(section, line within it) of a line counted from 1 through the page. Raises ValueError beyond its end."""
        for section, start in reversed(list(enumerate(self.starts))):
            if start < line <= start + len(self.sections[section].lines):
                return section, line - start - 1
        raise ValueError(f"{self.name} has {self.line_count} lines, and no line {line}")


@dataclass(frozen=True, kw_only=True)
class TrainingQuestion:
    """One question. `places` are the (section, line) that answer it, none for a near miss: a question on the topic of
    the page that the page does not answer, because of the `kind` of thing that differs."""

    page: str
    kind: str
    voice: str
    question: str
    situation: str
    places: tuple[tuple[int, int], ...]


def read_pages() -> dict[str, TrainingPage]:
    """Every page by name, which is its file's without the ending. Raises WrongTrainingData for a name used twice."""
    pages: dict[str, TrainingPage] = {}
    for path in sorted(path for folder in PAGES for path in folder.rglob("*.md")):
        if path.stem in pages:
            raise WrongTrainingData(f"Two pages are called {path.stem}. Rename one.")
        pages[path.stem] = read_page(path)
    return pages


def read_page(path: Path) -> TrainingPage:
    """One page, cut into sections and lines as it would be at import."""
    matter, page = read_markdown(path.read_text(encoding="utf-8"))
    title = matter.title or page.title
    sections = tuple(split_page(page.blocks, title=title))
    starts = [0]
    for section in sections:
        starts.append(starts[-1] + len(section.lines))
    nations = frozenset(str(each) for each in matter.nations or ())
    return TrainingPage(name=path.stem, title=title, nations=nations, sections=sections, starts=tuple(starts[:-1]))


def read_questions(pages: dict[str, TrainingPage], *, folder: Path = QUESTIONS) -> Iterator[TrainingQuestion]:
    """Every question in the order of file names. Raises WrongTrainingData at the first wrong row."""
    for path in sorted(folder.glob("*.tsv")):
        if path.stem not in pages:
            raise WrongTrainingData(f"{path.name}: there is no page {path.stem}.md.")
        yield from read_rows(path, pages[path.stem])


def read_rows(path: Path, page: TrainingPage) -> Iterator[TrainingQuestion]:
    """The questions of one file. Raises WrongTrainingData with file and row."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tuple(next(rows, ())) != COLUMNS:
            raise WrongTrainingData(f"{path.name}: the first row must name the columns {', '.join(COLUMNS)}.")
        for number, cells in enumerate(rows, start=2):
            try:
                yield _question(cells, page)
            except ValueError as error:
                raise WrongTrainingData(f"{path.name}, row {number}: {error}.") from error


def _question(cells: list[str], page: TrainingPage) -> TrainingQuestion:
    if len(cells) == len(COLUMNS) - 1:
        cells = [*cells, ""]  # no situation, and an editor that drops the last tab
    if len(cells) != len(COLUMNS):
        raise ValueError(f"expected {len(COLUMNS)} cells with tabs between, found {len(cells)}")
    lines, kind, voice, question, situation = (cell.strip() for cell in cells)
    if kind != ANSWER and kind not in NEAR_MISSES:
        raise ValueError(f"the kind '{kind}' is none of {ANSWER}, {', '.join(sorted(NEAR_MISSES))}")
    if voice not in VOICES:
        raise ValueError(f"the voice '{voice}' is none of {', '.join(sorted(VOICES))}")
    if (lines == NO_LINES) == (kind == ANSWER):
        raise ValueError("a question that is answered names its lines, a near miss has '-'")
    if not question:
        raise ValueError("there is no question")
    places = () if lines == NO_LINES else tuple(page.place_of(int(each)) for each in lines.split(","))
    return TrainingQuestion(
        page=page.name, kind=kind, voice=voice, question=question, situation=situation, places=places
    )
