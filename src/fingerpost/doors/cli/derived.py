"""A command for every other capability, made from its request type."""

import inspect
from dataclasses import MISSING, fields
from typing import Annotated, Any, get_type_hints

import typer

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.doors.cli.ask import ask_by_command
from fingerpost.doors.cli.faults import plainly

OWN_COMMANDS = frozenset({"ask", "entitlements"})  # each has a file of its own


def add_derived_commands(app: typer.Typer) -> None:
    """One command for each capability that has no file here. Those of staff have one each."""
    for capability in discover().values():
        if capability.card.command not in OWN_COMMANDS and not capability.card.is_for_staff:
            app.command(capability.card.command, help=_help(capability))(command_of(capability))


def command_of(capability: Capability) -> Any:
    """A function whose parameters are the request's fields, then nation, language and --json."""

    def take(**given: Any) -> None:
        as_json = given.pop("as_json")
        values = {name: value for name, value in given.items() if value not in (None, "")}
        ask_by_command(capability.card.command, values, as_json=as_json)

    told = plainly(take)
    parameters = [*_own_parameters(capability.request), *_circumstances()]
    told.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    told.__annotations__ = {each.name: each.annotation for each in parameters}
    return told


def _help(capability: Capability) -> str:
    return f"{capability.card.title}.\n\nExample: fingerpost {capability.card.command} --help"


def _own_parameters(request: type) -> list[inspect.Parameter]:
    """Numbers, dates and choices are read as text here: the form checks them, for every door alike."""
    hints = get_type_hints(request)
    return [
        _option(
            each.name,
            words=each.metadata.get("label") or each.name,
            is_needed=each.default is MISSING,
            kind=list[str] if "tuple" in str(hints[each.name]) else str,
        )
        for each in fields(request)
    ]


def _circumstances() -> list[inspect.Parameter]:
    as_json = Annotated[bool, typer.Option("--json", help="Print the reply as JSON.")]
    return [
        _option("nation", words="england, scotland, wales or northern-ireland.", is_needed=False),
        _option("language", words="en or cy.", is_needed=False),
        inspect.Parameter("as_json", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=as_json),
    ]


def _option(name: str, *, words: str, is_needed: bool, kind: Any = str) -> inspect.Parameter:
    option = typer.Option(f"--{name.replace('_', '-')}", help=words)
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if is_needed else None,
        annotation=Annotated[kind if is_needed else kind | None, option],
    )
