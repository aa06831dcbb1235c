"""How much a comparison may cost: asked before it may cost more, and never exceeded."""

from collections.abc import Callable

MICROPOUNDS = 1_000_000
ATTEMPTS = 2
"""A call may be sent once more: so much of it may have to be paid for."""

Ask = Callable[[int, int], bool]
"""Asked with what was spent and with what the rest may cost, in millionths of a pound: may it go on?"""


class Purse:
    """`most` and `spent` are millionths of a pound. `is_empty` says that a call was not sent for want of money."""

    def __init__(self, *, most: int, ask: Ask = lambda spent, rest: False) -> None:
        self.spent = 0
        self.is_empty = False
        self._most = most
        self._step = most
        self._ask = ask

    def has(self, cost: int) -> bool:
        """Is there enough for a call that costs at most so much?"""
        if self.spent + ATTEMPTS * cost <= self._most:
            return True
        self.is_empty = True
        return False

    def pay(self, cost: int) -> None:
        self.spent += cost

    def may_go_on(self, *, done: int, total: int) -> bool:
        """Ask for more, with what the rest may cost if it goes on as until now. A yes is for that much."""
        rest = self.spent * (total - done) // done if done else self._step
        if not self._ask(self.spent, rest):
            return False
        self._most = max(self._most, self.spent) + max(rest * 3 // 2, self._step, 1)
        self.is_empty = False
        return True
