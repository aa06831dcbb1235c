"""Words that are one or more whole lines of a passage, in its order.

"Entitled to help" is part of "You are not entitled to help" and says the opposite: a quote is never cut out of a line.
"""

from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.quoting import fold_whitespace


def find_whole_lines(words: str, passage: Passage) -> tuple[Line, ...]:
    """The run of lines that reads so once whitespace is folded; empty where there is none."""
    wanted = fold_whitespace(words)
    folded = [fold_whitespace(line.text) for line in passage.lines]
    for start in range(len(folded)):
        end = _end_of_run(wanted, folded, start)
        if end is not None:
            return passage.lines[start:end]
    return ()


def _end_of_run(wanted: str, folded: list[str], start: int) -> int | None:
    joined = ""
    for end in range(start, len(folded)):
        joined = f"{joined} {folded[end]}".strip()
        if joined == wanted and joined:
            return end + 1
        if not wanted.startswith(joined):
            return None
    return None
