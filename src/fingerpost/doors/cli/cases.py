"""`fingerpost cases list`, `show`, `escalate`, `members` and `export`: for whoever runs the installation."""

import csv
import getpass
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.case_import import import_cases
from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.casework.queues import Filter, Row
    from fingerpost.casework.viewing import Viewer

app = typer.Typer(help="Look after the cases that teams work on.", no_args_is_help=True)
members = typer.Typer(help="Say who works in which team.", no_args_is_help=True)
app.add_typer(members, name="members")
app.command("import")(import_cases)

A_PAGE = 100
COLUMNS = (
    "reference",
    "service",
    "team",
    "state",
    "urgency",
    "attention",
    "assigned_to",
    "received_at",
    "due_at",
    "late",
)
Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Team = Annotated[str, typer.Argument(help="The team's code, as services.toml has it, such as highways.")]
Account = Annotated[str, typer.Argument(help="The account's name.")]


@app.command("list")
@plainly
def list_all(
    team: Annotated[str, typer.Option(help="Only of this team.")] = "",
    state: Annotated[str, typer.Option(help="Only in this state, such as open. Live cases where none is said.")] = "",
    late: Annotated[bool, typer.Option("--late", help="Only late ones.")] = False,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """List cases by codes and dates, without a word of what anybody wrote.

    Exit codes: 0 listed, 2 bad input, 1 a fault.

    Example: fingerpost cases list --team highways --late
    """
    get_ready()
    wanted = _wanted(team=team, state=state, late=late)
    rows = [row for row, _ in zip(_rows(wanted), range(most), strict=False)]
    if as_json:
        say_json({"cases": [_values(row) for row in rows]})
        return
    if not rows:
        out().print("There are no such cases.")
        return
    table = Table("Reference", "Service", "Team", "State", "Urgency", "Due", "Assigned", box=None)
    for row in rows:
        due = f"{row.due_at:%Y-%m-%d %H:%M}{' LATE' if row.is_late else ''}" if row.due_at else ""
        urgency = f"{row.urgency}{' !' if row.attention else ''}"
        table.add_row(row.reference, row.service or "-", row.team or "-", row.state, urgency, due, row.assigned_to)
    out().print(table)


@app.command("show")
@plainly
def show(
    reference: Annotated[str, typer.Argument(help="The case's reference, such as FP-7K2M9-QX4DA.")],
    as_json: Json = False,
) -> None:
    """Show what was done with a case and who opened it: codes, days and accounts, without a word that anybody wrote.

    Exit codes: 0 shown, 1 there is none, 2 bad input.

    Example: fingerpost cases show FP-7K2M9-QX4DA
    """
    get_ready()
    told = _told(reference)
    if as_json:
        say_json(told)
        return
    for name, value in told.items():
        if name not in {"history", "opened"}:
            out().print(f"{name}: {value}", markup=False)
    for line in told["history"]:
        facts = ", ".join(f"{name} {value}" for name, value in line["facts"].items())
        out().print(f"{line['number']:>4}  {line['at']}  {line['kind']}  {line['by']}  {facts}", markup=False)
    for seen in told["opened"]:
        out().print(f"opened by {seen['by']}: first {seen['first']}, last {seen['last']}", markup=False)


@app.command("escalate")
@plainly
def escalate(as_json: Json = False) -> None:
    """Put each case that became late before others, once. A server does so by itself while it runs.

    Exit codes: 0 done, 1 a fault.

    Example: fingerpost cases escalate
    """
    get_ready()
    from fingerpost.doors.installation import now  # noqa: PLC0415 - once Django is set up
    from fingerpost.doors.late_cases import escalate_late_cases  # noqa: PLC0415 - likewise

    done = escalate_late_cases(at=now())
    if as_json:
        say_json({"escalated": done})
    else:
        out().print(f"{len(done)} late cases were put before others." if done else "No case became late.")


@app.command("export")
@plainly
def export(
    to: Annotated[Path, typer.Option("--out", help="The CSV file to write. It must not exist.")],
    team: Annotated[str, typer.Option(help="Only of this team.")] = "",
    state: Annotated[str, typer.Option(help="Only in this state. Every state where none is said.")] = "",
) -> None:
    """Write cases to a CSV file for counting: codes and dates, without a word, name, address or place.

    Exit codes: 0 written, 2 bad input, 1 a fault.

    Example: fingerpost cases export --out cases.csv
    """
    if to.exists():
        raise InvalidRequest({"out": f"{to} is there already. Choose another name."})
    get_ready()
    wanted = _wanted(team=team, state=state, late=False, every_state=not state)
    count = 0
    try:
        with to.open("x", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            for count, row in enumerate(_rows(wanted), start=1):  # noqa: B007 - told below
                writer.writerow(_values(row))
    except OSError as error:
        raise InvalidRequest({"out": f"{to} could not be written ({error.strerror}). Choose another place."}) from error
    err().print(f"{to} holds {count:,} cases.", markup=False, soft_wrap=True)


@members.command("list")
@plainly
def list_members(as_json: Json = False) -> None:
    """List who works in which team.

    Example: fingerpost cases members list
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.members import list_all_members  # noqa: PLC0415 - likewise

    found = list_all_members(settings.CONFIGURATION.body)
    if as_json:
        say_json({"members": [{"team": each.team, "account": each.account, "leads": each.is_lead} for each in found]})
        return
    if not found:
        out().print("Nobody works in a team yet. Add somebody: fingerpost cases members add TEAM ACCOUNT", markup=False)
    for each in found:
        out().print(f"{each.team}: {each.account}{' (leads)' if each.is_lead else ''}", markup=False)


@members.command("add")
@plainly
def add_member(
    team: Team,
    account: Account,
    leads: Annotated[bool, typer.Option("--leads", help="They lead the team.")] = False,
) -> None:
    """Let an account work on a team's cases. Its role must be officer, team-lead or owner too.

    Exit codes: 0 added, 2 bad input, 1 a fault.

    Example: fingerpost cases members add highways mair --leads
    """
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.members import join_team  # noqa: PLC0415 - likewise
    from fingerpost.doors import accounts  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    teams = here.build_services().book.teams
    if team not in teams:
        raise InvalidRequest({"team": f"There is no team '{team}'. Teams: {', '.join(teams)}."})
    name = accounts.tidy_name(account)
    if name not in {each.name for each in accounts.list_members()}:
        raise InvalidRequest({"account": f"There is no account '{account}'. Make one: fingerpost staff add {account}"})
    join_team(team, name, is_lead=leads, body=settings.CONFIGURATION.body, by=_who(), at=now())
    out().print(f"{name} works in {team}{' and leads it' if leads else ''}.", markup=False)


@members.command("remove")
@plainly
def remove_member(team: Team, account: Account) -> None:
    """Take an account out of a team. From then on it sees no case of it.

    Exit codes: 0 removed, 2 bad input, 1 a fault.

    Example: fingerpost cases members remove highways mair
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.members import leave_team  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    if not leave_team(team, account, body=settings.CONFIGURATION.body, by=_who(), at=now()):
        raise InvalidRequest({"account": f"{account} does not work in {team}. See: fingerpost cases members list"})
    out().print(f"{account} no longer works in {team}.", markup=False)


def _wanted(*, team: str, state: str, late: bool, every_state: bool = False) -> "Filter":
    from fingerpost.casework.queues import Filter  # noqa: PLC0415 - once Django is set up
    from fingerpost.casework.states import State  # noqa: PLC0415 - likewise

    if state and state not in list(State):
        raise InvalidRequest({"state": f"--state must be one of: {', '.join(State)}."})
    states = (state,) if state else tuple(State) if every_state else ()
    return Filter(teams=(team,) if team else (), states=states, late=True if late else None)


def _rows(wanted: "Filter") -> "Iterator[Row]":
    """All that match, a page at a time, oldest first. An operator sees every team; no word is opened for them."""
    from fingerpost.casework.queues import list_codes  # noqa: PLC0415 - once Django is set up
    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise

    return list_codes(wanted, viewer=_operator(), at=now())


def _operator() -> "Viewer":
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.models import Case  # noqa: PLC0415 - likewise
    from fingerpost.casework.viewing import Viewer  # noqa: PLC0415 - likewise

    body = settings.CONFIGURATION.body
    teams = frozenset(Case.objects.filter(body=body).order_by().values_list("team", flat=True).distinct())
    return Viewer(body=body, name=_who(), teams=teams, may_lead=True)


def _values(row: "Row") -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in COLUMNS if name not in {"received_at", "due_at", "late"}},
        "received_at": row.received_at.isoformat(timespec="seconds"),
        "due_at": row.due_at.isoformat(timespec="seconds") if row.due_at else "",
        "late": row.is_late,
    }


