"""Whether a claim is borne out, and what the passage itself says in its place."""

from dataclasses import dataclass

from fingerpost import guard
from fingerpost.contract.citing import cite
from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Line, Passage
from fingerpost.contract.quoting import fold_whitespace
from fingerpost.contract.run import Verdict
from fingerpost.guard import Finding

WHOLE_LINES = "whole lines"


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A claim, restated from the passage as the database has it, or None with the finding that took it out."""

    claim: Claim | None
    failure: Finding | None = None


def check_claim(claim: Claim, passage: Passage | None, context: Context) -> Checked:
    """Every check of `guard.AFTER` in order; anything but a pass takes the claim out."""
    for check in guard.AFTER:
        finding = check(claim, passage, context)
        if finding.verdict is not Verdict.PASS:
            return Checked(claim=None, failure=finding)
    return _restate(claim, passage) if passage is not None else Checked(claim=None, failure=_cut("no passage"))


def _restate(claim: Claim, passage: Passage) -> Checked:
    """The same claim in the passage's own lines. What is shown is then read from the database, not from the claim.

    A quote is one or more whole lines: "entitled to help" is part of "You are not entitled to help", and says the
    opposite.
    """
    quoted, said = find_lines(claim.quote, passage), find_lines(claim.text, passage)
    if not quoted or not said:
        return Checked(claim=None, failure=_cut("The words are cut out of a line, which can turn their meaning."))
    marked = {fold_whitespace(text) for text in claim.marked}
    if not marked <= {fold_whitespace(line.text) for line in quoted}:
        return Checked(claim=None, failure=_cut("A marked line is not one of the lines that are quoted."))
    restated = Claim(
        text=_join(said),
        quote=_join(quoted),
        source=cite(passage),
        marked=tuple(line.text for line in quoted if fold_whitespace(line.text) in marked),
        lines=tuple((line.kind.value, line.block, line.text) for line in quoted),
    )
    return Checked(claim=restated)


def find_lines(words: str, passage: Passage) -> tuple[Line, ...]:
    """The run of whole lines of the passage that reads so once whitespace is folded; empty when there is none."""
    wanted = fold_whitespace(words)
    folded = [fold_whitespace(line.text) for line in passage.lines]
    for start in range(len(folded)):
        joined = ""
        for end in range(start, len(folded)):
            joined = f"{joined} {folded[end]}" if joined else folded[end]
            if joined == wanted:
                return passage.lines[start : end + 1]
            if not wanted.startswith(joined):
                break
    return ()


def _join(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines)


def _cut(reason: str) -> Finding:
    return Finding(check=WHOLE_LINES, verdict=Verdict.STOP, reason=reason)
