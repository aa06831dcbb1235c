"""Tells others of what happened to a case: the resident by e-mail, other systems by their webhooks."""

from datetime import datetime
from typing import Any

from django.conf import settings

from fingerpost.casework.models import Case
from fingerpost.casework.post.hooks import OPENED, tell
from fingerpost.casework.post.outbox import EMAIL, NOTIFY_EMAIL, put
from fingerpost.casework.sealing import unseal_words
from fingerpost.record.keys import KeyStore
from fingerpost.record.repair.addresses import tidy_address

IMPORTED = "import"
"""The channel of a case that another system had before: that it came is no news to its resident."""
_NOT_TOLD = frozenset({"moved/start", "moved/merge", "moved/part", "moved/hear"})
"""Moves of which the resident is not written to: they see them by their link."""


def tell_resident(case: Case, what: str, *, words: str, by: str, at: datetime, keys: KeyStore) -> None:
    """Put a message to the resident into the outbox, within the transaction of what it tells, if they can be reached.

    `what` is a code, such as "opened" or "moved/resolve". `words` of "opened" are the secret of the private link. Its
    text is made when it is sent, which knows the address of this service (see `doors.posting`).
    """
    if what == "opened":
        tell(case, OPENED, at=at, keys=keys)
        if case.channel == IMPORTED:
            return
    way = next((each for each in (EMAIL, NOTIFY_EMAIL) if each in settings.POST_WAYS), "")
    if not way or what in _NOT_TOLD or case.is_demo:
        return
    written = unseal_words(case, keys=keys) or {}
    to = tidy_address(str(written.get("email", "")))
    if not to:
        return
    content: dict[str, Any] = {
        "what": what,
        "to": to,
        "name": written.get("name", ""),
        "language": case.language,
        "secret" if what == "opened" else "words": words,
    }
    key = f"told/{case.reference}/{case.version}/{what}"
    put(case, way=way, key=key, content=content, due_at=at, by=by, keys=keys)
