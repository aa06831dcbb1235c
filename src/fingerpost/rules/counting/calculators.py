"""The two ways to count: exactly, for one household, and by the million, in numpy arrays.

Both offer the same functions, so that a rule is written, compiled and understood once. Exact numbers are `Decimal`;
arrays are float64, exact to a thousandth of a penny for any sum below a thousand million pounds. Rounding and
comparison take two numbers as equal when they differ by less than a millionth of a penny, so that a third of a sum
taken three times is that sum in both.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

_EPOCH = date(1970, 1, 1).toordinal()
_TINY = Decimal("0.000001")


class Exact:
    """One household: `Decimal`, `bool` and days as `int`."""

    tiny: Any = _TINY
    number: Callable[[Decimal], Any] = staticmethod(lambda value: value)
    maximum: Callable[[Any, Any], Any] = staticmethod(lambda a, b: a if a >= b else b)
    minimum: Callable[[Any, Any], Any] = staticmethod(lambda a, b: a if a <= b else b)
    both: Callable[[Any, Any], Any] = staticmethod(lambda a, b: a and b)
    either: Callable[[Any, Any], Any] = staticmethod(lambda a, b: a or b)
    negate: Callable[[Any], Any] = staticmethod(lambda a: not a)
    some: Callable[[Any], bool] = staticmethod(bool)
    every: Callable[[Any], bool] = staticmethod(bool)
    same: Callable[[Any, Any], bool] = staticmethod(lambda a, b: a is b or a == b)
    choose: Callable[[Any, Any, Any], Any] = staticmethod(lambda condition, a, b: a if condition else b)

    @staticmethod
    def floor(value: Any) -> Any:
        return Decimal(math.floor(value + _TINY))

    @staticmethod
    def ceil(value: Any) -> Any:
        return Decimal(math.ceil(value - _TINY))

    @staticmethod
    def times(value: Any, factor: Fraction) -> Any:
        return value * factor.numerator / factor.denominator

    @staticmethod
    def divide(value: Any, by: Any) -> Any:
        return Decimal(value) / Decimal(by)

    @staticmethod
    def years_between(first: Any, last: Any) -> Any:
        """Whole years; a birthday on 29 February is reached on 1 March of other years."""
        a, b = date.fromordinal(int(first)), date.fromordinal(int(last))
        return b.year - a.year - ((b.month, b.day) < (a.month, a.day))

    @staticmethod
    def months_between(first: Any, last: Any) -> Any:
        a, b = date.fromordinal(int(first)), date.fromordinal(int(last))
        return (b.year - a.year) * 12 + b.month - a.month - (b.day < a.day)

    @staticmethod
    def add_months(day: Any, months: Any) -> Any:
        """The same day of a later month, or its last day."""
        start = date.fromordinal(int(day))
        count = start.year * 12 + start.month - 1 + int(months)
        first = date(count // 12, count % 12 + 1, 1)
        following = date((count + 1) // 12, (count + 1) % 12 + 1, 1)
        return min(first + timedelta(days=start.day - 1), following - timedelta(days=1)).toordinal()

    @staticmethod
    def pick(possible: int, values: Mapping[int, Any]) -> tuple[Any, Any]:
        """The least and the greatest value of the options that are possible."""
        found = [value for bit, value in values.items() if possible & bit]
        return (min(found), max(found)) if found else (Decimal(0), Decimal(0))


class Arrays:
    """Many households at once: float64, bool and days as int64, each of shape (households,), or plain numbers."""

    tiny: Any = float(_TINY)
    number: Callable[[Decimal], Any] = staticmethod(float)
    maximum: Callable[[Any, Any], Any] = staticmethod(np.maximum)
    minimum: Callable[[Any, Any], Any] = staticmethod(np.minimum)
    both: Callable[[Any, Any], Any] = staticmethod(np.logical_and)
    either: Callable[[Any, Any], Any] = staticmethod(np.logical_or)
    negate: Callable[[Any], Any] = staticmethod(np.logical_not)
    some: Callable[[Any], bool] = staticmethod(lambda a: bool(np.any(a)))
    every: Callable[[Any], bool] = staticmethod(lambda a: bool(np.all(a)))
    same: Callable[[Any, Any], bool] = staticmethod(lambda a, b: a is b)
    choose: Callable[[Any, Any, Any], Any] = staticmethod(np.where)

    @staticmethod
    def floor(value: Any) -> Any:
        return np.floor(value + Arrays.tiny)

    @staticmethod
    def ceil(value: Any) -> Any:
        return np.ceil(value - Arrays.tiny)

    @staticmethod
    def times(value: Any, factor: Fraction) -> Any:
        return value * (factor.numerator / factor.denominator)

    @staticmethod
    def divide(value: Any, by: Any) -> Any:
        """The quotient; 0 where the divisor is 0, for `if` works out both its sides over an array."""
        return np.divide(value, by, out=np.zeros(np.broadcast(value, by).shape), where=np.asarray(by) != 0)

    @staticmethod
    def years_between(first: Any, last: Any) -> Any:
        return np.floor_divide(_months(first, last), 12)

    @staticmethod
    def months_between(first: Any, last: Any) -> Any:
        return _months(first, last)

    @staticmethod
    def add_months(day: Any, months: Any) -> Any:
        place = _place(day)
        month = _MONTH_OF[place] + np.asarray(months).astype("int64")
        return np.minimum(_START_OF[month] + _DAY_OF[place], _START_OF[month + 1] - 1)

    @staticmethod
    def pick(possible: Any, values: Mapping[int, Any]) -> tuple[Any, Any]:
        shape = np.shape(possible)
        low, high = np.full(shape, np.inf), np.full(shape, -np.inf)
        for bit, value in values.items():
            may = np.asarray(possible) & bit != 0
            low = np.where(may, np.minimum(low, value), low)
            high = np.where(may, np.maximum(high, value), high)
        none = low > high  # none of its options: the scheme does not exist there
        low = np.where(none, 0.0, low)
        return (low, low) if np.array_equal(low, np.where(none, 0.0, high)) else (low, np.where(none, 0.0, high))


# For each day from 1600 to 2499: the month it is in, counted from January 1600, and which day of it, from nought; and
# the first day of each month. Looked up, a million dates take a tenth of the time that numpy's own dates need.
_FIRST = date(1600, 1, 1).toordinal()
_DAYS = np.arange(date(2500, 1, 1).toordinal() - _FIRST)
_MONTHS = (_DAYS + (_FIRST - _EPOCH)).astype("datetime64[D]").astype("datetime64[M]")
_MONTH_OF = _MONTHS.astype("int64") - _MONTHS[0].astype("int64")
_START_OF = np.flatnonzero(np.diff(_MONTH_OF, prepend=-1)) + _FIRST
_DAY_OF = _DAYS + _FIRST - _START_OF[_MONTH_OF]


def _place(day: Any) -> Any:
    return np.asarray(day).astype("int64") - _FIRST


def _months(first: Any, last: Any) -> Any:
    """Whole months between two days."""
    a, b = _place(first), _place(last)
    return _MONTH_OF[b] - _MONTH_OF[a] - (_DAY_OF[b] < _DAY_OF[a])
