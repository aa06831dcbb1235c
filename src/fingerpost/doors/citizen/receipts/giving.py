"""The receipt of one answer, as a file to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.faults import gone
from fingerpost.doors.receipts import FILE_TYPE, file_headers, find_receipt
from fingerpost.record.receipts.issuing import ReceiptNotReady

SOON = 5  # seconds: the tree is signed about once a second


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """The file. Of an erased answer it proves the record alone; a closed answer has none."""
    try:
        kept, text = find_receipt(reference)
    except ReceiptNotReady:
        response = kept_private(render(request, "citizen/receipts/soon.html", {"section": "ask"}, status=503))
        response.headers["Retry-After"] = str(SOON)
        return response
    if kept is None:
        raise Http404
    if not text:
        return gone(request, kept)
    return HttpResponse(text, content_type=FILE_TYPE, headers=file_headers(kept.reference))
