"""Files of a case: taken in once they are made safe, and given out to keep, never shown by us."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.casework.attachments import Cleaned
from fingerpost.casework.faults import UnknownCase
from fingerpost.casework.opened import file_of
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.attachments import check_attachments
from fingerpost.doors.downloads import give_file
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation
from fingerpost.doors.staff.cases.pages import viewer
from fingerpost.doors.staff.cases.tabs import WORK


@needs(WORK)
@require_safe
def file(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """One file, to keep and open elsewhere."""
    try:
        found = file_of(reference, number, viewer=viewer(request), keys=installation().build_keys())
    except UnknownCase as unknown:
        raise Http404 from unknown
    if found is None:
        raise Http404
    name, kind, content = found
    return give_file(content, name=name, kind=kind)


def read_files(request: HttpRequest, *, are_needed: bool = True) -> Sequence[Cleaned]:
    """The files that came with a form, made safe. Raises InvalidRequest with one sentence under "files"."""
    uploaded = [each for each in request.FILES.getlist("files") if each.name]
    if not uploaded and are_needed:
        raise InvalidRequest({"files": _("Choose a file first")})
    return check_attachments(uploaded)
