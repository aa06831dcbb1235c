"""`fingerpost missing-out`: who is probably entitled and does not get it, out of the body's own data."""

import getpass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready, get_settings

if TYPE_CHECKING:
    from fingerpost.capabilities.missing_out.running import MissingOut

app = typer.Typer(
    help="Find households that are probably entitled and do not get it, in your own data. Nothing is ever sent.",
    no_args_is_help=True,
)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
RunName = Annotated[str, typer.Argument(help="The run's name: see missing-out list.")]
On = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose rules count. Today if left out.")
]
SHOWN = 8  # kinds of fault: the rest stand in the run's own files


@app.command("run")
@plainly
def run(
    source: Annotated[str, typer.Argument(help="A CSV file, or sqlite:///FILE or postgresql://... to read from.")],
    mapping: Annotated[
        Path, typer.Option(help="The TOML file that says what the data is for, and which column is what.")
    ],
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Look through a source. What was found is kept in FINGERPOST_HOME/missing-out, for the days the mapping says.

    Bad rows are listed with their line and reason, and the good ones go on. The columns that the mapping does not name
    are not read. Nobody is decided about, and nothing is sent.

    Exit codes: 0 done, 1 the source could not be read or the tool is switched off, 2 the mapping does not fit.

    Example: fingerpost missing-out run pupils.csv --mapping pupils.toml
    """
    get_ready()
    from fingerpost.doors import missing_out  # noqa: PLC0415 - tables can be imported only now
    from fingerpost.rules.populations.mapping import read_mapping  # noqa: PLC0415

    with progress_bars() as report:
        found = missing_out.look(
            source,
            read_mapping(mapping),
            by=_account(),
            on=on.date() if on else None,
            progress=lambda rows: report("Households", rows, 0),
        )
    _say(found, as_json=as_json)


@app.command("list")
@plainly
def list_all(as_json: AsJson = False) -> None:
    """Show the runs that are kept, and until when.

    Example: fingerpost missing-out list
    """
    get_settings()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.missing_out.kept import list_runs  # noqa: PLC0415

    runs = list_runs(settings.HOME)
    if as_json:
        say_json({"runs": [_values(each) for each in runs]})
        return
    table = Table(box=SIMPLE_HEAD)
    for heading in ("run", "likely", "may", "bad rows", "kept until"):
        table.add_column(heading)
    for each in runs:
        schemes = each.summary["schemes"].values()
        sums = (f"{sum(scheme[name] for scheme in schemes):,}" for name in ("likely", "may"))
        table.add_row(each.folder.name, *sums, f"{each.summary['bad_rows']:,}", each.summary["delete_after"])
    out().print(table if runs else "No run is kept.")


@app.command("show")
@plainly
def show(name: RunName, as_json: AsJson = False) -> None:
    """Show what came of a run: how many, on what terms, and where the lists stand.

    Example: fingerpost missing-out show 2026-11-23-093000-free-school-meals
    """
    get_settings()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.missing_out.kept import find_run  # noqa: PLC0415

    _say(find_run(settings.HOME, name), as_json=as_json)


@app.command("approve")
@plainly
def approve(
    scheme: Annotated[
        str, typer.Argument(help="Whose letter: free_school_meals or pension_credit, or one of your own.")
    ],
    by: Annotated[str, typer.Option(help="Who has read it and approves it: name and post.")],
    language: Annotated[str, typer.Option(help="en or cy.")] = "en",
) -> None:
    """Approve the words of a letter, in a person's name. A letter whose words change afterwards must be approved again.

    Example: fingerpost missing-out approve pension_credit --by "Ann Rees, Head of Benefits"
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.missing_out.letters import read_template  # noqa: PLC0415
    from fingerpost.doors import missing_out  # noqa: PLC0415

    path = missing_out.approve(scheme=scheme, language=language, person=by, by=_account())
    out().print(read_template(settings.HOME, scheme=scheme, language=language).words, markup=False)
    err().print(f"\nApproved by {by}. It stands in {path}.", markup=False, soft_wrap=True)


@app.command("letters")
@plainly
def letters(
    name: RunName,
    also_may: Annotated[bool, typer.Option("--also-may", help="Also to those who only may be entitled.")] = False,
    as_json: AsJson = False,
) -> None:
    """Draft a letter to each household of a run. A person reads, corrects and sends them: this command never does.

    In Wales a letter holds both languages, so both must be approved.

    Example: fingerpost missing-out letters 2026-11-23-093000-free-school-meals
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.missing_out.kept import find_run  # noqa: PLC0415
    from fingerpost.doors import missing_out  # noqa: PLC0415

    with progress_bars() as report:
        folder = missing_out.draft(
            find_run(settings.HOME, name),
            by=_account(),
            also_may=also_may,
            progress=lambda drafts: report("Drafts", drafts, 0),
        )
    count = sum(1 for _ in folder.glob("*.txt"))
    if as_json:
        say_json({"folder": str(folder), "drafts": count})
    else:
        out().print(f"{count:,} drafts stand in {folder}. None was sent: a person must read each one.", markup=False)


@app.command("remove")
@plainly
def remove(
    name: Annotated[str, typer.Argument(help="The run's name, or nothing: those whose time is over.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Remove a run with its lists and letters, or every run whose time is over.

    Example: fingerpost missing-out remove
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.missing_out.kept import find_run  # noqa: PLC0415
    from fingerpost.doors import missing_out  # noqa: PLC0415

    if name:
        found = find_run(settings.HOME, name)
        if not yes:
            typer.confirm(f"{name} will be gone, with its letters. Go on?", abort=True, err=True)
        missing_out.remove(found, by=_account())
        gone = [name]
    else:
        gone = missing_out.remove_ended(by=_account())
    out().print("\n".join(f"Removed {each}." for each in gone) or "No run's time is over.", markup=False)


def _account() -> str:
    return f"command line: {getpass.getuser()}"


def _values(run: "MissingOut") -> dict[str, Any]:
    return {"run": run.folder.name, "folder": str(run.folder), **run.summary}


def _say(run: "MissingOut", *, as_json: bool) -> None:
    if as_json:
        say_json(_values(run))
        return
    found, console = run.summary, out()
    console.print(f"[bold]{run.folder.name}[/bold]: {found['rows']:,} households, {found['bad_rows']:,} bad rows.")
    table = Table(box=SIMPLE_HEAD)
    for heading in ("scheme", "likely", "may", "get it", "not entitled"):
        table.add_column(heading)
    for scheme, counts in found["schemes"].items():
        names = ("likely", "may", "receive_it", "not_entitled")
        table.add_row(scheme, *(f"{counts[name]:,}" for name in names))
    console.print(table)
    bad = list(found["bad"].items())
    for reason, count in bad[:SHOWN]:
        console.print(f"• {count:,} rows: {reason}", markup=False)
    if len(bad) > SHOWN:
        console.print(f"  and {len(bad) - SHOWN:,} more kinds; see bad-rows.csv")
    console.print(f"{run.folder}\nKept until {found['delete_after']}. Rules of {found['on']}.", markup=False)
    console.print("These are true counts, for those who work on the cases. To publish, use to_publish of --json.")
