"""What there is behind the doors of those who sign in: one line for each page that stands in the navigation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page. `name` is that of its address, such as "staff:feedback"; `words` and `about` are as the page speaks."""

    name: str
    permission: str
    words: Callable[[], str]
    about: Callable[[], str]

    @property
    def address(self) -> str:
        return reverse(self.name)


PLACES: tuple[Place, ...] = (
    Place(
        name="staff:cases",
        permission="casework.work_cases",
        words=lambda: _("Cases"),
        about=lambda: _("What residents reported, and what your teams do about it."),
    ),
    Place(
        name="staff:feedback",
        permission="record.view_feedback",
        words=lambda: _("Feedback"),
        about=lambda: _("What residents thought of the answers, and which questions found none."),
    ),
    Place(
        name="staff:repair",
        permission="repair.view_finding",
        words=lambda: _("Changed answers"),
        about=lambda: _("Answers that would be different now, because guidance has changed since."),
    ),
    Place(
        name="staff:rules",
        permission="rulemaking.view_proposal",
        words=lambda: _("Rules"),
        about=lambda: _("The figures that amounts are worked out from: propose a change, or decide on one."),
    ),
    Place(
        name="staff:simulations",
        permission="site.run_simulation",
        words=lambda: _("Simulations"),
        about=lambda: _("What a change in the rules would cost, and who would gain and lose."),
    ),
    Place(
        name="staff:missing-out",
        permission="site.find_missing_out",
        words=lambda: _("Missing out"),
        about=lambda: _("Households in your own data that are probably entitled to something and do not get it."),
    ),
    Place(
        name="oversight:today",
        permission="record.view_oversight",
        words=lambda: _("Oversight"),
        about=lambda: _("What happens today, how it goes, each run, the switches and the ledger."),
    ),
    Place(
        name="staff:settings",
        permission="site.change_profile",
        words=lambda: _("Settings"),
        about=lambda: _("Name, colour, contacts, opening hours, guidance, and where the assistant may be shown."),
    ),
    Place(
        name="staff:tokens",
        permission="site.manage_tokens",
        words=lambda: _("Access tokens"),
        about=lambda: _("Which other programs may ask here, and what they may see."),
    ),
)


def places_for(request: HttpRequest, among: Iterable[Place] = PLACES) -> list[Place]:
    """Those that this person may open."""
    user = getattr(request, "user", None)
    return [each for each in among if user is not None and user.has_perm(each.permission)]


def first_page(request: HttpRequest) -> str:
    """Where somebody comes in: the front page of the door of the first place that they may open."""
    places = places_for(request)
    home = reverse("staff:home")
    return home if not places or places[0].name.startswith("staff:") else places[0].address
