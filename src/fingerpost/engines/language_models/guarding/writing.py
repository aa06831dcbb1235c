"""One answer of a guarded model: its lines as they come, for as long as the reader's patience lasts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, Usage, WhyNoModel
from fingerpost.engines.language_models.calling import CallFault, Spent
from fingerpost.engines.language_models.guarding.attempt import Attempt
from fingerpost.engines.language_models.guarding.health import HealthKeeper
from fingerpost.engines.language_models.guarding.prices import Prices
from fingerpost.engines.language_models.guarding.reading import NoLineYet
from fingerpost.engines.language_models.guarding.retrying import RetryBudget, find_pause
from fingerpost.engines.language_models.guarding.timing import Timing

MOST_ATTEMPTS = 2


@dataclass(kw_only=True)
class Sums:
    """What the attempts that ended have taken together."""

    spent: Spent = field(default_factory=Spent)
    micropounds: int = 0
    attempts: int = 0

    def with_one(self, attempt: Attempt, prices: Prices) -> "Sums":
        owed = attempt.owed
        return Sums(
            spent=Spent(
                model=owed.model or self.spent.model,
                tokens_in=self.spent.tokens_in + owed.tokens_in,
                tokens_cached=self.spent.tokens_cached + owed.tokens_cached,
                tokens_out=self.spent.tokens_out + owed.tokens_out,
            ),
            micropounds=self.micropounds + prices.amount_of(owed).micropounds,
            attempts=self.attempts + attempt.reading.is_sent,
        )


class GuardedWriting:
    """The port `Writing`. `began` is when it was asked for; `again` sends the same prompt once more."""

    def __init__(
        self,
        attempt: Attempt,
        *,
        again: Callable[[], Attempt],
        began: float,
        patience: Patience,
        prices: Prices,
        retries: RetryBudget,
        health: HealthKeeper,
        timing: Timing,
    ) -> None:
        self._attempt = attempt
        self._again = again
        self._began = began
        self._patience = patience
        self._prices = prices
        self._retries = retries
        self._health = health
        self._timing = timing
        self._before = Sums()
        self._tries = 1
        self._first_line_ms = -1.0
        self._whole_ms = 0.0
        self._closed = Event()
        self._is_iterated = False
        self._is_over = False

    def __iter__(self) -> Iterator[str]:
        if self._is_iterated:
            raise RuntimeError("A piece of writing is read once.")
        self._is_iterated = True
        try:
            while (line := self._next()) is not None:
                yield line
        finally:
            self.close()  # also where the reader went away in the middle

    @property
    def usage(self) -> Usage:
        sums = self._before.with_one(self._attempt, self._prices)
        return Usage(
            model=sums.spent.model,
            tokens_in=sums.spent.tokens_in,
            tokens_cached=sums.spent.tokens_cached,
            tokens_out=sums.spent.tokens_out,
            micropounds=sums.micropounds,
            attempts=sums.attempts,
            first_line_ms=self._first_line_ms,
            whole_ms=self._whole_ms or self._milliseconds(),
        )

    def close(self) -> None:
        self._closed.set()
        self._finish()

    def _next(self) -> str | None:
        """The next line; None at the end. Raises LanguageModelUnavailable."""
        asked = self._timing.clock()
        while not self._closed.is_set():
            try:
                line = self._attempt.reading.next(timeout=self._time_left(asked))
            except NoLineYet:
                self._give_up_or_go_on(CallFault(WhyNoModel.SLOW, detail=self._what_was_late()))
            except CallFault as fault:
                self._give_up_or_go_on(fault)
            else:
                return self._hand_over(line)
        return None

    def _hand_over(self, line: str | None) -> str | None:
        if line is None:
            self._finish(is_whole=True)
            return None
        if not self._attempt.lines:
            self._first_line_ms = self._milliseconds()
        self._attempt.lines += 1
        return line

    def _give_up_or_go_on(self, fault: CallFault) -> None:
        """Returns where the prompt was sent once more, or nothing more is wanted. Raises LanguageModelUnavailable."""
        if self._closed.is_set():
            return
        pause = self._pause_before_a_retry(fault)
        if pause is not None and self._send_again(fault, pause):
            return
        if self._closed.is_set():
            return
        self._finish(fault=fault)
        raise LanguageModelUnavailable(fault.why, detail=fault.detail) from None

    def _pause_before_a_retry(self, fault: CallFault) -> float | None:
        if self._attempt.lines or self._tries >= MOST_ATTEMPTS:
            return None
        left = self._began + self._patience.first_line - self._timing.clock()
        pause = find_pause(fault, left=left, chance=self._timing.chance())
        return pause if pause is not None and self._retries.take() else None

    def _send_again(self, fault: CallFault, pause: float) -> bool:
        """Did it go out again? It does not where the breaker has opened, all places are taken or the budget is spent:
        then the first fault is what is told."""
        self._attempt.end(fault=fault)
        self._tries += 1
        if self._timing.pause(self._closed, pause):
            return False
        try:
            attempt = self._again()
        except LanguageModelUnavailable:
            return False
        self._before = self._before.with_one(self._attempt, self._prices)
        self._attempt = attempt
        if self._closed.is_set():  # while it was sent
            attempt.end()
        return True

    def _finish(self, *, fault: CallFault | None = None, is_whole: bool = False) -> None:
        if self._is_over:
            return
        self._is_over = True
        self._whole_ms = self._milliseconds()
        rest = (fault.retry_after or 0.0) if fault else 0.0
        self._attempt.end(fault=fault, is_whole=is_whole, rest=rest)
        why, detail = (fault.why, fault.detail) if fault else (None, "")
        self._health.note_writing(self.usage, why=why, detail=detail)

    def _time_left(self, asked: float) -> float:
        """Seconds until the reader's patience for the next line ends, or that for the whole."""
        now = self._timing.clock()
        whole = self._began + self._patience.whole
        line = asked + self._patience.next_line if self._attempt.lines else self._began + self._patience.first_line
        return min(line, whole) - now

    def _what_was_late(self) -> str:
        if self._timing.clock() >= self._began + self._patience.whole:
            return "the whole answer"
        return "the next line" if self._attempt.lines else "the first line"

    def _milliseconds(self) -> float:
        return round((self._timing.clock() - self._began) * 1_000, 1)
