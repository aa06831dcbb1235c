"""Over stdin and stdout, for a program that starts us: `fingerpost mcp`."""

import anyio
from mcp.server.stdio import stdio_server

from fingerpost import guard
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.installation import installation
from fingerpost.doors.mcp.callers import OPERATOR, Caller, NotAllowed, holder_of
from fingerpost.doors.mcp.server import Context, build_server


def serve(token: str = "") -> None:
    """Until the program that started us closes our input. With a token, its rights hold, for as long as it is valid.

    Raises InvalidRequest where the token is not valid to begin with.
    """
    if token:
        try:
            holder_of(token)
        except NotAllowed as error:
            raise InvalidRequest({"token": error.public}) from error
    installation().build_engines()  # now, so that the first call does not wait for the models
    guard.warm_up()
    anyio.run(_serve, token)


async def _serve(token: str) -> None:
    def find_caller(context: Context) -> Caller:
        return holder_of(token) if token else OPERATOR

    server = build_server(find_caller)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())
