"""One household: does it probably miss out on a scheme, why, and what would have to be known to be sure?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fingerpost.contract.errors import InvalidRequest
from fingerpost.rules.book import RuleBook, Words
from fingerpost.rules.evaluating import evaluate
from fingerpost.rules.households.household import split_path
from fingerpost.rules.populations.mapping import SourceMapping
from fingerpost.rules.populations.reading import SourceRow
from fingerpost.rules.results import Amount, Condition, SchemeResult, Verdict

LIKELY_AT_MOST = "likely"
NATION = "nation"
RECEIVES: Words = {"en": "whether they get it already", "cy": "a ydynt yn ei gael eisoes"}
NATION_WORDS: Words = {"en": "the nation they live in", "cy": "y genedl lle maen nhw’n byw"}


class Confidence(StrEnum):
    """LIKELY: all that the rules ask is known and says yes. MAY: something is missing, or a person must judge."""

    LIKELY = "likely"
    MAY = "may"


class Standing(StrEnum):
    """What became of a household and a scheme."""

    MISSING_OUT = "missing out"
    RECEIVES = "receives it"
    NOT_ENTITLED = "not entitled"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A household that probably misses out on a scheme. `reasons` and `missing` are plain English; `amount` is what the
    rules give, None where the scheme pays no money."""

    line: int
    reference: str
    scheme: str
    nation: str
    confidence: Confidence
    amount: Amount | None
    reasons: tuple[str, ...]
    missing: tuple[str, ...]


def check_schemes(mapping: SourceMapping, book: RuleBook) -> None:
    """Raises InvalidRequest where the mapping names no scheme, or does not say who receives one already."""
    if not mapping.schemes:
        raise InvalidRequest({"schemes": 'Say in the mapping what to look for: schemes = ["free_school_meals"].'})
    for scheme in mapping.schemes:
        if scheme not in mapping.receives:
            raise InvalidRequest(
                {scheme: f"The mapping must say under [receives] which column tells who gets '{scheme}' already."}
            )
        if not book.schemes[scheme].entitled:
            raise InvalidRequest({scheme: f"'{scheme}' is a tax: nobody misses out on it."})


def look_at(
    row: SourceRow, *, schemes: Sequence[str], book: RuleBook, on: date
) -> Iterator[tuple[str, Standing, Finding | None]]:
    """For each of these schemes, what became of it for one household."""
    open_ = [scheme for scheme in schemes if row.receives.get(scheme) is not True]
    yield from ((scheme, Standing.RECEIVES, None) for scheme in schemes if scheme not in open_)
    if not open_:
        return
    evaluation = evaluate(book, row.household(), on=on, nation=row.nation, schemes=open_)
    possible = [scheme for scheme in open_ if evaluation.verdict(scheme) is not Verdict.NO]
    yield from ((scheme, Standing.NOT_ENTITLED, None) for scheme in open_ if scheme not in possible)
    for scheme in possible:
        yield scheme, Standing.MISSING_OUT, _finding(row, evaluation.results[scheme], book)


def _finding(row: SourceRow, result: SchemeResult, book: RuleBook) -> Finding:
    is_sure = (
        result.verdict is Verdict.YES
        and book.schemes[result.scheme].at_most == LIKELY_AT_MOST
        and row.receives.get(result.scheme) is False
    )
    unknown = [] if row.receives.get(result.scheme) is False else [RECEIVES["en"]]
    missing = result.missing if result.verdict is Verdict.UNKNOWN else ()
    return Finding(
        line=row.line,
        reference=row.reference,
        scheme=result.scheme,
        nation=row.nation.value if row.nation else "",
        confidence=Confidence.LIKELY if is_sure else Confidence.MAY,
        amount=result.amount,
        reasons=tuple(dict.fromkeys(_holding(result.conditions))) if result.conditions else (),
        missing=(*unknown, *dict.fromkeys(_label(path, book) for path in missing)),
    )


def _holding(condition: Condition) -> Iterator[str]:
    """The words of the conditions that are known and speak for the result; of alternatives those that hold."""
    if condition.leaf:
        if condition.verdict is not Verdict.UNKNOWN:
            yield condition.leaf.words["en"]
        return
    for part in condition.parts:
        if condition.join != "any" or part.verdict is Verdict.YES:
            yield from _holding(part)


def _label(path: str, book: RuleBook) -> str:
    """What is missing, in the words of the question's short name."""
    if path == NATION:
        return NATION_WORDS["en"]
    key, slot = split_path(path)
    words = book.facts[key].label["en"]
    if path.startswith("partner."):
        return f"{words} (partner)"
    return f"{words} (child {(slot or 0) + 1})" if path.startswith("children.") else words
