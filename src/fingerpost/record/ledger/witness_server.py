"""The witness over HTTP: POST /add-checkpoint, and GET /key for its public key. Plain ASGI, without a framework."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.ledger.submissions import MOST_BYTES
from fingerpost.record.ledger.witness import Answer, Witness

log = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class WitnessApplication:
    """Answers one request after another in a thread, as each waits for the disk."""

    def __init__(self, witness: Witness) -> None:
        self._witness = witness

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise NotImplementedError("only HTTP")
        answer = await self._answer(scope["method"], scope["path"], receive)
        body = answer.text.encode()
        headers = [
            (b"content-type", answer.content_type.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, method: str, path: str, receive: Receive) -> Answer:
        if (method, path) == ("GET", "/key"):
            return Answer(status=200, text=f"{self._witness.key().verifier.text}\n")
        if path != "/add-checkpoint":
            return Answer(status=404, text="A log sends its checkpoint to /add-checkpoint.\n")
        if method != "POST":
            return Answer(status=405, text="A log sends its checkpoint by POST.\n")
        body = await _read_body(receive)
        if body is None:
            return Answer(status=413, text="That is too long for a checkpoint.\n")
        try:
            return await asyncio.to_thread(self._witness.answer, body)
        except FingerpostError as error:
            log.error("%s %s", error.public, error.detail)
            return Answer(status=500, text=f"{error.public}\n")


async def _read_body(receive: Receive) -> bytes | None:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b""
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body"):
            return body
