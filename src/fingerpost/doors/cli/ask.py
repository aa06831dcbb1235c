"""`fingerpost ask`"""

from typing import Annotated, Any

import typer

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import FAULT, NO_ANSWER, plainly
from fingerpost.doors.cli.ready import get_ready
from fingerpost.doors.cli.reply import show_reply

_CODES = {OutcomeKind.ANSWERED: 0, OutcomeKind.PARTLY_ANSWERED: 0, OutcomeKind.FAILED: FAULT}


@plainly
def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words and in quotation marks.")],
    nation: Annotated[
        str, typer.Option(help="Where the person lives: england, scotland, wales or northern-ireland.")
    ] = "",
    language: Annotated[str, typer.Option(help="The language to answer in: en or cy.")] = "en",
    about: Annotated[
        list[str] | None,
        typer.Option(help="What was said before: a situation or an earlier question. May be repeated."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reply as JSON, as the API gives it.")] = False,
) -> None:
    """Ask a question and get what the guidance says, with its sources.

    Exit codes: 0 answered, 3 could not answer, 2 bad input, 1 a fault.

    Example: fingerpost ask "Can I get Universal Credit if I have savings?" --nation england
    """
    values: dict[str, Any] = {"question": question, "language": language}
    if nation:
        values["nation"] = nation
    if about:
        values["conversation"] = [{"question": each} for each in about]
    ask_by_command("ask", values, as_json=as_json)


def ask_by_command(command: str, values: dict[str, Any], *, as_json: bool) -> None:
    """Take a request of any capability along the road, show the reply, and end with its exit code."""
    get_ready()
    from fingerpost.doors.asking import ask as take  # noqa: PLC0415 - its tables need Django set up first

    reply = take(command, values, door="cli")
    if as_json:
        say_json(reply)
    else:
        show_reply(reply, out())
    code = _CODES.get(OutcomeKind(reply["outcome"]), NO_ANSWER)
    if code:
        raise typer.Exit(code)
