"""What was heard: answers by path, each with the words it came from."""

from collections.abc import Mapping
from dataclasses import dataclass

from fingerpost.contract.context import Nation
from fingerpost.rules.hearing.changing import Change
from fingerpost.rules.households.household import Answer


@dataclass(frozen=True, kw_only=True)
class Told:
    """One answer, under the path of its question, and where in the text it was said: from `start` to before `end`."""

    path: str
    value: Answer
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Heard:
    """All that was taken out of one text. `changes` are what the person asks about: a raise, another baby."""

    text: str
    told: tuple[Told, ...] = ()
    changes: tuple[Change, ...] = ()
    nation: Nation | None = None

    @property
    def answers(self) -> Mapping[str, Answer]:
        """The answers by path."""
        return {each.path: each.value for each in self.told}

    def words_of(self, each: "Told | Change") -> str:
        """The very words an answer or a change came from."""
        return self.text[each.start : each.end].strip()

    def __bool__(self) -> bool:
        return bool(self.told or self.changes)
