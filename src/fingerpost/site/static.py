"""Static files: WhiteNoise finds them; they are sent whole, for each is small.

WhiteNoise streams with a plain iterator, which Django under ASGI must read to the end first, and warns of.
"""

import re

from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.responders import StaticFile  # type: ignore[import-untyped]

# The folder that pages name a file under, so that its address changes when it does (see `environment.asset`).
_MARK = re.compile(r"^(/static/)v-[0-9a-f]{8}/")


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]  # WhiteNoise ships no types
    """WhiteNoise, but for the way a file is sent, and the mark in its address."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.path_info = _MARK.sub(r"\1", request.path_info)
        response: HttpResponse = super().__call__(request)
        return response

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        content = b""
        if found.file is not None:
            with found.file:
                content = found.file.read()
        return HttpResponse(content, status=int(found.status), headers=dict(found.headers))
