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
from fingerpost.guard.after.whole_lines import find_whole_lines


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
    return _restate(claim, passage)


def _restate(claim: Claim, passage: Passage | None) -> Checked:
    """The same claim in the passage's own lines: what is shown is read from the database, not from the claim."""
    quoted = find_whole_lines(claim.quote, passage) if passage is not None else ()
    said = quoted if passage is None or claim.text == claim.quote else find_whole_lines(claim.text, passage)
    if passage is None or not quoted or not said:
        reason = "The claim cannot be restated in whole lines of its source."
        return Checked(claim=None, failure=Finding(check="whole lines", verdict=Verdict.STOP, reason=reason))
    marked = {fold_whitespace(text) for text in claim.marked}
    restated = Claim(
        text=_join(said),
        quote=_join(quoted),
        source=cite(passage),
        marked=tuple(line.text for line in quoted if fold_whitespace(line.text) in marked),
        lines=tuple((line.kind.value, line.block, line.text) for line in quoted),
    )
    return Checked(claim=restated)


def _join(lines: tuple[Line, ...]) -> str:
    return "\n".join(line.text for line in lines)
