"""Choosing among what is there already: which service it is about, and whether somebody has told of the same thing."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from fingerpost.casework.faults import NotAllowed, UnknownCase
from fingerpost.contract.services import Service, in_language
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.reporting import drafts, steps
from fingerpost.doors.citizen.reporting.drafts import Draft
from fingerpost.doors.citizen.reporting.listing import found_near, me_too
from fingerpost.doors.citizen.reporting.showing import NONE_OF_THEM, onwards, show_step
from fingerpost.doors.citizen.reporting.sorting import book, choose
from fingerpost.doors.languages import page_language


def service(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """Which of the likely services it is; all of them where none is likely, or where somebody asks for all."""
    services = book().services
    likely = [services[slug] for slug in draft.likely if slug in services]
    is_all = not likely or request.GET.get("all") == "1"
    context = {
        "likely": likely,
        "groups": _grouped(list(services.values())) if is_all else [],
        "is_all": is_all,
        "say": lambda text: in_language(text, page_language()),
        "chosen": draft.service or (NONE_OF_THEM if steps.SERVICE in draft.settled else ""),
    }
    if request.method != "POST":
        return show_step(request, secret, draft, steps.SERVICE, context)
    chosen = request.POST.get("service", "")
    if chosen not in services and chosen != NONE_OF_THEM:
        problem = {"service": _("Choose what it is about, or “Something else”")}
        return show_step(request, secret, draft, steps.SERVICE, context, problems=problem)
    choose(draft, "" if chosen == NONE_OF_THEM else chosen)
    return onwards(secret, draft, steps.SERVICE)


def _grouped(services: list[Service]) -> list[tuple[str, list[Service]]]:
    groups: dict[str, list[Service]] = {}
    for each in services:
        groups.setdefault(in_language(each.group, page_language()), []).append(each)
    return list(groups.items())


def nearby(request: HttpRequest, secret: str, draft: Draft) -> HttpResponse:
    """Reports of the same kind close by: is it one of these? Where there are none, nothing is asked."""
    found = found_near(draft)
    if not found:
        return onwards(secret, draft, steps.NEARBY)
    if request.method != "POST":
        return show_step(request, secret, draft, steps.NEARBY, {"found": found})
    pick = request.POST.get("same", "")
    if pick == NONE_OF_THEM:
        return onwards(secret, draft, steps.NEARBY)
    if pick not in {each.reference for each in found}:
        problem = {"same": _("Choose the report that is about the same thing, or “No, mine is another”")}
        return show_step(request, secret, draft, steps.NEARBY, {"found": found}, problems=problem)
    try:
        is_counted = me_too(request, pick)
    except (NotAllowed, UnknownCase):  # it was done, or taken back, while they read
        return onwards(secret, draft, steps.NEARBY)
    drafts.throw_away(secret)
    address = link_to("public_report", reference=pick) + ("?counted=1" if is_counted else "?counted=0")
    return HttpResponseRedirect(address, status=303)
