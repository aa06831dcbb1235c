"""What came of a comparison: a row for each figure, side by side, with the difference case by case."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import OutcomeKind
from fingerpost.evaluate.evaluation import Evaluation, Judged, sum_up
from fingerpost.evaluate.measuring import Measured
from fingerpost.evaluate.paired import (
    Estimate,
    Pair,
    Rows,
    Statistic,
    compare_resampled,
    compare_shares,
    percentile,
    ratio,
)

Unit = Literal["share", "pence", "tokens", "ms"]
PENCE = 10_000  # micropounds
IN_OTHER_WORDS = "answers_in_other_words"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One figure. `pair.n` counts cases; `is_upper_bound` says that less is better."""

    name: str
    unit: Unit
    pair: Pair
    is_upper_bound: bool = False

    @property
    def words(self) -> str:
        return self.name.removesuffix("_at_most").replace("_", " ")

    def as_values(self) -> dict[str, Any]:
        sides = {name: _rounded(getattr(self.pair, name)) for name in ("a", "b", "difference")}
        return {"name": self.name, "unit": self.unit, "n": self.pair.n, "less_is_better": self.is_upper_bound, **sides}


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`half` is "all", "tune", "test", or "part" for some of the cases. `systems` say what was measured on each side,
    and `evaluations` are the figures of each by itself. `fell_back` and `removed` count, for each side, why a model did
    not write all of an answer, and the claims that each check took out."""

    capability: str
    version: str
    at: datetime
    half: str
    cases: int
    names: tuple[str, str]
    systems: tuple[Mapping[str, str], Mapping[str, str]]
    rows: tuple[Row, ...]
    fell_back: tuple[Mapping[str, int], Mapping[str, int]]
    removed: tuple[Mapping[str, int], Mapping[str, int]]
    evaluations: tuple[Evaluation, Evaluation]

    def as_values(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {
            "capability": self.capability,
            "version": self.version,
            "at": self.at.isoformat(timespec="seconds"),
            "half": self.half,
            "cases": self.cases,
            **{
                side: {
                    "name": self.names[place],
                    "system": dict(self.systems[place]),
                    "fell_back": dict(self.fell_back[place]),
                    "removed": dict(self.removed[place]),
                }
                for place, side in enumerate("ab")
            },
            "rows": [row.as_values() for row in self.rows],
        }


def sum_up_comparison(
    *,
    capability: Capability,
    at: datetime,
    half: str,
    names: tuple[str, str],
    systems: tuple[Mapping[str, str], Mapping[str, str]],
    judged: tuple[Sequence[Judged], Sequence[Judged]],
) -> Comparison:
    """Both sides judged the same cases, in the same order."""
    a, b = judged
    measured = ([each.measured for each in a], [each.measured for each in b])
    evaluations = [sum_up(side, capability=capability, at=at, half=half) for side in judged]
    return Comparison(
        capability=capability.name,
        version=capability.card.version,
        at=at,
        half=half,
        cases=len(a),
        names=names,
        systems=systems,
        rows=(*_shares(a, b, thresholds=capability.card.thresholds), *_amounts(*measured)),
        fell_back=_both(measured, _fell_back),
        removed=_both(measured, _removed),
        evaluations=(evaluations[0], evaluations[1]),
    )


def _shares(a: Sequence[Judged], b: Sequence[Judged], *, thresholds: Mapping[str, float]) -> list[Row]:
    """Every yes or no that both sides have for some case; those that the card has a threshold for come first."""
    found = (
        [({**each.findings, **_kinds(each.measured)}) for each in a],
        [({**each.findings, **_kinds(each.measured)}) for each in b],
    )
    names = dict.fromkeys([*thresholds, *(name for side in found for each in side for name in each)])
    rows = []
    for name in names:
        pairs = [(one[name], other[name]) for one, other in zip(*found, strict=True) if name in one and name in other]
        if pairs:
            at_most = name.endswith("_at_most")
            rows.append(Row(name=name, unit="share", pair=compare_shares(pairs), is_upper_bound=at_most))
    return rows


def _kinds(measured: Measured) -> dict[str, bool]:
    """The outcome as a yes or no for each kind that a reader may get."""
    kinds = (OutcomeKind.ANSWERED, OutcomeKind.PARTLY_ANSWERED, OutcomeKind.CANNOT_ANSWER, OutcomeKind.NEEDS_DETAIL)
    told = {kind.value.replace(" ", "_"): measured.outcome == kind.value for kind in kinds}
    return {**told, **({IN_OTHER_WORDS: measured.model_spoke} if measured.claims else {})}


def _amounts(a: Sequence[Measured], b: Sequence[Measured]) -> list[Row]:
    """What is no yes or no: shares of claims, cost, tokens, time."""

    def row(name: str, unit: Unit, of: Callable[[Measured], Sequence[float]], statistic: Statistic) -> Row:
        pair = compare_resampled(_table(a, of), _table(b, of), statistic)
        return Row(name=name, unit=unit, pair=pair, is_upper_bound=name.endswith("_at_most"))

    return [
        row("claims_in_other_words", "share", lambda each: (each.rephrased, each.claims), ratio),
        row("claims_removed_at_most", "share", lambda each: (_gone(each), _gone(each) + each.claims), ratio),
        row("cost_a_question_at_most", "pence", lambda each: (each.micropounds / PENCE, 1), ratio),
        row("tokens_in_at_most", "tokens", lambda each: (each.tokens_in, 1), ratio),
        row("tokens_cached", "tokens", lambda each: (each.tokens_cached, 1), ratio),
        row("tokens_out_at_most", "tokens", lambda each: (each.tokens_out, 1), ratio),
        *(
            row(f"{words}_p{share}_at_most", "ms", of, percentile(share))
            for words, of in (("first_claim", _first), ("whole_answer", _whole))
            for share in (50, 95)
        ),
    ]


def _table(measured: Sequence[Measured], of: Callable[[Measured], Sequence[float]]) -> Rows:
    return np.array([of(each) for each in measured], dtype=np.float64)


def _gone(measured: Measured) -> int:
    return sum(measured.removed.values())


def _first(measured: Measured) -> Sequence[float]:
    return (np.nan if measured.first_claim_ms is None else measured.first_claim_ms,)


def _whole(measured: Measured) -> Sequence[float]:
    return (measured.whole_ms if measured.claims else np.nan,)


def _both(
    measured: tuple[Sequence[Measured], Sequence[Measured]], count: Callable[[Sequence[Measured]], dict[str, int]]
) -> tuple[dict[str, int], dict[str, int]]:
    return count(measured[0]), count(measured[1])


def _fell_back(measured: Sequence[Measured]) -> dict[str, int]:
    reasons = [each.why_quoted for each in measured if each.fell_back]
    return {why: reasons.count(why) for why in sorted(set(reasons))}


def _removed(measured: Sequence[Measured]) -> dict[str, int]:
    names = sorted({name for each in measured for name in each.removed})
    return {name: sum(each.removed.get(name, 0) for each in measured) for name in names}


def _rounded(estimate: Estimate) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 4) for name, value in asdict(estimate).items()}
