"""The tools: one for each capability, made from its request type, and two that read: `search` and `verify`."""

import json
import logging
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.doors.asking import answer, capabilities, prepare, subject_after
from fingerpost.doors.forms import form_of
from fingerpost.doors.limits.throttle import Kind
from fingerpost.doors.mcp import searching, verifying
from fingerpost.doors.mcp.callers import DOOR, Caller, check_may_call
from fingerpost.doors.mcp.shapes import GENUINE, PASSAGES, REPLY, Result
from fingerpost.doors.mcp.words import fault_in_words, reply_in_words

logger = logging.getLogger(__name__)

MOST_LETTERS = 64 * 1024
"""Of a call's arguments as JSON; a receipt has a bound of its own."""

AFTER = {
    "type": "string",
    "default": "",
    "title": "After",
    "description": "The reference of the answer that this follows: both are then found, and erased, together.",
}


@dataclass(frozen=True, kw_only=True)
class Tool:
    """What a program may call. `takes` and `gives` are JSON schemas; `reads_only` says that it leaves nothing behind
    but a line in the record."""

    name: str
    title: str
    about: str
    takes: Mapping[str, Any]
    gives: Mapping[str, Any]
    call: Callable[[dict[str, Any], Caller], Result]
    counts_as: Kind
    reads_only: bool = False
    most_letters: int = MOST_LETTERS


class UnknownTool(FingerpostError):
    """There is no such tool, or this caller may not call it."""


def tools() -> dict[str, Tool]:
    """Every tool by its name. A capability goes before a tool of ours that has its command."""
    return {**_OURS, **{each.card.command: _tool_of(each) for each in capabilities().values()}}


def tools_for(caller: Caller) -> list[Tool]:
    """Those that this caller may call."""
    return [each for each in tools().values() if caller.rights.may_call(each.name)]


def call_tool(name: str, arguments: Mapping[str, Any], *, caller: Caller) -> Result:
    """One call. What went wrong and can be put right by whoever calls is a result too, and says so.

    Raises UnknownTool.
    """
    tool = tools().get(name)
    if tool is None:
        raise UnknownTool(f"There is no tool '{name}' here. There is: {', '.join(sorted(tools()))}.")
    if not caller.rights.may_call(name):
        raise UnknownTool(f"Your access token does not allow the tool '{name}'. Ask whoever gave it to you.")
    try:
        _check_size(arguments, most=tool.most_letters)
        check_may_call(caller, tool.counts_as)
        return tool.call(dict(arguments), caller)
    except InvalidRequest as error:
        return fault_in_words("invalid", error.public, fields=error.problems)
    except FingerpostError as error:
        logger.warning("tool %s: %s. %s", name, type(error).__name__, error.detail or error.public)
        return fault_in_words("unavailable", error.public)


def _check_size(arguments: Mapping[str, Any], *, most: int) -> None:
    try:
        length = len(json.dumps(arguments, ensure_ascii=False))
    except RecursionError:
        length = most + 1
    if length > most:
        raise InvalidRequest({"arguments": f"The arguments are too large. They may have {most:,} characters."})


def _tool_of(capability: Capability) -> Tool:
    command, card = capability.card.command, capability.card
    takes = deepcopy(form_of(capability).model_json_schema())
    takes["properties"]["after"] = AFTER
    return Tool(
        name=command,
        title=card.title,
        about=" ".join([card.purpose, *card.limits]),
        takes=takes,
        gives=REPLY,
        call=lambda arguments, caller: _ask(command, arguments, caller),
        counts_as="ask",
    )


def _ask(command: str, arguments: dict[str, Any], caller: Caller) -> Result:
    """Along the road, like any other question: the reply is the one that the API gives."""
    after = arguments.pop("after", "")
    if not isinstance(after, str):
        raise InvalidRequest({"after": "After must be text"})
    asked = prepare(command, arguments, subject=subject_after(after), access=caller.rights.access)
    reply = answer(asked, door=DOOR)
    is_public = not caller.rights.sees_staff_guidance
    return Result(
        values=reply,
        words=reply_in_words(reply, has_page=is_public),
        is_fault=reply["outcome"] == OutcomeKind.FAILED,
    )


_OURS = {
    "search": Tool(
        name="search",
        title="Find passages of guidance",
        about="Finds passages of published guidance that may answer a question, best first, word for word and with "
        "their sources. It gives no answer itself. Personal details are masked before anything is looked for.",
        takes=searching.takes(),
        gives=PASSAGES,
        call=searching.search,
        counts_as="search",
        reads_only=True,
    ),
    "verify": Tool(
        name="verify",
        title="Check a receipt",
        about="Checks the receipt of an answer: whether it proves, by the public keys of this service, what was asked "
        "and answered. Nothing of it is kept.",
        takes=verifying.TAKES,
        gives=GENUINE,
        call=verifying.check_receipt,
        counts_as="search",
        reads_only=True,
        most_letters=verifying.MOST_LETTERS,
    ),
}
