"""The commands, and how a command is found. Commands of other capabilities are derived from their request types."""

import os
import sys
from collections.abc import Callable
from typing import Annotated

import typer

from fingerpost.doors.cli import (
    ask,
    backup,
    bench,
    challenge,
    doctor,
    evaluate,
    feedback,
    importing,
    index,
    ledger,
    maintenance_page,
    new_capability,
    receipt,
    register,
    replay,
    retention,
    serve,
    staff,
    subject,
    switch,
    verify,
    version,
)
from fingerpost.doors.cli.derived import add_derived_commands
from fingerpost.doors.cli.ready import sign_the_ledger

HELP = """Fingerpost stands in front of public services. Every answer shows its source.

Everything is kept in FINGERPOST_HOME; the first command makes it ready.

Exit codes: 0 done, 1 a fault, 2 bad input, 3 no answer could be given, 130 stopped.
"""


def build() -> typer.Typer:
    """The application with its own commands."""
    app = typer.Typer(
        name="fingerpost",
        help=HELP,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(choose_debugging)
    for name, command in OWN.items():
        app.command(name)(command)
    app.add_typer(bench.app, name="bench")
    app.add_typer(challenge.app, name="challenge")
    app.add_typer(index.app, name="index")
    app.add_typer(ledger.app, name="ledger")
    app.add_typer(register.app, name="register")
    app.add_typer(retention.app, name="retention")
    app.add_typer(staff.app, name="staff")
    app.add_typer(subject.app, name="subject")
    app.add_typer(switch.app, name="switch")
    return app


OWN: dict[str, Callable[..., None]] = {
    "ask": ask.ask,
    "import": importing.import_guidance,
    "serve": serve.serve,
    "maintenance-page": maintenance_page.maintenance_page,
    "evaluate": evaluate.evaluate,
    "doctor": doctor.doctor,
    "feedback": feedback.feedback,
    "receipt": receipt.receipt,
    "verify": verify.verify,
    "new-capability": new_capability.new_capability,
    "replay": replay.replay,
    "backup": backup.backup,
    "restore": backup.restore,
    "version": version.version,
}


def choose_debugging(
    debug: Annotated[bool, typer.Option("--debug", help="Show where a fault arose, for developers.")] = False,
) -> None:
    if debug:
        os.environ["FINGERPOST_DEBUG"] = "1"


def run() -> None:
    """Run what was typed. Other capabilities are looked for only when the word is none of ours: it takes time."""
    app = build()
    typed = next((word for word in sys.argv[1:] if not word.startswith("-")), "")
    if typed not in {*OWN, "bench", "challenge", "index", "register", "retention", "staff", "subject", "switch"}:
        add_derived_commands(app)
    try:
        app()
    finally:
        sign_the_ledger()
