"""The first page of a report: what it is about in free text, with photos or files; and the same page to change them."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework.attachments import Cleaned, place_in
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import drafts, steps, words
from fingerpost.doors.citizen.reporting.answers import MOST_CHARACTERS, read_text
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.files import read_files, uploaded
from fingerpost.doors.citizen.reporting.showing import SECTION, go
from fingerpost.doors.citizen.reporting.sorting import sort_draft
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.uploads import was_too_large

DELETED = "deleted"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """What do you want to tell us? `?text=` fills the box in; nothing is kept until the form is sent."""
    if request.method != "POST":
        said = _("We have deleted it. Nothing was sent.") if request.GET.get("said") == DELETED else ""
        return _show_words(request, {"text": request.GET.get("text", "")[:MOST_CHARACTERS]}, said=said)
    if wait := seconds_to_wait(request, "report"):
        return too_many(request, wait)
    try:
        text, files, place = _read_words(request)
    except InvalidRequest as error:
        return _show_words(request, request.POST, problems=error.problems)
    draft = Draft(text=text, language=page_language(), photo_place=place)
    sort_draft(draft)
    return go(drafts.begin(draft, files), steps.next_step(draft))


def change_words(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """Change what was written, and the photos with it."""
    if request.method != "POST":
        return _show_words(request, {"text": draft.text}, draft=draft, secret=secret)
    if wait := seconds_to_wait(request, "report"):  # other words are read anew, as those of a new report are
        return too_many(request, wait)
    without = [each.number for each in draft.held if f"without-{each.number}" in request.POST]
    try:
        text, files, place = _read_words(request, held=len(draft.files) - len(without))
    except InvalidRequest as error:
        return _show_words(request, request.POST, problems=error.problems, draft=draft, secret=secret)
    for number in without:
        drafts.take_away(secret, draft, number)
    drafts.add_files(secret, draft, files)
    draft.photo_place = place or draft.photo_place
    if text != draft.text:
        draft.text = text
        sort_draft(draft)
    drafts.keep(secret, draft)
    return go(secret, steps.next_step(draft))


def _read_words(request: HttpRequest, *, held: int = 0) -> tuple[str, tuple[Cleaned, ...], list[float]]:
    """The text, the files, and where the first photo that knows was taken. Raises InvalidRequest."""
    problems: dict[str, str] = {}
    text, files = "", tuple[Cleaned, ...]()
    try:
        text = read_text(request.POST.get("text", ""))
    except InvalidRequest as error:
        problems.update(error.problems)
    places = []
    try:
        files = read_files(request, held=held)
        places = [place for each in uploaded(request) if each.seek(0) == 0 and (place := place_in(each.read()))]
    except InvalidRequest as error:
        problems.update(error.problems)
    if problems:
        if files and not any(map(was_too_large, uploaded(request))):
            problems.setdefault("files", _("Choose your files again. A browser does not keep them"))
        raise InvalidRequest(problems)
    return text, files, [places[0].latitude, places[0].longitude] if places else []


def _show_words(
    request: HttpRequest,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str] | None = None,
    draft: Draft | None = None,
    secret: str = "",
    said: str = "",
) -> HttpResponse:
    context = {
        "said": said,
        "section": SECTION,
        "typed": typed.get("text", ""),
        "problems": problems or {},
        "most": MOST_CHARACTERS,
        "report": draft,
        "draft": secret,
        "held": draft.held if draft else [],
        "here": link_to("report_step", draft=secret, step=steps.WORDS) if draft else link_to("report"),
        "back": link_to("report_check", draft=secret) if draft else "",
        "size_words": words.size_words,
    }
    return kept_private(render(request, "citizen/report/words.html", context, status=422 if problems else 200))
