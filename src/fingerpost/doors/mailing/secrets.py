"""The passwords by which we send and read: never in the settings themselves."""

import os
from pathlib import Path

from fingerpost.engines.post.sending import NotSent


def read_secret(variable: str, file: str) -> str:
    """From the environment, else from its file; "" where neither is named. Raises NotSent where it cannot be read."""
    if given := os.environ.get(variable):
        return given
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise NotSent("the file with the password cannot be read", try_again=True) from error
