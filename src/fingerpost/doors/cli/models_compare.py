"""`fingerpost models compare`"""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.evaluate.comparing import Comparison, Row, Side
    from fingerpost.evaluate.paired import Estimate

HALVES = ("all", "tune", "test")
MICROPOUNDS = 1_000_000


@plainly
def compare(
    a: Annotated[str, typer.Argument(help="A model by its name in the settings, or none: quoting only.")],
    b: Annotated[str, typer.Argument(help="The other model, or none.")],
    *,
    capability: Annotated[str, typer.Option(help="Whose cases: a capability, such as answer.")] = "answer",
    limit: Annotated[int | None, typer.Option(min=1, help="Only so many of the cases, the same each time.")] = None,
    half: Annotated[str, typer.Option(help="Which cases: all, tune or test.")] = "all",
    most_pounds: Annotated[float, typer.Option(min=0.0, help="Ask before it may cost more than this.")] = 1.0,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask: go on, whatever it costs.")] = False,
    keep: Annotated[bool, typer.Option(help="Keep the figures: oversight and the public record show them.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Run a capability's cases with two language models, and print how they differ, with 95% intervals.

    Each case is asked with the one and with the other, at the same moment of the clock and of the same library. No
    answer is recorded. What broke off goes on where it stopped, when the same command is typed again.

    Exit codes: 0 compared, 1 it cannot go on now, 2 what was typed does not fit.

    Example: fingerpost models compare none claude --limit 50
    """
    if half not in HALVES:
        raise InvalidRequest({"half": f"Choose --half from: {', '.join(HALVES)}"})
    here = get_ready()
    from importlib.metadata import version  # noqa: PLC0415 - with the rest

    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities import find_capability  # noqa: PLC0415
    from fingerpost.evaluate.comparing import Purse, compare_models  # noqa: PLC0415

    with progress_bars() as report:
        found = compare_models(
            find_capability(capability),
            a=_side(a),
            b=_side(b),
            body=settings.CONFIGURATION.body,
            engines=here.build_engines(),
            release=version("fingerpost"),
            folder=settings.HOME / "comparisons",
            purse=Purse(most=round(most_pounds * MICROPOUNDS), ask=(lambda spent, rest: True) if yes else _ask),
            half=half,
            limit=limit,
            progress=lambda done, total: report(f"Comparing {a} and {b}", done, total),
        )
    reference = _keep(found) if keep else ""
    if as_json:
        say_json({**found.as_values(), **({"reference": reference} if reference else {})})
    else:
        _print(found, reference=reference)


def _side(name: str) -> "Side":
    """Raises InvalidRequest where the settings know no model of that name."""
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.doors.installation import installation  # noqa: PLC0415
    from fingerpost.evaluate.comparing import NONE, Side  # noqa: PLC0415

    if name == NONE:
        return Side(name=NONE)
    here = installation().build_language_models()
    model = here.named(name) if here else None
    if here is None or model is None:
        known = ", ".join([NONE, *(each.name for each in (here.list_states() if here else ()))])
        raise InvalidRequest({"model": f"The settings know no model '{name}'. There is: {known}."})
    return Side(name=name, model=model, prices=settings.LANGUAGE_MODELS.models[name].prices)


def _ask(spent: int, rest: int) -> bool:
    """Asked on the terminal; where there is none, the answer is no."""
    if not sys.stdin.isatty():
        err().print("It would cost more than --most-pounds. Allow more, or say --yes.", markup=False)
        return False
    words = f"£{spent / MICROPOUNDS:.2f} is spent. The rest may cost about £{rest / MICROPOUNDS:.2f}. Go on?"
    return typer.confirm(words, err=True)


def _keep(found: "Comparison") -> str:
    from fingerpost.doors.systems import keep_compared  # noqa: PLC0415 - tables can be imported only now

    return keep_compared(found)


def _print(found: "Comparison", *, reference: str) -> None:
    out().print(_table(found))
    for place, name in enumerate(found.names):
        for counts, words in ((found.fell_back[place], "Quoted instead"), (found.removed[place], "Taken out")):
            if counts:
                out().print(f"{words} with {name}: {_counted(counts)}.", markup=False, soft_wrap=True)
    out().print("An interval of the difference that holds 0 does not show that they differ.", soft_wrap=True)
    if found.half == "part":
        out().print("This was a part of the cases: the public record does not show it.", soft_wrap=True)
    if reference:
        out().print(f"Kept as {reference}.")


def _table(found: "Comparison") -> Table:
    a, b = found.names
    title = f"{found.capability} {found.version}: {a} and {b} over {found.cases} cases ({found.half})"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for heading in ("figure", a, b, f"{b} less {a}", "n"):
        table.add_column(heading, justify="left" if heading == "figure" else "right", overflow="fold")
    for row in found.rows:
        pair = row.pair
        table.add_row(row.words, _said(row, pair.a), _said(row, pair.b), _difference(row, pair.difference), f"{pair.n}")
    return table


def _said(row: "Row", estimate: "Estimate") -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    one, low, high = (_number(row, each) for each in (estimate.value, estimate.low, estimate.high))
    return f"{one}\n[dim]{low} to {high}[/]"


def _difference(row: "Row", estimate: "Estimate") -> str:
    """Bold where its interval leaves nought out."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "–"
    signed = (
        f"{'+' if each > 0 else ''}{_number(row, each)}" for each in (estimate.value, estimate.low, estimate.high)
    )
    one, low, high = signed
    is_shown = estimate.low > 0 or estimate.high < 0
    return f"[bold]{one}[/]\n{low} to {high}" if is_shown else f"{one}\n[dim]{low} to {high}[/]"


def _number(row: "Row", value: float) -> str:
    """Shares in per cent, pence to a hundredth, tokens and milliseconds whole."""
    if row.unit == "share":
        return f"{100 * value:.1f}%"
    return f"{value:.2f}p" if row.unit == "pence" else f"{value:,.0f}{' ms' if row.unit == 'ms' else ''}"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items(), key=lambda each: -each[1]))
