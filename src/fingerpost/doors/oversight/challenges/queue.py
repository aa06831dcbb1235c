"""The challenges that wait, those overdue and urgent first, and what became of the others.

Each stands here by its number. A reference opens words at a public address, so none is shown that was not typed here.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.references import tidy_reference
from fingerpost.doors.challenges import today
from fingerpost.doors.entry.access import needs
from fingerpost.doors.oversight.challenges import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.record.challenges.reading import WAITING, CaseFilter, count_challenges, list_challenges

SEE = "challenges.view_challenge"
TAB = "oversight:challenges"
ALL = "all"


@needs(SEE)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One page of the queue, by state, kind and function; with how many there were and how they were decided."""
    body, day = settings.CONFIGURATION.body, today()
    counts = count_challenges(body=body, today=day)
    wanted = _wanted(request, {each.capability for each in counts})
    page = list_challenges(wanted, body=body, today=day, page=number_of(request.GET.get("page", "1")))
    asked = {
        "reference": wanted.reference,
        "state": wanted.state or ALL,
        "kind": wanted.kind,
        "capability": wanted.capability,
    }
    context = {
        "page": page,
        "wanted": wanted,
        "choices": _choices(wanted, [each.capability for each in counts]),
        "counts": counts,
        "pagination": pagination(page.page, page.pages, **asked),
        "today": day,
        "words": words,
        "url_of": lambda number: reverse("oversight:challenge", kwargs={"number": number}),
    }
    return show(request, "oversight/challenges/queue.html", context, tab=TAB)


def _wanted(request: HttpRequest, capabilities: set[str]) -> CaseFilter:
    """What was chosen; those that wait, where nobody has chosen. What is not offered counts as not chosen.

    Whoever types a reference looks for that one, in whatever state it is.
    """
    typed = request.GET.get("reference", "").strip()[:100]
    if typed:
        return CaseFilter(reference=tidy_reference(typed))
    state = request.GET.get("state", WAITING)
    kind, capability = request.GET.get("kind", ""), request.GET.get("capability", "")
    return CaseFilter(
        state=state if state in words.STATES else "",
        kind=kind if kind in words.KINDS else "",
        capability=capability if capability in capabilities else "",
    )


def _choices(wanted: CaseFilter, capabilities: list[str]) -> dict[str, list[dict[str, Any]]]:
    every = {"value": ALL, "text": _("All")}
    return {
        "state": [every, *_items({each: say() for each, say in words.STATES.items()}, wanted.state)],
        "kind": [every, *_items({each.value: say() for each, say in words.KINDS.items()}, wanted.kind)],
        "capability": [
            every,
            *_items({each: words.capability_words(each) for each in capabilities}, wanted.capability),
        ],
    }


def _items(named: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [{"value": value, "text": text, "selected": value == chosen} for value, text in named.items()]
