"""One run: its steps, its versions, its place in the ledger. Its words for a stated purpose, noted before they show."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.entry.access import needs
from fingerpost.doors.installation import installation, now
from fingerpost.doors.made_with import made_with
from fingerpost.doors.oversight import words
from fingerpost.doors.oversight.pages import show
from fingerpost.doors.oversight.tabs import SEE
from fingerpost.doors.written import is_rephrased, quotes_of, who_wrote
from fingerpost.record.overseeing.openings import (
    ASKED_FOR,
    LONGEST,
    SHORTEST,
    CannotOpen,
    list_openings_of,
    open_text,
)
from fingerpost.record.overseeing.runs import InspectedRun, inspect_run
from fingerpost.record.reading import KeptRun

OPEN = "record.open_text"
TOLD_ELSEWHERE = frozenset({"name", "verdict", "reason", "milliseconds", "language_model"})


@needs(SEE)
@require_safe
def run(request: HttpRequest, number: int) -> HttpResponse:
    """What the ledger discloses of a run, with no word of a resident and no reference, which would open them."""
    found = inspect_run(number, body=settings.CONFIGURATION.body)
    return _missing(request) if found is None else _show(request, found)


@needs(OPEN)
@require_POST
def open_run(request: HttpRequest, number: int) -> HttpResponse:
    """The words of a run, once: the page is not kept, and whoever wants to read them again says again why."""
    found = inspect_run(number, body=settings.CONFIGURATION.body)
    if found is None:
        return _missing(request)
    typed = {"purpose": request.POST.get("purpose", ""), "why": request.POST.get("why", "")[: 2 * LONGEST]}
    problems = _problems(typed)
    if problems:
        return _show(request, found, problems=problems, typed=typed, status=422)
    try:
        kept = open_text(
            found.reference,
            by=request.user.get_username(),
            body=settings.CONFIGURATION.body,
            at=now(),
            keys=installation().build_keys(),
            **typed,
        )
    except CannotOpen as error:
        return _show(request, found, problems={"why": _(error.public)}, typed=typed, status=422)
    return _show(request, found, opened=kept)


def _problems(typed: dict[str, str]) -> dict[str, str]:
    problems = {}
    if typed["purpose"] not in set(ASKED_FOR):
        problems["purpose"] = _("Choose what you open it for")
    if not SHORTEST <= len(" ".join(typed["why"].split())) <= LONGEST:
        told = _("Say why, in %(least)s to %(most)s characters")
        problems["why"] = told % {"least": SHORTEST, "most": LONGEST}
    return problems


def _show(
    request: HttpRequest,
    found: InspectedRun,
    *,
    opened: KeptRun | None = None,
    problems: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    typed = typed or {}
    context = {
        "run": found,
        "leaf": found.leaf if opened else {**found.leaf, "reference": _("left out here")},
        "steps": _steps(found, opened),
        "times": _times(found),
        "made_with": made_with(found.leaf),
        "inclusion": _inclusion(found),
        "openings": list_openings_of(found.reference, body=body, keys=keys),
        "opened": opened,
        "asked": [each for each in (opened.request or {}).values() if isinstance(each, str) and each] if opened else [],
        "said": (opened.held or opened.reply) if opened else None,
        "who_wrote": who_wrote(opened.held or opened.reply) if opened and opened.reply else [],
        "model": _model_of(opened),
        "removed": opened.removed if opened else (),
        "may_open": request.user.has_perm(OPEN),
        "open_address": reverse("oversight:open-run", kwargs={"number": found.seq}),
        "purposes": [
            {
                "value": each.value,
                "text": words.purpose_words(each.value),
                "checked": typed.get("purpose") == each.value,
            }
            for each in ASKED_FOR
        ],
        "typed": typed,
        "problems": problems or {},
        "longest": LONGEST,
        "words": words,
        "is_rephrased": is_rephrased,
        "quotes_of": quotes_of,
    }
    return show(request, "oversight/run.html", context, tab="oversight:runs", status=status)


def _steps(found: InspectedRun, opened: KeptRun | None) -> list[dict[str, Any]]:
    """Each step by name and verdict, as the leaf has them; with its time and what it found once the words are open."""
    told = opened.reply["steps"] if opened and opened.reply else []
    steps = found.leaf.get("steps", [])
    if len(told) != len(steps):
        return [{**step, "found": {}} for step in steps]
    return [
        {
            **step,
            "reason": more.get("reason", ""),
            "milliseconds": more.get("milliseconds"),
            "found": {
                name: value
                for name, value in more.items()
                if name not in TOLD_ELSEWHERE and value not in (None, "", [], {})
            },
        }
        for step, more in zip(steps, told, strict=True)
    ]


def _model_of(opened: KeptRun | None) -> dict[str, Any]:
    """What the language model did in an opened run: which one, what each prompt took, and each line it wrote. Nothing
    where it was not asked."""
    steps = opened.reply["steps"] if opened and opened.reply else []
    told = next((step["language_model"] for step in steps if step.get("language_model")), None)
    if opened is None or told is None:
        return {}
    calls = (opened.tape or {}).get("calls", ())
    wrote = [gave for engine, _asked, gave in calls if engine == "language_model"]
    return {**told, "lines": [line for each in wrote for line in each["lines"]]}


def _times(found: InspectedRun) -> list[tuple[str, float]]:
    """Milliseconds by stage, in the order of the road."""
    figures = found.figures
    if figures is None:
        return []
    times = [(name, getattr(figures, f"{name}_time")) for name in ("guard", "capability", "check", "explain", "whole")]
    return [(words.stage_words(name), time / 1000) for name, time in times if time is not None]


def _inclusion(found: InspectedRun) -> dict[str, Any]:
    """Where it stands in the signed ledger; in words where it does not, or cannot be told."""
    try:
        proof = installation().build_ledger().find_proof(found.seq)
    except (FingerpostError, LookupError) as error:
        told = error.public if isinstance(error, FingerpostError) else _("The ledger has no such entry.")
        return {"is_proved": False, "words": told}
    told = _("It stands in the ledger as number %(index)s of %(size)s, under a signed checkpoint.")
    return {"is_proved": True, "words": told % {"index": f"{proof.index + 1:,}", "size": f"{proof.size:,}"}}


def _missing(request: HttpRequest) -> HttpResponse:
    told = [_("No finished run has this number.")]
    return show(request, "entry/words.html", {"title": _("No such run"), "paragraphs": told}, status=404)
