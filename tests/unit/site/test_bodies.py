"""A body is read up to a bound, whatever is said of its length."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from fingerpost.site.bodies import BoundedBodies, most_bytes

LIMIT = 10


def run(coroutine):
    """In a thread of its own: the browser tests leave an event loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def send_through(chunks: list[bytes], *, told: int | None = None) -> tuple[bytes, dict[bytes, bytes], int]:
    """What the application is handed: the body, the headers, and how many chunks were taken from the wire."""
    headers = [] if told is None else [(b"content-length", str(told).encode())]
    waiting = [{"type": "http.request", "body": each, "more_body": True} for each in chunks]
    waiting.append({"type": "http.request", "body": b"", "more_body": False})
    got: dict[str, Any] = {}

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def application(scope: Any, receive: Any, send: Any) -> None:
        got["headers"] = dict(scope["headers"])
        got["body"] = (await receive())["body"]

    run(
        BoundedBodies(application, limit=lambda path: LIMIT)(
            {"type": "http", "path": "/", "headers": headers}, receive, None
        )
    )  # type: ignore[arg-type]
    return got["body"], got["headers"], len(chunks) + 1 - len(waiting)


def test_a_small_body_arrives_whole() -> None:
    assert send_through([b"12345", b"67890"])[0] == b"1234567890"


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    body, headers, taken = send_through([b"x"] * 5, told=LIMIT + 1)
    assert (body, taken) == (b"", 0)
    assert headers[b"content-length"] == b"11"


@pytest.mark.parametrize("told", [None, 1])
def test_a_body_that_does_not_say_or_lies_is_cut_off(told: int | None) -> None:
    body, headers, taken = send_through([b"123456"] * 1000, told=told)
    assert body == b""
    assert int(headers[b"content-length"]) > LIMIT
    assert taken == 2


def test_a_connection_that_ends_early_is_handed_on() -> None:
    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    seen: list[bytes] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.append((await receive())["body"])

    run(
        BoundedBodies(application, limit=lambda path: LIMIT)(
            {"type": "http", "path": "/", "headers": []}, receive, None
        )
    )  # type: ignore[arg-type]
    assert seen == [b""]


def test_what_is_beyond_the_bound_is_let_go_until_the_connection_closes() -> None:
    messages = [{"type": "http.request", "body": b"x" * 6, "more_body": True}] * 9 + [{"type": "http.disconnect"}]

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    seen: list[str] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.extend([(await receive())["type"], (await receive())["type"]])

    run(
        BoundedBodies(application, limit=lambda path: LIMIT)(
            {"type": "http", "path": "/", "headers": []}, receive, None
        )
    )  # type: ignore[arg-type]
    assert seen == ["http.request", "http.disconnect"]


def test_a_body_that_does_not_arrive_is_not_waited_for() -> None:
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("nothing ever came")

    async def application(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("there is nothing to hand on")

    async def send(message: Any) -> None:
        sent.append(message)

    bounded = BoundedBodies(application, patience=lambda path: 0.01)
    run(bounded({"type": "http", "path": "/", "headers": []}, receive, send))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]


def test_forms_with_files_wait_for_one_another() -> None:
    """Each may be fifteen megabytes, and all of them are held in memory."""
    within: list[int] = [0, 0]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"x", "more_body": False}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        within[0] += 1
        within[1] = max(within)
        await asyncio.sleep(0)
        within[0] -= 1

    async def all_at_once() -> None:
        bounded = BoundedBodies(application, at_once=2)
        scope = {"type": "http", "method": "POST", "path": "/answers/FP-00000-00000/challenge", "headers": []}
        await asyncio.gather(*(bounded(dict(scope), receive, None) for _ in range(9)))  # type: ignore[arg-type]

    run(all_at_once())
    assert within == [0, 2]


def test_a_form_without_files_does_not_wait_for_slow_ones() -> None:
    """Else eight slow lines would keep everybody from asking for a person."""
    came: list[str] = []

    async def slow() -> dict[str, Any]:
        await asyncio.Event().wait()
        raise AssertionError("nothing ever came")

    async def quick() -> dict[str, Any]:
        return {"type": "http.request", "body": b"kind=person", "more_body": False}

    async def application(scope: Any, receive: Any, send: Any) -> None:
        came.append((await receive())["body"].decode())

    async def both() -> None:
        bounded = BoundedBodies(application, at_once=1)
        scope = {"type": "http", "method": "POST", "path": "/answers/FP-00000-00000/challenge", "headers": []}
        large = asyncio.create_task(bounded(dict(scope), slow, None))  # type: ignore[arg-type]
        await asyncio.sleep(0)
        short = {**scope, "headers": [(b"content-length", b"11")]}
        async with asyncio.timeout(5):
            await bounded(short, quick, None)  # type: ignore[arg-type]
        large.cancel()

    run(both())
    assert came == ["kind=person"]


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/ask", 64 * 1024),
        ("/answers/FP-00000-00000/challenge", 3 * 5 * 1024 * 1024 + 64 * 1024),
        ("/cy/embed/answers/FP-00000-00000/challenge", 3 * 5 * 1024 * 1024 + 64 * 1024),
        ("/answers/FP-00000-00000/challenges", 64 * 1024),
        ("/challenges/FP-00000-00000/check", 64 * 1024),
    ],
)
def test_only_where_files_are_taken_may_a_form_be_long(path: str, most: int) -> None:
    assert most_bytes(path) == most
