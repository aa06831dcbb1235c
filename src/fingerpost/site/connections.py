"""Connections on which nobody says what they want. uvicorn waits for them for ever, and each holds a file open.

Without a bound on that, a thousand idle connections from one place keep everybody else out.
"""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_ARRIVES = 20.0  # seconds from the first byte, or from the connection, until the whole head of a request is here


class PromptHTTP(H11Protocol):
    """uvicorn's own, but that it lets go of a connection whose request does not arrive, however slowly bytes drip in.

    A body has a time of its own (see `site.bodies`); between two requests uvicorn's holds.
    """

    _overdue: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:  # the head is here
            self._rest()
        elif self._overdue is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._overdue = self.loop.call_later(HEAD_ARRIVES, self.transport.close)

    def _rest(self) -> None:
        if self._overdue is not None:
            self._overdue.cancel()
            self._overdue = None
