"""`fingerpost entitlements`"""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.facts_file import read_facts
from fingerpost.doors.cli.faults import NO_ANSWER, plainly
from fingerpost.doors.cli.ready import get_ready

COMMAND = "entitlements"
CHANGE = "change"
_HEADINGS = {
    "likely": "Likely",
    "may": "Possible",
    "unlikely": "Unlikely",
    "pays": "To pay",
}
_SIGNS = {
    **{"received": "  note", "either": "  note", "outside": "  note", "figure": "    :"},
    **{"reason": "  because", "working": "    =", "apply": "  apply"},
}
NOTHING = "nothing"  # the verdict of a step that came to nought: only --json has those


@plainly
def entitlements(  # noqa: PLR0917 - typer takes them by name
    facts: Annotated[Path, typer.Option(help="A JSON file of facts about the household.")],
    on: Annotated[str, typer.Option(help="The day asked about, such as 2026-11-23. Today where none is given.")] = "",
    nation: Annotated[str, typer.Option(help="england, scotland, wales or northern-ireland.")] = "",
    scheme: Annotated[list[str] | None, typer.Option(help="Only this scheme. May be repeated.")] = None,
    language: Annotated[str, typer.Option(help="The language to answer in: en or cy.")] = "en",
    changes: Annotated[Path | None, typer.Option(help="A JSON file of the facts that would change.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the reply as JSON, as the API gives it.")] = False,
) -> None:
    """Work out what a household may be entitled to: every scheme's status, amount, reasons and unknowns.

    Facts are named as the rule files name them; money is in pounds. What is left out is not known, and never counts as
    no: {"in_couple": false, "adults": [{"age": 34, "earnings": 12000}], "children": [{"age": 5}]}

    Exit codes: 0 worked out, 3 could not be, 2 bad input, 1 a fault.

    Example: fingerpost entitlements --facts household.json --nation wales
    """
    values: dict[str, Any] = {"facts": read_facts(facts), "language": language, "schemes": scheme or []}
    values |= {name: value for name, value in (("nation", nation), ("on", on)) if value}
    if changes is not None:
        values["changes"] = read_facts(changes)
    get_ready()
    from fingerpost.doors.asking import ask as take  # noqa: PLC0415 - its tables need Django set up first

    reply = take(COMMAND, values, door="cli")
    if as_json:
        say_json(reply)
    else:
        _show(reply, out())
    if not reply["claims"]:
        raise typer.Exit(NO_ANSWER)


def _show(reply: dict[str, Any], console: Console) -> None:
    if reply["message"]:
        console.print(escape(reply["message"]))
    _show_parts(reply, CHANGE, console)
    for sure, heading in _HEADINGS.items():
        claims = [each for each in reply["claims"] if each["reckoned"].get("verdict") == sure]
        if claims:
            console.print(f"\n[bold underline]{heading}[/]")
        for claim in claims:
            _show_scheme(claim, console)
    _show_parts(reply, "earnings", console)
    console.print(f"\nReference: [bold]{escape(reply['reference'])}[/bold]")


def _show_parts(reply: dict[str, Any], part: str, console: Console) -> None:
    """What more earnings would change, or what a change of the facts would do, line by line."""
    for claim in (each for each in reply["claims"] if each["reckoned"]["part"] == part):
        console.print(f"\n[bold underline]{escape(claim['source']['title'])}[/]")
        if part == CHANGE:
            console.print(f"[bold]{escape(claim['text'])}.[/]")
        for each in claim["beside"]:
            console.print(f"  {escape(each['text'])}")


def _show_scheme(claim: dict[str, Any], console: Console) -> None:
    console.print(f"[bold]{escape(claim['text'])}[/] [dim]({escape(claim['reckoned']['about'])})[/]")
    for each in claim["beside"]:
        sign = _SIGNS.get(each["reckoned"]["part"])
        if sign and each["reckoned"].get("verdict") != NOTHING:
            where = f"  [dim]{escape(each['source']['url'])}[/]" if each["source"]["url"] else ""
            console.print(f"{sign} {escape(each['text'])}{where}", soft_wrap=True)
    if missing := claim["reckoned"].get("missing"):
        console.print(f"  unknown: {escape(', '.join(missing))}", soft_wrap=True)
