"""Engines that give again what is on a tape, call by call, and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Embedder, Engines, Hit
from fingerpost.contract.services import Services
from fingerpost.pipeline.models import ENGINE as LANGUAGE_MODEL
from fingerpost.pipeline.models import REGISTRY, PlayedModels
from fingerpost.pipeline.sorting import PlayedCases, PlayedClassifier
from fingerpost.pipeline.tape import CLASSIFIER, EMBEDDER, ENGINE, OPEN_CASES, RULES, SERVICES, TAPED, Call
from fingerpost.rules.book import RuleBook

_BY_DIGEST = {RULES, SERVICES, EMBEDDER}


class OffTheTape(Exception):
    """The run asked an engine for what it did not ask it for then. Its text names the engine, and no word of a person.

    No FingerpostError: the road makes an outcome of those, and this is none.
    """


class TapedEngines(Engines):
    """The engines of a run as they were. `left` are the calls that were not made again.

    Rules and services are on the tape by their digest: as is the embedding model: `rules`, `services` and
    `embedder` are today's, which are handed over where they are still the same.
    """

    def __init__(
        self,
        calls: Iterable[Call],
        *,
        rules: RuleBook | None = None,
        services: Services | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        calls = list(calls)
        self._rules = rules
        self._services = services
        self._embedder = embedder
        self._missing = {each.asked["name"]: each.gave for each in calls if each.engine == ENGINE}
        self._left = {name: [each for each in calls if each.engine == name] for name in TAPED - _BY_DIGEST}
        self._digests = {each.gave for each in calls if each.engine == RULES}
        self._models = {each.gave for each in calls if each.engine == EMBEDDER}
        self._books = {each.gave for each in calls if each.engine == SERVICES}

    def one(self, name: str) -> object:
        """One engine by name. Raises what was raised then where it was missing, and OffTheTape."""
        if name in self._missing:
            raise self._missing[name]
        played: Mapping[str, Callable[[Callable[..., Any]], object]] = {
            "search": PlayedSearch,
            "passages": PlayedPassages,
            "clock": PlayedClock,
            CLASSIFIER: PlayedClassifier,
            OPEN_CASES: PlayedCases,
        }
        if name == REGISTRY:
            return PlayedModels(
                lambda **asked: self._next(REGISTRY, asked), lambda **asked: self._next(LANGUAGE_MODEL, asked)
            )
        if name == RULES:
            return self._same_rules()
        if name == SERVICES:
            return self._same_services()
        if name == EMBEDDER:
            return self._same_embedder()
        if name not in played:
            raise OffTheTape(f"the engine '{name}', which no tape holds")
        return played[name](lambda **asked: self._next(name, asked))

    @property
    def names(self) -> tuple[str, ...]:
        there = TAPED if self._models else TAPED - {EMBEDDER}
        return tuple(sorted(there - self._missing.keys()))

    @property
    def left(self) -> int:
        return sum(map(len, self._left.values()))

    def _same_rules(self) -> RuleBook:
        if self._rules is None or self._digests != {self._rules.digest}:
            raise OffTheTape("the rules, which have changed since")
        return self._rules

    def _same_embedder(self) -> Embedder:
        if self._embedder is None or self._models != {self._embedder.digest}:
            raise OffTheTape("the embedding model, which has changed since")
        return self._embedder

    def _same_services(self) -> Services:
        if self._services is None or self._books != {self._services.book.digest}:
            raise OffTheTape("the services, which have changed since")
        return self._services

    def _next(self, name: str, asked: Mapping[str, Any]) -> Any:
        waiting = self._left[name]
        if not waiting or dict(waiting[0].asked) != asked:
            raise OffTheTape(f"the {name}, for something else than then")
        gave = waiting.pop(0).gave
        if isinstance(gave, Exception):
            raise gave
        return gave


class PlayedSearch:
    """The port `Search`, from a tape."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self._give = give

    def find(self, question: str, *, context: Context, limit: int = 20) -> Sequence[Hit]:
        hits: Sequence[Hit] = self._give(question=question, context=_without_subject(context), limit=limit)
        return hits


class PlayedPassages:
    """The port `Passages`, from a tape."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self._give = give

    def fetch(self, ids: Iterable[str], *, context: Context) -> Mapping[str, Passage]:
        found: Mapping[str, Passage] = self._give(ids=list(ids))
        return found


class PlayedClock:
    """The port `Clock`, from a tape."""

    def __init__(self, give: Callable[..., Any]) -> None:
        self._give = give

    def now(self) -> datetime:
        at: datetime = self._give()
        return at


def _without_subject(context: Context) -> Context:
    """The tape does not say whose run it was: that changes nothing of what is found."""
    return replace(context, subject="", settings=dict(context.settings))
