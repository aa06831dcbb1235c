"""How the register holds up against published principles, as a page and as a file."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.doors.asking import installed
from fingerpost.doors.installation import now
from fingerpost.doors.languages import ENGLISH, page_language
from fingerpost.doors.register import reading as register
from fingerpost.doors.register import words
from fingerpost.doors.systems import list_public_records
from fingerpost.record.register.assurance import Assessed, Principles, assess, count_states
from fingerpost.record.register.assurance.live import Seen

SHAPES = {"met": "green", "met in part": "amber", "not met": "red", "for the body": "declared"}


@require_safe
def assurance(request: HttpRequest) -> HttpResponse:
    """Each principle of each list, with what its live checks find now."""
    context = {"section": "register", "lists": look(), "shapes": SHAPES, "words": words}
    return render(request, "citizen/register/assurance.html", context)


@require_safe
def assurance_json(request: HttpRequest) -> HttpResponse:
    """The same as a file."""
    response = JsonResponse({"at": now().isoformat(timespec="seconds"), "lists": look()})
    response.headers["Content-Disposition"] = 'attachment; filename="assurance.json"'
    return response


def look() -> list[dict[str, Any]]:
    """Every list as plain values, in the words of the page."""
    checkpoint = register.latest_checkpoint()
    seen = Seen(
        records=list_public_records(),
        installed=frozenset(each.name for each in installed().values()),
        signed_size=checkpoint.size if checkpoint else None,
        on=timezone.localdate(now()),
    )
    return [_list(each, principles) for each, principles in assess(seen)]


def _list(one: Principles, principles: list[Assessed]) -> dict[str, Any]:
    return {
        "key": one.key,
        **_said(one.words),
        "counts": count_states(principles),
        "principles": [_principle(each) for each in principles],
    }


def _principle(assessed: Assessed) -> dict[str, Any]:
    one = assessed.principle
    return {
        "number": one.number,
        "state": assessed.state,
        **_said(one.words),
        "tests": one.tests,
        "documents": one.documents,
        "found": [
            {
                "check": name,
                "words": words.check_words(name),
                "holds": each.holds,
                "right": each.right,
                "of": each.of,
                "wrong": each.wrong,
            }
            for name, each in assessed.found.items()
        ],
    }


def _said(texts: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """The texts in the language of the page; in English where there are none."""
    return texts.get(page_language()) or texts[ENGLISH]
