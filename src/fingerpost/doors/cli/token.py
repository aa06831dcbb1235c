"""`fingerpost token make`, `list` and `revoke`"""

import getpass
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.installation import installation, now

if TYPE_CHECKING:  # read only once Django is set up
    from fingerpost.doors.tokens import AccessToken

app = typer.Typer(help="Give other programs access tokens, and take them away.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
DATES = ("until", "last used")
WHOLE = ("no.", "state", *DATES)  # a word or a day broken in two is hard to read


@app.command("make")
@plainly
def make(
    name: Annotated[str, typer.Argument(help="Which program it is for. It stands in the record, so name no person.")],
    days: Annotated[int, typer.Option("--days", help="For how many days it is valid: 1 to 730.")] = 365,
    staff: Annotated[
        bool, typer.Option("--staff", help="It may see guidance for staff too, and not only what is public.")
    ] = False,
    tool: Annotated[
        list[str] | None,
        typer.Option(
            "--tool", help="A tool it may call, such as ask or search. May be repeated. Without it: every one."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make an access token. It is shown this once: only a digest of it is kept.

    Exit codes: 0 made, 2 something does not fit.

    Example: fingerpost token make "Contact centre assistant" --days 90 --tool ask --tool search
    """
    get_ready()
    from fingerpost.doors import tokens  # noqa: PLC0415 - its words need Django set up first
    from fingerpost.doors.tools import tool_names  # noqa: PLC0415

    wish = tokens.read_wish(name=name, days=days, staff=staff, tools=tool or (), known=tool_names())
    token, made = installation().build_tokens().make(wish, by=_by(), at=now())
    if as_json:
        say_json({"token": token, **_values(made)})
        return
    err().print("Keep this token now: nobody can show it again.", markup=False)
    out().print(token, markup=False, soft_wrap=True)
    err().print(f"It is token {made.number}, valid until {made.expires_on}.", markup=False)


@app.command("list")
@plainly
def list_tokens(as_json: AsJson = False) -> None:
    """Show every token: what it is for, what it may do, and the day on which it was last used.

    Example: fingerpost token list
    """
    get_ready()
    found = installation().build_tokens().list()
    if as_json:
        say_json({"tokens": [_values(each) for each in found]})
    elif found:
        out().print(_table(found))
    else:
        out().print('There is no token yet. Make one: fingerpost token make "Which program it is for"', markup=False)


@app.command("revoke")
@plainly
def revoke(
    number: Annotated[int, typer.Argument(help="The number of the token: see fingerpost token list.")],
    as_json: AsJson = False,
) -> None:
    """End a token. The next call with it is refused. It cannot be undone: make another.

    Exit codes: 0 revoked, or it was already; 2 there is none of that number.

    Example: fingerpost token revoke 3
    """
    get_ready()
    token = installation().build_tokens().revoke(number, by=_by(), at=now())
    if as_json:
        say_json(_values(token))
    else:
        out().print(f"Token {token.number}, {token.name}, is worth nothing from now on.", markup=False)


def _by() -> str:
    return f"command line: {getpass.getuser()}"


def _values(token: "AccessToken") -> dict[str, Any]:
    return {
        "number": token.number,
        "name": token.name,
        "state": _state(token),
        "by": token.by,
        "made_at": token.made_at.isoformat(timespec="seconds"),
        "expires_on": token.expires_on.isoformat(),
        "last_used": token.last_used.isoformat() if token.last_used else None,
        "access": sorted(token.rights.access),
        "tools": sorted(token.rights.tools),
        "revoked_at": token.revoked_at.isoformat(timespec="seconds") if token.revoked_at else None,
        "revoked_by": token.revoked_by,
    }


def _state(token: "AccessToken") -> str:
    from django.utils import timezone  # noqa: PLC0415 - once Django is set up

    return str(token.state(timezone.localdate(now())))


def _table(tokens: "list[AccessToken]") -> Table:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for heading in ("no.", "for", "state", "sees", "tools", "made by", *DATES):
        table.add_column(heading, overflow="fold", no_wrap=heading in WHOLE)
    for each in tokens:
        table.add_row(
            str(each.number),
            each.name,
            _state(each),
            ", ".join(sorted(each.rights.access)),
            "every" if "*" in each.rights.tools else ", ".join(sorted(each.rights.tools)),
            each.by,
            each.expires_on.isoformat(),
            each.last_used.isoformat() if each.last_used else "never",
        )
    return table
