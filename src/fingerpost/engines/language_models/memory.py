"""A supplier without a network: it writes what a test or a trial wants. The twin of the real ones."""

from collections.abc import Callable, Iterable, Iterator
from threading import Event

from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models.asking import make_ready
from fingerpost.engines.language_models.calling import Call, CallFault, Spent
from fingerpost.engines.language_models.estimating import estimate_prompt
from fingerpost.engines.language_models.hearing import Heard
from fingerpost.engines.language_models.naming import digest_of

Write = Callable[[Prompt], Iterable[str]]
"""Gives the pieces of an answer. It may raise CallFault at any point, as the real ones do."""


class ScriptedProvider:
    """The in-memory twin of the providers. `asked` are the prompts whose calls were iterated, in order."""

    def __init__(
        self, write: Write, *, name: str = "twin", model: str = "twin-1", context_tokens: int = 200_000
    ) -> None:
        self.name = name
        self.model = model
        self.digest = digest_of("memory", model, "")
        self.asked: list[Prompt] = []
        self._write = write
        self._context_tokens = context_tokens

    def prepare(self) -> None:
        """There is nothing to load."""

    def estimate(self, prompt: Prompt) -> int:
        return estimate_prompt(prompt)

    def open(self, prompt: Prompt, *, timeout: float) -> Call:
        """As the port has it. Raises CallFault."""
        asked = make_ready(prompt, context_tokens=self._context_tokens)
        return _ScriptedCall(lambda: self._begin(prompt), heard=Heard(asked=self.model, tokens_sent=asked.tokens))

    def _begin(self, prompt: Prompt) -> Iterable[str]:
        self.asked.append(prompt)
        return self._write(prompt)


class _ScriptedCall:
    """The port `Call`. What is closed gives no further piece."""

    def __init__(self, begin: Callable[[], Iterable[str]], *, heard: Heard) -> None:
        self._begin = begin
        self._heard = heard
        self._closed = Event()

    def __iter__(self) -> Iterator[str]:
        if self._heard.is_sent:
            raise RuntimeError("A call is iterated once.")
        self._heard.is_sent = True
        self._heard.hear_model(self._heard.asked)
        for piece in self._begin():
            if self._closed.is_set():
                break
            if piece:
                yield self._heard.hear_text(piece)
        if self._closed.is_set():
            raise CallFault(WhyNoModel.SLOW, detail="closed before its end")
        self._heard.has_ended = True

    @property
    def spent(self) -> Spent:
        return self._heard.spent

    def close(self) -> None:
        self._closed.set()
