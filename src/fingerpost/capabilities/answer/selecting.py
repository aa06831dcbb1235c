"""Choosing what to show: which passages, which of their lines answer, and how much around them.

The right page comes first far more often than the right line does, so a passage is shown with its lines marked, three
lines or more, and never one bare sentence as "the answer".
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fingerpost.contract.citing import quote
from fingerpost.contract.claims import Claim
from fingerpost.contract.passages import Line, LineKind, Passage
from fingerpost.contract.ports import Hit

LEAST_LINES = 3
MOST_LINES = 9
MOST_MARKED = 3
MOST_OF_A_PAGE = 3
MOST_PAGES = 3
NEAR_BEST_LINE = 0.08  # cosine: lines this close to the best line are marked too
WHOLE_PASSAGE_WORDS = 90  # a passage this short is shown whole

_LISTED = frozenset({LineKind.BULLET, LineKind.NUMBER, LineKind.TABLE_ROW, LineKind.TABLE_HEAD})


@dataclass(frozen=True, kw_only=True)
class Margins:
    """How far below the best hit a passage may lie, in fused score and in cosine, and still be shown.

    Chosen on the tune half of the cases: the right page was among those shown in 98 of 100, with 2.6 claims on average.
    """

    score: float = 2.0
    dense: float = 0.20


def choose_hits(hits: Sequence[Hit], *, most: int, margins: Margins) -> list[Hit]:
    """The hits worth showing, best first: near the best one, no passage twice, at most three of a page and three pages.

    Passages of one page lift each other, so that without a bound a good page would be shown whole.
    """
    if not hits:
        return []
    best = hits[0]
    chosen: list[Hit] = []
    pages: Counter[str] = Counter()
    for hit in hits:
        near = hit.score >= best.score - margins.score and hit.dense >= best.dense - margins.dense
        page = hit.passage.document
        has_room = pages[page] < MOST_OF_A_PAGE if pages[page] else sum(map(bool, pages.values())) < MOST_PAGES
        if (hit is best or near) and has_room:
            chosen.append(hit)
            pages[page] += 1
        if len(chosen) == most:
            break
    return chosen if len(chosen) > 1 else [*chosen, *_companion(hits)]


def _companion(hits: Sequence[Hit]) -> list[Hit]:
    """Beside a lone passage too short to stand alone, such as the opening of a page, the next best of the same page."""
    best = hits[0].passage
    if len(best.lines) >= LEAST_LINES:
        return []
    return [hit for hit in hits[1:] if hit.passage.document == best.document][:1]


def put_first_of_each(shown: Sequence[Hit], firsts: Sequence[Hit], *, most: int) -> list[Hit]:
    """The best hit, then the best for each part of a question in several parts, then the rest; each passage once."""
    ordered = [*shown[:1], *firsts, *shown[1:]]
    return list({hit.passage.id: hit for hit in reversed(ordered)}.values())[::-1][:most]


def claim_from(hit: Hit) -> Claim:
    """The claim that a hit makes: a run of the passage's own lines, with those that answer marked."""
    marked = mark_lines(hit)
    start, end = choose_window(hit.passage, marked)
    return quote(hit.passage, start=start, end=end, marked=marked)


def mark_lines(hit: Hit) -> list[int]:
    """The lines closest to the question, in the order of the page. Without line scores, the first line."""
    scores = hit.lines
    if not scores:
        return [0]
    best = max(scores)
    ranked = sorted(range(len(scores)), key=lambda index: -scores[index])
    return sorted(index for index in ranked[:MOST_MARKED] if scores[index] >= best - NEAR_BEST_LINE)


def choose_window(passage: Passage, marked: Sequence[int]) -> tuple[int, int]:
    """The run of lines to show, as start and end: whole where it is short, else around the marked lines.

    A list is never shown without the sentence that leads into it, nor a table without its head.
    """
    lines = passage.lines
    if len(lines) <= LEAST_LINES or len(passage.text.split()) <= WHOLE_PASSAGE_WORDS:
        return 0, len(lines)
    start, end = marked[0], min(marked[-1] + 1, marked[0] + MOST_LINES)
    start = _lead_in(lines, start)
    end = min(len(lines), max(end, start + LEAST_LINES))
    end = _finish_list(lines, end, most=start + MOST_LINES)
    return max(0, min(start, end - LEAST_LINES)), end


def widen(passage: Passage, start: int, end: int) -> tuple[int, int]:
    """The lines from `start` to `end`, with what they must not be shown without: the rest of a list as far as there is
    room, the sentence that leads into it, the head of a table."""
    first = _lead_in(passage.lines, start)
    return first, _finish_list(passage.lines, end, most=max(end, first + MOST_LINES))


def _lead_in(lines: Sequence[Line], start: int) -> int:
    while start > 0 and lines[start].kind in _LISTED and lines[start - 1].block == lines[start].block:
        start -= 1
    if start > 0 and lines[start].kind in _LISTED and lines[start - 1].text.endswith(":"):
        start -= 1
    return start


def _finish_list(lines: Sequence[Line], end: int, *, most: int) -> int:
    if end < len(lines) and lines[end - 1].text.endswith(":"):
        end += 1
    while (
        end < min(len(lines), most)
        and lines[end].kind in _LISTED
        and lines[end - 1].kind in _LISTED
        and lines[end].block == lines[end - 1].block
    ):
        end += 1
    return end
