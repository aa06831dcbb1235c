"""The citizen pages in another site's frame: the same addresses under /embed/, and only there may a frame hold them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from fingerpost.doors.citizen.environment import within

EMBED = "embed"

Respond = Callable[[HttpRequest], HttpResponse]


class Embedding:
    """Says on each request whether it is for a frame (`request.is_embedded`), and keeps its links within it."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.is_embedded = _is_embedded(request.path_info)  # type: ignore[attr-defined]
        with within(EMBED if request.is_embedded else ""):  # type: ignore[attr-defined]
            return self.respond(request)


def _is_embedded(path: str) -> bool:
    try:
        return EMBED in resolve(path).namespaces
    except Resolver404:
        return False
