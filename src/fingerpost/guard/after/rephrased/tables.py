"""A sentence that says what one row of a table says."""

from collections.abc import Sequence

from fingerpost.guard.after.rephrased.facts import Row
from fingerpost.guard.after.rephrased.vocabulary import BOUNDS, OPERATORS, bare

Words = tuple[str, ...]
_SAYS = frozenset({"get", "notic", "pay", "cost"})


def reads_row(text: Sequence[str], row: Row) -> bool:
    """Every word of the text stands in the row, its heads, the line that leads in, the title or the headings.

    In a table of two columns both cells are said whole. In a wider one the first cell is said, and each other cell that
    is said stands beside the head of its own column."""
    if len(row.cells) == 2:
        return _reads_pair(bare(tuple(text)), row)
    if len(row.cells) < 2 or len(row.heads) != len(row.cells):
        return False
    said = bare(tuple(text))
    of_row = set(row.heads[0])
    return any(_reads_columns(words, row) for words in (said, [word for word in said if word not in of_row]))


def _reads_pair(text: list[str], row: Row) -> bool:
    first, second = (bare(cell) for cell in row.cells)
    start = _find(text, first)
    if start is None:
        return False
    left = text[:start] + text[start + len(first) :]
    then = _find(left, second)
    if then is None:
        return False
    rest = left[:then] + left[then + len(second) :]
    if text[0] == "if" and then >= start and _is_range(first):  # "If you have less than £14,250, you pay ..."
        rest = rest[2:] if rest[1:2] == ["you"] else rest[1:]
    return _are_known(rest, row)


def _is_range(cell: Sequence[str]) -> bool:
    """ "More than £23,250" or "£14,250 to £23,250": what a person has, and no answer."""
    return bool(BOUNDS & set(cell)) or (cell[0][:1] == "£" and len(cell) > 1 and cell[1][:1] == "£")


def _reads_columns(text: list[str], row: Row) -> bool:
    label = bare(row.cells[0])
    start = _find(text, label)
    if start is None:
        return False
    rest = text[:start] + text[start + len(label) :]
    found: list[tuple[int, int, str]] = []  # where it begins, which column, what it is
    for column in range(1, len(row.cells)):
        for words, kind in ((bare(row.heads[column]), "head"), (bare(row.cells[column]), "cell")):
            place = _find(rest, words)
            if place is not None:
                found.append((place, column, kind))
                start = place - (kind == "head" and rest[place - 1 : place] == ["from"])
                rest[start : place + len(words)] = [""] * (place + len(words) - start)
    found.sort()
    if not _are_beside([(column, kind) for _, column, kind in found]):
        return False
    pairs = len(found) // 2
    left = [word for word in rest if word]
    joined = [word for word in left if word == "and"]
    return len(joined) < pairs and _are_known([word for word in left if word != "and"], row)


def _are_beside(found: Sequence[tuple[int, str]]) -> bool:
    """Head and cell, head and cell; or cell and head all through: each two of one column."""
    pairs = [found[at : at + 2] for at in range(0, len(found), 2)]
    if not pairs or any(len(pair) < 2 or pair[0][0] != pair[1][0] or pair[0][1] == pair[1][1] for pair in pairs):
        return False
    return len({pair[0][1] for pair in pairs}) == 1


def _are_known(left: Sequence[str], row: Row) -> bool:
    known = _SAYS | {word for part in (*row.heads, *row.about) for word in part}
    return all(word in known and word not in OPERATORS for word in left)


def _find(text: Sequence[str], words: Sequence[str]) -> int | None:
    """Where these words stand together; None where they don't."""
    if not words:
        return None
    return next(
        (at for at in range(len(text) - len(words) + 1) if list(text[at : at + len(words)]) == list(words)), None
    )
