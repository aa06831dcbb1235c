"""A language model that writes what it is told to, and a reader who can be told what is borne out."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from fingerpost.contract.claims import Claim
from fingerpost.contract.language_models import (
    LanguageModelUnavailable,
    Patience,
    Prompt,
    Usage,
    WhyNoModel,
    Writing,
)


def said(text: str, *quotes: tuple[str, str]) -> str:
    """One line as the prompt asks for it. `quotes` are pairs of a token and words; the text itself of p1 by default."""
    named = quotes or (("p1", text),)
    return json.dumps({"text": text, "quotes": [{"passage": token, "words": words} for token, words in named]})


@dataclass
class ModelThatWrites:
    """Gives its lines, and then the fault it was told to."""

    lines: Sequence[str] = ()
    why: WhyNoModel | None = None
    at_once: bool = False
    asked: list[Prompt] = field(default_factory=list)
    closed: int = 0
    read: int = 0
    name: str = "scripted"
    digest: str = "0" * 64
    patience: Patience = field(default_factory=Patience)

    def write(self, prompt: Prompt) -> Writing:
        self.asked.append(prompt)
        if self.why and self.at_once:
            raise LanguageModelUnavailable(self.why)
        return _Lines(self)


class _Lines:
    usage = Usage()

    def __init__(self, model: ModelThatWrites) -> None:
        self._model = model

    def __iter__(self) -> Iterator[str]:
        for line in self._model.lines:
            self._model.read += 1
            yield line
        if self._model.why:
            raise LanguageModelUnavailable(self._model.why)

    def close(self) -> None:
        self._model.closed += 1


@dataclass
class ReaderWho:
    """Bears out what `bears_out` says, and remembers what it was shown."""

    bears_out: Callable[[Claim], bool] = lambda claim: True
    shown: list[Claim] = field(default_factory=list)
    confidences: list[float | None] = field(default_factory=list)

    def show(self, claim: Claim, *, confidence: float | None) -> bool:
        self.confidences.append(confidence)
        if self.bears_out(claim):
            self.shown.append(claim)
            return True
        return False
