"""Waits for a call to another system, and no longer than it may take, however slowly the other side drips."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import httpx

from fingerpost.engines.post.sending import NotSent

Answer = TypeVar("Answer")


def call_within(seconds: float, call: Coroutine[Any, Any, Answer]) -> Answer:
    """What the call gives. It runs in a thread of its own: only an event loop can end one whose bytes come one by one.

    Raises NotSent, also where the other side is not reached.
    """
    with ThreadPoolExecutor(max_workers=1) as one:
        try:
            return one.submit(asyncio.run, _within(seconds, call)).result()
        except TimeoutError as error:
            raise NotSent("no answer in time", try_again=True) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            raise NotSent(f"not reached: {type(error).__name__}", try_again=True) from error


async def _within(seconds: float, call: Coroutine[Any, Any, Answer]) -> Answer:
    async with asyncio.timeout(seconds):
        return await call
