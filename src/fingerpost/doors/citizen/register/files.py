"""The register as files to take away: whole, as a table, in the form of the GOV.UK list, and as a feed of changes."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.links import link_to
from fingerpost.doors.citizen.register import feed
from fingerpost.doors.installation import installation, now
from fingerpost.doors.register import reading as register
from fingerpost.doors.systems import list_public_records
from fingerpost.record.register.exports import as_csv, as_finder, as_json, as_values


@require_safe
def register_json(request: HttpRequest) -> HttpResponse:
    """Every record, whole."""
    return _json(as_json(list_public_records(), at=now()), name="register.json")


@require_safe
def register_csv(request: HttpRequest) -> HttpResponse:
    """A row for each system; no cell of it is a formula."""
    made = as_csv(list_public_records())
    return _named(HttpResponse(made, content_type="text/csv; charset=utf-8"), "register.csv")


@require_safe
def register_finder(request: HttpRequest) -> HttpResponse:
    """Every record as GOV.UK's list of algorithmic tools holds one."""
    made = [as_finder(each) for each in list_public_records()]
    return _json({"results": made, "total": len(made)}, name="finder.json")


@require_safe
def record_json(request: HttpRequest, system: str) -> HttpResponse:
    """One record, whole."""
    return _json(as_values(register.record_or_404(system)), name=f"{system}.json")


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The newest versions of every record, as an Atom feed."""
    records = {each.name: each for each in list_public_records()}
    kept = [each for each in register.list_changes(feed.MOST) if each.name in records]
    links = {
        (each.name, each.number): link_to("record_version", system=each.name, number=str(each.number)) for each in kept
    }
    made = feed.feed_of(
        [(records[each.name], each) for each in kept],
        feed=whole(request, link_to("register_changes")),
        register=whole(request, link_to("register")),
        title=_("Changes to the register of AI systems"),
        author=installation().read_profile().body_name,
        updated=kept[0].at if kept else now(),
        addresses={key: whole(request, path) for key, path in links.items()},
    )
    return HttpResponse(made, content_type="application/atom+xml; charset=utf-8")


def whole(request: HttpRequest, path: str) -> str:
    """The address with its host: that of the configuration, else the one that was asked."""
    base = settings.CONFIGURATION.base_url
    return f"{base}{path}" if base else request.build_absolute_uri(path)


def _json(values: dict[str, Any], *, name: str) -> HttpResponse:
    return _named(JsonResponse(values, json_dumps_params={"ensure_ascii": False}), name)


def _named(response: HttpResponse, name: str) -> HttpResponse:
    """To be kept under that name."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
