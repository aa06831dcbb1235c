"""`fingerpost cases import`"""

import csv
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import BAD_INPUT, plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.doors.case_files import Opened, Row, Wrong

SHOWN = 20  # rows that are told one by one
EACH = 200  # rows between two looks at the bar
KILOBYTE = 1024


@plainly
def import_cases(
    file: Annotated[Path, typer.Argument(help="A CSV file whose first line names its columns: id and text at least.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only check every row. Nothing is kept.")] = False,
    wrong: Annotated[
        Path | None, typer.Option("--wrong", help="Write the rows that do not fit here, each with what is wrong.")
    ] = None,
    trust_services: Annotated[
        bool, typer.Option("--trust-services", help="Do not let the machine sort rows that name their service.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Take cases from another system in. A row that was taken before, by its id, is passed over: so it can be repeated.

    Columns: id, text, received_at, service, name, email, phone, address, latitude, longitude, language, fact:NAME.

    Exit codes: 0 every row was taken, 2 some do not fit (the others were taken), 1 a fault.

    Example: fingerpost cases import old-cases.csv --dry-run --wrong to-mend.csv
    """
    here = get_ready()
    from fingerpost.doors.case_files import open_file, take  # noqa: PLC0415 - once Django is set up

    opened = open_file(file)
    if opened.unknown:
        err().print(f"These columns are left out: {', '.join(opened.unknown)}", markup=False)
    counted = {"new": 0, "known": 0, "wrong": 0, "right": 0}
    shown: list[Wrong] = []

    def keep(row: "Row") -> None:
        counted["right"] += 1
        if not dry_run:
            counted["new" if take(row, trusted=trust_services)[1] else "known"] += 1

    def refuse(row: "Wrong") -> None:
        counted["wrong"] += 1
        if len(shown) < SHOWN:
            shown.append(row)

    _go_through(opened, here.build_services().book, wrong, keep=keep, refuse=refuse)
    if as_json:
        rows = [{"line": each.line, "why": list(each.why)} for each in shown]
        say_json({**counted, "encoding": opened.encoding, "dry_run": dry_run, "first_wrong": rows})
    else:
        _tell(counted, shown, dry_run=dry_run, wrong=wrong)
    if counted["wrong"]:
        raise typer.Exit(BAD_INPUT)


def _go_through(
    opened: "Opened",
    book: Any,
    wrong: Path | None,
    *,
    keep: "Callable[[Row], None]",
    refuse: "Callable[[Wrong], None]",
) -> None:
    from fingerpost.doors.case_files import Wrong, read_rows  # noqa: PLC0415 - once Django is set up
    from fingerpost.doors.spreadsheets import safe_cell  # noqa: PLC0415 - likewise

    total = opened.size // KILOBYTE
    with ExitStack() as stack:
        report = stack.enter_context(progress_bars())
        file = stack.enter_context(wrong.open("w", encoding="utf-8", newline="")) if wrong else None
        writer = csv.writer(file, delimiter=opened.delimiter) if file else None
        if writer:
            writer.writerow([*map(safe_cell, opened.columns), "problem"])
        for number, (row, done) in enumerate(read_rows(opened, book=book)):
            if isinstance(row, Wrong):
                refuse(row)
                if writer:
                    writer.writerow([*map(safe_cell, row.values), safe_cell(" ".join(row.why))])
            else:
                keep(row)
            if number % EACH == 0:
                report("Kilobytes read", min(done // KILOBYTE, total), total)
        report("Kilobytes read", total, total)


def _tell(counted: dict[str, int], shown: "list[Wrong]", *, dry_run: bool, wrong: Path | None) -> None:
    for each in shown:
        err().print(f"Line {each.line}: {' '.join(each.why)}", markup=False, soft_wrap=True)
    if counted["wrong"] > len(shown):
        err().print(f"and {counted['wrong'] - len(shown):,} more.", markup=False)
    if dry_run:
        out().print(
            f"Rows that fit: {counted['right']:,}. Rows that do not: {counted['wrong']:,}. Nothing was kept.",
            markup=False,
        )
        return
    done = f"Cases opened: {counted['new']:,}. Here already: {counted['known']:,}"
    words = f"{done}. Rows that do not fit: {counted['wrong']:,}."
    out().print(words, markup=False)
    if counted["wrong"] and wrong is None:
        err().print("With --wrong FILE these rows are written to a file: mend them there, and import it.", markup=False)
