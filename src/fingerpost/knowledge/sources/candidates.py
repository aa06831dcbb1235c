"""What every source of guidance gives to the import, one for each file or address."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fingerpost.knowledge.drafts import Draft


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Something that can be read. `read` parses it and may raise Unreadable; it is not called if `digest` is known.

    `may_crash` says that its parser is not Python, and may take the whole process down with it.
    """

    name: str
    digest: str
    read: Callable[[], Sequence[Draft]]
    may_crash: bool = False


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Something that cannot go in, and why, in plain words.

    What was imported of it before stays as it was, unless it `is_gone` for good.
    """

    name: str
    reason: str
    is_gone: bool = False


@dataclass(frozen=True, kw_only=True)
class Unchanged:
    """Something that its own server says has not changed."""

    name: str


Found = Candidate | Refusal | Unchanged
