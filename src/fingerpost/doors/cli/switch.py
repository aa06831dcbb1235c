"""`fingerpost switch stop`, `start` and `list`"""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.doors.switchable import Switchable

app = typer.Typer(help="Stop a service or a model at once, and start it again.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The capability or the model, such as answer or embedder.")]
Reason = Annotated[str, typer.Option("--reason", help="Why. It is kept for ever, so name no person.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command("stop")
@plainly
def stop(name: Name, reason: Reason, as_json: AsJson = False) -> None:
    """Switch it off for everyone, from the next request on.

    Exit codes: 0 stopped, 1 it is off already or could not be recorded, 2 there is nothing of that name.

    Example: fingerpost switch stop answer --reason "It quotes last year's amounts"
    """
    _turn(name, reason=reason, to_stopped=True, as_json=as_json)


@app.command("start")
@plainly
def start(name: Name, reason: Reason, as_json: AsJson = False) -> None:
    """Switch it on again, from the next request on.

    Example: fingerpost switch start answer --reason "The pages were put right"
    """
    _turn(name, reason=reason, to_stopped=False, as_json=as_json)


@app.command("list")
@plainly
def list_switches(as_json: AsJson = False) -> None:
    """Show every switch, and which are off, since when, by whom and why.

    Example: fingerpost switch list
    """
    get_ready()
    from fingerpost.doors.switchable import list_switchable  # noqa: PLC0415 - tables can be imported only now

    switches = list_switchable()
    if as_json:
        say_json({"switches": [_values(each) for each in switches]})
    else:
        out().print(_table(switches))


def _turn(name: str, *, reason: str, to_stopped: bool, as_json: bool) -> None:
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.doors.installation import now  # noqa: PLC0415
    from fingerpost.doors.switchable import list_switchable  # noqa: PLC0415
    from fingerpost.record.switches import turning  # noqa: PLC0415

    known = {each.name: each for each in list_switchable()}
    if name not in known:
        raise InvalidRequest({"name": f"There is no switch '{name}'. There is: {', '.join(known)}."})
    turn = turning.stop if to_stopped else turning.start
    turned = turn(
        kind=known[name].kind,
        name=name,
        body=settings.CONFIGURATION.body,
        by=f"command line: {getpass.getuser()}",
        reason=reason,
        at=now(),
    )
    if as_json:
        say_json({"name": name, "kind": turned.kind, "stopped": turned.is_stopped, "reference": turned.reference})
        return
    done = "is off for everyone from now on" if to_stopped else "is on again"
    out().print(f"{name} {done}. The ledger holds it under {turned.reference}.", markup=False)


def _values(each: "Switchable") -> dict[str, Any]:
    stopped = each.stopped
    return {
        "name": each.name,
        "kind": each.kind,
        "stopped": stopped is not None,
        "since": stopped.at.isoformat(timespec="seconds") if stopped else None,
        "by": stopped.by if stopped else None,
        "reason": stopped.reason if stopped else None,
        "reference": stopped.reference if stopped else None,
    }


def _table(switches: "list[Switchable]") -> Table:
    table = Table(box=SIMPLE_HEAD)
    for heading in ("switch", "kind", "state", "since", "by", "why"):
        table.add_column(heading)
    for each in switches:
        off = each.stopped
        since = f"{off.at:%Y-%m-%d %H:%M}" if off else ""
        table.add_row(
            each.name, each.kind, "OFF" if off else "on", since, off.by if off else "", off.reason if off else ""
        )
    return table
