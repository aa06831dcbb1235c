"""No server starts while what is in production is not fit for it."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fingerpost.contract.errors import FingerpostError
from fingerpost.site.gate import WithGate

Message = MutableMapping[str, Any]
STARTUP = {"type": "lifespan.startup"}


def start(check: Callable[[], None], *, kind: str = "lifespan") -> tuple[list[Message], list[Message]]:
    """What the application received, and what the server was told."""
    received: list[Message] = []
    told: list[Message] = []
    coming: list[Message] = [{"type": "lifespan.shutdown"}, STARTUP]

    async def application(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        received.append(await receive())
        received.append(await receive())

    async def receive() -> Message:
        return coming.pop()

    async def send(message: Message) -> None:
        told.append(message)

    asyncio.run(WithGate(application, check=check)({"type": kind}, receive, send))
    return received, told


def refuse() -> None:
    raise FingerpostError("Not fit.")


def test_one_that_is_fit_starts_and_hears_everything() -> None:
    assert start(lambda: None) == ([STARTUP, {"type": "lifespan.shutdown"}], [])


def test_one_that_is_not_tells_its_server_why_and_never_starts() -> None:
    assert start(refuse) == ([], [{"type": "lifespan.startup.failed", "message": "Not fit."}])


def test_a_request_is_not_held_up() -> None:
    received, told = start(refuse, kind="http")
    assert (len(received), told) == (2, [])
