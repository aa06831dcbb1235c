"""A reply in the terminal: signposts first, then each quote with its source, then what to do next.

Marked lines begin with an arm (►), so that they stand out without colour too.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from fingerpost.contract.claims import OutcomeKind
from fingerpost.doors.written import is_rephrased, quotes_of, who_wrote

_BULLETS = {"bullet": "• ", "number": "– "}
_HEADLINES = {
    OutcomeKind.ANSWERED: "What the guidance says",
    OutcomeKind.PARTLY_ANSWERED: "What the guidance says, in part",
    OutcomeKind.NEEDS_DETAIL: "One more detail is needed",
    OutcomeKind.CANNOT_ANSWER: "No answer",
    OutcomeKind.HANDED_OVER: "Please talk to a person",
    OutcomeKind.STOPPED: "This question was not taken",
    OutcomeKind.FAILED: "Something went wrong",
}


def show_reply(reply: Mapping[str, Any], console: Console) -> None:
    """Print the whole reply."""
    for signpost in reply["signposts"]:
        console.print(_signpost(signpost))
    kind = OutcomeKind(reply["outcome"])
    if reply["claims"] or kind is not OutcomeKind.ANSWERED:
        console.print(f"\n[bold]{_HEADLINES[kind]}[/bold]")
    if reply["message"]:
        console.print(escape(reply["message"]))
    if reply["claims"]:
        console.print(f"[dim]{escape(' '.join(who_wrote(reply)))}[/dim]")
    for claim in reply["claims"]:
        if is_rephrased(claim):
            console.print(
                f"\n[bold]{escape(claim['text'])}[/bold]\n[dim]Written by a computer from this guidance:[/dim]"
            )
        for quoted in quotes_of(claim):
            console.print(_claim(quoted))
    _show_rest(reply, console)


def _show_rest(reply: Mapping[str, Any], console: Console) -> None:
    for ask in reply["asks"]:
        choices = ", ".join(value for value, _ in ask["choices"])
        console.print(f"Ask again with [bold]--{escape(ask['field'])}[/bold] and one of: {escape(choices)}.")
    if reply["not_found"]:
        console.print(f"\n[bold]What we did not find:[/bold] {escape(', '.join(reply['not_found']))}")
    if reply["next_steps"]:
        console.print("\n[bold]What to do next[/bold]")
        for step in reply["next_steps"]:
            console.print(Text("  ").append(_step(step)))
    console.print(f"\nReference: [bold]{escape(reply['reference'])}[/bold]   {_contact(reply['contact'])}")


def _claim(claim: Mapping[str, Any]) -> RenderableType:
    source = claim["source"]
    title = (
        source["title"] if source["heading"] in {"", source["title"]} else f"{source['title']} › {source['heading']}"
    )
    facts = [source["nation"], f"checked {_day(source['checked_on'])}" if source["checked_on"] else ""]
    lines = _lines(claim) if claim["lines"] else [Text(claim["quote"])]
    panel = Panel(Group(Text(title, style="bold green"), "", *lines), border_style="green", padding=(0, 1))
    below = Text("  " + " · ".join([*filter(None, facts), _address(source)]), style="dim", overflow="fold")
    return Group("", panel, below)


def _lines(claim: Mapping[str, Any]) -> list[RenderableType]:
    """One row a line, with a gap where a paragraph, list or table of the page ended."""
    shown: list[RenderableType] = []
    before = None
    for line in claim["lines"]:
        if before is not None and line["block"] != before:
            shown.append("")
        shown.append(_line(line))
        before = line["block"]
    return shown


def _line(line: Mapping[str, Any]) -> Table:
    """A grid, so that what is wrapped hangs under its own line."""
    style = "bold" if line["marked"] else ""
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_row("►" if line["marked"] else " ", Text(_BULLETS.get(line["kind"], "") + line["text"], style=style))
    return row


def _signpost(signpost: Mapping[str, Any]) -> Panel:
    words = Text(signpost["words"])
    for contact in signpost["contacts"]:
        words.append("\n")
        words.append(_step(contact))
    return Panel(words, title=f"[bold]{escape(signpost['heading'])}[/bold]", title_align="left", border_style="red")


def _step(step: Mapping[str, str]) -> Text:
    where = "  ".join(filter(None, (step.get("phone", ""), step.get("url", ""))))
    return Text(f"{step['kind'].capitalize()}: {step['label']}  {where}".rstrip(), overflow="fold")


def _address(source: Mapping[str, Any]) -> str:
    """The official page, at its heading where that is known: our own copy needs a browser and a running service."""
    link = str(source["link"] or "")
    return link if link.startswith("http") else str(source["url"])


def _contact(contact: Mapping[str, str]) -> str:
    ways = " or ".join(filter(None, (contact["phone"], contact["email"], contact["url"])))
    return f"[dim]To ask a person: {escape(contact['team'])}, {escape(ways)}[/dim]"


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"
