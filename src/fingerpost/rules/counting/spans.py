"""Arithmetic over what is possible: each value is a pair (low, high), each yes-no (surely yes, perhaps yes).

The bounds are sound: whatever a missing value may be, the result lies between them. They are exact wherever each value
stands once in an expression (interval arithmetic: IEEE 1788-2015).
"""

from decimal import Decimal
from typing import Any

Pair = tuple[Any, Any]
ZERO, ONE = Decimal(0), Decimal(1)
_FAR = Decimal(10) ** 15  # beyond any sum


class Spans:
    """Works with pairs, by one of the calculators."""

    def __init__(self, calculator: Any) -> None:
        self.calculator = calculator
        self.nothing: Pair = (calculator.number(ZERO),) * 2

    def add(self, a: Pair, b: Pair) -> Pair:
        low = a[0] + b[0]
        return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[1] + b[1])

    def subtract(self, a: Pair, b: Pair) -> Pair:
        low = a[0] - b[1]
        return (low, low) if a[0] is a[1] and b[0] is b[1] else (low, a[1] - b[0])

    def multiply(self, a: Pair, b: Pair) -> Pair:
        if self.calculator.same(*a) and self.calculator.same(*b):
            value = a[0] * b[0]
            return value, value
        corners = [x * y for x in a for y in b]
        return self.least(corners), self.greatest(corners)

    def divide(self, a: Pair, b: Pair) -> Pair:
        divide = self.calculator.divide
        if self.calculator.same(*a) and self.calculator.same(*b):
            value = divide(a[0], b[0])
            return value, value
        if self.calculator.some(self.calculator.both(b[0] <= 0, b[1] >= 0)):
            limit = abs(a[0]) + abs(a[1]) + 1
            return -limit * 1_000_000, limit * 1_000_000  # anything, for all that is known
        corners = [divide(x, y) for x in a for y in b]
        return self.least(corners), self.greatest(corners)

    def least(self, values: list[Any]) -> Any:
        least = values[0]
        for value in values[1:]:
            least = self.calculator.minimum(least, value)
        return least

    def greatest(self, values: list[Any]) -> Any:
        greatest = values[0]
        for value in values[1:]:
            greatest = self.calculator.maximum(greatest, value)
        return greatest

    def between(self, condition: Pair, first: Pair, second: Pair) -> Pair:
        """`first` where the condition holds, `second` where it does not, and what both span where it is open."""
        choose = self.calculator.choose
        surely, perhaps = condition
        exact = self.calculator.same(*first) and self.calculator.same(*second)
        if surely is perhaps and exact:
            value = choose(surely, first[0], second[0])
            return value, value
        either = self.calculator.minimum(first[0], second[0]), self.calculator.maximum(first[1], second[1])
        low, high = (
            choose(surely, first[side], choose(perhaps, either[side], second[side])) for side in (0, 1)
        )  # fmt: skip
        return low, high

    def where_present(self, present: Pair, value: Pair, nothing: Pair) -> Pair:
        if self.calculator.every(present[0]):
            return value
        if value[0] is False or value[0] is True or nothing[0] is False:
            both = self.calculator.both
            if present[0] is present[1] and value[0] is value[1]:
                found = both(present[0], value[0])
                return found, found
            return both(present[0], value[0]), both(present[1], value[1])
        return self.between(present, value, nothing)

    def any_of(self, found: list[tuple[Pair, Pair]]) -> Pair:
        both, either = self.calculator.both, self.calculator.either
        low: Any = False
        high: Any = False
        for present, value in found:
            low, high = either(low, both(present[0], value[0])), either(high, both(present[1], value[1]))
        return (low, low) if self.calculator.every(low == high) else (low, high)

    def all_of(self, found: list[tuple[Pair, Pair]]) -> Pair:
        negate = self.calculator.negate
        turned = [(present, (negate(value[1]), negate(value[0]))) for present, value in found]
        low, high = self.any_of(turned)
        surely = negate(high)
        return (surely, surely) if low is high else (surely, negate(low))

    def count(self, found: list[tuple[Pair, Pair]]) -> Pair:
        both, choose, number = self.calculator.both, self.calculator.choose, self.calculator.number
        low = high = number(ZERO)
        exact = True
        for present, value in found:
            exact = exact and present[0] is present[1] and value[0] is value[1]
            low = low + choose(both(present[0], value[0]), number(ONE), number(ZERO))
            high = low if exact else high + choose(both(present[1], value[1]), number(ONE), number(ZERO))
        return low, high

    def sum_of(self, found: list[tuple[Pair, Pair]]) -> Pair:
        total = self.nothing
        for present, value in found:
            total = self.add(total, self.where_present(present, value, self.nothing))
        return total

    def largest(self, found: list[tuple[Pair, Pair]]) -> Pair:
        values = [self.where_present(present, value, self.nothing) for present, value in found]
        low = self.greatest([value[0] for value in values]) if values else self.nothing[0]
        if all(self.calculator.same(*value) for value in values):
            return low, low
        return low, self.greatest([value[1] for value in values])

    def smallest(self, found: list[tuple[Pair, Pair]]) -> Pair:
        """The least of those that are there; 0 where nobody is."""
        calculator = self.calculator
        far = calculator.number(_FAR)
        low: Any = far
        high: Any = far
        anybody: Any = False
        for present, value in found:
            low = calculator.minimum(low, calculator.choose(present[1], value[0], far))
            high = calculator.minimum(high, calculator.choose(present[0], value[1], far))
            anybody = calculator.either(anybody, present[0])
        zero = calculator.number(ZERO)
        unsure = calculator.choose(anybody, low, calculator.minimum(low, zero))
        low = calculator.choose(low >= far, zero, unsure)
        most = self.greatest([zero, *(value[1] for _, value in found)]) if found else zero
        high = calculator.choose(high >= far, most, high)
        return (low, low) if calculator.every(low == high) else (low, high)

    def tax(self, amount: Any, table: Any) -> Any:
        """Each band's rate on what lies within it."""
        number, maximum, minimum = self.calculator.number, self.calculator.maximum, self.calculator.minimum
        tax = number(ZERO)
        for i, (above, rate) in enumerate(table):
            within = maximum(amount - number(above), number(ZERO))
            if i + 1 < len(table):
                within = minimum(within, number(table[i + 1][0] - above))
            tax = tax + within * number(rate)
        return tax
