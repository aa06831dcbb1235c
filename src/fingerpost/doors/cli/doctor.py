"""`fingerpost doctor`"""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import FAULT, plainly
from fingerpost.doors.cli.ready import get_settings
from fingerpost.doors.installation import Finding, installation

_SIGNS = {"ok": "[green]OK[/]", "warning": "[yellow]look[/]", "fault": "[bold red]fault[/]"}


@plainly
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")] = False,
) -> None:
    """Look at this installation, and say of each part whether it is well and what to do if it is not.

    Changes nothing. Exit codes: 0 nothing is at fault, 1 something is.

    Example: fingerpost doctor
    """
    get_settings()
    findings = installation().examine()
    healthy = all(each.state != "fault" for each in findings)
    if as_json:
        parts = [{"name": f.name, "state": f.state, "found": f.found, "to_do": f.to_do} for f in findings]
        say_json({"healthy": healthy, "parts": parts})
    else:
        out().print(_table(findings))
    if not healthy:
        raise typer.Exit(FAULT)


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column("state")
    table.add_column("name", style="bold")
    table.add_column("found", overflow="fold")
    for each in findings:
        to_do = f"\n[bold]To do:[/bold] {escape(each.to_do)}" if each.to_do else ""
        table.add_row(_SIGNS[each.state], each.name, escape(each.found) + to_do)
    return table
