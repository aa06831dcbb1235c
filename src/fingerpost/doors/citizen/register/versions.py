"""What a record said before: every kept version, one of them whole, and two side by side."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.transparency import CURRENT, read_standard
from fingerpost.doors.pagination import number_of
from fingerpost.doors.register import reading as register
from fingerpost.doors.register import words
from fingerpost.doors.register.titles import title_words
from fingerpost.record.register.public import Version
from fingerpost.record.register.versions import diff_versions


@require_safe
def versions(request: HttpRequest, system: str) -> HttpResponse:
    """Every kept version, newest first, with a form that puts two side by side."""
    record = register.record_or_404(system)
    kept = register.list_versions(system)
    context = {"section": "register", "record": record, "versions": kept}
    return render(request, "citizen/register/versions.html", context)


@require_safe
def version(request: HttpRequest, system: str, number: int) -> HttpResponse:
    """One version as it was kept."""
    record = register.record_or_404(system)
    kept = register.list_versions(system)
    found = _numbered(kept, number)
    context = {
        "section": "register",
        "record": record,
        "version": found,
        "sections": _sections(found),
        "newest": kept[0].number,
        "words": words,
    }
    return render(request, "citizen/register/version.html", context)


@require_safe
def compare(request: HttpRequest, system: str) -> HttpResponse:
    """Two versions side by side, `?from=` and `?to=`: the newest and the one before it where nothing is said."""
    record = register.record_or_404(system)
    kept = register.list_versions(system)
    if not kept:
        raise Http404
    newest = kept[0].number
    before = _numbered(kept, _asked(request, "from", max(newest - 1, kept[-1].number)))
    after = _numbered(kept, _asked(request, "to", newest))
    context = {
        "section": "register",
        "record": record,
        "versions": kept,
        "before": before,
        "after": after,
        "changes": [
            {"change": each, "title": title_words(each.title), "words": words.change_words(each)}
            for each in diff_versions(before, after)
        ],
    }
    return render(request, "citizen/register/compare.html", context)


def _asked(request: HttpRequest, name: str, otherwise: int) -> int:
    typed = request.GET.get(name, "")
    return number_of(typed) if typed else otherwise


def _numbered(kept: list[Version], number: int) -> Version:
    """Raises Http404 where there is no such version."""
    found = next((each for each in kept if each.number == number), None)
    if found is None:
        raise Http404
    return found


def _sections(version: Version) -> list[dict[str, Any]]:
    """The kept content, which is plain JSON, under the headings of the standard; what it lacks comes last."""
    kept = dict(version.content.get("fields", {}))
    standard = read_standard(version.content.get("standard", CURRENT))
    parts = [
        (title_words(each.title), [kept.pop(field.key) for field in standard.in_section(each.key) if field.key in kept])
        for each in standard.sections
    ]
    return [{"title": title, "fields": [_field(each) for each in fields]} for title, fields in parts if fields] + [
        {"title": _("What the standard lacks"), "fields": [_field(each) for each in kept.values()]}
    ]


def _field(kept: Mapping[str, Any]) -> dict[str, Any]:
    value = kept.get("value", "")
    values = value if isinstance(value, list) else [value]
    return {
        "title": title_words(str(kept.get("title", ""))),
        "number": str(kept.get("number", "")),
        "values": [str(each) for each in values if str(each).strip()],
    }
