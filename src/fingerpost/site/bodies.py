"""A bound on what is read from the wire, before Django reads it: under ASGI it would take in the whole first."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import nullcontext
from typing import Any

from django.conf import settings

from fingerpost.doors.citizen.speech.dictation import DICTATE
from fingerpost.doors.uploads import FORM, uploads_at
from fingerpost.engines.speech.sound import MOST_BYTES

DICTATED_AT = frozenset({DICTATE, f"/embed{DICTATE}"})  # the page and its frame; the model of speech knows English only

BODY_ARRIVES = 60.0  # seconds: a recording of two megabytes over a slow telephone takes most of it
FILES_ARRIVE = 240.0  # seconds: fifteen megabytes over a slow line
LARGE_AT_ONCE = 8  # bodies with files that one process holds in its memory at a time; others wait their turn

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


def most_bytes(path: str) -> int:
    """How many bytes may be sent to an address. A question is short; a recording is longer, and so are files.

    Where files are taken stands in one table: `doors.uploads`.
    """
    if settings.CONFIGURATION.speech and path in DICTATED_AT:
        return MOST_BYTES
    uploads = uploads_at(path)
    return uploads.most if uploads else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def patience_for(path: str) -> float:
    """How many seconds a body may take to arrive there."""
    return FILES_ARRIVE if uploads_at(path) else BODY_ARRIVES


class BoundedBodies:
    """Hands a request on with its body, or, when that is larger than `limit` gives for its path, with its length alone.

    `RefuseLargeBodies` then refuses it by that length, in the words of the door it came to. A body that has not arrived
    after as many seconds as `patience` gives is not waited for. No more than `at_once` forms with files are held in
    memory at a time; one that says it is too short for any is handed on beside them.
    """

    def __init__(
        self,
        application: Application,
        *,
        limit: Callable[[str], int] = most_bytes,
        patience: Callable[[str], float] = patience_for,
        at_once: int = LARGE_AT_ONCE,
    ) -> None:
        self._application = application
        self._limit_of = limit
        self._patience_for = patience
        self._large = asyncio.Semaphore(at_once)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        async with self._large if _may_be_large(scope) else nullcontext():
            await self._hand_on(scope, receive, send)

    async def _hand_on(self, scope: Message, receive: Receive, send: Send) -> None:
        limit = self._limit_of(scope["path"])
        try:
            async with asyncio.timeout(self._patience_for(scope["path"])):
                body = b"" if _told_length(scope) > limit else await _read(receive, limit=limit)
        except TimeoutError:
            await _let_go(send)
            return
        if len(body) > limit:
            scope, body = _with_length(scope, len(body)), b""
        await self._application(scope, _replay(body, receive), send)


async def _read(receive: Receive, *, limit: int) -> bytes:
    """The body, or a little more than the bound of it."""
    body = bytearray()
    while len(body) <= limit:
        message = await receive()
        body += message.get("body", b"")
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            break
    return bytes(body)


async def _let_go(send: Send) -> None:
    """Nobody waits for an answer to what they have not sent: its status, and the end of the connection."""
    headers = [(b"connection", b"close"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 408, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _may_be_large(scope: Message) -> bool:
    """May it bring files? A form without any says how short it is, and waits for nobody's slow line."""
    if scope.get("method") != "POST" or not uploads_at(scope["path"]):
        return False
    return not 0 < _told_length(scope) <= FORM


def _told_length(scope: Message) -> int:
    told = dict(scope["headers"]).get(b"content-length", b"0")
    return int(told) if told.isdigit() else 0


def _with_length(scope: Message, length: int) -> Message:
    others = [
        (name, value) for name, value in scope["headers"] if name not in {b"content-length", b"transfer-encoding"}
    ]
    return {**scope, "headers": [*others, (b"content-length", str(length).encode())]}


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body as one message; after it, only that the connection was closed. What is beyond the bound is let go."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        if waiting:
            return waiting.pop()
        while (message := await receive())["type"] == "http.request":
            pass
        return message

    return replay
