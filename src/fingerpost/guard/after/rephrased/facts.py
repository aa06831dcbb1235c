"""The quoted lines as sentences that a text can be held against: a list reads on from the line that leads it in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Line, LineKind, Passage
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.guard.after.rephrased.lists import items_after, read_on
from fingerpost.guard.after.rephrased.tokens import read_words, without_stop
from fingerpost.guard.words import words

_TABLE = (LineKind.TABLE_HEAD, LineKind.TABLE_ROW)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One sentence of the guidance as words, without its full stop. `before` is the sentence that stands before it on
    the page; `topics` are its title and headings; `nations` those of its page."""

    words: tuple[str, ...]
    before: tuple[str, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()
    places: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    abbreviations: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table: its cells, each under its head. `about` are the words that lead in, title and headings."""

    cells: tuple[tuple[str, ...], ...]
    heads: tuple[tuple[str, ...], ...]
    about: tuple[tuple[str, ...], ...]


def read_facts(quotes: Sequence[Claim], passages: Sequence[Passage]) -> tuple[list[Fact], list[Row]]:
    """The sentences and table rows that the quotes hold, in the order they were quoted. Raises ListIsCut."""
    quoted: dict[str, tuple[Passage, set[int]]] = {}
    for quote, passage in zip(quotes, passages, strict=True):
        quoted.setdefault(passage.id, (passage, set()))[1].update(_places_of(quote, passage))
    facts: list[Fact] = []
    rows: list[Row] = []
    for passage, places in quoted.values():
        facts += _facts_of(passage, places)
        rows += _rows_of(passage, places)
    return facts, rows


def _places_of(quote: Claim, passage: Passage) -> Iterator[int]:
    """Where the lines of a quote stand in its passage."""
    wanted = fold_whitespace(quote.quote)
    folded = [fold_whitespace(line.text) for line in passage.lines]
    for start in range(len(folded)):
        for end in range(start + 1, len(folded) + 1):
            joined = " ".join(folded[start:end])
            if joined == wanted:
                yield from range(start, end)
                return
            if not wanted.startswith(joined):
                break


def _facts_of(passage: Passage, places: set[int]) -> Iterator[Fact]:
    lines, about = passage.lines, _about(passage)
    done: set[int] = set()
    for place in sorted(places):
        if place in done or lines[place].kind in _TABLE:
            continue
        items = items_after(lines, place)
        if items and lines[items[0]].kind in _TABLE:
            continue
        quoted_items = [item for item in items if item in places]
        if quoted_items:
            done.update(quoted_items)
            said = read_on(lines, place, items, quoted_items)
        else:
            said = without_stop(read_words(lines[place].text))
        yield replace(about, words=said, before=without_stop(_before(lines, place)))


def _about(passage: Passage) -> Fact:
    """What every fact of a passage has alike: read once, because a page may have thousands of lines."""
    return Fact(
        words=(),
        topics=topics_of(passage),
        places=frozenset(word for nation in passage.nations for word in read_words(nation.title)),
        body=frozenset(passage.body.split("-")),
        abbreviations=_abbreviations_of(passage),
    )


def _before(lines: Sequence[Line], place: int) -> tuple[str, ...]:
    """The sentence before. Behind sentences that all open with the same pronoun, the one that names what it is."""
    opening = read_words(lines[place].text)[:1]
    at = place - 1
    while at > 0 and opening in (("it",), ("they",)) and read_words(lines[at].text)[:1] == opening:
        at -= 1
    return read_words(lines[at].text) if at >= 0 else ()


def topics_of(passage: Passage) -> tuple[tuple[str, ...], ...]:
    return tuple(read_words(text) for text in (passage.title, *passage.heading_path))


def _abbreviations_of(passage: Passage) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """ "HM Revenue and Customs (HMRC)": the short form and the words it stands for, as one page writes them."""
    found = []
    for text in (passage.title, *passage.heading_path, *(line.text for line in passage.lines)):
        head, _, rest = text.partition("(")
        while rest:
            short, _, after = rest.partition(")")
            if 1 < len(short) <= 6 and short.isupper() and short.isalpha():
                found.append((short.lower(), _spelt_out(head, short)))
            head, _, rest = after.partition("(")
    return tuple((short, long) for short, long in found if long)


_LITTLE = words("and of the for in to")


def _spelt_out(head: str, short: str) -> tuple[str, ...]:
    """The last words before the bracket whose initials make the short form; () where none do."""
    said = head.replace("&", " ").replace("-", " ").split()
    for start in range(len(said) - 1, -1, -1):
        initials = "".join(
            word if word.isupper() and len(word) > 1 else word[0]
            for word in said[start:]
            if word.lower() not in _LITTLE
        )
        if initials.upper() == short and said[start][0].isupper():
            return read_words(" ".join(said[start:]))
    return ()


def _rows_of(passage: Passage, places: set[int]) -> Iterator[Row]:
    lines = passage.lines
    for place in sorted(places):
        if lines[place].kind is not LineKind.TABLE_ROW:
            continue
        of_table = [at for at in range(len(lines)) if lines[at].block == lines[place].block]
        heads = next((_cells(lines[at]) for at in of_table if lines[at].kind is LineKind.TABLE_HEAD), ())
        lead = of_table[0] - 1
        about = (read_words(lines[lead].text),) if lead >= 0 and lead in places else ()
        yield Row(cells=_cells(lines[place]), heads=heads, about=(*about, *topics_of(passage)))


def _cells(line: Line) -> tuple[tuple[str, ...], ...]:
    return tuple(without_stop(read_words(cell)) for cell in line.text.split(" | "))
