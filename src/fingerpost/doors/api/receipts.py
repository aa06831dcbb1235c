"""The receipt of a run, for programs that keep it for somebody."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from fingerpost.doors.api import faults
from fingerpost.doors.api.shapes import FaultReply
from fingerpost.doors.receipts import FILE_TYPE, file_headers, find_receipt

router = Router()
DESCRIBED = {"responses": {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}}


@router.get(
    "/{reference}/receipt",
    response={404: FaultReply, 410: FaultReply, 503: FaultReply},
    summary="Get the receipt of an answer",
    operation_id="receipt",
    openapi_extra=DESCRIBED,
)
def give_receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """A file that proves offline what was asked and answered: a C2SP tlog-proof, checked by /receipts/verify.py.

    Of an erased answer it proves the record alone. 503 while it is not ready: try again in a few seconds.
    """
    kept, text = find_receipt(reference)
    if kept is None:
        return faults.not_found("No answer has this reference. Check it, letter by letter.")
    if not text:
        return faults.no_longer_shown(kept)
    return HttpResponse(text, content_type=FILE_TYPE, headers=file_headers(kept.reference))
