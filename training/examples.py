"""The examples an encoder learns from: a question, the section that answers it, and its lines where they are known."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fingerpost.knowledge.formats.markdown_pages import read_markdown
from training.corpus import ANSWER, PAGES, TrainingPage, TrainingQuestion, read_pages, read_questions

REVERSED = 0.3
"""How often the question stands before the situation."""

Key = tuple[str, int]
"""A section: the name of its page, and its place on it."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """`lines` are places within the section, empty where nobody marked them. `also` are other sections that answer."""

    question: str
    situation: str
    section: Key
    lines: frozenset[int] = frozenset()
    also: frozenset[Key] = frozenset()

    def words(self, chance: random.Random, *, drop: float, beside_the_point: str = "") -> str:
        """The question as asked, with its situation before or behind it; with chance `drop` without.

        `beside_the_point` is somebody else's situation, set somewhere among these: people tell more than matters.
        """
        parts = [self.question] if not self.situation or chance.random() < drop else [self.situation, self.question]
        if chance.random() < REVERSED:
            parts.reverse()
        if beside_the_point:
            parts.insert(chance.randrange(len(parts) + 1), beside_the_point)
        return " ".join(parts)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A section as the engine embeds it: its head, which is title and headings, and its lines."""

    head: str
    lines: tuple[str, ...]


def read_examples() -> tuple[list[Example], dict[Key, Section]]:
    """All examples of the training set and of the questions that pages list, and every section by its key."""
    pages = read_pages()
    examples = [_example(each) for each in read_questions(pages) if each.kind == ANSWER]
    examples += list(_listed(pages))
    return examples, {
        (page.name, at): section_of(page, at) for page in pages.values() for at in range(len(page.sections))
    }


def section_of(page: TrainingPage, at: int) -> Section:
    """What `engines.search.words.head_of` makes of the same passage, and its lines."""
    section = page.sections[at]
    headings = [heading for heading in section.heading_path if heading != page.title]
    return Section(head=" ".join([page.title, *headings]), lines=tuple(line.text for line in section.lines))


def _example(question: TrainingQuestion) -> Example:
    first = question.places[0][0]
    return Example(
        question=question.question,
        situation=question.situation,
        section=(question.page, first),
        lines=frozenset(line for section, line in question.places if section == first),
        also=frozenset((question.page, section) for section, _ in question.places if section != first),
    )


def _listed(pages: Mapping[str, TrainingPage]) -> Iterator[Example]:
    """The questions that a page lists of its headings: their section is known, their lines are not."""
    for path in sorted(path for folder in PAGES for path in folder.rglob("*.md")):
        page = pages[path.stem]
        matter, _ = read_markdown(path.read_text(encoding="utf-8"))
        for at, section in enumerate(page.sections):
            if section.part > 1:
                continue
            heading = section.heading_path[-1] if section.heading_path else "opening"
            for question in (matter.asked or {}).get(heading, ()):
                yield Example(question=question, situation="", section=(page.name, at))


def split_by_page(examples: Sequence[Example], *, held_out: float, seed: int) -> tuple[list[Example], list[Example]]:
    """Examples to learn from, and those of pages that are held out whole, so that no page is in both."""
    names = sorted({each.section[0] for each in examples})
    random.Random(seed).shuffle(names)
    out = set(names[: round(len(names) * held_out)])
    return [each for each in examples if each.section[0] not in out], [
        each for each in examples if each.section[0] in out
    ]
