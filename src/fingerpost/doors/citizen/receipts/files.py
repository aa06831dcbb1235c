"""What somebody needs to check a receipt by themselves: the program, and the public keys."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fingerpost.doors.installation import installation
from fingerpost.doors.receipts import FILE_TYPE, verifier_text


@require_safe
def program(request: HttpRequest) -> HttpResponse:
    """The very file that `fingerpost verify` runs."""
    return _file(verifier_text(), name="verify.py")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The public keys of the log and of its witnesses, one a line. 404 before anything was ever signed."""
    key_file = installation().build_receipts().key_file()
    if not key_file:
        raise Http404
    return _file(key_file.encode(), name="keys.txt")


def _file(content: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(content, content_type=FILE_TYPE, headers=headers)
