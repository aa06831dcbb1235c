"""One run: how many, which households, why, and the letters. A person decides what becomes of each."""

from itertools import islice
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.capabilities.missing_out.kept import find_run, read_found
from fingerpost.capabilities.missing_out.letters import FOLDER, LANGUAGES, NotApproved, read_template
from fingerpost.capabilities.missing_out.running import BAD, FOUND, MissingOut
from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.contract.paging import place_page
from fingerpost.doors import missing_out
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.staff.missing_out import words
from fingerpost.doors.staff.missing_out.page import FIND, PLACE

ON_A_PAGE = 50
FILES = {"found": FOUND, "bad-rows": BAD}


@needs(FIND)
@require_safe
def found(request: HttpRequest, name: str) -> HttpResponse:
    """The households of one page, the counts, and which letters are approved."""
    return _show(request, _run(name), {})


@needs(FIND)
@require_safe
def file(request: HttpRequest, name: str, which: str) -> HttpResponse:
    """A list of the run as it stands, for a spreadsheet."""
    run = _run(name)
    if which not in FILES:
        raise Http404
    return HttpResponse(
        (run.folder / FILES[which]).read_bytes(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}-{which}.csv"'},
    )


@needs(FIND)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, name: str) -> HttpResponse:
    """Draft the letters, or remove the run. Nothing is sent. Whoever only opens the address is led to the run."""
    run, by = _run(name), request.user.get_username()
    if request.method != "POST":
        shown = reverse("staff:missing-out-run", kwargs={"name": name})
        return HttpResponseRedirect(f"{shown}?{request.GET.urlencode()}", status=303)
    try:
        if request.POST.get("do") == "remove":
            if request.POST.get("sure") != "yes":
                return _show(request, run, {"sure": _("Tick the box to say that you mean it")})
            missing_out.remove(run, by=by)
            return HttpResponseRedirect(reverse(PLACE), status=303)
        also_may = request.POST.get("also_may") == "yes"
        missing_out.draft(run, by=by, also_may=also_may, progress=lambda drafts: None)
    except NotApproved:
        return _show(request, run, {"letters": _("Somebody must read and approve each letter first")})
    except FingerpostError as error:
        return _show(request, run, {"letters": error.public})
    return HttpResponseRedirect(reverse("staff:missing-out-run", kwargs={"name": name}) + "#drafts", status=303)


def _run(name: str) -> MissingOut:
    try:
        return find_run(settings.HOME, name)
    except InvalidRequest as error:
        raise Http404 from error


def _show(request: HttpRequest, run: MissingOut, problems: dict[str, str]) -> HttpResponse:
    schemes = run.summary["schemes"]
    total = sum(each["likely"] + each["may"] for each in schemes.values())
    place = place_page(total, wanted=number_of(request.GET.get("page", "1")), size=ON_A_PAGE)
    drafts = run.folder / FOLDER
    context = {
        "place": PLACE,
        "run": run,
        "name": run.folder.name,
        "summary": run.summary,
        "rows": list(islice(read_found(run), place.rows.start, place.rows.stop)),
        "total": total,
        "pagination": pagination(place.number, place.pages),
        "letters": [each for scheme in schemes for each in _letters(scheme)],
        "drafts": sum(1 for _each in drafts.glob("*.txt")) if drafts.is_dir() else 0,
        "drafts_at": f"{run.folder.name}/{FOLDER}",
        "problems": problems,
        "words": words,
        "back": reverse(PLACE),
        "act_at": reverse("staff:missing-out-act", kwargs={"name": run.folder.name}),
        "file_at": lambda which: reverse("staff:missing-out-file", kwargs={"name": run.folder.name, "which": which}),
    }
    return show(request, "staff/missing_out/run.html", context, status=422 if problems else 200)


def _letters(scheme: str) -> list[dict[str, Any]]:
    """Each letter of a scheme, and whether it is approved. A scheme may have none."""
    found_ = []
    for language in LANGUAGES:
        try:
            template = read_template(settings.HOME, scheme=scheme, language=language)
        except InvalidRequest:
            continue
        address = reverse("staff:missing-out-letter", kwargs={"scheme": scheme, "language": language})
        found_.append({"template": template, "address": address, "scheme": words.scheme_words(scheme)})
    return found_
