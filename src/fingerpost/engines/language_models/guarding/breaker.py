"""A breaker for one model: after a run of faults nothing is sent for a while, then one call tries whether it is well.

                faults                          rest is over
CLOSED ----------------------> OPEN ----------------------------> HALF_OPEN
   ^                             ^                                    |
   |                             +------- the one probe fails --------+
   +------------------------------------- the one probe succeeds -----+
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock

ENDS_LOOKED_AT = 200
"""Of the calls that ended last; a busier model is judged by the newest of them."""


class Standing(StrEnum):
    """How a breaker stands."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, kw_only=True)
class BreakerState:
    """`rests_for` is how many seconds nothing is sent from now on, `opened` how often it has opened."""

    standing: Standing
    rests_for: float
    opened: int


class Permit:
    """Leave to send one call. Whoever holds it says how the call ended, once."""

    def __init__(self, breaker: "Breaker", generation: int) -> None:
        self._breaker = breaker
        self.generation = generation

    def succeed(self) -> None:
        """The model answered in time."""
        self._breaker.note(self, is_fault=False)

    def fail(self, *, rest: float = 0.0) -> None:
        """It did not. `rest` is how many seconds the supplier asks to be left alone, 0 where it does not ask."""
        self._breaker.note(self, is_fault=True, rest=rest)

    def leave(self) -> None:
        """Nothing was learnt: nothing was sent, or it was broken off by us."""
        self._breaker.leave(self)


class Breaker:
    """Safe from any thread. It opens when `faults` calls failed within `within` seconds and at least half of those that
    ended then. It rests for `rest` seconds, and twice as long after each probe that fails, up to `longest_rest`. A
    probe that is not heard of for `probe_lasts` seconds counts as lost, and another may go."""

    def __init__(
        self,
        *,
        faults: int = 5,
        within: float = 60.0,
        rest: float = 10.0,
        longest_rest: float = 300.0,
        probe_lasts: float = 60.0,
        clock: Callable[[], float],
    ) -> None:
        self._faults = faults
        self._within = within
        self._shortest_rest = rest
        self._longest_rest = longest_rest
        self._probe_lasts = probe_lasts
        self._clock = clock
        self._lock = Lock()
        self._ends: deque[tuple[float, bool]] = deque(maxlen=ENDS_LOOKED_AT)
        self._generation = 0
        self._open_until: float | None = None
        self._probe_until: float | None = None
        self._rest = rest
        self._opened = 0

    def admit(self) -> Permit | None:
        """Leave to send one call; None while it rests, and while another call tries whether the model is well."""
        with self._lock:
            if self._open_until is None:
                return Permit(self, self._generation)
            now = self._clock()
            if now < self._open_until or (self._probe_until is not None and now < self._probe_until):
                return None
            self._probe_until = now + self._probe_lasts
            self._generation += 1
            return Permit(self, self._generation)

    def note(self, permit: Permit, *, is_fault: bool, rest: float = 0.0) -> None:
        """How a call ended. One that was sent before the breaker last turned says nothing of how things are now."""
        with self._lock:
            if permit.generation != self._generation:
                return
            now = self._clock()
            if self._open_until is not None:
                self._end_probe(now, is_fault=is_fault, rest=rest)
                return
            self._ends.append((now, is_fault))
            if is_fault and (rest or self._is_too_much(now)):
                self._open(now, max(rest, self._rest))

    def leave(self, permit: Permit) -> None:
        """A probe that taught nothing makes room for another."""
        with self._lock:
            if permit.generation == self._generation and self._open_until is not None:
                self._probe_until = None

    @property
    def state(self) -> BreakerState:
        with self._lock:
            if self._open_until is None:
                return BreakerState(standing=Standing.CLOSED, rests_for=0.0, opened=self._opened)
            left = max(0.0, self._open_until - self._clock())
            standing = Standing.OPEN if left else Standing.HALF_OPEN
            return BreakerState(standing=standing, rests_for=left, opened=self._opened)

    def _end_probe(self, now: float, *, is_fault: bool, rest: float) -> None:
        if is_fault:
            self._rest = min(self._rest * 2, self._longest_rest)
            self._open(now, max(rest, self._rest))
            return
        self._generation += 1
        self._open_until = self._probe_until = None
        self._rest = self._shortest_rest
        self._ends.clear()

    def _open(self, now: float, rest: float) -> None:
        self._generation += 1
        self._open_until = now + min(rest, self._longest_rest)
        self._probe_until = None
        self._opened += 1
        self._ends.clear()

    def _is_too_much(self, now: float) -> bool:
        recent = [is_fault for at, is_fault in self._ends if at > now - self._within]
        return sum(recent) >= max(self._faults, len(recent) / 2)
