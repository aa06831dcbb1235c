"""Where it is: a street, by its name, on a map or of a photo; or an address, which is shown to nobody else."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fingerpost.contract.services import PlaceKind
from fingerpost.doors.citizen.reporting import steps
from fingerpost.doors.citizen.reporting.answers import read_place, tidy_line, tidy_lines
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.showing import NONE_OF_THEM, onwards, show_step
from fingerpost.doors.citizen.reporting.sorting import service_of
from fingerpost.doors.maps import may_map, with_map
from fingerpost.doors.streets import MOST_LISTED, all_streets, find_streets, street_at


def place(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """Where it is: a street, with the body's own streets suggested and a map where there is one; or an address."""
    service = service_of(draft)
    is_street = service is not None and service.place is PlaceKind.STREET
    if request.method != "POST":
        return _show_place(request, secret, draft, is_street=is_street)
    posted = request.POST
    typed = tidy_line(posted.get("place", "")) if is_street else tidy_lines(posted.get("place", ""))
    may_skip = service is None or draft.is_urgent
    if "skip" in posted and may_skip:
        draft.place, draft.latitude, draft.longitude = "", None, None
        return onwards(secret, draft, steps.PLACE)
    if not is_street:
        if len(typed) < 3:
            problem = {"place": _("Enter the address or the place")}
            return _show_place(request, secret, draft, is_street=False, typed=typed, problems=problem)
        draft.place, draft.latitude, draft.longitude = typed, None, None
        return onwards(secret, draft, steps.PLACE)
    return _take_street(request, secret, draft, typed)


def _take_street(request: HttpRequest, secret: str, draft: Draft, typed: str) -> HttpResponse:
    """A place on a map, of a photo, or of a street by its name. Where several may be meant, ask which."""
    posted = request.POST
    spot = read_place(posted)
    if spot is None and "photo" in posted and draft.photo_place:
        spot = (draft.photo_place[0], draft.photo_place[1])
    found = find_streets(typed) if spot is None and typed else ()
    pick = posted.get("street", "")
    if pick and pick != NONE_OF_THEM:
        found = tuple(each for each in found if each.title == pick)
    if spot is None and not pick and len(found) > 1:
        return _show_place(request, secret, draft, is_street=True, typed=typed, streets=[e.title for e in found])
    if spot is None and pick != NONE_OF_THEM and len(found) == 1:
        spot = (found[0].latitude, found[0].longitude)
    if len(typed) < 3 and spot is None:
        problem = {"place": _("Enter a street, or something near it, such as a shop or a school")}
        return _show_place(request, secret, draft, is_street=True, typed=typed, problems=problem)
    if spot != (draft.latitude, draft.longitude):
        draft.unsettle(steps.NEARBY)
    draft.latitude, draft.longitude = spot or (None, None)
    draft.place = typed or street_at(*spot) if spot else typed
    return onwards(secret, draft, steps.PLACE)


def _show_place(
    request: HttpRequest,
    secret: str,
    draft: Draft,
    *,
    is_street: bool,
    typed: str | None = None,
    streets: list[str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    known = all_streets() if is_street else ()
    if is_street:
        with_map(request, asks=True)
    context = {
        "is_street": is_street,
        "typed": draft.place if typed is None else typed,
        "streets": streets or [],
        "listed": sorted({each.title for each in known}) if len(known) <= MOST_LISTED else [],
        "map": may_map() if is_street else None,
        "middle": _middle(draft),
        "may_skip": service_of(draft) is None or draft.is_urgent,
        "has_photo_place": bool(draft.photo_place) and is_street,
    }
    return show_step(request, secret, draft, steps.PLACE, context, problems=problems)


def _middle(draft: Draft) -> tuple[float, float] | None:
    """Where a map begins: the place that was chosen, else the middle of the body's streets."""
    if draft.latitude is not None and draft.longitude is not None:
        return draft.latitude, draft.longitude
    known = all_streets()
    if not known:
        return None
    return sum(e.latitude for e in known) / len(known), sum(e.longitude for e in known) / len(known)
