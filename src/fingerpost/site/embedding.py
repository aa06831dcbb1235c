"""The citizen pages in another site's frame: the same addresses under /embed/, and only there may a frame hold them.

Browsers keep cookies from a page that another site frames, so none is set or read there: each follow-up names the
answer it follows, and the record holds the rest.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fingerpost.doors.citizen.links import within

EMBED = "embed"

Respond = Callable[[HttpRequest], HttpResponse]


class Embedding:
    """Says on each request whether it is for a frame (`request.is_embedded`), and keeps its links within it.

    Stands after the language is known, by which addresses are resolved, and before anything that may refuse: a page
    that says why is framed like any other.
    """

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_embedded = _is_embedded(request.path_info)  # type: ignore[attr-defined]
        if not request.is_embedded:  # type: ignore[attr-defined]
            with within(""):
                return self.respond(request)
        kept, request.session = request.session, PassingSession()
        try:
            with within(EMBED):
                response = self.respond(request)
        finally:
            request.session = kept  # untouched, so that no cookie is sent, taken away, or said to matter
        response.headers.setdefault("X-Robots-Tag", "noindex")  # the pages themselves stand elsewhere
        return response


class PassingSession(SessionBase):
    """A session that lasts for one request."""

    def exists(self, session_key: str) -> bool:
        return False

    def create(self) -> None:
        """There is nothing to keep."""

    def save(self, must_create: bool = False) -> None:
        """There is nothing to keep it in."""

    def delete(self, session_key: str | None = None) -> None:
        """Nothing was kept."""

    def load(self) -> dict[str, Any]:
        return {}

    @classmethod
    def clear_expired(cls) -> None:
        """Nothing was kept."""


def _is_embedded(path: str) -> bool:
    """Does it lie below the front page of the frame, in the language of this request?"""
    return path.startswith(reverse("citizen:start", current_app=EMBED))
