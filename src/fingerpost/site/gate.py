"""Keeps a server from starting while what is in production is not fit for it, whichever server it is."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from asgiref.sync import sync_to_async

from fingerpost.contract.errors import FingerpostError

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]

log = logging.getLogger(__name__)


class WithGate:
    """An ASGI application that tells its server, before the first request, when it must not start."""

    def __init__(self, application: Application, *, check: Callable[[], None]) -> None:
        self._application = application
        self._check = check

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            await self._application(scope, receive, send)
            return
        first = await receive()
        try:
            await sync_to_async(self._check)()
        except FingerpostError as error:
            log.error("%s", error.public)
            await send({"type": "lifespan.startup.failed", "message": error.public})
            return
        told = [first]

        async def receive_again() -> Message:
            return told.pop() if told else await receive()

        await self._application(scope, receive_again, send)
