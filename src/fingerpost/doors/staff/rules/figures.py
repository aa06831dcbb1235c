"""Every figure of the rules, by scheme, to choose the one that changes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from fingerpost.doors.entry.access import needs
from fingerpost.doors.entry.pages import show
from fingerpost.doors.rulebook import reader
from fingerpost.doors.staff.rules import words
from fingerpost.doors.staff.rules.page import PLACE, SEE
from fingerpost.rules.authoring.formulas import Reader
from fingerpost.rules.authoring.wording import in_language
from fingerpost.rules.book import Parameter, Scheme

LONGEST = 100  # characters of what is searched for


@needs(SEE)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """All of them with the value of today; with `?words=` those whose name, or whose scheme's, holds the words."""
    read = reader()
    sought = " ".join(request.GET.get("words", "").split())[:LONGEST]
    groups = [
        {"scheme": in_language(each.title, read.language), "id": each.id, "figures": _figures(each, sought, read)}
        for each in read.book.schemes.values()
    ]
    context = {
        "place": PLACE,
        "sought": sought,
        "groups": [each for each in groups if each["figures"]],
        "found": sum(len(each["figures"]) for each in groups),
        "address": reverse("staff:rule-figures"),
        "back": reverse(PLACE),
    }
    return show(request, "staff/rules/figures.html", context)


def _figures(scheme: Scheme, sought: str, read: Reader) -> list[dict[str, Any]]:
    title = in_language(scheme.title, read.language)
    return [
        _row(each, read)
        for each in read.book.parameters_of(scheme.id)
        if sought.casefold() in f"{title} {words.figure_words(each, read)}".casefold()
    ]


def _row(parameter: Parameter, read: Reader) -> dict[str, Any]:
    dated = parameter.at(read.on)
    scheme, _, figure = parameter.name.partition(".")
    return {
        "words": words.figure_words(parameter, read),
        "value": read.value_of(parameter, dated.value) if dated else "",
        "first": dated.first if dated else None,
        "address": reverse("staff:rule-change", kwargs={"scheme": scheme, "figure": figure}),
    }
