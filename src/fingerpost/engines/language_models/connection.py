"""One HTTP exchange with a supplier: bounded, never redirected, and ended at once from any thread.

Only imported once a supplier's client is used: it needs the HTTP library that both clients are made of.
"""

import socket
from collections.abc import Iterator, Mapping
from threading import Lock
from typing import Any, cast

import httpx2

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import CallFault

MOST_BYTES = 4_000_000
"""Of one answer as it is sent: 200 kB of text, with some twenty times as much around it as suppliers send."""
MOST_BYTES_OF_A_FAULT = 64_000
LONGEST_CONNECTING = 5.0
"""Seconds."""

_SENT = frozenset({"accept", "anthropic-version", "content-length", "content-type", "host", "transfer-encoding"})
"""The headers that are sent of those which the clients make. The others tell of this machine, or come from its
environment."""
_FOREIGN_ANSWER = "the answer is not a stream of events"


class Line:
    """The connection of one call. A read that hangs ends when it is cut."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._socket: socket.socket | None = None
        self.is_cut = False

    def hear(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by the HTTP library what it does; it hands over each connection that it makes."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            with self._lock:
                self._socket = cast(socket.socket, info["return_value"].get_extra_info("socket"))
            if self.is_cut:
                self.cut()

    def cut(self) -> None:
        """End the exchange now. Closing alone would not wake a thread that waits for bytes."""
        with self._lock:
            self.is_cut = True
            if self._socket is not None:
                try:
                    socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
                except OSError:
                    return  # it had ended already

    def forget(self) -> None:
        with self._lock:
            self._socket = None


class BoundedTransport(httpx2.BaseTransport):
    """Sends over a connection of its own, which `line` can cut, with few headers and the key among them.

    The key is put in here, so that neither the supplier's client nor its faults and logs ever hold it. Connections are
    not kept for the next call: one that a server has closed meanwhile would look like a fault, and nobody retries here.
    """

    def __init__(self, *, line: Line, tls: httpx2.HTTPTransport, secret: Mapping[str, str]) -> None:
        self._line = line
        self._inner = tls
        self._secret = secret

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if self._line.is_cut:
            raise CallFault(WhyNoModel.SLOW, detail="closed before it was sent")
        headers = {name: value for name, value in request.headers.items() if name.lower() in _SENT}
        fixed = {"user-agent": "fingerpost", "accept-encoding": "identity", "connection": "close"}
        sent = httpx2.Request(
            request.method,
            request.url,
            headers={**headers, **fixed, **self._secret},
            stream=request.stream,
            extensions={**request.extensions, "trace": self._line.hear},
        )
        return self._bounded(self._inner.handle_request(sent))

    def _bounded(self, response: httpx2.Response) -> httpx2.Response:
        stream = cast(httpx2.SyncByteStream, response.stream)
        problem = _what_is_wrong_with(response)
        if problem:
            stream.close()
            raise CallFault(WhyNoModel.UNREADABLE, detail=problem)
        is_fault = response.status_code >= httpx2.codes.BAD_REQUEST
        response.stream = _Cut(stream, most=MOST_BYTES_OF_A_FAULT) if is_fault else _Bounded(stream, most=MOST_BYTES)
        return response


def _what_is_wrong_with(response: httpx2.Response) -> str:
    """What makes a response one that is not read at all; "" where nothing does."""
    if httpx2.codes.is_redirect(response.status_code):
        return f"status {response.status_code}: redirects are not followed"
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        return "the answer is compressed, which was not asked for"
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return _FOREIGN_ANSWER if response.status_code < httpx2.codes.BAD_REQUEST and kind != "text/event-stream" else ""


class _Bounded(httpx2.SyncByteStream):
    """Gives at most so many bytes. Raises CallFault beyond."""

    def __init__(self, stream: httpx2.SyncByteStream, *, most: int) -> None:
        self._stream = stream
        self._left = most

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            self._left -= len(piece)
            if self._left < 0:
                raise CallFault(WhyNoModel.TOO_LARGE, detail="more bytes than any answer needs")
            yield piece

    def close(self) -> None:
        self._stream.close()


class _Cut(_Bounded):
    """Gives at most so many bytes, and leaves out the rest: enough to tell what a fault is about."""

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield piece[: self._left]
            self._left -= len(piece)
            if self._left <= 0:
                return
