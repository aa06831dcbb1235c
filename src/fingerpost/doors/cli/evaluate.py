"""`fingerpost evaluate`"""

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import NO_ANSWER, plainly
from fingerpost.doors.cli.ready import get_ready

HALVES = ("all", "tune", "test")


@plainly
def evaluate(
    name: Annotated[str, typer.Argument(help="The capability, such as answer.")],
    half: Annotated[str, typer.Option(help="Which cases: all, tune or test.")] = "all",
    keep: Annotated[bool, typer.Option(help="Keep the figures: the public record shows the newest.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Run a capability's cases along the road and print its figures with 95% intervals.

    They are kept with the versions of all that was measured, noted in the ledger, and shown in the register. --no-keep
    leaves no trace of them.

    Exit codes: 0 every threshold is reached, 3 one is not.

    Example: fingerpost evaluate answer
    """
    if half not in HALVES:
        raise InvalidRequest({"half": f"Choose --half from: {', '.join(HALVES)}"})
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities import find_capability  # noqa: PLC0415
    from fingerpost.evaluate.evaluation import Evaluation, evaluate_capability  # noqa: PLC0415

    with progress_bars() as report:
        found: Evaluation = evaluate_capability(
            find_capability(name),
            body=settings.CONFIGURATION.body,
            engines=here.build_engines(),
            recorder=here.build_recorder(),
            half=half,
            progress=lambda done, total: report(f"Evaluating {name}", done, total),
        )
    reference = _keep(found) if keep else ""
    if as_json:
        say_json({**found.as_values(), **({"reference": reference} if reference else {})})
    else:
        out().print(_table(found))
        if reference:
            out().print(f"Kept as {reference}. The register shows it.")
    if not found.is_passed:
        raise typer.Exit(NO_ANSWER)


def _keep(found: "Evaluation") -> str:  # type: ignore[name-defined]  # noqa: F821 - imported late
    """Keep the figures with what was measured, and the version of the record that comes of them."""
    from fingerpost.doors.systems import keep_measured  # noqa: PLC0415 - tables can be imported only now

    return keep_measured(found)


def _table(found: "Evaluation") -> Table:  # type: ignore[name-defined]  # noqa: F821 - imported late
    table = Table(
        title=f"{found.capability} {found.version}: {len(found.judged)} cases ({found.half})",
        title_justify="left",
        box=SIMPLE_HEAD,
    )
    for heading in ("figure", "share", "95% interval", "n", "threshold", ""):
        table.add_column(heading, justify="left" if heading in {"figure", ""} else "right")
    for each in found.figures:
        low, high = each.interval
        bound = "" if each.threshold is None else f"{'≤' if each.is_upper_bound else '≥'} {each.threshold:.0%}"
        verdict = "" if each.threshold is None else ("reached" if each.is_reached else "[bold red]not reached[/]")
        name = each.name.removesuffix("_at_most").replace("_", " ")
        table.add_row(name, f"{each.share:.1%}", f"{low:.1%} to {high:.1%}", f"{each.n}", bound, verdict)
    return table
