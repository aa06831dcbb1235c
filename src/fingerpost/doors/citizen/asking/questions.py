"""Asking: the start page, and what happens when a form is sent."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.asking import answer, capability_called, find_kept, prepare
from fingerpost.doors.citizen.answers.page import show_answer
from fingerpost.doors.citizen.answers.shown import shown
from fingerpost.doors.citizen.asking.conversation import values_from
from fingerpost.doors.citizen.asking.fields import FormField, fields_of
from fingerpost.doors.citizen.asking.streaming import stream_answer
from fingerpost.doors.citizen.choices import chosen_nation
from fingerpost.doors.citizen.events import invalid_event, wants_events
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.leaving import remember_asked
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.switchable import is_off

ANSWER = "ask"  # the command of the capability that has the start page as its form


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The front door. `?question=` fills the box in; nothing is asked until the form is sent."""
    values = {"question": request.GET.get("question", "")[:1000], "nation": chosen_nation(request)}
    return _start(request, values, problems={}, status=200)


@require_http_methods(["GET", "HEAD", "POST"])
def ask_by_form(request: HttpRequest, command: str) -> HttpResponseBase:
    """Show a capability's form, or take what it sent along the road and go to the answer's own address.

    A page that asks for events gets the answer as it arrives (see `streaming`), and shows it under that address.
    """
    if request.method != "POST":
        return HttpResponseRedirect(link_to("start")) if command == ANSWER else _form(request, command, {}, {}, 200)
    wait = seconds_to_wait(request)
    if wait:
        return too_many(request, wait)
    posted = {name: value for name, value in request.POST.items() if isinstance(value, str) and value.strip()}
    try:
        values, subject = values_from(posted)
        asked = prepare(command, values, subject=subject)
    except InvalidRequest as error:
        return _again(request, command, posted, error.problems)
    remember_asked(request, asked.reference, follows=posted.get("after") or posted.get("again") or "")
    if wants_events(request):
        return stream_answer(request, asked)
    reply = answer(asked, door="citizen")
    # 303: the answer has an address of its own, so that going back or reloading never asks twice.
    return HttpResponseRedirect(link_to("answer", reference=reply["reference"]), status=303)


def _again(request: HttpRequest, command: str, posted: Mapping[str, str], problems: dict[str, str]) -> HttpResponse:
    """The form once more, as it was filled in, with what is wrong. A follow-up stays on the answer it follows."""
    before = posted.get("after") or posted.get("again")
    kept = find_kept(before) if before else None
    if kept is not None and kept.reply:
        if wants_events(request):
            context = {**shown(kept), "question": posted.get("question", ""), "problems": problems}
            return invalid_event(request, "citizen/answer/follow.html", context)
        return show_answer(request, kept, problems=problems, question=posted.get("question", ""), status=422)
    if command == ANSWER:
        return _start(request, posted, problems=problems, status=422)
    return _form(request, command, posted, problems, 422)


def _start(request: HttpRequest, values: Mapping[str, str], *, problems: dict[str, str], status: int) -> HttpResponse:
    if wants_events(request):
        return invalid_event(request, "citizen/asking.html", {**values, "problems": problems})
    context = {
        "section": "ask",
        "question": values.get("question", ""),
        "nation": values.get("nation", ""),
        "problems": problems,
        "examples": _examples(),
        "can": _can(),
        "cannot": _cannot(),
        "is_off": is_off(ANSWER),
    }
    return _with_box(render(request, "citizen/start.html", context, status=status))


def _with_box(response: HttpResponse) -> HttpResponse:
    """A page with a box to type in. No browser keeps it, so that Back brings up an empty box on a shared computer."""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _can() -> list[str]:
    """What the front page promises."""
    return [
        _("Quote the guidance that answers, checked letter for letter against the page it comes from."),
        _("Show the source of each quote, its nation and the day it was last checked."),
        _("Say when it does not know, and who to ask."),
        _("Hide details that identify you before anything else reads your question."),
    ]


def _cannot() -> list[str]:
    """What nobody should expect of it."""
    return [
        _("Decide anything. It changes nothing about a claim or a case."),
        _("Give advice, or know about your own case."),
        _("Help in an emergency. Call 999."),
        _("Be sure to have the latest rules. The official page counts."),
    ]


def _examples() -> list[tuple[str, str]]:
    """What the front page offers to ask: each is answered by the starter library."""
    return [
        (_("Benefits"), _("Can I get Universal Credit if I have savings?")),
        (_("Children"), _("Do I lose tax-free childcare if I earn £100,000 a year?")),
        (_("Work"), _("How much sick pay do I get?")),
        (_("Housing"), _("My landlord wants me out. How much notice do I get?")),
        (_("Your council"), _("My bin was not collected. What do I do?")),
        (_("Bereavement"), _("How soon do I have to register a death?")),
    ]


def _form(
    request: HttpRequest, command: str, values: Mapping[str, Any], problems: dict[str, str], status: int
) -> HttpResponse:
    capability = capability_called(command)
    fields: list[FormField] = fields_of(capability)
    context = {
        "section": "",
        "title": _(capability.card.title),
        "address": request.path,
        "fields": fields,
        "values": dict(values),
        "problems": problems,
        "is_off": is_off(command),
    }
    if wants_events(request):
        return invalid_event(request, "citizen/fields.html", context)
    return _with_box(render(request, "citizen/form.html", context, status=status))
