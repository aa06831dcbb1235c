"""`fingerpost serve`"""

import errno
import multiprocessing
import resource
import socket
import sys
from contextlib import ExitStack
from typing import Annotated

import typer

from fingerpost import guard
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.cli.console import err
from fingerpost.doors.cli.daily import sweeping_daily
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

APPLICATION = "fingerpost.site.asgi"
DRAIN = 30  # seconds that open requests have to end after SIGTERM
OPEN_FILES = 65_536
SLOW_WORKER = (
    60  # seconds without a sign of life after which a worker is replaced: loading models is slow on a busy day
)


class AddressTaken(FingerpostError):
    """The address cannot be listened on."""


@plainly
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on. 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 picks a free one.")] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="How many processes answer, each with its own copy of the models.")
    ] = 1,
) -> None:
    """Serve the front door and the API. Once a day, erase what is older than the schedule lets it be.

    Does not start while a capability in production has a fault that must not stand there: each is named.

    Example: fingerpost serve --port 8080 --workers 2
    """
    _allow_open_files()
    with _listen(host, port) as listening:
        if workers > 1:
            _make_ready_apart()
            with sweeping_daily():
                _serve_by_workers(listening, workers)
            return
        get_ready().build_engines()  # now, so that nobody waits for the models with the first question
        _check_may_serve()
        guard.warm_up()
        with sweeping_daily():
            _serve_here(listening)


def _allow_open_files() -> None:
    """As many as the machine lets us have: each connection is one, and many a system begins with 1,024."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = OPEN_FILES if hard == resource.RLIM_INFINITY else min(hard, OPEN_FILES)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _serve_here(listening: socket.socket) -> None:
    import uvicorn  # noqa: PLC0415 - it takes a while, and only this command needs it

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Tell the address once it answers, and once Ctrl-C is heard: one pressed before that could get lost."""
            await super().startup(sockets)
            _tell_address(listening)

    Server(uvicorn.Config(f"{APPLICATION}:application", **_MANNERS)).run(sockets=[listening])  # type: ignore[arg-type]


def _serve_by_workers(listening: socket.socket, workers: int) -> None:
    """Processes that take requests from one port. One that dies is replaced; at SIGTERM each ends what it has begun."""
    import uvicorn  # noqa: PLC0415
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415

    config = uvicorn.Config(
        f"{APPLICATION}:ready_application",
        factory=True,
        workers=workers,
        timeout_worker_healthcheck=SLOW_WORKER,
        **_MANNERS,  # type: ignore[arg-type]
    )
    supervisor = Multiprocess(config, sockets=[listening])  # from here on it hears signals
    _tell_address(listening)
    supervisor.run()


_MANNERS = {
    "http": "fingerpost.site.connections:PromptHTTP",
    "log_level": "warning",
    "server_header": False,
    "proxy_headers": False,
    "timeout_graceful_shutdown": DRAIN,
}


def _make_ready_apart() -> None:
    """In a process that ends before the workers start, so that what it loads does not stay in memory beside them."""
    making = multiprocessing.get_context("spawn").Process(target=_make_ready)
    making.start()
    making.join()
    if making.exitcode:
        raise typer.Exit(making.exitcode)  # it has said why


def _make_ready() -> None:
    try:
        plainly(get_ready)()
        plainly(_check_may_serve)()
    except typer.Exit as told:
        sys.exit(told.exit_code)


def _check_may_serve() -> None:
    """Raises NotFitForProduction with every fault: what is in production with one of them does not start."""
    from fingerpost.doors.systems import check_may_serve  # noqa: PLC0415 - tables can be imported only now

    check_may_serve()


def _tell_address(listening: socket.socket) -> None:
    name, number = listening.getsockname()[:2]
    shown = f"[{name}]" if ":" in name else name
    err().print(f"Fingerpost is at [bold]http://{shown}:{number}[/bold]  (Ctrl-C stops it)")


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
