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
    cases,
    challenge,
    demo,
    doctor,
    entitlements,
    evaluate,
    feedback,
    importing,
    index,
    ledger,
    mail,
    maintenance_page,
    mcp,
    missing_out,
    models,
    new_capability,
    post,
    receipt,
    register,
    repair,
    replay,
    retention,
    rules,
    serve,
    simulate,
    staff,
    subject,
    switch,
    token,
    triage,
    verify,
    version,
    webhooks,
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
    app.add_typer(cases.app, name="cases")
    app.add_typer(challenge.app, name="challenge")
    app.add_typer(demo.app, name="demo")
    app.add_typer(index.app, name="index")
    app.add_typer(ledger.app, name="ledger")
    app.add_typer(mail.app, name="mail")
    app.add_typer(missing_out.app, name="missing-out")
    app.add_typer(models.app, name="models")
    app.add_typer(post.app, name="post")
    app.add_typer(register.app, name="register")
    app.add_typer(retention.app, name="retention")
    app.add_typer(rules.app, name="rules")
    app.add_typer(simulate.app, name="simulate")
    app.add_typer(staff.app, name="staff")
    app.add_typer(subject.app, name="subject")
    app.add_typer(switch.app, name="switch")
    app.add_typer(token.app, name="token")
    app.add_typer(triage.app, name="triage")
    app.add_typer(webhooks.app, name="webhooks")
    return app


OWN: dict[str, Callable[..., None]] = {
    "ask": ask.ask,
    "import": importing.import_guidance,
    "serve": serve.serve,
    "maintenance-page": maintenance_page.maintenance_page,
    "mcp": mcp.mcp,
    "entitlements": entitlements.entitlements,
    "evaluate": evaluate.evaluate,
    "doctor": doctor.doctor,
    "feedback": feedback.feedback,
    "receipt": receipt.receipt,
    "verify": verify.verify,
    "new-capability": new_capability.new_capability,
    "repair": repair.repair,
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
    if typed not in {*OWN, *(str(group.name) for group in app.registered_groups)}:
        add_derived_commands(app)
    try:
        app()
    finally:
        sign_the_ledger()
