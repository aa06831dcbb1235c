"""One call of a language model, and how it can go wrong: the seam between the providers and what guards them.

A provider sends once and gives what comes back. It retries nothing, waits for nobody and counts no money: whoever calls
it does (see `guarding`). A fault says what happened as a code, and holds no key, no prompt and no word of an answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from fingerpost.contract.language_models import Prompt, WhyNoModel


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a call has taken until now. `model` is the name that the server itself gave, "" before it gave one. Tokens
    are the supplier's count, and `tokens_cached` are those of `tokens_in` that it read from its cache of prompts;
    where it counts none they are worked out from the characters, and `is_estimate` says so."""

    model: str = ""
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0
    is_estimate: bool = True


class CallFault(Exception):
    """A call that did not begin, or broke off.

    `retry_after` is how many seconds the supplier asks to be left alone, None where it does not say. `may_retry` says
    whether the same call may well succeed when it is sent again. `detail` is for the operator's log.
    """

    def __init__(
        self, why: WhyNoModel, *, retry_after: float | None = None, may_retry: bool = False, detail: str = ""
    ) -> None:
        super().__init__(f"{why.value}: {detail}" if detail else why.value)
        self.why = why
        self.retry_after = retry_after
        self.may_retry = may_retry
        self.detail = detail


class Call(Protocol):
    """One answer as it arrives. Iterating sends the prompt, then gives pieces of text, never empty ones, and may be
    done once. It raises CallFault and nothing else; after `close` it ends or raises, soon, also in mid-read."""

    def __iter__(self) -> Iterator[str]: ...

    @property
    def spent(self) -> Spent:
        """What it has taken until now; final once the iteration ended. Before anything was sent it is all zero. After
        a fault or `close` it is never too little but for what the supplier had not told: an estimate stands there."""
        ...

    def close(self) -> None:
        """Stop at once, from any thread, also while another waits for a piece. Safe to call more than once."""
        ...


class Provider(Protocol):
    """A supplier's model, or one on this machine. `name` is its name in the settings, `model` the supplier's name for
    it, `digest` says exactly what it is: the SHA-256 of the weights, else one over kind, model and address."""

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def digest(self) -> str: ...

    def prepare(self) -> None:
        """Load what the first call would have to wait for: a client, certificates, weights. It takes from a tenth of a
        second to many, once. Raises ModelUnavailable with a sentence that says what to do."""
        ...

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """Make ready to ask, and `prepare` where that was not done; nothing is sent before the call is iterated.
        `timeout`, in seconds, bounds each wait for the network: the connection, and the next bytes. Raises CallFault:
        TOO_LARGE where the prompt does not fit the model, UNREACHABLE where `prepare` fails."""
        ...

    def estimate(self, prompt: Prompt) -> int:
        """Tokens that the prompt may take, rather too many than too few: to reserve money before it is sent."""
        ...
