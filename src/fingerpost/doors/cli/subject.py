"""`fingerpost subject show`, `export` and `erase`"""

import getpass
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

app = typer.Typer(help="Give a person all that is kept of them, or erase it.", no_args_is_help=True)

Reference = Annotated[str, typer.Argument(help="Any reference the person was given, such as FP-7K2M9-QX4DA.")]


@app.command("show")
@plainly
def show(
    reference: Reference,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False,
) -> None:
    """Say how much is kept under a reference, without opening any of it.

    Exit codes: 0 shown, 1 nothing is kept under it.

    Example: fingerpost subject show FP-7K2M9-QX4DA
    """
    get_ready()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    found = retention.count_subject(reference)
    if as_json:
        say_json(
            {
                "references": list(found.references),
                "feedback": found.feedback,
                "challenges": found.challenges,
                "cases": found.cases,
                "files": found.files,
                "readable": found.readable,
            }
        )
        return
    out().print(
        f"Answers: {', '.join(found.references)}\nFeedback: {found.feedback}\nChallenges: {found.challenges}, "
        f"with {found.files} files\nReports: {found.cases}"
        + ("" if found.readable else "\nErased: nobody can read any of it."),
        markup=False,
    )


@app.command("export")
@plainly
def export(
    reference: Reference,
    to: Annotated[Path, typer.Option("--out", help="The zip file to write. It must not exist.")],
    purpose: Annotated[
        str, typer.Option("--purpose", help="asked: the person asked; complaint; court: or a regulator asked.")
    ] = "asked",
) -> None:
    """Write all that is kept of a person to a file for them: a page to read, JSON, their files and receipts.

    That it was opened, and why, is noted in the ledger. Exit codes: 0 written, 2 bad input, 1 a fault.

    Example: fingerpost subject export FP-7K2M9-QX4DA --out what-we-hold.zip
    """
    if to.exists():
        raise InvalidRequest({"out": f"{to} is there already. Choose another name."})
    get_ready()
    from fingerpost.doors import held, retention  # noqa: PLC0415 - tables can be imported only now

    if purpose not in set(retention.Purpose):
        raise InvalidRequest({"purpose": f"--purpose must be one of: {', '.join(retention.Purpose)}."})
    found = retention.export_subject(reference, by=_who(), purpose=retention.Purpose(purpose))
    content = held.file_of(found)
    try:
        with to.open("xb") as file:
            to.chmod(0o600)
            file.write(content)
    except OSError as error:
        raise InvalidRequest({"out": f"{to} could not be written ({error.strerror}). Choose another place."}) from error
    err().print(f"{to} holds all that is kept of them: {len(found.references)} answers.", markup=False, soft_wrap=True)


@app.command("erase")
@plainly
def erase(
    reference: Reference,
    reason: Annotated[
        str, typer.Option("--reason", help="asked: the person asked; mistake: it should not be kept; court: ordered.")
    ],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Erase all that is kept of a person, here and in every backup: answers, feedback, challenges, reports and files.

    This cannot be undone. That it was erased, and why, is noted in the ledger. Run it again if it is broken off.
    Exit codes: 0 erased, 2 bad input, 1 a fault.

    Example: fingerpost subject erase FP-7K2M9-QX4DA --reason asked
    """
    get_ready()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    if reason not in set(retention.Reason):
        raise InvalidRequest({"reason": f"--reason must be one of: {', '.join(retention.Reason)}."})
    found = retention.count_subject(reference)
    if not yes:
        err().print(
            f"{len(found.references)} answers will be erased for ever: {', '.join(found.references)}", markup=False
        )
        typer.confirm("This cannot be undone. Erase them?", abort=True, err=True)
    done = retention.erase_subject(reference, by=_who(), reason=retention.Reason(reason))
    out().print(_told(done.was_erased, len(done.references), done.in_backups), markup=False)
    for place in done.out_of_reach:
        err().print(
            f"The backups in {place} could not be reached. Their keys go at the next sweep that finds them.",
            markup=False,
            soft_wrap=True,
        )


def _told(was_erased: bool, answers: int, in_backups: int) -> str:
    if was_erased:
        return f"It was erased before: {answers} answers. Keys that backups still held: {in_backups}."
    return f"Erased: {answers} answers, here and in backups ({in_backups} keys). The proofs of the ledger still hold."


def _who() -> str:
    """The account of the machine, which stands in the ledger beside the act."""
    return f"command line: {getpass.getuser()}"
