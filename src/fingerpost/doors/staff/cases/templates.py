"""Templates of replies: the list, writing one, and a second person who approves it."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.casework import templates as kept
from fingerpost.casework.templates import CannotApprove, Template, UnknownTemplate, Wording
from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import now
from fingerpost.doors.languages import language_name
from fingerpost.doors.refusals import refusal_words
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.pages import book, show
from fingerpost.doors.staff.cases.tabs import WORK

TAB = "staff:case-templates"
APPROVE = "casework.approve_templates"
FIELDS = ("title", "subject", "words", "service", "language")


@needs(WORK)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every template, with the version in use and the one that waits."""
    every = kept.list_templates(body=settings.CONFIGURATION.body)
    rows = [_row(list(versions)) for _key, versions in groupby(every, key=lambda each: (each.slug, each.language))]
    waiting = [each for each in rows if each["waits"]]
    context = {
        "rows": sorted(rows, key=lambda each: (each["is_retired"], each["newest"].title.casefold())),
        "waiting": len(waiting),
        "new_at": reverse("staff:case-template-new"),
    }
    return show(request, "staff/cases/templates.html", context, tab=TAB)


@needs(WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest) -> HttpResponse:
    """Write a new template, or with `of` a new version of one. It waits for somebody else."""
    before = _version_before(request)
    if request.method != "POST":
        return _form(request, _typed_before(before), before=before)
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    problems = {} if typed["service"] in {"", *book().services} else {"service": _("Choose a service from the list")}
    problems |= _problems(typed)
    if problems:
        return _form(request, typed, before=before, problems=problems)
    try:
        made = kept.write_template(
            Wording(**typed),
            slug=before.slug if before else "",
            by=request.user.get_username(),
            body=settings.CONFIGURATION.body,
            at=now(),
        )
    except InvalidRequest as error:
        return _form(request, typed, before=before, problems=error.problems)
    except StoreUnavailable as error:
        return _form(request, typed, before=before, problems={"words": refusal_words(error)}, status=503)
    return HttpResponseRedirect(_address(made), status=303)


@needs(WORK)
@require_safe
def template(request: HttpRequest, number: int) -> HttpResponse:
    """One version: its words, who wrote and who approved it, and the other versions."""
    return _show_one(request, _find(number))


@needs(WORK)
@require_POST
def act(request: HttpRequest, number: int) -> HttpResponse:
    """Approve one version, or take it out of use. Only those who may approve do either."""
    found, body, by = _find(number), settings.CONFIGURATION.body, request.user.get_username()
    if not request.user.has_perm(APPROVE):
        return _show_one(request, found, problems={"act": _("Your account may not approve templates")}, status=403)
    try:
        if request.POST.get("do") == "retire":
            if request.POST.get("sure") != "yes":
                return _show_one(request, found, problems={"sure": _("Tick the box to say that you mean it")})
            kept.retire_template(number, by=by, body=body, at=now())
        elif request.POST.get("read") != "yes":
            return _show_one(request, found, problems={"read": _("Tick the box to say that you have read it")})
        else:
            kept.approve_template(number, by=by, body=body, at=now())
    except CannotApprove:
        words_ = _("You wrote these words, or they were settled meanwhile. Somebody else must approve them.")
        return _show_one(request, _find(number), problems={"act": words_}, status=409)
    except StoreUnavailable as error:
        return _show_one(request, found, problems={"act": refusal_words(error)}, status=503)
    return HttpResponseRedirect(_address(found), status=303)


def state_of(found: Template) -> str:
    """What a version is now, in words."""
    if found.retired_at:
        return _("Not used any more")
    return _("Approved") if found.approved_by else _("Waits for a second person")


def place_words(name: str) -> str:
    """What stands in the place of a fact."""
    return {
        "name": _("The name they gave"),
        "reference": _("The reference of the case"),
        "service": _("The name of the service"),
        "team": _("The name of the team"),
        "place": _("The address they gave"),
        "received_on": _("The day it came"),
        "due_on": _("The day by which it should be dealt with"),
        "planned_on": _("The day on which the work is planned"),
        "days": _("Working days in which the service deals with it"),
        "body": _("The name of your organisation"),
        "phone": _("Its phone number"),
        "email": _("Its email address"),
    }[name]


