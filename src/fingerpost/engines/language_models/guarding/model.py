"""A supplier's model as a capability may use it: within time, within a budget, and left alone while it is unwell."""

from dataclasses import replace
from threading import BoundedSemaphore

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, Prompt, WhyNoModel
from fingerpost.engines.language_models.calling import Provider
from fingerpost.engines.language_models.guarding.attempt import Attempt
from fingerpost.engines.language_models.guarding.breaker import Breaker, BreakerState, Permit
from fingerpost.engines.language_models.guarding.budgets import Budget, Reservation
from fingerpost.engines.language_models.guarding.health import Health, HealthKeeper
from fingerpost.engines.language_models.guarding.prices import NOTHING, Prices
from fingerpost.engines.language_models.guarding.reading import Reading
from fingerpost.engines.language_models.guarding.retrying import RetryBudget
from fingerpost.engines.language_models.guarding.timing import Timing
from fingerpost.engines.language_models.guarding.writing import GuardedWriting

AT_ONCE = 4
"""Calls of one process to one model. Each holds a thread and a connection."""


class GuardedModel:
    """The port `LanguageModel`, over a provider. Safe from any thread.

    `at_once` calls run at most at a time: one more is BUSY at once. `most_tokens` bounds what any prompt may have
    written. What is reserved of the budget is the most that a call may cost; where it cannot be reserved because the
    store is out of reach, nothing is sent, and that counts as OVER_BUDGET.
    """

    def __init__(
        self,
        provider: Provider,
        *,
        budget: Budget,
        patience: Patience | None = None,
        prices: Prices | None = None,
        at_once: int = AT_ONCE,
        most_tokens: int = 900,
        timing: Timing | None = None,
        breaker: Breaker | None = None,
    ) -> None:
        self._provider = provider
        self._budget = budget
        self._patience = patience or Patience()
        self._prices = prices or Prices()
        self._most_tokens = most_tokens
        self._timing = timing or Timing()
        self._breaker = breaker or Breaker(clock=self._timing.clock)
        self._places = BoundedSemaphore(at_once)
        self._retries = RetryBudget()
        self._health = HealthKeeper(now=self._timing.now)

    @property
    def name(self) -> str:
        return self._provider.name

    @property
    def digest(self) -> str:
        return self._provider.digest

    @property
    def patience(self) -> Patience:
        return self._patience

    @property
    def breaker(self) -> BreakerState:
        return self._breaker.state

    @property
    def health(self) -> Health:
        """Since this process began."""
        return self._health.health

    def write(self, prompt: Prompt) -> GuardedWriting:
        """As the port has it. It is sent at once. What it gives is to be read or closed: that settles what it took."""
        began = self._timing.clock()
        prompt = replace(prompt, most_tokens=min(prompt.most_tokens, self._most_tokens))
        try:
            attempt = self._begin(prompt, began=began)
        except LanguageModelUnavailable as error:
            self._health.note_refusal(error.why)
            raise
        self._retries.earn()
        return GuardedWriting(
            attempt,
            again=lambda: self._begin(prompt, began=began),
            began=began,
            patience=self._patience,
            prices=self._prices,
            retries=self._retries,
            health=self._health,
            timing=self._timing,
        )

    def _begin(self, prompt: Prompt, *, began: float) -> Attempt:
        """Send it, from a thread of its own. Raises LanguageModelUnavailable, and holds nothing then."""
        permit = self._breaker.admit()
        if permit is None:
            raise LanguageModelUnavailable(WhyNoModel.RESTING)
        if not self._places.acquire(blocking=False):
            permit.leave()
            raise LanguageModelUnavailable(WhyNoModel.BUSY, detail="as many calls as may be are under way")
        try:
            reservation = self._reserve(prompt)
        except BaseException:
            self._places.release()
            permit.leave()
            raise
        return self._start(prompt, began=began, permit=permit, reservation=reservation)

    def _reserve(self, prompt: Prompt) -> Reservation:
        """Raises LanguageModelUnavailable."""
        most = self._prices.most_of(tokens_in=self._provider.estimate(prompt), tokens_out=prompt.most_tokens)
        try:
            reservation = self._budget.reserve(most)
        except StoreUnavailable as error:
            detail = f"the budget could not be read: {error.detail}"
            raise LanguageModelUnavailable(WhyNoModel.OVER_BUDGET, detail=detail) from None
        if reservation is None:
            raise LanguageModelUnavailable(WhyNoModel.OVER_BUDGET)
        return reservation

    def _start(self, prompt: Prompt, *, began: float, permit: Permit, reservation: Reservation) -> Attempt:
        until = began + self._patience.whole
        reading = Reading(
            lambda: self._provider.open(prompt, timeout=self._network_timeout(until)),
            until=until,
            clock=self._timing.clock,
            over=self._places.release,
        )
        try:
            reading.start()
        except RuntimeError:  # the system gives no further thread
            self._places.release()
            permit.leave()
            reservation.settle(NOTHING)
            raise LanguageModelUnavailable(WhyNoModel.BUSY, detail="no further thread") from None
        return Attempt(reading=reading, permit=permit, reservation=reservation, prices=self._prices)

    def _network_timeout(self, until: float) -> float:
        """Seconds that the network may be silent: as long as a line is waited for, and no longer than for the whole."""
        left = until - self._timing.clock()
        return max(0.1, min(max(self._patience.first_line, self._patience.next_line), left))
