"""The doubles as HTTP servers of this machine.

with running_double("anthropic", "busy") as double:
    ...                                   # ask at double.address
    double.behave("right")                # from now on
    double.follow("failed", "right")      # the next call, the one after it and all later ones
    assert double.calls == 1
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.doubles.asked import Asked
from tests.doubles.evil import write_evil
from tests.doubles.sending import SENDS, Sending
from tests.doubles.wires import WIRES, Wire
from tests.doubles.writing import WRITERS, Writer

BEHAVIOURS = tuple(sorted({*WRITERS, *SENDS, "evil", "slow drip"}))
SLOW_DRIP = 2.0
"""Tokens a second."""


@dataclass
class Double:
    """What it was asked and how it behaves. `pace` is tokens a second, nought as fast as it goes; `model` is the name
    it gives itself, "" the one it is asked for; `write` is what it writes where its behaviour does not say."""

    wire: Wire
    behaviours: list[str]
    address: str = ""
    pace: float = 0.0
    model: str = ""
    retry_after: str = "7"
    write: Writer = WRITERS["right"]
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: int = 0

    @property
    def base_url(self) -> str:
        """What the supplier's client is given: OpenAI's names the version, Anthropic's does not."""
        return self.address + ("/v1" if self.wire.name == "openai" else "")

    @property
    def calls(self) -> int:
        return len(self.asked)

    @property
    def still_open(self) -> int:
        """How many calls it is busy with."""
        return self._open

    def behave(self, behaviour: str) -> None:
        self.follow(behaviour)

    def follow(self, *behaviours: str) -> None:
        """One after another, each for one call; the last one stays."""
        unknown = set(behaviours) - set(BEHAVIOURS)
        if unknown or not behaviours:
            raise ValueError(f"No such behaviour: {sorted(unknown)}. There are: {', '.join(BEHAVIOURS)}")
        with self._lock:
            self.behaviours = list(behaviours)

    def release(self) -> None:
        """Let go of every call that hangs."""
        self.released.set()

    def answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        with self._lock:
            self.asked.append(asked)
            self._open += 1
            behaviour = self.behaviours.pop(0) if len(self.behaviours) > 1 else self.behaviours[0]
        try:
            self._send(handler, asked, behaviour)
        finally:
            with self._lock:
                self._open -= 1

    def _send(self, handler: BaseHTTPRequestHandler, asked: Asked, behaviour: str) -> None:
        write = write_evil if behaviour == "evil" else WRITERS.get(behaviour, self.write)
        sending = Sending(
            handler,
            wire=self.wire,
            asked=asked,
            model=self.model or asked.model,
            pace=SLOW_DRIP if behaviour == "slow drip" else self.pace,
            retry_after=self.retry_after,
            released=self.released,
        )
        SENDS.get(behaviour, SENDS["right"])(sending, write(asked))


@contextmanager
def running_double(wire: str, behaviour: str = "right", *, port: int = 0, **more: Any) -> Iterator[Double]:
    """A double that speaks `wire`, "anthropic" or "openai". `more` are fields of `Double`."""
    double = Double(wire=WIRES[wire](), behaviours=[], **more)
    double.behave(behaviour)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.close_connection = True
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            if self.path != double.wire.path:
                self.send_error(404)
                return
            try:
                double.answer(self, double.wire.read(self.path, headers, body))
            except OSError:
                return  # whoever asked has gone

        def finish(self) -> None:
            try:
                super().finish()
            except (OSError, ValueError):
                return  # there is nobody to finish for

        def log_message(self, *_: Any) -> None:
            """Nothing: the tests look at `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    double.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.release()
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def refused_address() -> Iterator[str]:
    """An address of this machine where nobody listens."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = server.server_port
    server.server_close()
    yield f"http://127.0.0.1:{port}"
