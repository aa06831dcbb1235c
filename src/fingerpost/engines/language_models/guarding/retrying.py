"""Whether a call that failed is sent once more, and when. Retries are held to a fifth of the calls."""

from threading import Lock

from fingerpost.engines.language_models.calling import CallFault

A_CALL_EARNS = 0.2
"""Of one retry. What calls earned in good times is kept, but no more than `MOST_KEPT`, for bad ones."""
MOST_KEPT = 10.0
SHORTEST_PAUSE = 0.05
LONGEST_PAUSE = 0.25
"""Seconds, between which a retry is put by chance, so that those who failed together do not come back together."""
LEAST_FOR_A_CALL = 0.3
"""Seconds that must be left for the first line after the pause, else the retry could only be late."""


class RetryBudget:
    """Of n calls, at most n/5 are retried, and at most one of the first five. Safe from any thread.

    The first retry is given in advance, so that a command that calls once may retry, and the first five calls earn
    nothing for it.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._earned = 1.0
        self._to_pay_back = round(1 / A_CALL_EARNS)

    def earn(self) -> None:
        """A call is sent for the first time."""
        with self._lock:
            if self._to_pay_back:
                self._to_pay_back -= 1
            else:
                self._earned = min(self._earned + A_CALL_EARNS, MOST_KEPT)

    def take(self) -> bool:
        """May one be sent again? Then it counts as sent."""
        with self._lock:
            if self._earned < 1.0 - 1e-9:
                return False
            self._earned -= 1.0
            return True


def find_pause(fault: CallFault, *, left: float, chance: float) -> float | None:
    """Seconds to wait before the same call is sent again; None where it must not be, or could only come too late.

    `left` are the seconds until the reader's patience for a first line ends. A supplier that asks to be left alone is
    waited for as long as it asks, or not asked again.
    """
    if not fault.may_retry:
        return None
    pause = SHORTEST_PAUSE + chance * (LONGEST_PAUSE - SHORTEST_PAUSE)
    pause = max(pause, fault.retry_after or 0.0)
    return pause if pause + LEAST_FOR_A_CALL <= left else None
