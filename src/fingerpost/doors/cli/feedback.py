"""`fingerpost feedback`"""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.installation import Installation

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from datetime import datetime

    from fingerpost.record.feedback.reading import FeedbackFilter, FeedbackRow, Tally
    from fingerpost.record.feedback.unanswered import Unanswered

MOST = 20  # of what was said: the rest is in the JSON, and on the staff page


@plainly
def feedback(
    topic: Annotated[
        str, typer.Option(help="Only about pages of this topic, such as benefits; none for no page.")
    ] = "",
    reason: Annotated[str, typer.Option(help='Only where the outcome had this reason, such as "off topic".')] = "",
    since: Annotated[str, typer.Option(help="Only from this day on, such as 2026-11-22.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show what residents thought of the answers, and which questions found none.

    Exit codes: 0 shown, 2 bad input, 1 a fault.

    Example: fingerpost feedback --topic benefits --since 2026-11-01
    """
    here = get_ready()
    from fingerpost.record.feedback.reading import FeedbackFilter  # noqa: PLC0415 - its tables need Django set up first

    wanted = FeedbackFilter(topic=topic, reason=reason, since=_from(since))
    told = _read(wanted, here)
    if as_json:
        say_json(_as_json(**told))
    else:
        _show(**told, console=out())


def _read(wanted: "FeedbackFilter", here: Installation) -> dict[str, Any]:
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.record.feedback import reading, unanswered  # noqa: PLC0415 - likewise

    body, keys = settings.CONFIGURATION.body, here.build_keys()
    found = unanswered.count_unanswered(body=body, keys=keys, since=wanted.since)
    return {
        "by_topic": reading.count_feedback(wanted, body=body),
        "by_reason": reading.count_feedback(wanted, body=body, by="reason"),
        "rows": list(reading.iterate_feedback(wanted, body=body, keys=keys)),
        "missing": [each for each in found if not wanted.reason or each.reason == wanted.reason],
    }


def _from(typed: str) -> "datetime | None":
    """When the day that was typed begins; None where none was. Raises InvalidRequest."""
    from fingerpost.doors.days import midnight, read_day  # noqa: PLC0415 - once Django is set up

    day = read_day(typed)
    if typed and day is None:
        raise InvalidRequest({"since": "--since must be a day such as 2026-11-22."})
    return midnight(day) if day else None


def _as_json(
    by_topic: "list[Tally]", by_reason: "list[Tally]", rows: "list[FeedbackRow]", missing: "list[Unanswered]"
) -> dict[str, Any]:
    return {
        "by_topic": [{**asdict(each), "total": each.total} for each in by_topic],
        "by_reason": [{**asdict(each), "total": each.total} for each in by_reason],
        "feedback": [{**asdict(each), "at": each.at.isoformat(timespec="seconds")} for each in rows],
        "unanswered": [{**asdict(each), "missing": dict(each.missing)} for each in missing],
    }


def _show(
    by_topic: "list[Tally]",
    by_reason: "list[Tally]",
    rows: "list[FeedbackRow]",
    missing: "list[Unanswered]",
    console: Console,
) -> None:
    if not rows:
        console.print("No feedback yet. Residents are asked at the foot of each answer whether it was useful.")
    else:
        console.print(_tallies("Topic", by_topic))
        console.print(_tallies("Reason", by_reason))
        console.print(_said(rows))
    if missing:
        console.print("\n[bold]Questions with no answer[/bold]")
        console.print(_missing(missing))


def _tallies(what: str, tallies: "list[Tally]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(what)
    for name in ("useful", "partly", "not"):
        table.add_column(name, justify="right")
    for each in tallies:
        table.add_row(escape(each.name or "none"), f"{each.yes:,}", f"{each.partly:,}", f"{each.no:,}")
    return table


def _said(rows: "list[FeedbackRow]") -> Table:
    """The newest first. The reference is never folded, so that it can be copied."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Answer", no_wrap=True)
    table.add_column("useful")
    table.add_column("What they were trying to do", overflow="fold")
    for each in sorted(rows, key=lambda row: row.at, reverse=True)[:MOST]:
        wanted = "erased" if each.wanted is None else each.wanted
        said = ": ".join(filter(None, (each.problem.replace("-", " "), wanted)))
        table.add_row(each.reference, each.useful, escape(said))
    return table


def _missing(missing: "list[Unanswered]") -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Reason")
    table.add_column("questions", justify="right")
    table.add_column("Words that no page has", overflow="fold")
    for each in missing:
        words = ", ".join(f"{word} ({count})" for word, count in each.missing)
        table.add_row(escape(each.reason or each.outcome), f"{each.runs:,}", escape(words))
    return table
