"""A report that an officer takes down, as by phone: the same road as any other, and the same case."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fingerpost.casework.attachments import Cleaned
from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.doors.entry.access import needs
from fingerpost.doors.languages import NAMES, language_name
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.reporting import Reported, report
from fingerpost.doors.staff.cases import case as case_page
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.attachments import read_files
from fingerpost.doors.staff.cases.pages import book, show, viewer
from fingerpost.doors.staff.cases.tabs import WORK

TAB = "staff:case-new"
FIELDS = ("text", "name", "phone", "email", "address", "language", "service", "form")
CHANNEL = "officer"
LONGEST = {"name": 200, "phone": 40, "email": 254, "address": 500}


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; what is sent becomes a case. Sent twice, it is one case all the same."""
    if request.method != "POST":
        return _form(request, dict.fromkeys(FIELDS, "") | {"language": words.page_code()})
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    problems = _problems(typed)
    files: Sequence[Cleaned] = ()
    try:
        files = read_files(request, are_needed=False)
    except InvalidRequest as error:
        problems |= error.problems
    if problems:
        return _form(request, typed, problems=problems)
    try:
        made = report(_report(typed, files), door="staff", by=request.user.get_username(), chosen=typed["service"])
    except StoreUnavailable as fault:
        return _form(request, typed, problems={"text": refusal_words(fault)}, status=503)
    return _made(request, made)


def _report(typed: Mapping[str, str], files: Sequence[Cleaned]) -> Report:
    return Report(
        text=typed["text"],
        channel=CHANNEL,
        language=typed["language"],
        name=typed["name"],
        phone=typed["phone"],
        email=typed["email"],
        address=typed["address"],
        files=tuple(files),
        outside_id="".join(filter(str.isprintable, typed["form"]))[:60],
    )


def _made(request: HttpRequest, made: Reported) -> HttpResponse:
    """What to tell the caller. The private link stands here once: nobody can ask for it again."""
    looking = viewer(request)
    may_see = made.team in looking.teams or (not made.team and looking.may_lead)
    context = {
        "made": made,
        "link": f"{settings.CONFIGURATION.base_url.rstrip('/')}{made.link}" if made.link else "",
        "team": words.team_words(made.team, book()),
        "for_service": words.service_words(made.service, book()) if made.service else "",
        "case_at": case_page.address_of(made.reference) if may_see else "",
        "another_at": reverse(TAB),
    }
    return show(request, "staff/cases/case_made.html", context, tab=TAB)


def _form(
    request: HttpRequest, typed: Mapping[str, str], *, problems: Mapping[str, str] | None = None, status: int = 422
) -> HttpResponse:
    services = sorted((words.service_words(each, book()), each) for each in book().services)
    context: dict[str, Any] = {
        "typed": {**typed, "form": typed["form"] or f"desk-{secrets.token_hex(12)}"},
        "problems": problems or {},
        "most": MOST_CHARACTERS,
        "services": [
            {"value": "", "text": _("Let it be suggested"), "selected": not typed["service"]},
            *({"value": code, "text": name, "selected": code == typed["service"]} for name, code in services),
        ],
        "languages": [
            {"value": code, "text": language_name(code), "selected": code == typed["language"]}
            for code in sorted(NAMES, key=lambda each: (each not in {"en", "cy"}, language_name(each).casefold()))
        ],
    }
    return show(request, "staff/cases/case_new.html", context, tab=TAB, status=status if problems else 200)


def _problems(typed: Mapping[str, str]) -> dict[str, str]:
    problems = {}
    if not typed["text"]:
        problems["text"] = _("Write down what they said")
    elif len(typed["text"]) > MOST_CHARACTERS:
        problems["text"] = _("Use 10,000 characters or fewer here")
    for name, most in LONGEST.items():
        if len(typed[name]) > most:
            problems[name] = _("Use %(most)s characters or fewer here") % {"most": most}
    if typed["email"] and ("@" not in typed["email"] or any(char.isspace() for char in typed["email"])):
        problems["email"] = _("Enter an email address in the right format, such as name@example.com")
    if typed["service"] and typed["service"] not in book().services:
        problems["service"] = _("Choose a service from the list")
    if typed["language"] not in NAMES:
        problems["language"] = _("Choose a language from the list")
    return problems
