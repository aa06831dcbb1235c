"""A call through a supplier's own client: sent once, read event by event, and ended from any thread.

Only imported once a supplier's client is used (see `connection`).
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import httpx2

from fingerpost.engines.language_models.calling import CallFault, Spent
from fingerpost.engines.language_models.connection import LONGEST_CONNECTING, BoundedTransport, Line
from fingerpost.engines.language_models.faults import RefusedWish, fault_of
from fingerpost.engines.language_models.hearing import Heard
from fingerpost.engines.language_models.wishes import Wishes

_TALKATIVE = ("anthropic", "openai", "httpx2", "httpcore2")

Send = Callable[[httpx2.Client], Iterable[Any]]
"""Sends the prompt with the supplier's client, over the HTTP client that it is given. Gives the events."""
Hear = Callable[[Any, Heard], str]
"""Reads one event into what was heard, and gives its text, often "". Raises CallFault."""


def hush_clients() -> None:
    """Whatever the environment asks for: on their chattiest level these clients log prompts and answers."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


def build_tls() -> httpx2.HTTPTransport:
    """What one provider's calls share: reading the certificates takes longer than many an answer."""
    return httpx2.HTTPTransport(
        trust_env=False, limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0)
    )


class StreamedCall:
    """The port `Call`, over HTTP."""

    def __init__(
        self,
        *,
        send: Send,
        hear: Hear,
        heard: Heard,
        tls: httpx2.HTTPTransport,
        secret: Mapping[str, str],
        timeout: float,
        wishes: Wishes,
    ) -> None:
        self._send = send
        self._hear = hear
        self._heard = heard
        self._wishes = wishes
        self._line = Line()
        self._http = httpx2.Client(
            transport=BoundedTransport(line=self._line, tls=tls, secret=secret),
            timeout=httpx2.Timeout(timeout, connect=min(timeout, LONGEST_CONNECTING)),
            follow_redirects=False,
            trust_env=False,
        )

    def __iter__(self) -> Iterator[str]:
        """As the port has it. The fault is raised where nothing hangs on it of what the client raised: that may hold
        what the supplier said, and with it what it was sent."""
        if self._heard.is_sent:
            raise RuntimeError("A call is iterated once.")
        fault: CallFault | None = None
        events: Iterable[Any] = ()
        try:
            self._heard.is_sent = True
            events = self._send(self._http)
            for event in events:
                if piece := self._hear(event, self._heard):
                    yield piece
            self._heard.end()
        except Exception as error:  # noqa: BLE001 - whatever a foreign client or a foreign server comes up with
            fault = fault_of(error, is_cut=self._line.is_cut, wishes=self._wishes.asked)
        finally:
            self._finish(events)
        if fault is not None:
            if isinstance(fault, RefusedWish):
                self._wishes.leave_out(fault.wish)
            raise fault

    @property
    def spent(self) -> Spent:
        return self._heard.spent

    def close(self) -> None:
        self._line.cut()

    def _finish(self, events: Iterable[Any]) -> None:
        """Give back the connection, also where the reader went away in the middle."""
        self._line.cut()
        close = getattr(events, "close", None)
        if callable(close):
            close()