def _row(versions: list[Template]) -> dict[str, Any]:
    """Versions of one template in one language, newest first."""
    newest, used = versions[0], next((each for each in versions if each.is_approved), None)
    return {
        "newest": newest,
        "used": used,
        "waits": newest.waits,
        "is_retired": newest.retired_at is not None,
        "state": state_of(newest),
        "language": language_name(newest.language),
        "service": words.service_words(newest.service, book()) if newest.service else _("Any service"),
        "address": _address(newest),
    }


def _form(
    request: HttpRequest,
    typed: Mapping[str, str],
    *,
    before: Template | None,
    problems: Mapping[str, str] | None = None,
    status: int = 422,
) -> HttpResponse:
    services = sorted((words.service_words(each, book()), each) for each in book().services)
    context = {
        "typed": typed,
        "before": before,
        "problems": problems or {},
        "services": [
            {"value": "", "text": _("Any service"), "selected": not typed["service"]},
            *({"value": code, "text": name, "selected": code == typed["service"]} for name, code in services),
        ],
        "languages": [
            {"value": each, "text": language_name(each), "checked": each == typed["language"]}
            for each in kept.LANGUAGES
        ],
        "blanks": [{"name": f"{{{name}}}", "words": place_words(name)} for name in kept.PLACES],
        "most": {"title": kept.LONGEST_TITLE, "subject": kept.LONGEST_SUBJECT, "words": kept.LONGEST_WORDS},
        "back": _address(before) if before else reverse(TAB),
    }
    return show(request, "staff/cases/template_form.html", context, tab=TAB, status=status if problems else 200)


def _show_one(
    request: HttpRequest, found: Template, *, problems: Mapping[str, str] | None = None, status: int = 422
) -> HttpResponse:
    every = [
        each
        for each in kept.list_templates(body=settings.CONFIGURATION.body)
        if (each.slug, each.language) == (found.slug, found.language)
    ]
    context = {
        "template": found,
        "state": state_of(found),
        "language": language_name(found.language),
        "for_service": words.service_words(found.service, book()) if found.service else _("Any service"),
        "others": [{"version": each, "state": state_of(each), "address": _address(each)} for each in every],
        "is_newest": every[0].number == found.number,
        "is_mine": found.by == request.user.get_username(),
        "may_approve": request.user.has_perm(APPROVE),
        "problems": problems or {},
        "act_at": reverse("staff:case-template-act", kwargs={"number": found.number}),
        "change_at": f"{reverse('staff:case-template-new')}?of={found.number}",
        "back": reverse(TAB),
    }
    return show(request, "staff/cases/template.html", context, tab=TAB, status=status if problems else 200)


def _problems(typed: Mapping[str, str]) -> dict[str, str]:
    """The same checks as `write_template` makes, in the language of the page."""
    empty = {
        "title": _("Enter a title, so that others find it"),
        "subject": _("Enter the subject of the message"),
        "words": _("Enter the words of the reply"),
    }
    most = {"title": kept.LONGEST_TITLE, "subject": kept.LONGEST_SUBJECT, "words": kept.LONGEST_WORDS}
    problems = {name: say for name, say in empty.items() if not typed[name]}
    too_long = _("Use %(most)s characters or fewer here")
    problems |= {name: too_long % {"most": f"{n:,}"} for name, n in most.items() if len(typed[name]) > n}
    for name in ("title", "subject", "words"):
        if name not in problems and (unknown := kept.unknown_places(typed[name])):
            said = _("There is no fact called %(name)s. Take it out, or use one from the list")
            problems[name] = said % {"name": f"{{{unknown[0]}}}"}
    if typed["language"] not in kept.LANGUAGES:
        problems["language"] = _("Choose English or Welsh")
    return problems


def _version_before(request: HttpRequest) -> Template | None:
    named = request.GET.get("of") or request.POST.get("of") or ""
    return _find(int(named)) if named.isascii() and named.isdigit() and len(named) < 10 else None


def _typed_before(before: Template | None) -> dict[str, str]:
    return {name: getattr(before, name) if before else "" for name in FIELDS} | (
        {} if before else {"language": words.page_code()}
    )


def _find(number: int) -> Template:
    try:
        return kept.find_template(number, body=settings.CONFIGURATION.body)
    except UnknownTemplate as unknown:
        raise Http404 from unknown


def _address(found: Template) -> str:
    return reverse("staff:case-template", kwargs={"number": found.number})
