"""Files that people sent us, given out to be kept and opened elsewhere: never shown by us, whatever is in them."""

from types import MappingProxyType

from django.http import HttpResponse
from django.utils.http import content_disposition_header

HARMLESS = "default-src 'none'; sandbox"  # a file that a browser shows all the same runs nothing and reaches nothing
MEDIA_TYPES = MappingProxyType(
    {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpeg": "image/jpeg",
        "webp": "image/webp",
        "text": "text/plain; charset=utf-8",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)
OTHER = "application/octet-stream"


def give_file(content: bytes, *, name: str, kind: str) -> HttpResponse:
    """The file under its name. `kind` is one of MEDIA_TYPES, told by its content; any other is given as mere bytes."""
    response = HttpResponse(content, content_type=MEDIA_TYPES.get(kind, OTHER))
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["Content-Security-Policy"] = HARMLESS
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
