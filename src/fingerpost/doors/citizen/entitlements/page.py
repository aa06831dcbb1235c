"""The page of one result."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fingerpost.doors.citizen.answers.kept import kept_private
from fingerpost.doors.citizen.answers.shown import shown
from fingerpost.doors.citizen.entitlements.asking import SECTION
from fingerpost.doors.citizen.entitlements.files import headings
from fingerpost.doors.citizen.entitlements.results import shown_result
from fingerpost.record.reading import KeptRun


def show_result(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """What was worked out, by how sure it is, with what any answer has beside it: reference, receipt, a person."""
    context = {**shown(kept), **shown_result(kept), "headings": headings(), "section": SECTION}
    return kept_private(render(request, "citizen/entitlements/result.html", context))
