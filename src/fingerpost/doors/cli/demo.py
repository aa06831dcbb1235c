"""`fingerpost demo` and `fingerpost demo remove`: a made-up council's year, to look at and to try things on."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.cli.console import err, out, progress_bars
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.installation import installation, now

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.casework.demo.filling import Propose
    from fingerpost.casework.reports import Report
    from fingerpost.contract.proposals import Proposal

app = typer.Typer()  # its help is that of `demo`

MOST = 50_000
LEAD, OFFICER = "demo-lead", "demo-officer"
_TEAMS_OF_THE_OFFICER = ("highways", "streets")
_WHO = "the command line"


@app.callback(invoke_without_command=True)
def demo(  # noqa: PLR0917 - typer takes them by name
    context: typer.Context,
    reports: Annotated[int, typer.Option(min=1, max=MOST, help="How many reports.")] = 5_000,
    seed: Annotated[int, typer.Option(help="Another seed gives another year.")] = 2026,
    again: Annotated[bool, typer.Option("--again", help="Add to a made-up year that is here already.")] = False,
    accounts: Annotated[bool, typer.Option(help="Make two accounts to look at it with, and print a password.")] = True,
    beside_real: Annotated[bool, typer.Option("--beside-real", help="Even where there are real cases.")] = False,
) -> None:
    """Put in a year of made-up reports: 30 services, 12 teams, seasons, storms and duplicates.

    Everything is marked as made up, and `fingerpost demo remove` takes all of it away. Each report is sorted as a real
    one is, on its own day, and officers who do not exist decide, write notes and close cases until today. Nobody is
    written to. A run that was broken off goes on when it is started again.

    Example: fingerpost demo --reports 500
    """
    if context.invoked_subcommand is None:
        _fill(reports=reports, seed=seed, again=again, accounts=accounts, beside_real=beside_real)


@app.command("remove")
@plainly
def remove(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take every made-up case away, with its words, its officers and their accounts. Real cases stay.

    The ledger keeps that they were there, as codes and numbers.

    Example: fingerpost demo remove --yes
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.demo.removing import count_demo, remove_demo  # noqa: PLC0415

    body = settings.CONFIGURATION.body
    there = count_demo(body)
    if there and not yes:
        typer.confirm(f"Take away {there:,} made-up cases?", abort=True)
    with progress_bars() as report:
        removed = remove_demo(
            body=body, by=_WHO, at=now(), told=lambda done, of: report("Taking made-up cases away", done, of)
        )
    _remove_accounts()
    out().print(f"{removed.cases:,} made-up cases were taken away.")


@plainly
def _fill(*, reports: int, seed: int, again: bool, accounts: bool, beside_real: bool) -> None:
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.casework.demo.filling import Setting, fill  # noqa: PLC0415
    from fingerpost.casework.demo.removing import count_demo, has_real_cases  # noqa: PLC0415
    from fingerpost.casework.demo.year import make_year  # noqa: PLC0415

    here, at, body = installation(), now(), settings.CONFIGURATION.body
    services = here.build_services().book
    _check_services(set(services.services))
    if has_real_cases(body) and not beside_real:
        raise FingerpostError(
            "There are real cases here. Put the made-up year into another home: FINGERPOST_HOME=… fingerpost demo. "
            "To mix the two, and count made-up decisions among the real ones, say --beside-real."
        )
    there = count_demo(body)
    if there >= reports and not again:
        out().print(f"There are {there:,} made-up cases here already. Add more: fingerpost demo --again --seed 2027")
        return
    setting = Setting(
        body=body,
        services=services,
        keys=here.build_keys(),
        propose=_propose_by_triage(),
        now=at,
        embedder=here.build_report_embedder(),
        nation=here.read_profile().holidays_of,
    )
    began = monotonic()
    tomorrow = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    a_day = reports // 365 + 1
    whole = make_year(reports=reports + 3 * a_day, seed=seed, ends=tomorrow, book=services)
    year = [each for each in whole if each.at <= at][-reports:]  # the last of them this morning: some are quite new
    with progress_bars() as report:
        filled = fill(year, setting=setting, seed=seed, told=lambda done, of: report("Made-up reports", done, of))
    _say_what_came(filled.opened, filled.known, filled.merged, seconds=monotonic() - began, console=out())
    if accounts:
        _make_accounts(services_teams=tuple(services.teams), body=body, at=at)


def _say_what_came(opened: int, known: int, merged: int, *, seconds: float, console: Console) -> None:
    console.print(
        f"{opened:,} made-up cases in {seconds:,.0f} seconds; {merged:,} of them merged into others. "
        "Each is marked as made up: fingerpost demo remove takes them away."
    )
    if known:
        console.print(f"{known:,} were here already and stay as they are.")


def _check_services(known: set[str]) -> None:
    from fingerpost.casework.services import starter_services  # noqa: PLC0415 - quick --help

    if missing := set(starter_services().services) - known:
        raise FingerpostError(
            "The made-up year is of the starter services, and services.toml describes others. Run it in another home: "
            f"FINGERPOST_HOME=… fingerpost demo. (Not there: {', '.join(sorted(missing)[:5])}.)"
        )


def _propose_by_triage() -> "Propose":
    """What triage says of a report on its own day. No run is recorded: nobody asked."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.contract.context import Nation  # noqa: PLC0415
    from fingerpost.doors.asking import installed  # noqa: PLC0415
    from fingerpost.doors.circumstances import circumstances  # noqa: PLC0415
    from fingerpost.doors.reporting import STAFF_TOO, TRIAGE, request_of  # noqa: PLC0415

    capability = next((each for each in installed().values() if each.name == TRIAGE), None)
    if capability is None:
        raise FingerpostError("Triage is not installed here, so nothing could sort the reports.")
    engines, card = installation().build_engines(), capability.card
    needed = engines.only(card.needs) | {
        name: engines.one(name) if name in engines.names else None for name in card.may_use
    }
    nation = settings.CONFIGURATION.nation
    usual = circumstances(door="cli", language="en", nation=Nation(nation) if nation else None)

    def propose(report: "Report", at: datetime) -> "Proposal | None":
        context = replace(usual, at=at, language=report.language, access=STAFF_TOO)
        return capability.handle(request_of(report, capability), context=context, **needed).proposal

    return propose


