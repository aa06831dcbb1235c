"""What goes on while a server runs, beside the requests and never in their way: the ledger is signed about each second,
and once a minute cases are looked after: late ones are put before others, messages sent, letters taken in."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import close_old_connections, connections

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.alone import alone
from fingerpost.record.ledger.log import Ledger

EACH = 1.0  # seconds
ASK_WITNESSES_AGAIN = 30  # of those, where one was away
A_MINUTE = 60.0

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

log = logging.getLogger(__name__)


def sign_what_is_new(ledger: Ledger, *, anyway: bool = False) -> None:
    """Once. A fault is for whoever looks after it (`doctor` says it too), and for nobody who asks something."""
    try:
        if anyway or ledger.has_news():
            ledger.keep_up()
    except FingerpostError as error:
        log.warning("The ledger is not signed. %s %s", error.public, error.detail)


class LedgerUpkeep:
    """A thread that signs. Several processes may have one: whoever comes second finds nothing left to do."""

    def __init__(self, find_ledger: Callable[[], Ledger]) -> None:
        self._find_ledger = find_ledger
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Sign what came last, and end."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        rounds = 0
        while not self._stopped.wait(EACH):
            close_old_connections()
            rounds += 1
            self._sign(anyway=rounds % ASK_WITNESSES_AGAIN == 0)
        self._sign()
        connections.close_all()

    def _sign(self, *, anyway: bool = False) -> None:
        try:
            sign_what_is_new(self._find_ledger(), anyway=anyway)
        except Exception:
            log.exception("The ledger could not be signed.")  # the next round tries again


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do in every round, or in one of so many. `fails` says what did not happen where it fails."""

    do: Callable[[], object]
    fails: str
    every: int = 1


class CaseUpkeep:
    """A thread that does its tasks once a minute, one after another. Of several processes, one does so at a time.

    A task that fails is tried again at its next turn, and keeps no other from its own.
    """

    def __init__(self, tasks: Sequence[Task], *, lock: Path, every: float = A_MINUTE) -> None:
        self._tasks = tasks
        self._beginning: Task | None = None
        self._rounds = 0
        self._lock = lock
        self._every = every
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cases", daemon=True)

    def begin_with(self, task: Task) -> None:
        """Do this too, once and as soon as the thread starts, whatever other processes do."""
        self._beginning = task

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End after the task that is being done; what is broken off goes on the next time."""
        self._stopped.set()
        self._thread.join(timeout=10)

    def _run(self) -> None:
        if self._beginning is not None:
            _do(self._beginning)
        while not self._stopped.wait(self._every):
            close_old_connections()
            self.do_once()
        connections.close_all()

    def do_once(self) -> None:
        """One round, unless another process is at it."""
        due = [each for each in self._tasks if self._rounds % each.every == 0]
        self._rounds += 1
        with alone(self._lock) as is_ours:
            for task in due if is_ours else ():
                if not self._stopped.is_set():
                    _do(task)


def _do(task: Task) -> None:
    try:
        task.do()
    except FingerpostError as error:
        log.warning("%s %s %s", task.fails, error.public, error.detail)
    except Exception:
        log.exception("%s", task.fails)  # its next turn tries again


class WithUpkeep:
    """An ASGI application during whose life the ledger is signed and cases are looked after. Servers tell when it
    begins and ends."""

    def __init__(
        self,
        application: Application,
        *,
        find_ledger: Callable[[], Ledger],
        make_cases: Callable[[], CaseUpkeep] | None = None,
    ) -> None:
        self._application = application
        self._find_ledger = find_ledger
        self._make_cases = make_cases

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        upkeep = LedgerUpkeep(self._find_ledger)
        cases = self._make_cases() if self._make_cases else None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                upkeep.start()
                if cases is not None:
                    cases.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                if cases is not None:
                    await asyncio.to_thread(cases.stop)
                await asyncio.to_thread(upkeep.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return
