"""Pages, scripts and JSON are sent compressed. Files compressed at build, sound and streams go as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

WORTH_IT = ("text/html", "text/css", "text/javascript", "application/javascript", "application/json", "image/svg+xml")


class Compressed(GZipMiddleware):
    """Django's own, which adds random bytes so that nobody can tell the contents from the length.

    A stream is never touched: compression would hold back what has to arrive at once.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        if response.streaming or kind not in WORTH_IT:
            return response
        return super().process_response(request, response)
