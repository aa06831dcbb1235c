"""What the worked examples reach: which rules with yes and with no, which figures on which days."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fingerpost.rules.authoring.boundaries import find_boundaries
from fingerpost.rules.authoring.checking import Checked, check_example
from fingerpost.rules.authoring.examples import Example, examples_of
from fingerpost.rules.book import Parameter, Rule, RuleBook
from fingerpost.rules.evaluating import Evaluation
from fingerpost.rules.faults import OutsideDates

FEWEST = 8
"""How many worked examples each public scheme has at the least."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """A yes-no rule, and whether some example settles it with yes, and some with no."""

    rule: str
    yes: bool
    no: bool


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """One scheme: its examples and what came of them, its figures, its yes-no rules, and how many thresholds it has."""

    scheme: str
    checked: tuple[Checked, ...]
    parameters: tuple[Parameter, ...]
    rules: tuple[Reached, ...]
    thresholds: int

    @property
    def passed(self) -> int:
        return sum(not each.faults for each in self.checked)

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with its examples, each with the example's name."""
        return tuple(f"{each.example.id}: {fault}" for each in self.checked for fault in each.faults)

    @property
    def unreached(self) -> tuple[str, ...]:
        """Rules that no example settles one way or the other."""
        return tuple(
            f"{each.rule} ({' and '.join(way for way, is_so in (('yes', each.yes), ('no', each.no)) if not is_so)})"
            for each in self.rules
            if not (each.yes and each.no)
        )


def measure_coverage(book: RuleBook, scheme: str, examples: Sequence[Example]) -> Coverage:
    """What the examples of a scheme reach of it; of one that schemes only share, what all examples reach."""
    checked = tuple(check_example(book, each) for each in examples_of(scheme, examples))
    looked_at = checked if book.schemes[scheme].public else [check_example(book, each) for each in examples]
    evaluations = [each.evaluation for each in looked_at if each.evaluation is not None]
    rules = [rule for rule in book.rules_of(scheme) if rule.unit.kind == "yes-no"]
    return Coverage(
        scheme=scheme,
        checked=checked,
        parameters=tuple(book.parameters_of(scheme)),
        rules=tuple(_reached(rule, evaluations) for rule in rules),
        thresholds=sum(1 for _ in find_boundaries(book, scheme=scheme)),
    )


def _reached(rule: Rule, evaluations: Iterable[Evaluation]) -> Reached:
    settled = set(_settled(rule, evaluations))
    return Reached(rule=rule.name, yes=True in settled, no=False in settled)


def _settled(rule: Rule, evaluations: Iterable[Evaluation]) -> Iterator[Any]:
    for evaluation in evaluations:
        try:
            values = evaluation.values(rule.name)
        except OutsideDates:
            continue
        yield from (bool(each.low) for each in values if each.is_known)
