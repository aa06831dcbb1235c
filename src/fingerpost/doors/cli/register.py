"""`fingerpost register list`, `show`, `check`, `export`, `move`, `import`, `versions` and `diff`"""

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest, UnknownCapability
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import NO_ANSWER, plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.record.register.public import PublicRecord, Version

FORMATS = ("json", "csv", "finder")

app = typer.Typer(help="The public register of the systems that this body uses.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The system, such as answer.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command("list")
@plainly
def list_systems(as_json: AsJson = False) -> None:
    """List every system with its phase, its version and how many faults its record has.

    Example: fingerpost register list
    """
    records = _records()
    if as_json:
        say_json({"systems": [_short(each) for each in records]})
        return
    table = _table("System", "phase", "runs", "version", "faults", "of them in the way")
    for each in records:
        where = "here" if each.kind == "run here" else "elsewhere"
        table.add_row(
            f"{escape(each.title)} ({each.name})",
            each.phase,
            where,
            f"{each.version}",
            f"{len(each.faults)}",
            f"{len(each.blocking)}",
        )
    out().print(table)


@app.command("show")
@plainly
def show(name: Name, as_json: AsJson = False) -> None:
    """Show the record of one system, as the public sees it.

    Exit codes: 0 shown, 2 there is no such system.

    Example: fingerpost register show answer
    """
    record = _record(name)
    if as_json:
        from fingerpost.record.register.exports import as_values  # noqa: PLC0415 - tables can be imported only now

        say_json(as_values(record))
        return
    console = out()
    console.print(f"[bold]{escape(record.title)}[/bold]  {record.phase}, version {record.version}, {record.kind}")
    _print_faults(record, console)
    for section in record.sections:
        console.print(f"\n[bold]{escape(section.title)}[/bold]")
        for each in section.fields:
            value = "; ".join(each.value) if isinstance(each.value, tuple) else each.value
            console.print(f"{each.number} [bold]{escape(each.title)}[/bold] ({each.origin}): {escape(value)}".lstrip())


@app.command("check")
@plainly
def check(as_json: AsJson = False) -> None:
    """Look for what is missing, stale, out of step or below its threshold in every record.

    Exit codes: 0 nothing is wrong, 3 something is.

    Example: fingerpost register check
    """
    records = _records()
    if as_json:
        say_json({"systems": [_short(each) for each in records]})
    else:
        for each in records:
            console = out()
            console.print(f"[bold]{escape(each.title)}[/bold] ({each.name}), {each.phase}")
            _print_faults(each, console)
    if any(each.faults for each in records):
        raise typer.Exit(NO_ANSWER)


@app.command("export")
@plainly
def export(
    form: Annotated[str, typer.Option("--format", help="json, csv or finder.")] = "json",
    template: Annotated[bool, typer.Option("--template", help="An empty table for `register import`.")] = False,
) -> None:
    """Print the whole register: as JSON, as CSV, or in the shape of the GOV.UK list of algorithmic tools.

    Example: fingerpost register export --format csv > register.csv
    """
    if form not in FORMATS:
        raise InvalidRequest({"format": f"Choose --format from: {', '.join(FORMATS)}"})
    records = _records()
    from fingerpost.doors.installation import now  # noqa: PLC0415 - tables can be imported only now
    from fingerpost.record.register import exports  # noqa: PLC0415 - likewise

    if template or form == "csv":
        sys.stdout.buffer.write(exports.as_template() if template else exports.as_csv(records))
        sys.stdout.buffer.flush()
    elif form == "finder":
        say_json({"results": [exports.as_finder(each) for each in records]})
    else:
        say_json(exports.as_json(records, at=now()))


@app.command("move")
@plainly
def move(
    name: Name,
    phase: Annotated[str, typer.Argument(help="Such as public-beta, production or retired.")],
    reason: Annotated[str, typer.Option("--reason", help="Why. It is published: name no person.")],
    by: Annotated[str, typer.Option("--by", help="The account that moves it; without it, yours on this machine.")] = "",
    as_json: AsJson = False,
) -> None:
    """Move a system to another phase of its life. Production is refused while a fault stands in the way.

    Exit codes: 0 moved, 1 it may not go there, 2 there is no such system.

    Example: fingerpost register move answer public-beta --reason "The pilot went well"
    """
    get_ready()
    from fingerpost.doors import systems  # noqa: PLC0415 - tables can be imported only now

    record = systems.move_system(name, to=phase, by=by or getpass.getuser(), reason=reason)
    if as_json:
        say_json(_short(record))
    else:
        out().print(f"{escape(record.title)} is now in {record.phase}. Its record is at version {record.version}.")


@app.command("import")
@plainly
def import_file(
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8: one system a row.")],
    by: Annotated[str, typer.Option("--by", help="The account that registers them.")] = "",
    as_json: AsJson = False,
) -> None:
    """Register systems that were bought or run elsewhere, with the same fields, as declared and not measured.

    All rows or none. `fingerpost register export --template` prints the columns.

    Exit codes: 0 registered, 2 a cell does not fit: each is named by row and column.

    Example: fingerpost register import our-systems.csv
    """
    get_ready()
    from fingerpost.doors import systems  # noqa: PLC0415 - tables can be imported only now

    records = systems.import_systems(_read(file), by=by or getpass.getuser())
    if as_json:
        say_json({"systems": [_short(each) for each in records]})
    else:
        out().print("\n".join(f"Registered: {escape(each.title)} ({each.name}), {each.phase}" for each in records))


@app.command("versions")
@plainly
def versions(name: Name, as_json: AsJson = False) -> None:
    """List the versions of a record that were kept, and why.

    Example: fingerpost register versions answer
    """
    found = _versions(name)
    if as_json:
        say_json({"versions": [_version(each) for each in found]})
        return
    table = _table("Version", "kept at", "why", "sha256")
    for each in found:
        table.add_row(f"{each.number}", f"{each.at:%Y-%m-%d %H:%M}", escape(each.why), each.digest[:12])
    out().print(table)


@app.command("diff")
@plainly
def diff(
    name: Name,
    before: Annotated[int, typer.Argument(help="The number of a version.")],
    after: Annotated[int, typer.Argument(help="The number of a later one.")],
    as_json: AsJson = False,
) -> None:
    """Compare two versions of a record, field by field.

    Exit codes: 0 compared, 2 there is no such version.

    Example: fingerpost register diff answer 1 2
    """
    kept = {each.number: each for each in _versions(name)}
    for number in (before, after):
        if number not in kept:
            raise InvalidRequest({"version": f"There is no version {number}. See: fingerpost register versions {name}"})
    from fingerpost.record.register.versions import diff_versions  # noqa: PLC0415 - tables can be imported only now

    changes = diff_versions(kept[before], kept[after])
    if as_json:
        say_json({"changes": [vars(each) for each in changes]})
        return
    table = _table("Field", f"version {before}", f"version {after}")
    for each in changes:
        table.add_row(escape(each.title), escape(each.before), escape(each.after))
    out().print(table if changes else "Nothing differs.")


def _records() -> "list[PublicRecord]":
    get_ready()
    from fingerpost.doors import systems  # noqa: PLC0415 - tables can be imported only once Django is set up

    return systems.list_public_records()


def _record(name: str) -> "PublicRecord":
    get_ready()
    from fingerpost.doors import systems  # noqa: PLC0415 - tables can be imported only once Django is set up

    record = systems.find_public_record(name)
    if record is None:
        raise UnknownCapability(f"There is no system '{name}' in the register. See: fingerpost register list")
    return record


def _versions(name: str) -> "list[Version]":
    record = _record(name)
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.record.register.versions import list_versions  # noqa: PLC0415 - likewise

    return list_versions(record.name, body=settings.CONFIGURATION.body, most=10_000)


def _read(file: Path) -> bytes:
    """The file's bytes; one that is far too large is not read at all."""
    from fingerpost.record.register.external_files import MOST_BYTES  # noqa: PLC0415 - needs Django set up

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InvalidRequest({"file": f"{file} could not be read: {error.strerror}."}) from error


def _short(record: "PublicRecord") -> dict[str, Any]:
    faults = [vars(each) for each in record.faults]
    names = ("name", "title", "phase", "kind", "version", "owner")
    return {**{name: getattr(record, name) for name in names}, "faults": faults}


def _version(version: "Version") -> dict[str, Any]:
    at = version.at.isoformat(timespec="seconds")
    return {"number": version.number, "at": at, "why": version.why, "digest": version.digest}


def _print_faults(record: "PublicRecord", console: Console) -> None:
    for each in record.faults:
        sign = "[bold red]in the way[/]" if each.blocks_production else "[yellow]look[/]"
        console.print(f"{sign} {each.kind}: {escape(each.words)}")
    if not record.faults:
        console.print("[green]OK[/] nothing is wrong with it")


def _table(*headings: str) -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
