"""Each call runs in a thread of its own: the road is not asynchronous, and a slow run must not hold up the others."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from django.core.signals import request_finished, request_started

AT_ONCE = 8  # calls of one process; others wait their turn

T = TypeVar("T")

_threads = ThreadPoolExecutor(max_workers=AT_ONCE, thread_name_prefix="mcp")


async def apart(do: Callable[[], T]) -> T:
    """What `do` gives. When whoever waits for it is gone, a call that has not begun never does; one that has begun
    goes on to its end, so that its record is closed."""
    return await asyncio.get_running_loop().run_in_executor(_threads, copy_context().run, _as_a_request, do)


def _as_a_request(do: Callable[[], T]) -> T:
    """With the signals by which Django and our index let go of connections that are old or no longer needed."""
    request_started.send(sender=_as_a_request)
    try:
        return do()
    finally:
        request_finished.send(sender=_as_a_request)
