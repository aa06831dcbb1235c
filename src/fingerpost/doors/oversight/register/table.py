"""Several systems at once, from a table: looked at row by row, and nothing is taken before somebody has seen it."""

import csv
import io
import logging
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.asking import installed
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.register.page import MANAGE, TAB
from fingerpost.doors.systems import import_systems, list_public_records
from fingerpost.doors.uploads import was_too_large
from fingerpost.record.register.external import COLUMNS, name_of, read_values
from fingerpost.record.register.external_files import guarded, read_external_csv
from fingerpost.record.register.phases import CannotMove

logger = logging.getLogger(__name__)

FIELD = "file"  # as `doors.uploads` names it
HELD = "register_table"  # in the session: what was looked at is what is taken, letter for letter


@needs(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def table(request: HttpRequest) -> HttpResponse:
    """Send or paste a table; see what it would do, row by row; then have it done, all of it or nothing."""
    if request.method != "POST":
        return _page(request)
    if request.POST.get("do") == "take":
        return _take(request)
    typed = request.POST.get("table", "")
    try:
        data = _sent(request, typed)
        rows = read_external_csv(data, taken=_taken())
    except InvalidRequest as error:
        return _page(request, typed=typed, problems=error.problems, status=422)
    request.session[HELD] = data.decode("utf-8-sig")
    known = {each.name for each in list_public_records() if each.kind == "declared"}
    preview = [{"values": row, "name": name_of(row), "is_new": name_of(row) not in known} for row in rows]
    return show(request, "oversight/register/preview.html", {**_context(), "preview": preview}, tab=TAB)


@needs(MANAGE)
@require_safe
def systems_csv(request: HttpRequest) -> HttpResponse:
    """What is declared now, in the columns that `table` reads: to be changed in a spreadsheet and sent back."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for record in list_public_records():
        values = read_values(record.name, body=settings.CONFIGURATION.body, at=now())
        if record.kind == "declared" and values is not None:
            writer.writerow([guarded(values.get(column, "")) for column in COLUMNS])
    made = out.getvalue().encode("utf-8-sig")
    return HttpResponse(
        made,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="systems.csv"'},
    )


def _take(request: HttpRequest) -> HttpResponse:
    held = request.session.get(HELD)
    if not held:
        return _page(request, problems={FIELD: _("Send the table again: it was not kept so long.")}, status=422)
    try:
        made = import_systems(held.encode(), by=request.user.get_username())
    except InvalidRequest as error:  # a name was taken meanwhile
        return _page(request, typed=held, problems=error.problems, status=422)
    except CannotMove as refused:
        return _page(request, typed=held, problems={FIELD: refused.public}, status=422)
    del request.session[HELD]
    logger.info("staff account %s declared %s systems from a table", request.user.pk, len(made))
    return HttpResponseRedirect(f"{reverse('oversight:register')}?done=saved", status=303)


def _sent(request: HttpRequest, typed: str) -> bytes:
    """The file, or what was pasted. Raises InvalidRequest where neither came, or where the file was too large."""
    file = request.FILES.get(FIELD)
    if file is not None:
        if was_too_large(file):
            raise InvalidRequest({FIELD: _("The file is larger than 1 MB. Send fewer systems at a time.")})
        return bytes(file.read())
    if not typed.strip():
        raise InvalidRequest({FIELD: _("Choose a file, or paste the table")})
    return typed.encode()


def _taken() -> frozenset[str]:
    return frozenset(each.name for each in installed().values())


def _page(
    request: HttpRequest, *, typed: str = "", problems: dict[str, str] | None = None, status: int = 200
) -> HttpResponse:
    rows = {where: words for where, words in (problems or {}).items() if where != FIELD}
    summary = {FIELD: problems[FIELD]} if problems and FIELD in problems else {}
    if rows:
        summary["rows"] = _("Some rows do not fit. Nothing was taken.")
    context = {**_context(), "typed": typed, "problems": summary, "rows": rows}
    return show(request, "oversight/register/table.html", context, tab=TAB, status=status)


def _context() -> dict[str, Any]:
    return {
        "address": reverse("oversight:systems-table"),
        "file_address": reverse("oversight:systems-csv"),
        "back": reverse("oversight:register"),
        "columns": COLUMNS,
    }
