"""What `fingerpost rules` prints: a tree of reasons, tables of figures and examples, and the same as JSON."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

if TYPE_CHECKING:  # rules take a moment to load: --help need not wait for them
    from fingerpost.rules.authoring.coverage import Coverage
    from fingerpost.rules.authoring.difference import Difference, Outcome
    from fingerpost.rules.book import RuleBook
    from fingerpost.rules.results import Condition, SchemeResult

SIGNS = {"yes": "[green]yes[/]", "no": "[red]no[/]", "unknown": "[yellow]not known[/]"}
JOINS = {"all": "all of these", "any": "at least one of these", "not": "not this"}


def show_result(book: "RuleBook", result: "SchemeResult", console: Console) -> None:
    from fingerpost.rules.figures import write_value  # noqa: PLC0415

    title = book.schemes[result.scheme].title["en"]
    tree = Tree(f"[bold]{escape(title)}[/]: {SIGNS[result.verdict.value]}{escape(_amount(result))}")
    if result.outside:
        first, last = result.outside
        tree.add(f"the figures cover {first} to {last or 'now'}: nothing can be said of this day")
    if result.conditions is not None:
        _grow(tree, result.conditions)
    console.print(tree)
    for line in result.working:
        value = " to ".join(
            dict.fromkeys(write_value(each, line.value.unit) for each in (line.value.low, line.value.high))
        )
        words = line.label.get("en") or line.name
        console.print(f"{words} = {line.formula['en']} = {value}", markup=False, soft_wrap=True)
    if result.missing:
        console.print(f"Not known: {', '.join(result.missing)}", markup=False, soft_wrap=True)


def _grow(tree: Tree, condition: "Condition") -> None:
    sign = SIGNS[condition.verdict.value]
    if condition.leaf is None:
        branch = tree.add(f"{sign}: {JOINS.get(condition.join, '')}")
        for part in condition.parts:
            _grow(branch, part)
        return
    where = "; ".join(f"{source.title}, {source.url}" for source in condition.leaf.sources)
    words = escape(condition.leaf.words.get("en", condition.leaf.name))
    branch = tree.add(f"{sign}: {words} [dim]({escape(condition.leaf.name)})[/]")
    if where:
        branch.add(f"[dim]{escape(where)}[/]")


def _amount(result: "SchemeResult") -> str:
    if result.amount is None:
        return ""
    from fingerpost.rules.figures import write_money  # noqa: PLC0415

    each = dict.fromkeys(write_money(pence) for pence in (result.amount.low, result.amount.high))
    return f", {' to '.join(each)}{f' a {result.amount.period}' if result.amount.period else ''}"


def result_values(result: "SchemeResult", on: date) -> dict[str, Any]:
    amount = result.amount
    return {
        "scheme": result.scheme,
        "on": on.isoformat(),
        "verdict": result.verdict.value,
        "amount": {"low": amount.low, "high": amount.high, "period": amount.period} if amount else None,
        "conditions": _condition_values(result.conditions) if result.conditions else None,
        "working": [
            {
                "rule": each.name,
                "label": dict(each.label),
                "formula": dict(each.formula),
                "sources": _urls(each.sources),
            }
            for each in result.working
        ],
        "missing": list(result.missing),
    }


def _condition_values(condition: "Condition") -> dict[str, Any]:
    values: dict[str, Any] = {"verdict": condition.verdict.value}
    if condition.leaf is None:
        return {**values, "join": condition.join, "parts": [_condition_values(each) for each in condition.parts]}
    leaf = condition.leaf
    return {**values, "rule": leaf.name, "words": dict(leaf.words), "sources": _urls(leaf.sources)}


def _urls(sources: Iterable[Any]) -> list[str]:
    return [each.url for each in sources]


def coverage_table(measured: "Iterable[Coverage]") -> Table:
    table = Table(box=SIMPLE_HEAD)
    table.add_column("scheme", no_wrap=True)
    for heading in ("examples held", "figures", "rules settled both ways", "thresholds"):
        table.add_column(heading)
    for each in measured:
        both = sum(rule.yes and rule.no for rule in each.rules)
        held = f"{each.passed} of {len(each.checked)}"
        table.add_row(
            each.scheme, held, str(len(each.parameters)), f"{both} of {len(each.rules)}", str(each.thresholds)
        )
    return table


def show_coverage(measured: "Coverage", console: Console) -> None:
    console.print(coverage_table([measured]))
    table = Table(box=SIMPLE_HEAD)
    for heading in ("figure", "from", "to", "value", "confidence"):
        table.add_column(heading, overflow="fold")
    for row in _figure_rows(measured):
        table.add_row(*map(escape, row))
    console.print(table)
    for each in measured.unreached:
        console.print(f"No example settles {each}", markup=False, soft_wrap=True)
    for each in measured.faults:
        console.print(each, markup=False, soft_wrap=True)


def _figure_rows(measured: "Coverage") -> Iterator[tuple[str, ...]]:
    from fingerpost.rules.authoring.figures import write_parameter  # noqa: PLC0415

    for parameter in measured.parameters:
        for dated in parameter.values:
            value = write_parameter(parameter, dated.value)
            last = dated.last.isoformat() if dated.last else ""
            yield parameter.name, dated.first.isoformat(), last, value, parameter.confidence


def coverage_values(measured: "Coverage") -> dict[str, Any]:
    names = ("name", "from", "to", "value", "confidence")
    return {
        "scheme": measured.scheme,
        "examples": len(measured.checked),
        "held": measured.passed,
        "faults": list(measured.faults),
        "figures": [dict(zip(names, row, strict=True)) for row in _figure_rows(measured)],
        "rules": [{"rule": each.rule, "yes": each.yes, "no": each.no} for each in measured.rules],
        "thresholds": measured.thresholds,
    }


def show_difference(found: "Difference", console: Console) -> None:
    table = Table(box=SIMPLE_HEAD)
    for heading in ("figure", "before", "after"):
        table.add_column(heading, overflow="fold")
    for row in _change_rows(found):
        table.add_row(*map(escape, row))
    console.print(table if found.figures else "No figure differs.")
    console.print(f"Rules that use them: {', '.join(found.rules) or 'none'}", markup=False, soft_wrap=True)
    console.print(f"{len(found.effects):,} results differ in {found.looked_at:,} worked examples.")
    for each in found.effects:
        words = f"{each.example.scheme}/{each.example.id}: {each.scheme}"
        console.print(f"  {words}: {_outcome(each.before)} -> {_outcome(each.after)}", markup=False, soft_wrap=True)


def _change_rows(found: "Difference") -> Iterator[tuple[str, str, str]]:
    from fingerpost.rules.authoring.figures import write_parameter  # noqa: PLC0415

    for each in found.figures:
        before, after = (
            write_parameter(each.parameter, value) if value is not None else "none"
            for value in (each.before, each.after)
        )
        yield each.parameter.name, before, after


def _outcome(outcome: "Outcome") -> str:
    from fingerpost.rules.figures import write_money  # noqa: PLC0415

    if outcome.amount is None:
        return outcome.verdict.value
    amounts = dict.fromkeys(write_money(each) for each in (outcome.amount.low, outcome.amount.high))
    return f"{outcome.verdict.value}, {' to '.join(amounts)}"


def difference_values(found: "Difference") -> dict[str, Any]:
    rows = [dict(zip(("figure", "before", "after"), row, strict=True)) for row in _change_rows(found)]
    effects = [
        {
            "example": f"{each.example.scheme}/{each.example.id}",
            "scheme": each.scheme,
            "before": _outcome(each.before),
            "after": _outcome(each.after),
        }
        for each in found.effects
    ]
    return {"figures": rows, "rules": list(found.rules), "effects": effects, "examples": found.looked_at}
