"""`fingerpost webhooks add`, `list`, `test` and `stop`"""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import FAULT, plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.casework.post.hooks import Hook

app = typer.Typer(help="Tell other systems when something happens to a case.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Number = Annotated[int, typer.Argument(help="The number of the webhook: see fingerpost webhooks list.")]


@app.command("add")
@plainly
def add(
    url: Annotated[str, typer.Argument(help="The address to call, such as https://works.example/hook.")],
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", help="case/opened, case/changed or case/resolved. May be repeated. Without it: all."),
    ] = None,
    service: Annotated[
        list[str] | None,
        typer.Option("--service", help="The code of a service. May be repeated. Without it: every one."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Call an address when something happens to a case. The secret that signs the calls is shown this once.

    Calls are signed as Standard Webhooks says, and hold codes and times: never words, names or addresses of homes.

    Exit codes: 0 added, 2 something does not fit, 1 a fault.

    Example: fingerpost webhooks add https://works.example/hook --kind case/opened --service potholes
    """
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.post.hooks import add_hook  # noqa: PLC0415 - likewise
    from fingerpost.contract.errors import InvalidRequest  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    known = here.build_services().book.services
    if unknown := sorted(set(service or ()) - set(known)):
        raise InvalidRequest({"service": f"There is no service '{unknown[0]}'. There is: {', '.join(known)}."})
    hook, secret = add_hook(
        url=url,
        kinds=kind or (),
        services=service or (),
        by=_by(),
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=here.build_keys(),
    )
    if as_json:
        say_json({"secret": secret, **_values(hook)})
        return
    err().print("Give this secret to the other system now: nobody can show it again.", markup=False)
    out().print(secret, markup=False, soft_wrap=True)
    err().print(f"It is webhook {hook.number}. Try it: fingerpost webhooks test {hook.number}", markup=False)


@app.command("list")
@plainly
def list_them(as_json: AsJson = False) -> None:
    """Show every webhook, and how many calls wait or were given up.

    Example: fingerpost webhooks list
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.post.hooks import list_hooks  # noqa: PLC0415 - likewise

    found = list_hooks(body=settings.CONFIGURATION.body)
    if as_json:
        say_json({"webhooks": [_values(each) for each in found]})
    elif found:
        out().print(_table(found))
    else:
        out().print(
            "There is no webhook yet. Add one: fingerpost webhooks add https://works.example/hook", markup=False
        )


@app.command("test")
@plainly
def test(number: Number) -> None:
    """Call one now, with an event that tells of nothing.

    Exit codes: 0 it was taken, 1 it was not, 2 there is none of that number.

    Example: fingerpost webhooks test 1
    """
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.models import Message  # noqa: PLC0415 - likewise
    from fingerpost.casework.post.hooks import try_hook  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise
    from fingerpost.doors.posting import send_what_is_due  # noqa: PLC0415 - likewise

    body, at = settings.CONFIGURATION.body, now()
    made = try_hook(number, by=_by(), body=body, at=at, keys=here.build_keys())
    send_what_is_due(at=at)
    row = Message.objects.get(pk=made)
    if row.state == Message.State.SENT:
        out().print("It was taken.", markup=False)
        return
    again = " It is tried again later." if row.state == Message.State.WAITING else ""
    err().print(f"It was not taken: {row.fault or 'others are being sent first'}.{again}", markup=False)
    raise typer.Exit(FAULT)


@app.command("stop")
@plainly
def stop(number: Number) -> None:
    """Call one no more. It cannot be undone: add it anew.

    Exit codes: 0 stopped, or it was already; 2 there is none of that number.

    Example: fingerpost webhooks stop 1
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.post.hooks import stop_hook  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    hook = stop_hook(number, by=_by(), body=settings.CONFIGURATION.body, at=now())
    out().print(f"Webhook {hook.number} is called no more.", markup=False)


def _by() -> str:
    return f"command line: {getpass.getuser()}"


def _values(hook: "Hook") -> dict[str, Any]:
    return {
        **vars(hook),
        "kinds": list(hook.kinds),
        "services": list(hook.services),
        "at": hook.at.isoformat(timespec="seconds"),
        "stopped_at": hook.stopped_at.isoformat(timespec="seconds") if hook.stopped_at else None,
    }


def _table(found: "list[Hook]") -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for heading in ("no.", "address", "events", "services", "state", "waiting", "given up"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "no.")
    for each in found:
        state = f"stopped {each.why_stopped}" if each.stopped_at else "called"
        kinds, services = ", ".join(each.kinds), ", ".join(each.services) or "every one"
        table.add_row(str(each.number), each.url, kinds, services, state, str(each.waiting), str(each.failed))
    return table
