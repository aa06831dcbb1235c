"""What can be wrong with rules, with facts and with dates, each fault where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fingerpost.contract.errors import FingerpostError


@dataclass(frozen=True, order=True, kw_only=True)
class Problem:
    """One thing wrong in a rule file: the file's name, the line (from 1) and what is wrong, in words."""

    file: str
    line: int
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words}"


class RulesInvalid(FingerpostError):
    """Rule files that cannot be used. `problems` names each fault by file and line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        first = self.problems[0]
        more = len(self.problems) - 1
        others = f" and {more} more" if more else ""
        super().__init__(
            f"The rule files have {len(self.problems)} problem(s). First: {first}{others}.",
            detail="\n".join(str(problem) for problem in self.problems),
        )


class FactsInvalid(FingerpostError):
    """Facts about a household that do not fit. `problems` maps the path of a question to a sentence."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__(
            "Some answers do not fit: " + "; ".join(f"{path}: {words}" for path, words in problems.items())
        )


class OutsideDates(FingerpostError):
    """A figure of law that is needed has no value on the day asked about. `first` and `last` are the days it has one;
    `last` is None where it still runs."""

    def __init__(self, name: str, *, on: date, first: date, last: date | None) -> None:
        until = f" to {last.isoformat()}" if last else ""
        super().__init__(f"The rules hold no '{name}' for {on.isoformat()}: they cover {first.isoformat()}{until}.")
        self.name, self.first, self.last = name, first, last
