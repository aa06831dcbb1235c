"""Asks the provider, within bounds: so many bytes, so much time, and no address but the one that was asked for."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx

from fingerpost.doors.entry.organisation.refusals import Refused

MOST_BYTES = 256 * 1024  # a discovery document has two thousand, a key set four
SILENCE = 5.0  # seconds without a byte
PATIENCE = 10.0  # seconds for the whole
AT_ONCE = 4  # requests: a provider that hangs holds no more of our threads

_turns = threading.BoundedSemaphore(AT_ONCE)


def fetch_json(
    address: str, *, form: Mapping[str, str] | None = None, secret: tuple[str, str] | None = None
) -> dict[str, Any]:
    """The JSON object at an address: by GET, or by POST of a form, with a name and a secret where they are given.

    Redirects are not followed. Raises Refused "away".
    """
    with _turn():
        try:
            return _parsed(_exchange(address, form=form, secret=secret))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Refused("away", f"{type(error).__name__} from the provider") from error


def _exchange(address: str, *, form: Mapping[str, str] | None, secret: tuple[str, str] | None) -> bytes:
    until = time.monotonic() + PATIENCE
    straight = address.startswith("http://")  # loopback: no proxy of the environment stands between
    with (
        httpx.Client(timeout=SILENCE, follow_redirects=False, trust_env=not straight) as client,
        client.stream(
            "GET" if form is None else "POST",
            address,
            data=dict(form) if form else None,
            auth=secret,
            headers={"Accept": "application/json"},
        ) as reply,
    ):
        body = _within_bounds(reply.iter_bytes(), until=until)
        if reply.status_code != 200:
            raise Refused("away", f"the provider answered with status {reply.status_code}")
        return body


def _within_bounds(parts: Iterator[bytes], *, until: float) -> bytes:
    body = bytearray()
    for part in parts:
        body += part
        if len(body) > MOST_BYTES:
            raise Refused("away", "the provider's answer is too large")
        if time.monotonic() > until:
            raise Refused("away", "the provider takes too long")
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused("away", "the provider's answer is no JSON") from error
    if not isinstance(value, dict):
        raise Refused("away", "the provider's answer is no JSON object")
    return value


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=SILENCE):
        raise Refused("away", "too many wait for the provider already")
    try:
        yield
    finally:
        _turns.release()