def _told(reference: str) -> dict[str, Any]:
    from fingerpost.casework.changing import find  # noqa: PLC0415 - once Django is set up
    from fingerpost.casework.models import HistoryLine, Presence  # noqa: PLC0415 - likewise

    case = find(reference, viewer=_operator())
    plain = (
        "reference",
        "service",
        "team",
        "state",
        "urgency",
        "attention",
        "channel",
        "assigned_to",
        "run",
        "version",
    )
    times = ("received_at", "due_at", "closed_at", "escalated_at")
    return {
        **{name: getattr(case, name) for name in plain},
        **{name: each.isoformat(timespec="seconds") if (each := getattr(case, name)) else "" for name in times},
        "history": [
            {
                "number": line.number,
                "at": line.at.isoformat(timespec="seconds"),
                "kind": line.kind,
                "by": line.by,
                "facts": line.facts,
            }
            for line in HistoryLine.objects.filter(case=case).order_by("number")
        ],
        "opened": [
            {
                "by": seen.by,
                "first": seen.first_at.isoformat(timespec="seconds"),
                "last": seen.seen_at.isoformat(timespec="seconds"),
            }
            for seen in Presence.objects.filter(case=case).order_by("first_at")
        ],
    }


def _who() -> str:
    """The account of the machine, which stands in the ledger beside the act."""
    return f"command line: {getpass.getuser()}"
