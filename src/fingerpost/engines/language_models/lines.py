"""Makes whole lines of the pieces in which a model's text arrives, within bounds of length."""

import re
from collections.abc import Iterable, Iterator

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault

LONGEST_LINE = 8_000
"""Bytes of one line, as UTF-8."""
LONGEST_WHOLE = 200_000
"""Bytes of all that a model may write."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # no database keeps them as text


def split_lines(pieces: Iterable[str], *, longest: int = LONGEST_LINE, whole: int = LONGEST_WHOLE) -> Iterator[str]:
    """The lines of a text that comes in pieces, each as soon as it is whole, without its line end. Lines of nothing but
    white space are left out. The last one needs no line end; when the pieces break off with a fault it is not given.

    A line ends at a line feed and nowhere else: other separators may stand inside JSON. Raises CallFault with TOO_LARGE
    beyond a bound, and whatever the pieces raise.
    """
    kept: list[str] = []
    size = total = 0
    for piece in pieces:
        total += _size_of(piece)
        if total > whole:
            raise CallFault(WhyNoModel.TOO_LARGE, detail=f"more than {whole} bytes of text")
        *ended, rest = piece.split("\n")
        for part in ended:
            yield from _line("".join([*kept, part]), longest)
            kept, size = [], 0
        kept.append(rest)
        size += _size_of(rest)
        _check(size, longest)
    yield from _line("".join(kept), longest)


def _line(text: str, longest: int) -> Iterator[str]:
    text = text.removesuffix("\r")
    _check(_size_of(text), longest)
    if text.strip():
        yield _mend(text)


def _check(size: int, longest: int) -> None:
    if size > longest:
        raise CallFault(WhyNoModel.TOO_LARGE, detail=f"a line of more than {longest} bytes")


def _size_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _mend(text: str) -> str:
    """Two halves of one character that came in two pieces are put together; a half alone can be kept nowhere."""
    if not _UNSTORABLE.search(text):
        return text
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\ufffd")
