"""Faults as one or two plain sentences on stderr, each with its exit code. Tracebacks only when asked for.

| code | means |
|---|---|
| 0 | done; for `ask`: answered, wholly or in part |
| 1 | a fault of this installation |
| 2 | what was typed does not fit |
| 3 | for `ask`: no answer could be given; for `evaluate`: below a threshold |
| 130 | stopped with Ctrl-C |
"""

import functools
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from fingerpost.contract.errors import FingerpostError, InvalidRequest, UnknownCapability
from fingerpost.doors.cli.console import err

FAULT, BAD_INPUT, NO_ANSWER, INTERRUPTED = 1, 2, 3, 130

P = ParamSpec("P")
R = TypeVar("R")


def is_debugging() -> bool:
    return os.environ.get("FINGERPOST_DEBUG", "") not in {"", "0"}


def plainly(command: Callable[P, R]) -> Callable[P, R]:
    """A command whose faults are told in plain words."""

    @functools.wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KeyboardInterrupt:
            raise _end("Stopped. Nothing that was finished is lost.", INTERRUPTED) from None
        except (InvalidRequest, UnknownCapability) as error:
            raise _end(error.public, BAD_INPUT) from error
        except FingerpostError as error:
            detail = f"\n({error.detail})" if error.detail and is_debugging() else ""
            raise _end(error.public + detail, FAULT) from error
        except (typer.Exit, typer.Abort, typer.BadParameter, BrokenPipeError):
            raise
        except Exception as error:
            if is_debugging():
                raise
            raise _end(_unforeseen(error), FAULT) from error

    return told


def _end(words: str, code: int) -> typer.Exit:
    err().print(words, style="bold red" if code != INTERRUPTED else "", markup=False, soft_wrap=True)
    return typer.Exit(code)


def _unforeseen(error: Exception) -> str:
    """Settings that do not fit say what to do themselves; anything else is ours to look at."""
    if type(error).__name__ == "ImproperlyConfigured":
        return str(error)
    kind = type(error).__name__
    return f"Something went wrong that we did not foresee ({kind}). Run it again with FINGERPOST_DEBUG=1 to see where."
