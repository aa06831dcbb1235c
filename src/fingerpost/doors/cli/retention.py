"""`fingerpost retention show` and `sweep`"""

from typing import Annotated

import typer
from rich.table import Table

from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

app = typer.Typer(help="How long what is kept is kept, and taking away what is older.", no_args_is_help=True)


@app.command("show")
@plainly
def show(as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False) -> None:
    """Show how long each kind of record is kept and why, and how much is over age.

    Example: fingerpost retention show
    """
    get_ready()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    terms, over = retention.shown_schedule(), retention.over_age()
    if as_json:
        say_json({"schedule": [vars(each) for each in terms], "over_age": {str(kind): n for kind, n in over.items()}})
        return
    table = Table("Kind", "What", "Kept", "Over age", box=None, pad_edge=False)
    counted = {str(kind): f"{count:,}" for kind, count in over.items()}
    for each in terms:
        table.add_row(each.kind, each.what, each.kept, counted.get(each.kind, ""))
    out().print(table)


@app.command("sweep")
@plainly
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what went as JSON.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, even where the clock may be wrong.")] = False,
    unattended: Annotated[
        bool, typer.Option("--unattended", help="Refuse where the clock may be wrong. For timers.")
    ] = False,
) -> None:
    """Erase what is older than the schedule lets it be. `fingerpost serve` does it once a day by itself.

    Where the last sweep lies more than 40 days back, or in the future, the clock may be wrong: then it asks first.

    Can be broken off at any time and run again. Exit codes: 0 nothing is over age now, 1 a fault.

    Example: fingerpost retention sweep --dry-run
    """
    get_ready()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    if dry_run:
        counts, left = retention.over_age(), 0
    else:
        if not unattended and (doubt := retention.clock_doubt()):
            err().print(doubt, markup=False, soft_wrap=True)
            if not yes:
                typer.confirm(
                    "Is the clock right, and shall what is over age be erased for good?", abort=True, err=True
                )
        with progress_bars() as report:
            done = retention.sweep_here(report, unattended=unattended)
        counts, left = dict(done.swept), done.left
    told = {str(kind): count for kind, count in counts.items() if count}
    if as_json:
        say_json({"swept" if not dry_run else "would_go": told, "left": left})
        return
    words = ", ".join(f"{count:,} {kind}" for kind, count in told.items()) or "nothing"
    out().print(f"{'Would go' if dry_run else 'Gone'}: {words}.", markup=False)
