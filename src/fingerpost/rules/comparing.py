"""Before and after: what a change in a household's answers does to what it may claim, and to what it has in a year.

    comparison = compare(book, before, after, on=day, nation=nation)

Whoever is entitled is taken to claim, as in the curve of earnings. What the answers do not settle is not counted,
and is named. Money is in pence a year; more is better, so a tax that rises counts below nought.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from fingerpost.contract.context import Nation
from fingerpost.rules.book import RuleBook
from fingerpost.rules.evaluating import Evaluation, evaluate
from fingerpost.rules.faults import OutsideDates
from fingerpost.rules.households.household import ADULTS, Household
from fingerpost.rules.results import SchemeResult, Verdict, WorkingLine
from fingerpost.rules.units import PERIODS_A_YEAR

GETS = "gets_"  # how the facts begin that ask whether a benefit is paid already
CHARGED, WEEKS_CHARGED = "child_benefit", "child_benefit_charge.weeks"
COUNTED = frozenset({"benefit", "discount", "help", "tax"})
TAX, LIKELY = "tax", "likely"
OWN_INCOME = ("earnings", "self_employed_profit", "private_pension", "state_pension", "savings_interest", "dividends",
              "property_income", "other_income", "new_style_benefit")  # fmt: skip
PUT_AWAY = ("pension_contributions", "gift_aid")
OF_EACH_ADULT = {"income_tax": "income_tax.tax", "national_insurance": "national_insurance.contributions"}
"""Taxes that each adult pays: the amount of the scheme itself is yours alone."""
ALLOWANCES = frozenset({"income_tax.personal_allowance"})
"""Steps of a tax that tell why it rises by more than its rate."""
Ends = tuple[int, int]
"""The least and the most that something can be, in pence a year."""
PENSION = "pension_contributions"
POUND = 100


@dataclass(frozen=True, kw_only=True)
class Moved:
    """A figure of a scheme that comes to something else: hours a week, a tax-free allowance."""

    before: WorkingLine
    after: WorkingLine


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What becomes of one scheme. `low` and `high` are how much better off it leaves the household, in pence a year,
    alike where it is known; both nought where the scheme is no yearly money."""

    scheme: str
    before: SchemeResult
    after: SchemeResult
    low: int = 0
    high: int = 0
    moved: tuple[Moved, ...] = ()

    @property
    def verdict_changes(self) -> bool:
        return self.before.verdict is not self.after.verdict

    @property
    def is_lost(self) -> bool:
        return self.before.verdict is Verdict.YES and self.after.verdict is Verdict.NO


