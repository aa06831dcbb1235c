"""Looks through every rule file at once: whether it can be read, whether examples hold, whether thresholds turn."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fingerpost.rules.authoring.boundaries import check_boundary, find_boundaries
from fingerpost.rules.authoring.checking import check_example
from fingerpost.rules.authoring.coverage import FEWEST
from fingerpost.rules.authoring.examples import Example, uk_examples, with_own
from fingerpost.rules.authoring.overrides import lay_overrides
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import Problem, RulesInvalid
from fingerpost.rules.reading.files import UK, read_rules

PARTS = ("facts", "schemes")
EXAMPLES = "examples"


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What was found. `book` is None where the files cannot be read at all; the counts are of what was looked at."""

    problems: tuple[Problem, ...]
    book: RuleBook | None = None
    examples: int = 0
    thresholds: int = 0


def look_through(*, own: Path | None = None, overrides: Mapping[str, str] | None = None) -> Looked:
    """Every packaged file, and those of a body in `own`: facts, schemes and examples. `overrides` are the words of each
    approved change, by the name of its file. Raises nothing."""
    folders = [UK, *([own] if own and own.is_dir() else [])]
    try:
        book = read_rules(*(each / part for each in folders for part in PARTS if (each / part).is_dir()))
    except RulesInvalid as fault:
        return Looked(problems=fault.problems)
    problems: list[Problem] = []
    examples = _examples(own, problems)
    problems += [problem for each in examples for problem in _example_faults(book, each)]
    problems += _too_few(book, examples)
    boundaries = list(find_boundaries(book))
    problems += [_at(book, each.rule, fault) for each in boundaries for fault in check_boundary(book, each)]
    problems += lay_overrides(book, overrides or {}).problems
    return Looked(problems=tuple(problems), book=book, examples=len(examples), thresholds=len(boundaries))


def _examples(own: Path | None, problems: list[Problem]) -> Sequence[Example]:
    """Ours and the body's; ours alone where its own cannot be read."""
    try:
        return with_own(own / EXAMPLES) if own else uk_examples()
    except RulesInvalid as fault:
        problems.extend(fault.problems)
        return uk_examples()


def _example_faults(book: RuleBook, example: Example) -> Iterator[Problem]:
    for fault in check_example(book, example).faults:
        yield Problem(file=example.file, line=example.line, words=f"{example.id}: {fault}")


def _too_few(book: RuleBook, examples: Sequence[Example]) -> Iterator[Problem]:
    for name in book.public:
        count = sum(each.scheme == name for each in examples)
        if count < FEWEST:
            words = f"{name} has {count} worked examples, and needs {FEWEST}"
            yield Problem(file=book.schemes[name].file, line=1, words=words)


def _at(book: RuleBook, rule: str, words: str) -> Problem:
    """A fault of a rule, where its file has it."""
    scheme, _, bare = rule.partition(".")
    file = book.schemes[scheme].file
    document = next((each for each in book.documents if each.file == file), None)
    return Problem(file=file, line=document.line("rules", bare) if document else 1, words=words)
