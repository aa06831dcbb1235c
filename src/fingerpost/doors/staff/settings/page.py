"""The body's own settings: its name, colour, contacts and hours, what it answers from, and who may frame it."""

import logging
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from django.conf import settings as installed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.installation import installation
from fingerpost.doors.nations import NamedNations
from fingerpost.doors.profile import BodyProfile, ProfileVersion
from fingerpost.doors.profile.checks import problems_of
from fingerpost.doors.profile.hours import name_days
from fingerpost.doors.staff.settings.form import Form, form_from, form_of, profile_from
from fingerpost.doors.staff.settings.history import changes_in
from fingerpost.doors.staff.settings.look import look_of
from fingerpost.knowledge.holdings import HeldCollection, list_collections

logger = logging.getLogger(__name__)

CHANGE = "site.change_profile"
SANDBOX = "allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-same-origin allow-scripts"


@needs(CHANGE)
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """The form. "Save" keeps a new version; "Check colour" shows how it would look, and keeps nothing."""
    versions, collections = installation().list_profiles(), list_collections(body=installed.CONFIGURATION.body)
    profile = versions[0].profile if versions else installation().read_profile()
    show_page = partial(_page, request, collections=collections, versions=versions)
    if request.method != "POST":
        return show_page(form_of(profile, [each.name for each in collections]))
    form = form_from(request.POST)
    if request.POST.get("do") == "nearest":
        fields = {**form.fields, "colour": look_of(form.fields["colour"]).nearest}
        return show_page(Form(fields=fields, on=form.on), checked=True)
    wanted = profile_from(form, over=profile, shown=request.POST.getlist("shown"))
    if request.POST.get("do") == "check":
        found = {name: words for name, words in problems_of(wanted).items() if name == "colour"}
        return show_page(form, problems=found, checked=True, status=422 if found else 200)
    try:
        _save(request, wanted, collections)
    except InvalidRequest as error:
        return show_page(form, versions=installation().list_profiles(), problems=error.problems, status=422)
    return _saved(request)


@needs(CHANGE)
@require_POST
def put_back(request: HttpRequest, number: int) -> HttpResponse:
    """Make an earlier version the newest again. Nothing is lost: it is one more version."""
    version = next((each for each in installation().list_profiles() if each.number == number), None)
    if version is None:
        raise Http404
    made = installation().save_profile(version.profile, by=request.user.get_username())
    logger.info("staff account %s put version %s back as %s", request.user.pk, number, made.number)
    return _saved(request)


def _save(request: HttpRequest, wanted: BodyProfile, collections: list[HeldCollection]) -> None:
    if collections and wanted.collections_off >= {each.name for each in collections}:
        raise InvalidRequest({**problems_of(wanted), "on": _("Leave at least one collection on")})
    after = request.POST.get("version", "")
    try:
        number = int(after) if after.isascii() and after.isdigit() and len(after) <= 18 else 0
        made = installation().save_profile(wanted, by=request.user.get_username(), after=number)
    except InvalidRequest as error:
        if "version" not in error.problems:
            raise
        raise InvalidRequest({"history": error.problems["version"]}) from error
    logger.info("staff account %s saved version %s of the settings", request.user.pk, made.number)


def _saved(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff:settings')}?saved=1", status=303)


def _page(
    request: HttpRequest,
    form: Form,
    *,
    collections: list[HeldCollection],
    versions: Sequence[ProfileVersion],
    problems: Mapping[str, str] | None = None,
    checked: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "place": "staff:settings",
        "settings_address": reverse("staff:settings"),
        "fields": form.fields,
        "on": form.on,
        "collections": collections,
        "days": list(enumerate(name_days())),
        "nations": list(NamedNations()),
        "look": look_of(form.fields["colour"]),
        "preview": reverse("staff:preview"),
        "checked": checked,
        "problems": _in_order(problems or {}),
        "saved": "saved" in request.GET and request.method != "POST",
        "version": versions[0].number if versions else 0,
        "changes": changes_in(versions),
        "snippets": _snippets(request),
    }
    return show(request, "staff/settings.html", context, status=status)


def _in_order(problems: Mapping[str, str]) -> dict[str, str]:
    """As the fields stand on the page, so that the summary reads from top to bottom."""
    order = ("service_name", "body_name", "colour", "contact_phone", "contact_email", "contact_url", "contact_address")
    later = (*(f"opens-{day}" for day in range(7)), "holidays_of", "on", "embed_on", "history")
    return {name: problems[name] for name in (*order, *later) if name in problems}


def _snippets(request: HttpRequest) -> dict[str, str]:
    """HTML to copy into the body's own pages, as text: a link, and a frame (see docs/how-to/embed-the-assistant.md)."""
    base = installed.CONFIGURATION.base_url or request.build_absolute_uri("/").rstrip("/")
    name = escape(installation().read_profile().service_name)
    page, frame = base + reverse("citizen:start"), base + reverse("citizen:start", current_app="embed")
    voice = ' allow="microphone"' if installed.CONFIGURATION.speech else ""
    return {
        "link": f'<a href="{page}">{name}</a>',
        "frame": f'<iframe title="{name}" src="{frame}" width="100%" height="640" loading="lazy" '
        f'referrerpolicy="no-referrer"{voice} sandbox="{SANDBOX}"></iframe>',
    }
