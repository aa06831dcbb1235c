"""`fingerpost repair`"""

from typing import Annotated

import typer

from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready


@plainly
def repair(
    since: Annotated[
        str, typer.Option(help="Answers from this day on, such as 2026-11-22. Otherwise those of the last 90 days.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
    unattended: Annotated[
        bool, typer.Option("--unattended", help="Refuse where the clock may be wrong. For timers.")
    ] = False,
) -> None:
    """Find the answers whose guidance has changed, ask each again, and list those that come out otherwise.

    Then residents who asked to be told are told. `fingerpost serve` does all of it once a day by itself.

    Can be broken off at any time and run again. Exit codes: 0 done, 2 bad input, 1 a fault.

    Example: fingerpost repair --since 2026-11-01
    """
    get_ready()
    from fingerpost.doors import alerts, repairs  # noqa: PLC0415 - tables can be imported only now

    with progress_bars() as report:
        done = repairs.sweep_here(report, since=since, unattended=unattended)
        letters = alerts.send_waiting(report)
    if as_json:
        say_json(
            {
                "since": done.since.isoformat(),
                "affected": done.affected,
                "results": dict(done.counts),
                "found": list(done.found),
                "letters": dict(letters),
            }
        )
        return
    console = out()
    console.print(f"Looked at answers from {done.since.isoformat()} on.", markup=False)
    console.print(f"{done.affected:>9,}  quoted something that has changed since", markup=False)
    for name, count in sorted(done.counts.items()):
        console.print(f"{count:>9,}  {name}", markup=False)
    console.print(f"{len(done.found):>9,}  new on the list of changed answers", markup=False)
    for name, count in sorted(letters.items()):
        console.print(f"{count:>9,}  letters: {name}", markup=False)
