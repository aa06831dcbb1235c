"""`fingerpost index check` and `fingerpost index rebuild`"""

from typing import Annotated

import typer

from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import FAULT, plainly
from fingerpost.doors.cli.ready import get_ready, get_settings
from fingerpost.doors.installation import installation

app = typer.Typer(help="Check the search index, or make it anew from the database.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")]


@app.command("check")
@plainly
def check(as_json: AsJson = False) -> None:
    """Compare the index with the database, passage by passage.

    Exit codes: 0 in step, 1 not.

    Example: fingerpost index check
    """
    get_ready()
    faults = list(installation().check_index())
    if as_json:
        say_json({"in_step": not faults, "faults": faults})
    else:
        for fault in faults:
            out().print(f"• {fault}", markup=False)
        out().print("Run `fingerpost index rebuild`." if faults else "The index is in step with the database.")
    if faults:
        raise typer.Exit(FAULT)


@app.command("rebuild")
@plainly
def rebuild(as_json: AsJson = False) -> None:
    """Make the index anew from the database. Searches go on with the old one until the new one is whole.

    Example: fingerpost index rebuild
    """
    get_settings()
    with progress_bars() as report:
        count = installation().rebuild_index(report)
    if as_json:
        say_json({"passages": count})
    else:
        out().print(f"The index holds {count:,} passages.")
