"""Whether a claim is borne out, and what the passage itself says in its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, kw_only=True)
class Removed:
    """A claim that is not borne out, as the capability made it, with the finding that took it out."""

    claim: Claim
    finding: Finding


def sources_of(*claims: Claim) -> set[str]:
    """The ids of every passage that the claims rest on."""
    return {each.source.id for claim in claims for each in (claim, *claim.beside)}


def check_claim(claim: Claim, passages: Mapping[str, Passage], context: Context) -> Checked:
    """Every check of `guard.AFTER` on each of its quotes, in order; anything but a pass takes the claim out.

    A claim that rephrases must then be borne out by its quotes together.
    """
    passage = passages.get(claim.source.id)
    if not claim.beside and (passage is None or _is_in_its_words(claim, passage)):
        return _check_quote(claim, passage, context)
    quotes = [_check_quote(each, passages.get(each.source.id), context) for each in _quotes_of(claim)]
    failure = next((each.failure for each in quotes if each.failure is not None), None)
    if failure is not None:
        return Checked(claim=None, failure=failure)
    borne_out = [each.claim for each in quotes if each.claim is not None]
    finding = guard.check_rephrased(claim.text, borne_out, [passages[each.source.id] for each in borne_out])
    if finding.verdict is not Verdict.PASS:
        return Checked(claim=None, failure=finding)
    first, *beside = borne_out
    return Checked(claim=replace(first, text=" ".join(claim.text.split()), beside=tuple(beside)))


def _quotes_of(claim: Claim) -> Iterable[Claim]:
    """The quotes that a rephrasing claim rests on, each as a claim that quotes and says nothing else."""
    return (replace(claim, text=claim.quote, beside=()), *claim.beside)


def _is_in_its_words(claim: Claim, passage: Passage) -> bool:
    return fold_whitespace(claim.text) == fold_whitespace(claim.quote) or bool(find_whole_lines(claim.text, passage))


def _check_quote(claim: Claim, passage: Passage | None, context: Context) -> Checked:
    if claim.beside or (passage is not None and not _is_in_its_words(claim, passage)):
        reason = "A quote beside a claim says something of its own."
        return Checked(claim=None, failure=Finding(check="quote", verdict=Verdict.STOP, reason=reason))
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
