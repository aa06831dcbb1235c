"""`fingerpost post send`, `list`, `retry` and `letters`"""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.casework.models import Message

app = typer.Typer(help="Messages to residents and to other systems.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
MOST = 200  # of one list
STATES = ("waiting", "sending", "sent", "failed")


@app.command("send")
@plainly
def send(as_json: AsJson = False) -> None:
    """Send what is due now. While `fingerpost serve` runs, that happens by itself each minute.

    Exit codes: 0 done, also where some go later; 1 a fault.

    Example: fingerpost post send
    """
    get_ready()
    from fingerpost.doors.installation import now  # noqa: PLC0415 - once Django is set up
    from fingerpost.doors.posting import hear_from_others, send_what_is_due  # noqa: PLC0415 - likewise

    done = send_what_is_due(at=now(), limit=10_000)
    news = hear_from_others(at=now())
    if as_json:
        say_json({**vars(done), "news": news})
        return
    out().print(f"{done.sent} sent, {done.later} to be tried again later, {done.failed} given up.", markup=False)
    if news:
        out().print(f"{news} cases have news from another organisation.", markup=False)
    if done.failed:
        out().print("See which: fingerpost post list --state failed", markup=False)


@app.command("list")
@plainly
def list_them(
    state: Annotated[str, typer.Option(help="waiting, sending, sent, failed, or all.")] = "waiting",
    as_json: AsJson = False,
) -> None:
    """List messages, newest first. To whom they go and what they say is not shown.

    Exit codes: 0 listed, 2 bad input, 1 a fault.

    Example: fingerpost post list --state failed
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.models import Message  # noqa: PLC0415 - likewise
    from fingerpost.record.faults import NOT_READ, store_faults  # noqa: PLC0415 - likewise

    if state not in {*STATES, "all"}:
        raise InvalidRequest({"state": f"--state must be one of: {', '.join(STATES)}, all."})
    with store_faults(NOT_READ):
        found = Message.objects.filter(body=settings.CONFIGURATION.body).select_related("case").order_by("-id")
        rows = list((found if state == "all" else found.filter(state=state))[:MOST])
    if as_json:
        say_json({"messages": [_plain(each) for each in rows]})
    elif rows:
        out().print(_table(rows))
    else:
        out().print("There are none.")


@app.command("retry")
@plainly
def retry_them(
    numbers: Annotated[
        list[int] | None, typer.Argument(help="Which: see fingerpost post list. None: all of them.")
    ] = None,
) -> None:
    """Try messages again that were given up, from the next sending on.

    Exit codes: 0 done, 2 none of these was given up, 1 a fault.

    Example: fingerpost post retry 17
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.post.outbox import retry  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    done = retry(body=settings.CONFIGURATION.body, at=now(), numbers=tuple(numbers or ()))
    if numbers and not done:
        raise InvalidRequest({"numbers": "None of these was given up. See: fingerpost post list --state failed"})
    out().print(f"{done} will be tried again.", markup=False)


@app.command("letters")
@plainly
def letters(
    printed: Annotated[
        bool, typer.Option("--printed", help="They are printed: take them away. Else they stay for 30 days.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the letters that wait to be printed: PDF files, each ready for a window envelope.

    Exit codes: 0 done, 1 a fault.

    Example: fingerpost post letters
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up
    from django.utils import timezone  # noqa: PLC0415 - likewise

    from fingerpost.engines.post.letters import FOLDER, list_letters  # noqa: PLC0415 - likewise

    folder = settings.HOME / FOLDER
    try:
        rows = list_letters(folder, zone=timezone.get_default_timezone())
        for each in rows if printed else ():
            (folder / each.name).unlink(missing_ok=True)
    except OSError as error:
        words = f"The folder {folder} cannot be read or changed. Check who may do that."
        raise StoreUnavailable(words, detail=str(error)) from error
    if as_json:
        told = [
            {"file": str(folder / each.name), "made_at": each.made_at.isoformat(timespec="seconds")} for each in rows
        ]
        say_json({"letters": told, "taken_away": printed})
        return
    for each in rows:
        out().print(f"{folder / each.name}  {each.made_at:%Y-%m-%d %H:%M}", markup=False, soft_wrap=True)
    out().print(f"{len(rows)} letters{', taken away' if printed and rows else ''}.", markup=False)


def _plain(row: "Message") -> dict[str, Any]:
    return {
        "number": row.pk,
        "way": row.way,
        "state": row.state,
        "case": row.case.reference if row.case else None,
        "made_at": row.made_at.isoformat(timespec="seconds"),
        "due_at": row.due_at.isoformat(timespec="seconds"),
        "tries": row.tries,
        "fault": row.fault,
    }


def _table(rows: "list[Message]") -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for heading in ("no.", "way", "state", "case", "next try", "tries", "fault"):
        table.add_column(heading, no_wrap=heading in {"no.", "case"})
    for each in rows:
        case = each.case.reference if each.case else ""
        table.add_row(
            str(each.pk), each.way, each.state, case, f"{each.due_at:%Y-%m-%d %H:%M}", str(each.tries), each.fault
        )
    return table
