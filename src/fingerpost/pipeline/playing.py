"""Engines that give again what is on a tape, call by call, and nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines, Hit
from fingerpost.pipeline.tape import ENGINE, TAPED, Call


class OffTheTape(Exception):
    """The run asked an engine for what it did not ask it for then. Its text names the engine, and no word of a person.

    No FingerpostError: the road makes an outcome of those, and this is none.
    """


class TapedEngines(Engines):
    """The engines of a run as they were. `left` are the calls that were not made again."""

    def __init__(self, calls: Iterable[Call]) -> None:
        calls = list(calls)
        self._missing = {each.asked["name"]: each.gave for each in calls if each.engine == ENGINE}
        self._left = {name: [each for each in calls if each.engine == name] for name in TAPED}

    def one(self, name: str) -> object:
        """One engine by name. Raises what was raised then where it was missing, and OffTheTape."""
        if name in self._missing:
            raise self._missing[name]
        played: Mapping[str, Callable[[Callable[..., Any]], object]] = {
            "search": PlayedSearch,
            "passages": PlayedPassages,
            "clock": PlayedClock,
        }
        if name not in played:
            raise OffTheTape(f"the engine '{name}', which no tape holds")
        return played[name](lambda **asked: self._next(name, asked))

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(TAPED - self._missing.keys()))

    @property
    def left(self) -> int:
        return sum(map(len, self._left.values()))

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
