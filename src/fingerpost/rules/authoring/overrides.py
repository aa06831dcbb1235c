"""What a body changed in its own copy of the rules: each file laid over the book by itself, in the order of names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fingerpost.rules.book import Parameter, RuleBook
from fingerpost.rules.faults import Problem, RulesInvalid
from fingerpost.rules.reforms import apply_reform, parse_reform


@dataclass(frozen=True, kw_only=True)
class Laid:
    """The book with the overrides that fit; `problems` are of those that do not, and are left out."""

    book: RuleBook
    problems: tuple[Problem, ...] = ()


def lay_overrides(book: RuleBook, texts: Mapping[str, str]) -> Laid:
    """Lay the words of each file over the book, by the names of the files. One with an error changes nothing and keeps
    no other from it. Whoever calls has seen that they were approved."""
    problems: list[Problem] = []
    for name, text in sorted(texts.items()):
        try:
            book = apply_reform(book, parse_reform(text, name=name))
        except RulesInvalid as fault:
            problems.extend(_in_file(fault.problems, name))
    return Laid(book=book, problems=tuple(problems))


def last_day_of(parameter: Parameter, starts_on: date) -> date | None:
    """The last day of a value that is put in on a day, where nobody says otherwise: the day before the next value that
    is known, else the end of the one that holds on that day; None where neither is there."""
    later = [each.first for each in parameter.values if each.first > starts_on]
    if later:
        return min(later) - timedelta(days=1)
    held = parameter.at(starts_on)
    return held.last if held else None


def _in_file(problems: Sequence[Problem], name: str) -> list[Problem]:
    """A fault that shows only once the file lies over the rules is still that file's."""
    return [
        each if each.file.endswith(name) else Problem(file=name, line=1, words=f"{each.file}: {each.words}")
        for each in problems
    ]
