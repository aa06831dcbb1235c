"""A conversation without a cookie: each follow-up names the answer it follows, and the record holds the rest."""

from typing import Any

from fingerpost.doors.asking import find_kept
from fingerpost.doors.languages import page_language
from fingerpost.doors.turns import turns_until
from fingerpost.record.reading import KeptRun


def values_from(posted: dict[str, str]) -> tuple[dict[str, Any], str]:
    """What a form sent, with the language of its page and the conversation it stands in, and whose that is.

    `after` is the reference of the answer that this follows. `again` is that of a question to be asked once more with
    what was missing. A reference that is unknown or erased is left out: the question is then asked on its own.
    """
    values: dict[str, Any] = {name: value for name, value in posted.items() if name not in {"after", "again"}}
    values.setdefault("language", page_language())
    after, again = _kept(posted.get("after")), _kept(posted.get("again"))
    if again is not None and again.request:
        return {**again.request, **values}, again.subject
    if after is not None and after.request:
        return {**values, "conversation": turns_until(after)}, after.subject
    return values, ""


def _kept(reference: str | None) -> KeptRun | None:
    return find_kept(reference) if reference else None
