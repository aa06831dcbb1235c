"""What differs between two days, or between two books: figures, the rules that use them, and what examples come to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fingerpost.rules.authoring.checking import evaluate_example
from fingerpost.rules.authoring.examples import Example
from fingerpost.rules.book import Parameter, RuleBook
from fingerpost.rules.evaluating import Evaluation
from fingerpost.rules.faults import FactsInvalid, OutsideDates
from fingerpost.rules.results import Amount, Possible, Verdict


@dataclass(frozen=True, kw_only=True)
class FigureChange:
    """A parameter with its value before and after; None where it has none then."""

    parameter: Parameter
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a scheme came to for one household."""

    verdict: Verdict
    amount: Amount | None


@dataclass(frozen=True, kw_only=True)
class Effect:
    """One scheme of one example that comes out otherwise."""

    example: Example
    scheme: str
    before: Outcome
    after: Outcome


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What differs. `rules` are names of rules that use a changed figure; `effects` are the
    examples that come out otherwise, and `looked_at` how many were looked at."""

    figures: tuple[FigureChange, ...]
    rules: tuple[str, ...]
    effects: tuple[Effect, ...]
    looked_at: int


def compare_days(book: RuleBook, first: date, second: date, examples: Sequence[Example]) -> Difference:
    """The same book on two days. Each example is looked at on both, its household unchanged."""
    figures = tuple(_figures(book, book, first, second))
    names = {each.parameter.name for each in figures}
    return Difference(
        figures=figures,
        rules=tuple(_using(book, names)),
        effects=tuple(_effects(examples, (book, first), (book, second), book.public)),
        looked_at=len(examples),
    )


def compare_books(before: RuleBook, after: RuleBook, examples: Sequence[Example]) -> Difference:
    """Two books with the same rules and other figures: on the days of the examples, and for those of the schemes that
    changed on each day on which a figure begins to differ too. Of each example only the schemes that it is about are
    worked out, where they use a changed figure."""
    changed = changed_figures(before, after)
    days = _turns(before, after, changed)
    schemes = affected_schemes(after, changed)
    own = {name.partition(".")[0] for name in changed}
    moved = [replace(each, on=day) for day in days for each in examples if each.scheme in own and each.on != day]
    about = {(each.scheme, each.id): _about(each, schemes) for each in examples}
    differing = [
        each
        for each in (*examples, *moved)
        if about[each.scheme, each.id] and any(_differs(before, after, name, each.on) for name in changed)
    ]
    figures = {each.parameter.name: each for day in days for each in _figures(before, after, day, day)}
    effects = [
        effect
        for each in differing
        for effect in _effects([each], (before, each.on), (after, each.on), about[each.scheme, each.id])
    ]
    return Difference(
        figures=tuple(figures.values()),
        rules=tuple(_using(after, changed)),
        effects=tuple(effects),
        looked_at=len(differing),
    )


def changed_figures(before: RuleBook, after: RuleBook) -> set[str]:
    """The names of the parameters whose values differ on some day."""
    return {
        name
        for name, each in after.parameters.items()
        if name not in before.parameters or before.parameters[name].values != each.values
    }


def affected_schemes(book: RuleBook, figures: Collection[str]) -> list[str]:
    """The public schemes whose verdict or amount is worked out from one of the figures, through whatever rules."""
    users: dict[str, set[str]] = defaultdict(set)
    for rule in book.rules.values():
        for part in rule.term.walk():
            if part.kind in {"rule", "parameter"}:
                users[str(part.value)].add(rule.name)
    reached: set[str] = set()
    ahead = list(figures)
    while ahead:
        for user in users[ahead.pop()] - reached:
            reached.add(user)
            ahead.append(user)
    return [name for name in book.public if {book.schemes[name].entitled, book.schemes[name].amount} & reached]


def without_value(book: RuleBook, scheme: str, on: date) -> list[Parameter]:
    """The figures of a scheme that have no value on a day: until they have, nothing can be worked out for it."""
    return [each for each in book.parameters_of(scheme) if each.at(on) is None]


def _figures(before: RuleBook, after: RuleBook, first: date, second: date) -> Iterator[FigureChange]:
    for name, parameter in after.parameters.items():
        old, new = (before.parameters.get(name, parameter).at(first), parameter.at(second))
        values = tuple(each.value if each else None for each in (old, new))
        if values[0] != values[1]:
            yield FigureChange(parameter=parameter, before=values[0], after=values[1])


def _using(book: RuleBook, names: Collection[str]) -> Iterator[str]:
    for rule in book.rules.values():
        if any(part.kind == "parameter" and part.value in names for part in rule.term.walk()):
            yield rule.name


def _about(example: Example, schemes: Iterable[str]) -> list[str]:
    named = {example.scheme, *(name.partition(".")[0] for name in example.expect)}
    return [each for each in schemes if each in named]


def _turns(before: RuleBook, after: RuleBook, changed: Iterable[str]) -> list[date]:
    """The days on which a figure of one book begins to be another than in the other."""
    found = set()
    for name in changed:
        parameters = [book.parameters[name] for book in (before, after) if name in book.parameters]
        days = {each.first for parameter in parameters for each in parameter.values}
        found |= {day for day in days if _differs(before, after, name, day)}
    return sorted(found)


def _differs(before: RuleBook, after: RuleBook, name: str, on: date) -> bool:
    values = [_value_at(book.parameters[name], on) if name in book.parameters else None for book in (before, after)]
    return bool(values[0] != values[1])


def _value_at(parameter: Parameter, day: date) -> Any:
    dated = parameter.at(day)
    return dated.value if dated else None


def _effects(
    examples: Iterable[Example],
    first: tuple[RuleBook, date],
    second: tuple[RuleBook, date],
    schemes: Collection[str],
) -> Iterator[Effect]:
    for example in examples:
        old, new = (_outcomes(example, book, on, schemes) for book, on in (first, second))
        for scheme in new:
            if scheme in old and old[scheme] != new[scheme]:
                yield Effect(example=example, scheme=scheme, before=old[scheme], after=new[scheme])


def _outcomes(example: Example, book: RuleBook, on: date, schemes: Collection[str]) -> dict[str, Outcome]:
    """Of each scheme. An example whose household does not fit that book tells nothing."""
    try:
        evaluation = evaluate_example(book, example, on=on)
    except (FactsInvalid, KeyError):
        return {}
    return dict(_settled(book, evaluation, schemes))


def _settled(book: RuleBook, evaluation: Evaluation, schemes: Collection[str]) -> Iterator[tuple[str, Outcome]]:
    """Verdict and amount alone: reasons are not needed here, and take most of the time."""
    for scheme in schemes:
        verdict = evaluation.verdict(scheme)
        name = book.schemes[scheme].amount
        if not name or verdict is Verdict.NO:
            yield scheme, Outcome(verdict=verdict, amount=None)
            continue
        try:
            found: Possible = evaluation.value(name)
        except OutsideDates:
            yield scheme, Outcome(verdict=verdict, amount=None)
            continue
        amount = Amount(low=round(found.low), high=round(found.high), period=book.rules[name].unit.period)
        yield scheme, Outcome(verdict=verdict, amount=amount)
