"""How a model has been doing in this process, in figures. Nothing of what was asked or written is kept."""

import math
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from fingerpost.contract.language_models import Usage, WhyNoModel

FAULTS_SHOWN = 10
LINES_TIMED = 1_000


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One time that a model did not write, or broke off. `detail` is for the operator."""

    at: datetime
    why: WhyNoModel
    detail: str


@dataclass(frozen=True, kw_only=True)
class Health:
    """`asked` counts who wanted something written since `since`, `sent` the calls that went out, retries included, and
    `refused` by reason those of `asked` for whom nothing was sent. `faults` are by reason, `last_faults` newest first.
    `first_line_p50` and `first_line_p95` are milliseconds, None where no line came yet."""

    since: datetime
    asked: int
    sent: int
    refused: Mapping[WhyNoModel, int]
    faults: Mapping[WhyNoModel, int]
    last_faults: Sequence[Fault]
    first_line_p50: float | None
    first_line_p95: float | None


class HealthKeeper:
    """Counts. Safe from any thread."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = Lock()
        self._since = now()
        self._asked = 0
        self._sent = 0
        self._refused: Counter[WhyNoModel] = Counter()
        self._faults: Counter[WhyNoModel] = Counter()
        self._last: deque[Fault] = deque(maxlen=FAULTS_SHOWN)
        self._first_lines: deque[float] = deque(maxlen=LINES_TIMED)

    def note_refusal(self, why: WhyNoModel) -> None:
        """Somebody wanted something written, and nothing was sent."""
        with self._lock:
            self._asked += 1
            self._refused[why] += 1

    def note_writing(self, usage: Usage, *, why: WhyNoModel | None = None, detail: str = "") -> None:
        """Something was written, or broke off with `why`."""
        with self._lock:
            self._asked += 1
            self._sent += usage.attempts
            if usage.first_line_ms >= 0:
                self._first_lines.append(usage.first_line_ms)
            if why is not None:
                self._faults[why] += 1
                self._last.appendleft(Fault(at=self._now(), why=why, detail=detail))

    @property
    def health(self) -> Health:
        with self._lock:
            return Health(
                since=self._since,
                asked=self._asked,
                sent=self._sent,
                refused=dict(self._refused),
                faults=dict(self._faults),
                last_faults=tuple(self._last),
                first_line_p50=_at(self._first_lines, 0.50),
                first_line_p95=_at(self._first_lines, 0.95),
            )


def _at(values: Sequence[float], share: float) -> float | None:
    """The value that so great a share of them does not exceed (nearest rank)."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
