"""What would be left of more or less earnings: taxes paid and benefits got, at many earnings at once."""

from dataclasses import dataclass
from datetime import date
from itertools import chain

import numpy as np

from fingerpost.contract.context import Nation
from fingerpost.rules.book import RuleBook
from fingerpost.rules.evaluating import Evaluation
from fingerpost.rules.households.household import Household
from fingerpost.rules.saying.falls import Fall, found_falls, last_had, side_by_side
from fingerpost.rules.saying.sweep import Sweep

POINTS = 61
STEP = 1_000  # pounds a year: from one point of the curve to the next, at least
LEAST_TOP = 60_000  # pounds a year: the curve goes at least so far
EARNINGS = "you.earnings"
WORKS = "you.works"
COUNTED = frozenset({"benefit", "discount", "help", "tax"})
GRANTED = frozenset({"benefit", "discount", "help", "service"})
A_POUND, A_THOUSAND = 5_200, 100_000  # pence a year: a pound a week, and a thousand pounds


@dataclass(frozen=True, kw_only=True)
class Earnings:
    """The curve. `points` are whole pounds a year: earnings, and what is left. `now` is in pence, None where it is not
    known; `one_pound` is what is kept in a year, in pence, of a pound a week more, `thousand` of £1,000 a year more.
    `schemes` are counted; of `partly`
    the least is counted where the facts do not settle their amount; `left_out` are not counted at all, because they are
    not settled even for what is earned now."""

    points: tuple[tuple[int, int], ...]
    now: int | None
    one_pound: int | None
    thousand: int | None
    falls: tuple[Fall, ...]
    schemes: tuple[str, ...]
    partly: tuple[str, ...]
    left_out: tuple[str, ...]


def earnings_curve(
    book: RuleBook, household: Household, evaluation: Evaluation, *, on: date, nation: Nation | None
) -> Earnings | None:
    """The curve of the first adult's earnings; None where nothing that is counted has an amount."""
    wanted = [name for name in evaluation.results if _is_likely(book, name)]
    money = tuple(name for name in wanted if _counts(book, name))
    if not money:
        return None
    granted = tuple(name for name in wanted if name not in money and book.schemes[name].kind in GRANTED)
    sweep = Sweep(book=book, household=household, money=money, granted=granted, on=on, nation=nation)
    now = _known_earnings(household)
    top = max(LEAST_TOP, 2 * (now or 0) // 100)
    step = -(-top // ((POINTS - 1) * STEP)) * STEP
    even = np.arange(POINTS, dtype=np.float64) * step * 100
    near_now = [] if now is None else [now, now + A_POUND, now + A_THOUSAND]
    found = sweep.at(np.array([*even, *near_now]))  # in one go: each costs much the same, however many there are
    whole = found.part(slice(None, POINTS))
    near = found.part(slice(POINTS, None)) if near_now else whole
    counted = near.settled
    net = whole.net(counted)
    kept = near.net(counted) - near.net(counted)[0]
    falls = side_by_side(sweep, found_falls(whole, counted), last_had(whole, after=now))
    return Earnings(
        points=tuple((int(x // 100), round(float(y) / 100)) for x, y in zip(whole.at, net, strict=True)),
        now=now,
        one_pound=round(float(kept[1])) if now is not None else None,
        thousand=round(float(kept[2])) if now is not None else None,
        falls=tuple(sorted(chain(*falls), key=lambda each: each.at)),
        schemes=tuple(name for name in counted if whole.matters(name)),
        partly=tuple(name for name in counted if name not in whole.settled),
        left_out=tuple(name for name in whole.low if name not in counted and whole.matters(name)),
    )


def _is_likely(book: RuleBook, name: str) -> bool:
    """Nothing that somebody has to be assessed for."""
    return book.schemes[name].at_most == "likely"


def _counts(book: RuleBook, name: str) -> bool:
    """Is it money every year?"""
    scheme = book.schemes[name]
    return scheme.kind in COUNTED and bool(scheme.amount) and bool(book.rules[scheme.amount].unit.period)


def _known_earnings(household: Household) -> int | None:
    """What the first adult earns now, in pence a year; None where it is not known to the penny."""
    value = household.answers.get(EARNINGS)
    if value is None and household.answers.get(WORKS) is False:
        return 0
    return value if isinstance(value, int) and not isinstance(value, bool) else None
