"""Signs the ledger about each second while a server runs, beside the requests and never in their way."""

import asyncio
import logging
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.db import close_old_connections, connections

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.ledger.log import Ledger

EACH = 1.0  # seconds
ASK_WITNESSES_AGAIN = 30  # of those, where one was away

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


class WithUpkeep:
    """An ASGI application during whose life the ledger is signed. Servers tell when it begins and ends."""

    def __init__(self, application: Application, *, find_ledger: Callable[[], Ledger]) -> None:
        self._application = application
        self._find_ledger = find_ledger

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        upkeep = LedgerUpkeep(self._find_ledger)
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                upkeep.start()
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                await asyncio.to_thread(upkeep.stop)
                await send({"type": "lifespan.shutdown.complete"})
                return
