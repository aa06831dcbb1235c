"""One shape for everything that went wrong: {"error": {"kind", "message", "fields"}}."""

from collections.abc import Mapping

from django.http import JsonResponse

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.reading import KeptRun


def fault(
    kind: str, message: str, *, status: int, fields: Mapping[str, str] | None = None, wait: int = 0
) -> JsonResponse:
    """`kind` is a stable word for programs, `message` a sentence, `fields` a sentence for each wrong field."""
    body = {"error": {"kind": kind, "message": message, "fields": dict(fields or {})}}
    return JsonResponse(body, status=status, headers={"Retry-After": str(wait)} if wait else None)


def invalid(fields: Mapping[str, str]) -> JsonResponse:
    return fault("invalid", "Some of what you sent does not fit. See fields.", status=422, fields=fields)


def unreadable() -> JsonResponse:
    return fault("unreadable", "The body must be one JSON object in UTF-8.", status=400)


def forbidden() -> JsonResponse:
    return fault("forbidden", "A browser may call this only from pages of the same site.", status=403)


def not_by_itself() -> JsonResponse:
    """A browser came here by itself, or was sent by another site. Nobody has asked."""
    message = (
        "Opening this address asks a question and keeps a record. It is not opened ahead of time or for another site."
    )
    return fault("forbidden", message, status=403)


def not_found(message: str = "There is nothing at this address.") -> JsonResponse:
    return fault("not_found", message, status=404)


def no_longer_shown(kept: KeptRun) -> JsonResponse:
    """Of a run that is recorded and that nobody is shown: it was erased, or closed by whoever asked."""
    if kept.is_closed:
        return fault("closed", "Whoever asked this has closed it, so it is shown to nobody.", status=410)
    return fault("erased", "What was asked and answered under this reference has been erased.", status=410)


def too_large() -> JsonResponse:
    return fault("too_large", "The body is too large. A question may have 1,000 characters.", status=413)


def too_many(seconds: int) -> JsonResponse:
    message = f"Too many questions from your address in this minute. Try again in {seconds} seconds."
    return fault("too_many", message, status=429, wait=seconds)


def foreseen(error: FingerpostError) -> JsonResponse:
    """A fault of this installation that has a sentence for the reader."""
    return fault("unavailable", error.public, status=503)


def unforeseen() -> JsonResponse:
    return fault("failed", "Something went wrong on our side. It has been noted. Try again in a minute.", status=500)
