"""What every page of cases needs: its second line of navigation, who is looking, and the body's services."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from fingerpost.casework.members import viewer_and_officers
from fingerpost.casework.viewing import Viewer, viewer_of
from fingerpost.contract.services import ServiceBook
from fingerpost.doors.entry import pages
from fingerpost.doors.entry.places import places_for
from fingerpost.doors.installation import installation
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.tabs import LEAD, TABS

PLACE = "staff:cases"


def show(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """A page of cases. `tab` is the name of the address that is current in the second line."""
    known = {"place": PLACE, "tab": tab, "tabs": places_for(request, TABS), "words": words, **context}
    return pages.show(request, template, known, status=status)


def viewer(request: HttpRequest) -> Viewer:
    """Who is looking: their teams, and whether they lead any."""
    may_lead = request.user.has_perm(LEAD)
    return viewer_of(request.user.get_username(), body=settings.CONFIGURATION.body, may_lead=may_lead)


def viewer_with_officers(request: HttpRequest) -> tuple[Viewer, list[str]]:
    """Who is looking, and who else works in their teams."""
    may_lead = request.user.has_perm(LEAD)
    return viewer_and_officers(request.user.get_username(), body=settings.CONFIGURATION.body, may_lead=may_lead)


def book() -> ServiceBook:
    """The services and teams of the body as they are now."""
    return installation().build_services().book
