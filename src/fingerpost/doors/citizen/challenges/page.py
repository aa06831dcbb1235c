"""Was this wrong, or do you want a person? What happened, why, what the law gives, and the form."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.challenges import (
    Given,
    check_files,
    check_words,
    draft,
    due_for,
    matter_of,
    today,
    wait_for_files,
)
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.challenges import telling
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.languages import page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.uploads import was_too_large
from fingerpost.record.challenges.matters import (
    MOST_CHARACTERS,
    MOST_CONTACT,
    Attached,
    Kind,
    Matter,
    UnknownChallenge,
    Way,
    Words,
)

FIELDS = ("kind", "text", "way", "to")


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """The page of that outcome, also of one that was erased, closed or broke off; what is sent becomes a draft."""
    try:
        matter = matter_of(reference)
    except UnknownChallenge as unknown:
        raise Http404 from unknown
    if request.method != "POST":
        kind = request.GET.get("kind", "")
        return show_form(request, matter, {"kind": kind if kind in set(Kind) else ""})
    if wait := seconds_to_wait(request, "challenge"):
        return too_many(request, wait)
    typed = typed_in(request)
    try:
        given = read_form(request, typed)
    except InvalidRequest as error:
        return show_form(request, matter, typed, problems=error.problems)
    made = draft(given, about=matter, language=page_language())
    return HttpResponseRedirect(link_to("challenge_check", reference=made), status=303)


def typed_in(request: HttpRequest) -> dict[str, str]:
    """What was typed, by the names of the form."""
    return {name: request.POST.get(name, "").strip() for name in FIELDS}


def read_form(request: HttpRequest, typed: Mapping[str, str], *, held: int = 0) -> Given:
    """What was sent, once it is right. Raises InvalidRequest with the problems of words and files together."""
    problems: dict[str, str] = {}
    files: tuple[Attached, ...] = ()
    words: Words | None = None
    uploaded = [each for each in request.FILES.getlist("files") if each.name]
    try:
        words = check_words(_as_words(typed))
    except InvalidRequest as error:
        problems.update(error.problems)
    try:
        files = check_files(uploaded, held=held)
    except InvalidRequest as error:
        problems.update(error.problems)
    if uploaded and not problems and wait_for_files(request):
        words_ = _("Too many files came just now. Send this without files, and send them to us in another way")
        problems["files"] = words_
    if problems or words is None:
        raise InvalidRequest(_told(problems, typed, lost=bool(uploaded) and not any(map(was_too_large, uploaded))))
    return Given(words=words, files=files)


def show_form(
    request: HttpRequest,
    matter: Matter,
    typed: Mapping[str, str],
    *,
    problems: Mapping[str, str] | None = None,
    change: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The form, empty or as it was filled in. `change` is the draft that is changed, with the files it holds."""
    due = due_for(matter.capability)
    context = {
        "section": "ask",
        "matter": telling.what_happened(matter),
        "safeguards": telling.safeguards(due),
        "due": due,
        "counted": telling.counted_words(due),
        "holidays": telling.holidays_until(today(), due),
        "typed": typed,
        "problems": problems or {},
        "most": MOST_CHARACTERS,
        "change": change,
    }
    status = 422 if problems else 200
    return kept_private(render(request, "citizen/challenge/begin.html", context, status=status))


def _as_words(typed: Mapping[str, str]) -> dict[str, str]:
    """The fields as `Words` has them: what was not chosen is left out."""
    return {**{name: value for name, value in typed.items() if value}, "way": typed["way"] or Way.NONE.value}


def _told(problems: Mapping[str, str], typed: Mapping[str, str], *, lost: bool) -> dict[str, str]:
    """In the words of the page. A browser sends files but once."""
    too_long = _("Use %(most)s characters or fewer here")
    longest = {"text": MOST_CHARACTERS, "to": MOST_CONTACT}
    said = {
        **{name: too_long % {"most": f"{most:,}"} for name, most in longest.items() if len(typed[name]) > most},
        "kind": _("Choose whether you want a person, or think this is wrong"),
        "way": _("Choose how we can reach you"),
    }
    told = {name: said.get(name, words) for name, words in problems.items()}
    if lost and "files" not in told:
        told["files"] = _("Choose your files again. A browser does not keep them")
    return told
