"""The language model of one run: which one may write, what it wrote, and how that is gone through again.

A model that is switched off or missing never stops a run. Whoever asks it to write is told why it does not.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, cast

from fingerpost.contract.errors import MissingEngine
from fingerpost.contract.language_models import (
    LanguageModel,
    LanguageModels,
    LanguageModelUnavailable,
    Patience,
    Prompt,
    Usage,
    WhyNoModel,
    Writing,
)
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.pipeline.tape import Tape
from fingerpost.record.switches.reading import find_stopped

ENGINE = "language_model"
REGISTRY = "language_models"


def choose_model(run: Run, engines: Engines) -> "CountedModel | None":
    """The model that the settings choose for the run's capability; None where they choose none.

    One that is switched off writes nothing and says so. Raises StoreUnavailable when the switches cannot be read.
    """
    try:
        models = cast(LanguageModels, engines.one(REGISTRY))
    except MissingEngine:
        return None
    chosen = models.chosen_for(run.capability)
    return CountedModel(chosen) if chosen else None


class CountedModel:
    """The port `LanguageModel`. It remembers which prompts it was asked, what they took and why one came to nothing."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._writings: list[tuple[Prompt, Writing | None]] = []
        self.name = model.name
        self.digest = model.digest
        self.patience = model.patience

    def write(self, prompt: Prompt) -> Writing:
        """As the model behind it. Raises what that raises."""
        self._writings.append((prompt, None))
        writing = self._model.write(prompt)
        self._writings[-1] = (prompt, writing)
        return writing

    def found(self) -> dict[str, object]:
        """For the step: which model, which prompts by name and digest, and what each took; nothing where none was
        asked."""
        if not self._writings:
            return {}
        took = [
            {"prompt": prompt.name, "digest": prompt.digest, **asdict(writing.usage if writing else Usage())}
            for prompt, writing in self._writings
        ]
        return {"language_model": {"name": self.name, "digest": self.digest, "took": took}}


def may_write(model: LanguageModel, *, body: str) -> LanguageModel:
    """The model itself, or a stand-in that writes nothing where it is switched off. Raises StoreUnavailable.

    One from a tape writes what it wrote then: what is switched off today is no matter.
    """
    if isinstance(model, PlayedModel):
        return model
    return Stopped(model) if ("model", model.name) in find_stopped(body) else model


class Stopped:
    """A model that is switched off."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    @property
    def digest(self) -> str:
        return self._model.digest

    @property
    def patience(self) -> Patience:
        return self._model.patience

    def write(self, prompt: Prompt) -> Writing:
        raise LanguageModelUnavailable(WhyNoModel.SWITCHED_OFF)


class HeardModels:
    """The port `LanguageModels`. Which model was chosen, and all that it wrote, goes onto the tape."""

    def __init__(self, models: LanguageModels, tape: Tape, *, body: str) -> None:
        self._models = models
        self._tape = tape
        self._body = body

    def chosen_for(self, capability: str) -> LanguageModel | None:
        chosen = self._models.chosen_for(capability)
        told = {"name": chosen.name, "digest": chosen.digest, "patience": asdict(chosen.patience)} if chosen else None
        self._tape.hear(REGISTRY, {"capability": capability}, told)
        return HeardModel(may_write(chosen, body=self._body), self._tape) if chosen else None


class HeardModel:
    """The port `LanguageModel`. Each prompt, by its digest, and each line that came goes onto the tape."""

    def __init__(self, model: LanguageModel, tape: Tape) -> None:
        self._model = model
        self._tape = tape
        self.name = model.name
        self.digest = model.digest
        self.patience = model.patience

    def write(self, prompt: Prompt) -> Writing:
        try:
            writing = self._model.write(prompt)
        except LanguageModelUnavailable as error:
            self._tape.hear(ENGINE, asked_of(prompt), told_of((), Usage(), why=error.why))
            raise
        return HeardWriting(writing, lambda told: self._tape.hear(ENGINE, asked_of(prompt), told))


class HeardWriting:
    """The port `Writing`. It is told once, when it ended or was closed, also by closing."""

    def __init__(self, writing: Writing, tell: Callable[[Mapping[str, Any]], None]) -> None:
        self._writing = writing
        self._tell = tell
        self._lines: list[str] = []
        self._is_told = False

    def __iter__(self) -> Iterator[str]:
        try:
            for line in self._writing:
                self._lines.append(line)
                yield line
        except LanguageModelUnavailable as error:
            self._end(why=error.why)
            raise
        self._end()

    @property
    def usage(self) -> Usage:
        return self._writing.usage

    def close(self) -> None:
        self._writing.close()
        self._end()

    def _end(self, *, why: WhyNoModel | None = None) -> None:
        if not self._is_told:
            self._is_told = True
            self._tell(told_of(tuple(self._lines), self._writing.usage, why=why))


class PlayedModels:
    """The port `LanguageModels`, from a tape."""

    def __init__(self, choose: Callable[..., Any], write: Callable[..., Any]) -> None:
        self._choose = choose
        self._write = write

    def chosen_for(self, capability: str) -> LanguageModel | None:
        told = self._choose(capability=capability)
        return PlayedModel(told, self._write) if told is not None else None


class PlayedModel:
    """The port `LanguageModel`, from a tape."""

    def __init__(self, told: Mapping[str, Any], write: Callable[..., Any]) -> None:
        self.name: str = told["name"]
        self.digest: str = told["digest"]
        self.patience = Patience(**told["patience"])
        self._write = write

    def write(self, prompt: Prompt) -> Writing:
        told = self._write(**asked_of(prompt))
        if told["why"] and not told["lines"] and not told["usage"]["attempts"]:
            raise LanguageModelUnavailable(WhyNoModel(told["why"]))
        return PlayedWriting(told)


class PlayedWriting:
    """The port `Writing`, from a tape: the same lines, and the same fault after them."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self._told = told

    def __iter__(self) -> Iterator[str]:
        yield from self._told["lines"]
        if self._told["why"]:
            raise LanguageModelUnavailable(WhyNoModel(self._told["why"]))

    @property
    def usage(self) -> Usage:
        return Usage(**self._told["usage"])

    def close(self) -> None:
        """There is nothing to stop."""


def asked_of(prompt: Prompt) -> dict[str, Any]:
    """What names a prompt on the tape: its file and its digest, and the digest of what it was given."""
    parts = json.dumps(prompt.parts, ensure_ascii=False).encode()
    return {
        "prompt": prompt.name,
        "digest": prompt.digest,
        "parts": hashlib.sha256(parts).hexdigest(),
        "most_tokens": prompt.most_tokens,
    }


def told_of(lines: tuple[str, ...], usage: Usage, *, why: WhyNoModel | None = None) -> dict[str, Any]:
    """What a model wrote, as plain JSON values."""
    return {"lines": list(lines), "why": why.value if why else "", "usage": asdict(usage)}
