"""Over HTTP, at one address of the same server. Each request stands alone: nothing is kept between two of them.

Who may come in is settled here, before a word of the request is read by anything else: the name we are called by, the
page a browser was on, the token, and how often. The rest is the SDK's, which is told that there are no sessions.
"""

import io
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest
from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import INVALID_REQUEST

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.limits.throttle import CROWD, MINUTE, count
from fingerpost.doors.limits.visitors import network_of
from fingerpost.doors.mcp.callers import Caller, NotAllowed, holder_of
from fingerpost.doors.mcp.server import Context, build_server
from fingerpost.doors.mcp.threads import apart
from fingerpost.doors.origins import is_from_here

MOST_BYTES = 512 * 1024  # of a request: a receipt is the longest thing that is sent
CALLER = "fingerpost.caller"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why somebody is not let in."""

    status: int
    words: str
    headers: Mapping[str, str] = field(default_factory=dict)


class OverHTTP:
    """An ASGI application for the one address."""

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        found = await apart(lambda: admit(ASGIRequest(scope, io.BytesIO())))
        if isinstance(found, Refusal):
            await _refuse(found, send)
            return
        manager = StreamableHTTPSessionManager(app=self._server, stateless=True, max_request_body_size=MOST_BYTES)
        async with manager.run():
            await manager.handle_request({**scope, CALLER: found}, receive, _private(send))

    @cached_property
    def _server(self) -> "Server[Any]":
        return build_server(_caller_of)


def _caller_of(context: Context) -> Caller:
    if context.request is None:
        raise NotAllowed("Nobody was let in with this request.", detail="an MCP request without its HTTP request")
    caller: Caller = context.request.scope[CALLER]
    return caller


def admit(request: ASGIRequest) -> Caller | Refusal:
    """Who calls, or why they are not let in. Each request is looked at alone, so a revoked token ends at once."""
    try:
        return _refusal(request) or _too_many(request) or _caller(request)
    except StoreUnavailable as error:
        return Refusal(status=503, words=error.public)


def _refusal(request: ASGIRequest) -> Refusal | None:
    try:
        request.get_host()
    except DisallowedHost:  # a name of somebody else's that leads here: DNS rebinding
        return Refusal(status=421, words="This service does not go by that name.")
    if not is_from_here(request):
        return Refusal(status=403, words="A browser may call this only from pages of the same site.")
    if settings.IS_HTTPS and not request.is_secure():
        return Refusal(
            status=403, words="Use https. If you sent an access token, it was readable on the way: revoke it."
        )
    if request.method != "POST":
        words = "Send a request of the Model Context Protocol with POST. There are no sessions and no streams to open."
        return Refusal(status=405, words=words, headers={"Allow": "POST"})
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit() and int(length) <= MOST_BYTES):
        return Refusal(status=413, words=f"The request is too large. It may have {MOST_BYTES:,} bytes.")
    return None


def _too_many(request: ASGIRequest) -> Refusal | None:
    """Of every kind, from one address: calls are counted by token besides (see `callers`)."""
    most = settings.CONFIGURATION.questions_a_minute * CROWD
    wait = count([(f"mcp {network_of(request)}", most)], seconds=MINUTE)
    if not wait:
        return None
    words = f"Too many requests from your address in this minute. Try again in {wait} seconds."
    return Refusal(status=429, words=words, headers={"Retry-After": str(wait)})


def _caller(request: ASGIRequest) -> Caller | Refusal:
    """A token that does not fit is never passed over, also where none is needed."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if not kind and settings.CONFIGURATION.open_mcp:
        return Caller(name="anybody", counted_as=f"address {network_of(request)}")
    if kind.lower() != "bearer":
        words = "This needs an access token: Authorization: Bearer fp_... Ask whoever runs this service for one."
        return Refusal(status=401, words=words, headers={"WWW-Authenticate": "Bearer"})
    try:
        return holder_of(token.strip())
    except NotAllowed as error:
        return Refusal(status=401, words=error.public, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


async def _refuse(refusal: Refusal, send: Send) -> None:
    """As the protocol has an error that answers no request by its number."""
    error = {"code": INVALID_REQUEST, "message": refusal.words}
    body = json.dumps({"jsonrpc": "2.0", "id": None, "error": error}).encode()
    headers = {"Content-Type": "application/json", "Content-Length": str(len(body)), **refusal.headers, **PRIVATE}
    start = {"type": "http.response.start", "status": refusal.status, "headers": _as_bytes(headers)}
    await send(start)
    await send({"type": "http.response.body", "body": body})


PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def _private(send: Send) -> Send:
    """No store on the way keeps what a token opened."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            others = [each for each in message["headers"] if each[0].lower() != b"cache-control"]
            message = {**message, "headers": [*others, *_as_bytes(PRIVATE)]}
        await send(message)

    return sending


def _as_bytes(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
