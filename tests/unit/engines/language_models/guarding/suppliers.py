"""A supplier that does what a test says, call by call, and a clock that stands still until it is moved."""

from collections.abc import Callable, Iterator
from threading import Event

from fingerpost.contract.language_models import Patience, Prompt, WhyNoModel
from fingerpost.engines.language_models.calling import CallFault, Spent
from fingerpost.engines.language_models.guarding.budgets import MemoryBudget
from fingerpost.engines.language_models.guarding.model import GuardedModel
from fingerpost.engines.language_models.guarding.timing import Timing

PROMPT = Prompt(name="answer", digest="0" * 64, instructions="Quote.", parts=(("question", "How much?"),))
A_LONG_TIME = 60.0  # seconds: no test waits for it
SHORT = Patience(first_line=0.05, next_line=0.05, whole=0.5)
HANG = "hang"

Step = str | CallFault | Callable[[], None]


def down(why: WhyNoModel = WhyNoModel.FAILED, *, may_retry: bool = True, retry_after: float | None = None) -> CallFault:
    return CallFault(why, may_retry=may_retry, retry_after=retry_after, detail="status 500")


class Clock:
    """Seconds, moved by hand. A pause moves it, and is remembered."""

    def __init__(self) -> None:
        self.at = 1_000.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.at

    def pause(self, event: Event, seconds: float) -> bool:
        self.pauses.append(seconds)
        self.at += seconds
        return event.is_set()


class Supplier:
    """The port `Provider`. `script` has a list of steps for each call; the last list stays. A step is a piece of text,
    a fault to raise, HANG, or something to be done. `tokens` is what it says that a call took, None where it does not
    say. `opened` is set once it was called."""

    name, model, digest = "twin", "twin-1", "d" * 64

    def __init__(self, *script: list[Step], tokens: tuple[int, int] | None = (100, 10), prompt: int = 120) -> None:
        self.script = list(script)
        self.tokens = tokens
        self.prompt = prompt
        self.calls: list[SupplierCall] = []
        self.timeouts: list[float] = []
        self.asked: list[Prompt] = []
        self.opened = Event()

    @property
    def sent(self) -> int:
        return sum(each.is_sent for each in self.calls)

    def estimate(self, prompt: Prompt) -> int:
        return self.prompt

    def open(self, prompt: Prompt, *, timeout: float) -> "SupplierCall":
        self.timeouts.append(timeout)
        self.asked.append(prompt)
        steps = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        self.calls.append(SupplierCall(steps, tokens=self.tokens, prompt=self.prompt))
        self.opened.set()
        return self.calls[-1]


class SupplierCall:
    """The port `Call`. `ended` is set when its thread has left it."""

    def __init__(self, steps: list[Step], *, tokens: tuple[int, int] | None, prompt: int) -> None:
        self._steps = steps
        self._tokens = tokens
        self._prompt = prompt
        self._closed = Event()
        self._told: Spent | None = None
        self.is_sent = False
        self.ended = Event()

    def __iter__(self) -> Iterator[str]:
        self.is_sent = True
        try:
            for step in self._steps:
                if isinstance(step, CallFault):
                    raise step
                if callable(step):
                    step()
                elif step == HANG:
                    self._closed.wait(A_LONG_TIME)
                else:
                    yield step
                if self._closed.is_set():
                    raise CallFault(WhyNoModel.SLOW, detail="closed before its end")
            if self._tokens:
                self._told = Spent(
                    model="twin-1", tokens_in=self._tokens[0], tokens_out=self._tokens[1], is_estimate=False
                )
        finally:
            self.ended.set()

    @property
    def spent(self) -> Spent:
        if self._told or not self.is_sent:
            return self._told or Spent()
        return Spent(model="twin-1", tokens_in=self._prompt, tokens_out=0)

    def close(self) -> None:
        self._closed.set()


def guard(
    supplier: Supplier, *, clock: Clock | None = None, budget: MemoryBudget | None = None, **more
) -> GuardedModel:
    """A guarded model whose clock stands still where one is given. Chance is always one half."""
    moved = {"clock": clock, "pause": clock.pause} if clock else {}
    timing = Timing(chance=lambda: 0.5, **moved)
    return GuardedModel(supplier, budget=budget or MemoryBudget(), timing=timing, **more)
