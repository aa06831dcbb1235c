"""`fingerpost serve`"""

import errno
import socket
from contextlib import ExitStack
from typing import Annotated

import typer

from fingerpost import guard
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.cli.console import err
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready


class AddressTaken(FingerpostError):
    """The address cannot be listened on."""


@plainly
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on. 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 picks a free one.")] = 8000,
) -> None:
    """Serve the front door and the API.

    Example: fingerpost serve --port 8080
    """
    listening = _listen(host, port)
    get_ready().build_engines()  # now, so that nobody waits for the models with the first question
    guard.warm_up()
    import uvicorn  # noqa: PLC0415 - it takes a while, and only this command needs it

    name, number = listening.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    err().print(f"Fingerpost is at [bold]http://{shown}:{number}[/bold]  (Ctrl-C stops it)")
    config = uvicorn.Config(
        "fingerpost.site.asgi:application", log_level="warning", server_header=False, proxy_headers=False
    )
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port first, so that a taken one is told at once and not after minutes of making ready."""
    with ExitStack() as until_listening:
        try:
            family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            # asyncio sends at once only where the protocol is named: without it each page waits 40 ms
            listening = until_listening.enter_context(socket.socket(family, kind, protocol))
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            listening.listen(128)
        except OSError as error:
            raise _why_not(host, port, error) from error
        until_listening.pop_all()
    return listening


def _why_not(host: str, port: int, error: OSError) -> AddressTaken:
    if error.errno == errno.EADDRINUSE:
        return AddressTaken(f"Port {port} is taken by another program. Try: fingerpost serve --port {port + 1}")
    if error.errno == errno.EACCES:
        return AddressTaken(f"You may not listen on port {port}. Choose one above 1023, such as --port 8000.")
    return AddressTaken(f"'{host}' is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.")
