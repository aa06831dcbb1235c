"""The signing key of this installation: made once, kept in FINGERPOST_HOME/keys, readable by its owner only."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_make_key(path: Path) -> str:
    """The key in `path`; the first process to ask makes it. Two at once agree on one.

    Raises ImproperlyConfigured where it can be neither read nor written.
    """
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(64))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        words = (
            f"The folder {path.parent.parent} cannot be used: {error.strerror}. Set FINGERPOST_HOME to one that can."
        )
        raise ImproperlyConfigured(words) from error


def _write_once(path: Path, value: str) -> None:
    """Write a draft beside it, then link it into place: linking fails where another process was first."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
