"""`fingerpost staff add`, `list`, `remove`, `password`, `let-in` and `second-factor reset`"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.installation import installation, now

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.doors import accounts

app = typer.Typer(help="Give people who work here an account, and take it away.", no_args_is_help=True)
second_factor = typer.Typer(help="The codes that staff give after their password.", no_args_is_help=True)
app.add_typer(second_factor, name="second-factor")

LONGEST_LET_IN = 24 * 60  # minutes

Name = Annotated[str, typer.Argument(help="What they sign in with: letters, digits and . @ _ + -")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="Read the password from the first line of this file; - for stdin."),
]


@app.command("add")
@plainly
def add(
    name: Name,
    role: Annotated[
        str,
        typer.Option(
            "--role",
            help="editor, policy, benefits, officer, team-lead, viewer, auditor, data-protection, owner: "
            "docs/how-to/give-staff-access.md",
        ),
    ],
    password_file: PasswordFile = None,
    again: Annotated[
        bool, typer.Option("--again", help="The same person, who was removed before, comes back.")
    ] = False,
) -> None:
    """Make an account. The password is asked for twice, unless a file holds it.

    It has 12 characters or more, and is none of the usual ones. Exit codes: 0 made, 2 something does not fit.

    Example: fingerpost staff add anna --role owner
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    made = accounts.add_member(name, role=role, password=_password(password_file), again=again)
    out().print(f"{made.name} can sign in at /staff/ as {made.role}.", markup=False)
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    if made.role in settings.CONFIGURATION.second_factor:
        out().print("They set up a second factor when they first sign in.", markup=False)


@app.command("list")
@plainly
def list_staff(
    as_json: Annotated[bool, typer.Option("--json", help="Print the accounts as JSON.")] = False,
) -> None:
    """Show who can sign in, with their role and when they last did.

    Example: fingerpost staff list
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    members = accounts.list_members()
    if as_json:
        say_json({"staff": [_as_json(each) for each in members]})
    elif members:
        out().print(_table(members))
    else:
        out().print("Nobody has an account yet. Make one: fingerpost staff add NAME --role owner")


@app.command("remove")
@plainly
def remove(name: Name) -> None:
    """Take an account away. Whoever is signed in with it is signed out at once.

    What they changed stays under their name.

    Example: fingerpost staff remove anna
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    accounts.remove_member(name)
    out().print(f"{accounts.tidy_name(name)} can no longer sign in.", markup=False)


@app.command("password")
@plainly
def password(name: Name, password_file: PasswordFile = None) -> None:
    """Give an account another password. Whoever is signed in with it is signed out at once.

    Example: fingerpost staff password anna
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    accounts.change_password(name, password=_password(password_file))
    out().print(f"{accounts.tidy_name(name)} has another password.", markup=False)


@app.command("restore")
@plainly
def restore(name: Name) -> None:
    """Let somebody come back who was removed and signs in with the organisation. Their role is what it says there.

    For an account with a password of its own: fingerpost staff add NAME --role ROLE --again

    Example: fingerpost staff restore anna+3f9a1c2b
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    accounts.restore_member(name)
    out().print(f"{accounts.tidy_name(name)} can sign in again, with your organisation.", markup=False)


@app.command("let-in")
@plainly
def let_in(
    name: Name,
    minutes: Annotated[int, typer.Option("--minutes", min=1, max=LONGEST_LET_IN, help="For how long.")] = 60,
) -> None:
    """Let an account use its password for an hour, where `password_sign_in` is false.

    For the day on which the organisation's own sign-in is down. A second factor is asked for as ever. It stands in the
    ledger.

    Example: fingerpost staff let-in anna
    """
    get_ready()
    from django.utils.timezone import get_current_timezone  # noqa: PLC0415 - once Django is set up

    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    number, at = accounts.number_of(name, with_password=True), now()
    until = at + timedelta(minutes=minutes)
    installation().build_identities().open_password(number, until=until, at=at)
    shown = f"{until.astimezone(get_current_timezone()):%H:%M}"
    out().print(f"{accounts.tidy_name(name)} can sign in at /staff/sign-in?password until {shown}.", markup=False)


@second_factor.command("reset")
@plainly
def reset(
    name: Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether this is meant.")] = False,
) -> None:
    """Take an account's second factor away, for somebody who lost their phone and their recovery codes.

    Make sure that it is they who ask: ring them back. Whoever is signed in with it is signed out at once. An owner sets
    up another the next time they sign in. It stands in the ledger.

    Exit codes: 0 taken away, or there was none; 1 you said no; 2 there is no such account.

    Example: fingerpost staff second-factor reset anna
    """
    get_ready()
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    number = accounts.number_of(name)
    if not yes:
        typer.confirm(f"Take away the second factor of {accounts.tidy_name(name)}?", abort=True, err=True)
    had_one = installation().build_second_factors().remove(number, by="operator", at=now())
    told = "has no second factor now." if had_one else "had no second factor."
    out().print(f"{accounts.tidy_name(name)} {told}", markup=False)


def _password(file: Path | None) -> str:
    """From the file's first line, or asked for twice without showing it."""
    if file is None and not sys.stdin.isatty():
        raise InvalidRequest({"password": "There is nobody to ask for a password. Give it in a file: --password-file."})
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True))
    try:
        text = sys.stdin.readline() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest({"password": f"{file} could not be read: {error}."}) from error
    return text.partition("\n")[0].rstrip("\r")


def _as_json(member: "accounts.Member") -> dict[str, str | bool | None]:
    last = member.last_signed_in
    return {
        "name": member.name,
        "role": member.role,
        "added": member.added.isoformat(timespec="seconds"),
        "last_signed_in": last.isoformat(timespec="seconds") if last else None,
        "second_factor": _factor(member) != "no",
        "from": "organisation" if member.is_outside else "here",
    }


def _table(members: "list[accounts.Member]") -> Table:
    table = Table("Name", "Role", "Second factor", "Added", "Last signed in", box=None, pad_edge=False)
    for each in members:
        last = f"{each.last_signed_in:%Y-%m-%d %H:%M}" if each.last_signed_in else "never"
        table.add_row(each.name, each.role, _factor(each), f"{each.added:%Y-%m-%d}", last)
    return table


def _factor(member: "accounts.Member") -> str:
    """Since when they have one."""
    kept = installation().build_second_factors().find(member.number)
    return f"since {kept.since:%Y-%m-%d}" if kept else "no"
