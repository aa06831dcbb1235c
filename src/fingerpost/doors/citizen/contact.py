"""How to reach a person: every way that the body has given, and when somebody is there."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.contract.references import ALPHABET, tidy_reference
from fingerpost.doors.installation import installation
from fingerpost.doors.profile.contacts import ways_to_contact
from fingerpost.doors.profile.hours import coming_closures, opening_of, say_opening, weekly_hours

REFERENCE = re.compile(rf"FP-[{ALPHABET}]{{5}}-[{ALPHABET}]{{5}}\Z")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """`?reference=` is that of an answer: it is shown to be read out, and stands in the subject of an e-mail."""
    profile, now = installation().read_profile(), timezone.now()
    reference = reference_in(request.GET.get("reference", ""))
    opening = opening_of(profile, now)
    context = {
        "section": "person",
        "reference": reference,
        "ways": ways_to_contact(profile, reference=reference),
        "address": profile.contact_address,
        "opening": say_opening(opening),
        "is_open": opening.is_open,
        "hours": weekly_hours(profile) if profile.hours else [],
        "today": opening.at.weekday(),
        "closures": coming_closures(profile, now),
    }
    return render(request, "citizen/contact.html", context)


def reference_in(typed: str) -> str:
    """The reference as it was issued; "" for what cannot be one."""
    tidy = tidy_reference(typed[:40])
    return tidy if REFERENCE.match(tidy) else ""
