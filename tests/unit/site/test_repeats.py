"""A fault that asyncio meets thousands of times a second does not fill the disk with log."""

import logging

import pytest

from fingerpost.site import repeats
from fingerpost.site.repeats import MOST, SaidOnce


def said(name: str, words: str) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, __file__, 1, words, (), None)


def test_asyncio_says_a_thing_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(repeats.time, "monotonic", lambda: now)
    once = SaidOnce()
    heard = [once.filter(said("asyncio", f"out of system resource\nsocket: {number}")) for number in range(1000)]
    assert heard == [True] + [False] * 999
    assert once.filter(said("asyncio", "something else"))
    now = 60.0
    assert once.filter(said("asyncio", "out of system resource\nsocket: 1"))


def test_whatever_others_say_is_always_heard() -> None:
    once = SaidOnce()
    assert all(once.filter(said("django.request", "Not Found: %s")) for _ in range(3))


def test_what_is_remembered_does_not_grow() -> None:
    once = SaidOnce()
    for number in range(3 * MOST):
        once.filter(said("asyncio", f"message {number}"))
    assert len(once._said) <= MOST