@dataclass(frozen=True, kw_only=True)
class WayBack:
    """So much more into a pension, in pence a year, by whom, that these schemes are not lost."""

    path: str
    more: int
    schemes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs. `own` is what the household has more of its own, after what it pays into pensions and gives;
    `low` and `high` are that with all differences counted. `left_out` are schemes whose amount is not settled."""

    differences: tuple[Difference, ...]
    own: int
    low: int
    high: int
    left_out: tuple[str, ...] = ()
    way_back: WayBack | None = None

    @property
    def is_known(self) -> bool:
        return self.low == self.high


def compare(
    book: RuleBook,
    before: Household,
    after: Household,
    *,
    on: date,
    nation: Nation | str | None,
    schemes: Iterable[str] | None = None,
) -> Comparison:
    """Evaluate both households and say which schemes change, and what the household has more or less in a year."""
    wanted = tuple(book.public if schemes is None else schemes)
    was = evaluate(book, before, on=on, nation=nation, schemes=wanted)
    after = _no_longer_paid(book, was, after, on=on, nation=nation, schemes=wanted)
    will = evaluate(book, after, on=on, nation=nation, schemes=wanted)
    found = [each for name in wanted if (each := _difference(book, name, was, will)) is not None]
    differences = tuple(sorted(found, key=lambda each: (-max(abs(each.low), abs(each.high)), not each.verdict_changes)))
    own = _own(book, after) - _own(book, before)
    open_ = [name for name in wanted if _is_left_out(book, name, was, will)]
    twice = _counted_twice(book, wanted, was, will)
    comparison = Comparison(
        differences=differences,
        own=own,
        low=own + twice + sum(each.low for each in differences),
        high=own + twice + sum(each.high for each in differences),
        left_out=_hanging_on(book, before, after, open_, on=on, nation=nation),
    )
    return replace(comparison, way_back=_way_back(book, before, after, comparison, on=on, nation=nation))


def _counted_twice(book: RuleBook, schemes: Iterable[str], was: Evaluation, will: Evaluation) -> int:
    """What to add to the sum of all differences where two schemes cannot be had together: only the greater counts."""
    found = 0
    for one in schemes:
        for other in book.schemes[one].not_with:
            pairs = [_pairs(book, name, was, will) for name in (one, other)] if other in schemes else []
            if all(len(each) == 1 and all(low == high for low, high in each[0]) for each in pairs) and pairs:
                (first,), (second,) = pairs
                lesser_before, lesser_after = (min(first[at][0], second[at][0]) for at in (0, 1))
                found += lesser_before - lesser_after
    return found


def _hanging_on(
    book: RuleBook, before: Household, after: Household, schemes: list[str], *, on: date, nation: Nation | str | None
) -> tuple[str, ...]:
    """Those of the schemes that what changes can change: were it not known, they would ask for it."""
    changed = set(changed_answers(before, after))
    without = before
    for path in changed:
        without = without.without(path)
    evaluation = evaluate(book, without, on=on, nation=nation, schemes=schemes)
    return tuple(name for name in schemes if changed & set(evaluation.missing(name)))


def _no_longer_paid(book: RuleBook, was: Evaluation, after: Household, **circumstances: Any) -> Household:
    """A benefit that the change ends is paid no more: what hangs on it ends too."""
    will = evaluate(book, after, **circumstances)
    for path, value in after.answers.items():
        scheme = path.removeprefix(GETS) if path.startswith(GETS) and value is True else ""
        if scheme in book.schemes and was.verdict(scheme) is not Verdict.NO and will.verdict(scheme) is Verdict.NO:
            after = after.answer(path, False)
    return after


def _difference(book: RuleBook, name: str, was: Evaluation, will: Evaluation) -> Difference | None:
    before, after = was.results[name], will.results[name]
    if not before.exists:
        return None
    low, high = _better(book, name, was, will)
    is_had = {before.verdict, after.verdict} != {Verdict.NO}
    moved = tuple(_moved(before, after, is_counted=bool(low or high))) if is_had else ()
    if before.verdict is after.verdict and not moved and not (low or high):
        return None
    return Difference(scheme=name, before=before, after=after, low=low, high=high, moved=moved)


def _better(book: RuleBook, name: str, was: Evaluation, will: Evaluation) -> tuple[int, int]:
    """How much better off, at least and at most; nought where neither amount is settled."""
    pairs = _pairs(book, name, was, will)
    if any(not _is_settled(book, name, pair) for pair in pairs):
        return 0, 0
    counted = [(one, other) for one, other in pairs if one != other]
    return sum(other[0] - one[1] for one, other in counted), sum(other[1] - one[0] for one, other in counted)


def _is_left_out(book: RuleBook, name: str, was: Evaluation, will: Evaluation) -> bool:
    """Could it count, without being settled before or after?"""
    return any(not _is_settled(book, name, pair) for pair in _pairs(book, name, was, will))


def _is_settled(book: RuleBook, name: str, pair: tuple[Ends, Ends]) -> bool:
    """Known before or after. A tax of one adult hangs on their own answers alone, so that one which may be as much
    before as after does not change."""
    before, after = pair
    return before[0] == before[1] or after[0] == after[1] or (_each_of(book, name) != "" and before == after)


def _pairs(book: RuleBook, name: str, was: Evaluation, will: Evaluation) -> list[tuple[Ends, Ends]]:
    """What a scheme brings in a year, at least and at most, before and after; for each adult where each pays it."""
    before, after = _yearly(book, name, was), _yearly(book, name, will)
    longest = max(len(before), len(after))
    nothing = [(0, 0)] * longest
    pairs = zip([*before, *nothing], [*after, *nothing], range(longest), strict=False)
    return [(one, other) for one, other, _ in pairs] if before and after else []


def _yearly(book: RuleBook, name: str, evaluation: Evaluation) -> list[Ends]:
    """A tax is below nought; nothing where it is no yearly money, or has to be assessed."""
    scheme = book.schemes[name]
    if scheme.kind not in COUNTED or scheme.at_most != LIKELY or not scheme.amount:
        return []
    times = _times_a_year(book, name, on=evaluation.on)
    if not times or evaluation.results[name].outside or not evaluation.results[name].exists:
        return []
    try:
        found = [(round(low * times), round(high * times)) for low, high in _ends(book, name, evaluation)]
    except OutsideDates:
        return []
    return [(-high, -low) for low, high in found] if scheme.kind == TAX else found


def _times_a_year(book: RuleBook, name: str, *, on: date) -> int:
    """How often an amount is paid in a year; 0 where it is no yearly money. The charge takes back every week of Child
    Benefit that begins in the tax year, and some years have 53: then so many are counted on both sides."""
    weeks = book.parameters.get(WEEKS_CHARGED) if name == CHARGED else None
    dated = weeks.at(on) if weeks else None
    if dated is not None:
        return int(dated.value)
    return PERIODS_A_YEAR.get(book.rules[book.schemes[name].amount].unit.period, 0)


def _ends(book: RuleBook, name: str, evaluation: Evaluation) -> list[tuple[Decimal, Decimal]]:
    if each := _each_of(book, name):
        return [(Decimal(value.low), Decimal(value.high)) for value in evaluation.values(each)]
    verdict = evaluation.verdict(name)
    if verdict is Verdict.NO:
        return [(Decimal(0), Decimal(0))]
    value = evaluation.value(book.schemes[name].amount)
    return [(Decimal(value.low) if verdict is Verdict.YES else Decimal(0), Decimal(value.high))]


def _each_of(book: RuleBook, name: str) -> str:
    """The rule of what each adult pays; "" where there is none."""
    each = OF_EACH_ADULT.get(name, "")
    return each if each in book.rules else ""


def _moved(before: SchemeResult, after: SchemeResult, *, is_counted: bool) -> Iterator[Moved]:
    """What comes to something else: figures such as hours, and allowances on the way to an amount. Sums of money are
    figures only where the scheme has no amount of its own: else the amount says it."""
    lines = {(line.name, line.slot): line for line in (*before.working, *before.figures)}
    steps = [line for line in after.working if is_counted and line.name in ALLOWANCES]
    has_amount = before.amount is not None or after.amount is not None
    figures = [line for line in after.figures if not (has_amount and line.value.unit.kind == "money")]
    for line in {(line.name, line.slot): line for line in (*steps, *figures)}.values():
        was = lines.get((line.name, line.slot))
        if was is not None and was.value.is_known and line.value.is_known and was.value.low != line.value.low:
            yield Moved(before=was, after=line)


def _own(book: RuleBook, household: Household) -> int:
    """What the adults have of their own in a year, as far as it is known, less what they put away."""
    total = Decimal(0)
    for who in ADULTS:
        for name in (*OWN_INCOME, *PUT_AWAY):
            value, fact = household.answers.get(f"{who}.{name}"), book.facts.get(f"adult.{name}")
            if fact is not None and isinstance(value, int | Decimal) and not isinstance(value, bool):
                a_year = Decimal(value) * PERIODS_A_YEAR[fact.unit.period]
                total += -a_year if name in PUT_AWAY else a_year
    return int(total)


def _way_back(
    book: RuleBook,
    before: Household,
    after: Household,
    comparison: Comparison,
    *,
    on: date,
    nation: Nation | str | None,
) -> WayBack | None:
    """The least more into a pension, to the pound, that keeps what is lost by earning more; None where there is none,
    or it would take more than what is earned more."""
    lost = tuple(each.scheme for each in comparison.differences if each.is_lost or _halves(each))
    who = next((who for who in ADULTS if _rise(before, after, who) > 0), None)
    if not lost or who is None:
        return None
    path, most = f"{who}.{PENSION}", -(-_rise(before, after, who) // POUND)
    paid = after.answers.get(path)
    if not isinstance(paid, int) or isinstance(paid, bool):
        return None
    was = evaluate(book, before, on=on, nation=nation, schemes=lost)

    def keeps(pounds: int) -> bool:
        then = evaluate(book, after.answer(path, paid + pounds * POUND), on=on, nation=nation, schemes=lost)
        return all(_same(was.results[name], then.results[name]) for name in lost)

    if not keeps(most):
        return None
    low, high = 0, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if keeps(middle) else (middle, high)
    return WayBack(path=path, more=high * POUND, schemes=lost)


def _halves(each: Difference) -> bool:
    """A service without an amount of which less is left: fewer hours."""
    if each.after.amount is not None or each.verdict_changes:
        return False
    return any(
        moved.after.value.unit.kind == "number" and moved.after.value.low < moved.before.value.low
        for moved in each.moved
    )


def _same(was: SchemeResult, then: SchemeResult) -> bool:
    if was.verdict is not then.verdict:
        return False
    numbers = [
        {line.name: line.value.low for line in result.figures if line.value.unit.kind == "number"}
        for result in (was, then)
    ]
    return numbers[0] == numbers[1]


def _rise(before: Household, after: Household, who: str) -> int:
    earned = [household.answers.get(f"{who}.earnings") for household in (before, after)]
    if not all(isinstance(each, int) and not isinstance(each, bool) for each in earned):
        return 0
    return int(earned[1]) - int(earned[0])  # type: ignore[arg-type]  # whole pence, as just checked


def changed_answers(before: Household, after: Household) -> Mapping[str, tuple[Any, Any]]:
    """The answers that differ, by path, before and after; None where there was none."""
    paths = [*before.answers, *(path for path in after.answers if path not in before.answers)]
    pairs = {path: (before.answers.get(path), after.answers.get(path)) for path in paths}
    return {path: pair for path, pair in pairs.items() if pair[0] != pair[1]}
