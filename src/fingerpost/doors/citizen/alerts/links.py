"""The links of our letters. Opening one changes nothing, as mail programs open them by themselves: a button does."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.doors.alerts import Link, read_link
from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.installation import now
from fingerpost.record.repair import alerts


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Confirm that one wants to be told."""
    body = settings.CONFIGURATION.body
    identity, reference = _read("alert_confirm", link)
    if not reference:
        return HttpResponseRedirect(link_to("alert_old"), status=303)
    if request.method == "POST":
        alerts.confirm(identity, body=body, at=now())
        return HttpResponseRedirect(link_to("alert_confirmed"), status=303)
    return _button(request, "confirm", reference)


@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, link: str) -> HttpResponse:
    """Have one's address deleted. Where it is gone already, that is what they wanted."""
    identity, reference = _read("alert_stop", link)
    if request.method == "POST" or not reference:
        if identity:
            alerts.stop(identity, body=settings.CONFIGURATION.body)
        return HttpResponseRedirect(link_to("alert_stopped"), status=303)
    return _button(request, "stop", reference)


@require_safe
def confirmed(request: HttpRequest) -> HttpResponse:
    told = [
        _("We will write to you once, if the guidance changes and we would answer otherwise."),
        _("Then we delete your e-mail address. If nothing changes, we delete it after a year."),
    ]
    return _said(request, _("You will be told if the answer changes"), told)


@require_safe
def stopped(request: HttpRequest) -> HttpResponse:
    told = [_("We have deleted your e-mail address. You will get no letter about that answer.")]
    return _said(request, _("You will not be told"), told)


@require_safe
def old(request: HttpRequest) -> HttpResponse:
    told = [
        _("The link works for 48 hours. After that we delete the e-mail address, and nobody is told anything."),
        _("If you still want to be told, open the answer and ask again."),
    ]
    return _said(request, _("This link does not work any more"), told)


def _read(kind: Link, link: str) -> tuple[str, str]:
    identity = read_link(kind, link)
    return identity, alerts.find_reference(identity, body=settings.CONFIGURATION.body) if identity else ""


def _button(request: HttpRequest, do: str, reference: str) -> HttpResponse:
    context = {"section": "ask", "do": do, "reference": reference}
    return kept_private(render(request, "citizen/alerts/link.html", context))


def _said(request: HttpRequest, title: str, told: list[str]) -> HttpResponse:
    return kept_private(render(request, "citizen/alerts/said.html", {"section": "ask", "title": title, "told": told}))
