"""Where other programs come in: the Model Context Protocol at its address, where its extra is installed."""

from collections.abc import Awaitable, Callable, MutableMapping
from importlib.util import find_spec
from typing import Any

from django.http import HttpRequest, JsonResponse

from fingerpost.site.bodies import BODY_ARRIVES, BoundedBodies

ADDRESS = "/mcp"

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[..., Awaitable[None]]


def with_mcp(application: Application) -> Application:
    """The application, and beside it the door for other programs where there is one."""
    if find_spec("mcp") is None:
        return application
    from fingerpost.doors.mcp.over_http import MOST_BYTES, OverHTTP  # noqa: PLC0415 - needs the extra

    door = BoundedBodies(OverHTTP(), limit=lambda path: MOST_BYTES, patience=lambda path: BODY_ARRIVES)

    async def served(scope: Message, receive: Receive, send: Send) -> None:
        is_there = scope["type"] == "http" and scope["path"].rstrip("/") == ADDRESS
        await (door if is_there else application)(scope, receive, send)

    return served


def not_here(request: HttpRequest) -> JsonResponse:
    """What stands at the address where that door is not: under WSGI, or without the extra."""
    message = (
        "MCP is not served here. It needs an ASGI server, such as `fingerpost serve`, and the extra fingerpost[mcp]."
    )
    return JsonResponse({"error": {"kind": "not_found", "message": message, "fields": {}}}, status=404)
