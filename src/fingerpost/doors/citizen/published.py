"""What the ledger publishes for auditors and witnesses, as plain text: checkpoint, keys, and proofs of consistency.

Nothing here tells of a person. Nobody needs an account, and any store on the way may keep it for a moment.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.installation import installation

SECONDS = 5  # for which a store on the way may keep it
MOST_DIGITS = 18

Answer = Callable[[HttpRequest], str | None]


def in_plain_text(find: Answer) -> Callable[[HttpRequest], HttpResponse]:
    """The text as a response; 404 where there is none yet, 503 where it cannot be read."""

    @require_safe
    @wraps(find)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            text = find(request)
        except FingerpostError as error:
            return _plain(f"{error.public}\n", status=503)
        if text is None:
            return _plain("There is no such thing yet.\n", status=404)
        response = _plain(text)
        response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["Access-Control-Allow-Origin"] = "*"  # anybody's program may check it
        return response

    return answered


def _plain(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


@in_plain_text
def checkpoint(request: HttpRequest) -> str | None:
    """The newest signed checkpoint."""
    return installation().build_ledger().published()


@in_plain_text
def keys(request: HttpRequest) -> str | None:
    """Every key that signs or signed the log, and those of its witnesses."""
    return installation().build_ledger().key_file() or None


@in_plain_text
def consistency(request: HttpRequest) -> str | None:
    """The proof from the size in `old` to the newest checkpoint, followed by that checkpoint."""
    old = request.GET.get("old", "")
    if not (old.isascii() and old.isdigit() and len(old) <= MOST_DIGITS):
        return None
    return installation().build_ledger().consistency(int(old))


urlpatterns = [
    path("checkpoint", checkpoint, name="ledger_checkpoint"),
    path("keys", keys, name="ledger_keys"),
    path("consistency", consistency, name="ledger_consistency"),
]
