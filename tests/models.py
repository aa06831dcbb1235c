"""Language models of the tests, as an operator's settings would describe them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from fingerpost.site import wiring
from fingerpost.site.language_models.described import read_models

KEY = "sk-ant-test-1234567890"
Describe = Callable[..., None]


@contextmanager
def described_models() -> Iterator[Describe]:
    """Gives what describes one model called claude, which the answer uses, at an address. What else is said lies over
    that. It is waited for as long as it takes; afterwards there is no model again."""
    patch = pytest.MonkeyPatch()
    patch.setenv("A_KEY", KEY)

    def describe(address: str, **more: Any) -> None:
        table = {
            "provider": "anthropic",
            "model": "claude-test",
            "base_url": address,
            "key_env": "A_KEY",
            "pounds_a_million_in": 2,
            "pounds_a_million_out": 10,
            "pounds_a_day": 20,
            "first_line": 60,
            "next_line": 60,
            "whole": 60,
            **more,
        }
        values = {"models": {"claude": table}, "use": {"answer": "claude"}}
        described = read_models(values, where=Path("f.toml"), capabilities={"answer"}, taken=())
        patch.setattr(settings, "LANGUAGE_MODELS", described)
        _forget()

    try:
        yield describe
    finally:
        patch.undo()
        _forget()


def _forget() -> None:
    wiring.build_language_models.forget()  # type: ignore[attr-defined]
    wiring.build_engines.forget()  # type: ignore[attr-defined]
