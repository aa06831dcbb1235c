"""Reads one call in a thread of its own, and hands its lines over as they come: so nobody waits longer than they want.

Every thread ends: the network is waited for no longer than the call's own timeout, the call is closed when whoever
waits goes away, and it is closed by its own thread when the time for the whole is over.
"""

import logging
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Final

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.engines.language_models.calling import Call, CallFault, Spent
from fingerpost.engines.language_models.lines import split_lines

logger = logging.getLogger(__name__)

_NOTHING_SENT: Final = Spent()


class NoLineYet(Exception):
    """No line came within the time given."""


class Reading:
    """The lines of one call. `over` is told by the reading thread when the call has ended, before its end is seen."""

    def __init__(
        self, open_call: Callable[[], Call], *, until: float, clock: Callable[[], float], over: Callable[[], None]
    ) -> None:
        self._open_call = open_call
        self._until = until
        self._clock = clock
        self._over = over
        self._lock = Lock()
        self._call: Call | None = None
        self._is_closed = False
        self._came: SimpleQueue[str | CallFault | None] = SimpleQueue()
        self.is_sent = False

    def start(self) -> None:
        """Raises RuntimeError where the system gives no further thread."""
        Thread(target=self._read, name="language model", daemon=True).start()

    def next(self, *, timeout: float) -> str | None:
        """The next line; None when there are no more. Raises CallFault, and NoLineYet after `timeout` seconds."""
        try:
            came = self._came.get(timeout=timeout) if timeout > 0 else self._came.get_nowait()
        except Empty:
            raise NoLineYet from None
        if came is None or isinstance(came, CallFault):
            self._came.put(came)  # so that whoever asks again sees the same end
        if isinstance(came, CallFault):
            raise came
        return came

    def close(self) -> None:
        """Nothing more is wanted. Safe from any thread and more than once."""
        with self._lock:
            self._is_closed = True
            call = self._call
        if call is not None:
            call.close()

    @property
    def spent(self) -> Spent:
        call = self._call
        return call.spent if call is not None else _NOTHING_SENT

    def _read(self) -> None:
        end: CallFault | None = None
        try:
            self._read_lines()
        except CallFault as fault:
            end = CallFault(fault.why, retry_after=fault.retry_after, may_retry=fault.may_retry, detail=fault.detail)
        except Exception as error:  # noqa: BLE001 - whatever it is ends here; its text may hold what was asked
            logger.error("A language model could not be read: %s", type(error).__name__)
            end = CallFault(WhyNoModel.FAILED, detail=type(error).__name__)
        finally:
            self._over()
            self._came.put(end)

    def _read_lines(self) -> None:
        call = self._open_call()
        with self._lock:
            self._call = call
            if self._is_closed:
                raise CallFault(WhyNoModel.SLOW, detail="closed before it was sent")
            self.is_sent = True
        try:
            for line in split_lines(self._in_time(call)):
                self._came.put(line)
        finally:
            call.close()

    def _in_time(self, call: Call) -> Iterator[str]:
        for piece in call:
            if self._clock() > self._until:
                raise CallFault(WhyNoModel.SLOW, detail="the time for the whole answer is over")
            yield piece
