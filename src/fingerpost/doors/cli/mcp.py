"""`fingerpost mcp`"""

from importlib.util import find_spec
from typing import Annotated

import typer

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready


class MissingExtra(FingerpostError):
    """A part that comes with an extra is not installed."""


@plainly
def mcp(
    token: Annotated[
        str,
        typer.Option(
            envvar="FINGERPOST_MCP_TOKEN",
            help="An access token, whose rights then hold. The variable keeps it out of the list of processes.",
        ),
    ] = "",
) -> None:
    """Speak the Model Context Protocol on stdin and stdout, for a program on this machine that starts this command.

    Without a token it sees what is public. Over HTTP, `fingerpost serve` speaks it at /mcp.

    Example: fingerpost mcp
    """
    if find_spec("mcp") is None:
        raise MissingExtra("This needs a part that is not installed. Add it: pip install 'fingerpost[mcp]'")
    get_ready()
    from fingerpost.doors.mcp.over_stdio import serve  # noqa: PLC0415 - needs the extra, and Django set up first

    serve(token)