def _make_accounts(*, services_teams: tuple[str, ...], body: str, at: datetime) -> None:
    """Two to sign in with: one who leads every team, one officer of two. The password is printed once."""
    from fingerpost.casework.members import join_team  # noqa: PLC0415 - tables can be imported only now
    from fingerpost.doors import accounts  # noqa: PLC0415

    there = {each.name for each in accounts.list_members()}
    teams: dict[str, tuple[str, ...]] = {LEAD: services_teams, OFFICER: _TEAMS_OF_THE_OFFICER}
    password = secrets.token_urlsafe(15)
    for name, role in ((LEAD, "team-lead"), (OFFICER, "officer")):
        if name not in there:
            accounts.add_member(name, role=role, password=password, again=_was_here(name))
        for team in teams[name]:
            join_team(team, name, is_lead=name == LEAD, body=body, by=_WHO, at=at)
    made = [name for name in teams if name not in there]
    if made:
        out().print(f"Sign in at /staff/ as {' or '.join(made)}, with this password. It is shown this once:")
        out().print(password, markup=False, soft_wrap=True)
    else:
        err().print(f"{LEAD} and {OFFICER} have their passwords already: fingerpost staff password {LEAD}")


def _was_here(name: str) -> bool:
    """Was an account of that name taken away before? Then it is given back, to the same made-up person."""
    from django.contrib.auth.models import User  # noqa: PLC0415 - tables can be imported only now

    return User.objects.filter(username=name, is_active=False).exists()


def _remove_accounts() -> None:
    from fingerpost.doors import accounts  # noqa: PLC0415 - tables can be imported only now

    there = {each.name for each in accounts.list_members()}
    for name in sorted({LEAD, OFFICER} & there):
        accounts.remove_member(name)
