"""Messages to residents that did not go, and letters that wait to be printed: those about cases of one's own teams."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.casework.post.watching import (
    FAILED,
    ON_THEIR_WAY,
    Letter,
    Unsent,
    count_unsent,
    letters_for,
    list_unsent,
    retry_seen,
    take_printed,
)
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.paging import place_page
from fingerpost.doors.downloads import give_file
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.staff.cases import telling, words
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.post_words import why_words
from fingerpost.doors.staff.cases.tabs import POST, WORK
from fingerpost.engines.post.letters import FOLDER

SIZE = 25  # rows of a page
WAITING = "waiting"


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def post(request: HttpRequest) -> HttpResponse:
    """What could not be sent, or, where the address asks for it, what is on its way; and trying again."""
    if request.method == "POST":
        return _try_again(request)
    return _show_post(request)


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """Letters to print, and taking away those that are printed."""
    who = viewer(request)
    waiting = _letters(who)
    if request.method != "POST":
        return _show_letters(request, waiting)
    names = set(request.POST.getlist("letter"))
    chosen = [each for each in waiting if each.name in names]
    if not chosen:
        return _show_letters(request, waiting, {"letter-1": _("Choose at least one letter")})
    try:
        done = take_printed(who, chosen, folder=settings.HOME / FOLDER, at=now(), keys=installation().build_keys())
    except OSError as error:
        raise _unreadable(error) from error
    return HttpResponseRedirect(f"{reverse('staff:cases-letters')}?done={done}", status=303)


@needs(WORK)
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter as it is printed."""
    if name not in {each.name for each in _letters(viewer(request))}:
        raise Http404
    try:
        return give_file((settings.HOME / FOLDER / name).read_bytes(), name=name, kind="pdf")
    except FileNotFoundError as error:  # somebody took it away meanwhile
        raise Http404 from error
    except OSError as error:
        raise _unreadable(error) from error


def _try_again(request: HttpRequest) -> HttpResponse:
    who = viewer(request)
    if request.POST.get("do") == "all":
        done = retry_seen(who, at=now())
    else:
        typed = request.POST.getlist("message")
        numbers = [int(each) for each in typed if each.isascii() and each.isdigit() and len(each) < 19]
        if not numbers:
            return _show_post(request, {"message-1": _("Choose at least one message")})
        done = retry_seen(who, at=now(), numbers=numbers)
    return HttpResponseRedirect(f"{reverse(POST)}?done={done}", status=303)


def _show_post(request: HttpRequest, problems: dict[str, str] | None = None) -> HttpResponse:
    who, is_waiting = viewer(request), request.GET.get("state") == WAITING
    states, others = (ON_THEIR_WAY, FAILED) if is_waiting else (FAILED, ON_THEIR_WAY)
    page = list_unsent(who, states=states, page=number_of(request.GET.get("page", "1")), size=SIZE)
    here = reverse(POST)
    counts = {states: page.total, others: count_unsent(who, states=others)}
    context: dict[str, Any] = {
        "title": _("Messages on their way") if is_waiting else _("Messages that could not be sent"),
        "is_waiting": is_waiting,
        "in_team": bool(who.teams) or who.may_lead,
        "ways_to_look": [
            {"count": counts[FAILED], "text": _("could not be sent"), "href": here, "is_here": not is_waiting},
            {
                "count": counts[ON_THEIR_WAY],
                "text": _("on their way"),
                "href": f"{here}?state={WAITING}",
                "is_here": is_waiting,
            },
            {"count": len(_letters(who)), "text": _("letters to print"), "href": reverse("staff:cases-letters")},
        ],
        "rows": [_row(each) for each in page.rows],
        "page": page,
        "pagination": pagination(page.number, page.pages, **({"state": WAITING} if is_waiting else {})),
        "told": _told(request, lambda n: ngettext("%(n)s will be tried again", "%(n)s will be tried again", n)),
        "problems": problems or {},
    }
    return show(request, "staff/cases/post.html", context, tab=POST, status=422 if problems else 200)


def _show_letters(
    request: HttpRequest, waiting: tuple[Letter, ...], problems: dict[str, str] | None = None
) -> HttpResponse:
    place = place_page(len(waiting), wanted=number_of(request.GET.get("page", "1")), size=SIZE)
    context: dict[str, Any] = {
        "rows": [
            {
                "letter": each,
                "service": words.service_words(each.service, book()),
                "size": telling.size_words(each.size),
                "address": reverse("staff:cases-letter", kwargs={"name": each.name}),
                "case_at": reverse("staff:case", kwargs={"reference": each.reference}),
            }
            for each in waiting[place.rows]
        ],
        "total": len(waiting),
        "pagination": pagination(place.number, place.pages),
        "post_at": reverse(POST),
        "told": _told(request, lambda n: ngettext("%(n)s letter taken away", "%(n)s letters taken away", n)),
        "problems": problems or {},
    }
    return show(request, "staff/cases/letters.html", context, tab=POST, status=422 if problems else 200)


def _row(each: Unsent) -> dict[str, Any]:
    return {
        "message": each,
        "way": telling.way_words(each.way),
        "why": why_words(each.why),
        "service": words.service_words(each.service, book()) if each.reference else "",
        "case_at": reverse("staff:case", kwargs={"reference": each.reference}) if each.reference else "",
    }


def _letters(who: Viewer) -> tuple[Letter, ...]:
    """Raises StoreUnavailable, also where the folder cannot be read: an empty list never means that."""
    try:
        return letters_for(who, folder=settings.HOME / FOLDER, zone=timezone.get_default_timezone())
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> StoreUnavailable:
    words_ = _("The letters cannot be read just now. None is lost. Tell whoever runs this service.")
    return StoreUnavailable(words_, detail=str(error))


def _told(request: HttpRequest, say: Any) -> str:
    done = request.GET.get("done", "")
    if not (done.isascii() and done.isdigit() and len(done) < 7):
        return ""
    return str(say(int(done)) % {"n": done})
