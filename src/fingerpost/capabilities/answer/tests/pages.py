"""Small passages and a search that returns what it is told to, for the tests of this folder."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fingerpost.contract.context import ALL_NATIONS, Access, Context, Nation
from fingerpost.contract.passages import Line, LineKind, NextStepLink, Passage
from fingerpost.contract.ports import Hit

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HERE = Context(body="fernby", at=NOON)


def passage(
    *lines: str | Line,
    title: str = "Child Benefit",
    heading: str = "How much you get",
    nations: frozenset[Nation] = ALL_NATIONS,
    subject: str = "",
    next_steps: tuple[NextStepLink, ...] = (),
) -> Passage:
    slug = title.lower().replace(" ", "-")
    anchor = heading.lower().replace(" ", "-")
    return Passage(
        id=f"fernby/starter/{slug}#{anchor}",
        document=slug,
        collection="starter",
        body="fernby",
        title=title,
        heading_path=(heading,),
        anchor=anchor,
        lines=tuple(Line(text=line) if isinstance(line, str) else line for line in lines),
        url=f"https://www.example.org/{slug}",
        copy=f"/guidance/starter/{slug}",
        language="en",
        nations=nations,
        audience=frozenset({"residents"}),
        access=Access.PUBLIC,
        digest="0" * 64,
        subject=subject,
        next_steps=next_steps,
    )


def bullets(*texts: str, block: int) -> list[Line]:
    return [Line(text=text, kind=LineKind.BULLET, block=block) for text in texts]


def hit(
    of: Passage, *, score: float = 3.0, dense: float = 0.7, lexical: float = 3.0, lines: Sequence[float] = ()
) -> Hit:
    return Hit(passage=of, score=score, dense=dense, lexical=lexical, lines=tuple(lines) or (dense,) * len(of.lines))


@dataclass
class SearchThatFinds:
    """Returns its hits, and remembers what it was asked for."""

    hits: Sequence[Hit] = ()
    asked: list[str] = field(default_factory=list)
    contexts: list[Context] = field(default_factory=list)

    def find(self, question: str, *, context: Context, limit: int = 20) -> Sequence[Hit]:
        self.asked.append(question)
        self.contexts.append(context)
        return self.hits[:limit]
