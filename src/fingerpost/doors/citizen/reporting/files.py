"""The files that came with a form of a report: as many as one network may send in an hour, as long as there is room.

Words always go: only files are refused.
"""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from fingerpost.casework.attachments import Cleaned
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.attachments import FIELD, check_attachments
from fingerpost.doors.citizen.reporting import drafts
from fingerpost.doors.limits.throttle import count
from fingerpost.doors.limits.visitors import network_of

HOUR = 3600
FILES_AN_HOUR = 20  # forms with files that one network may send, and 12 times that everybody together


def uploaded(request: HttpRequest) -> "list[UploadedFile[Any]]":
    """Those that were chosen."""
    return [each for each in request.FILES.getlist(FIELD) if each.name]


def read_files(request: HttpRequest, *, held: int = 0) -> tuple[Cleaned, ...]:
    """As they may be kept; `held` is how many there are already. Raises InvalidRequest with one sentence under "files",
    StoreUnavailable."""
    found = uploaded(request)
    if found and (_too_many(request) or drafts.are_full()):
        words = _("Too many files came just now. Send this without files, and send them to us in another way")
        raise InvalidRequest({FIELD: words})
    return check_attachments(found, held=held)


def _too_many(request: HttpRequest) -> bool:
    limits = [(f"report files {network_of(request)}", FILES_AN_HOUR), ("report files", FILES_AN_HOUR * 12)]
    return bool(count(limits, seconds=HOUR))
