"""Nobody holds a connection of `fingerpost serve` without saying what they want."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from fingerpost.site import connections
from fingerpost.site.connections import PromptHTTP

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, bytes]]


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_ARRIVES", 0.05)


async def slow_application(scope: Any, receive: Any, send: Any) -> None:
    """Takes longer over its answer than anybody may take over a question."""
    await asyncio.sleep(3 * connections.HEAD_ARRIVES)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


def talk_to_server(talk: Talk) -> bytes:
    """What the server says to it, until it hangs up."""

    async def serve() -> bytes:
        config = uvicorn.Config(slow_application, http=PromptHTTP, lifespan="off", log_level="critical")
        config.load()
        state = ServerState()
        make = lambda: PromptHTTP(config, state, {})  # noqa: E731
        server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            try:
                return await asyncio.wait_for(talk(reader, writer), 20)
            finally:
                writer.close()

    with ThreadPoolExecutor(1) as pool:  # the browser tests leave an event loop running in this thread
        return pool.submit(asyncio.run, serve()).result()


@pytest.mark.parametrize("said", [b"", b"GET / HT", HEAD[:-2]], ids=["nothing", "half a line", "all but the end"])
def test_a_request_that_does_not_arrive_is_not_waited_for(said: bytes) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(said)
        return await reader.read()

    assert talk_to_server(talk) == b""


def test_bytes_that_drip_in_gain_no_time() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        ended = asyncio.ensure_future(reader.read())
        while not ended.done():
            writer.write(b"x")
            await asyncio.wait([ended], timeout=0.01)
        return b"" if isinstance(ended.exception(), ConnectionError) else ended.result()

    assert talk_to_server(talk) == b""


def test_half_a_request_after_a_whole_one_is_not_waited_for() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(HEAD)
        answered = await reader.readuntil(b"ok")
        writer.write(HEAD[:9])
        return answered + await reader.read()

    assert talk_to_server(talk).endswith(b"ok")


def test_whoever_has_asked_may_wait_for_the_answer() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        writer.write(HEAD)
        return await reader.readuntil(b"ok")

    assert talk_to_server(talk).startswith(b"HTTP/1.1 200")
