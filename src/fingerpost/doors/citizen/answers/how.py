"""How one answer was made: its reasons, each step of its road, and what it was made with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.answers import road, telling
from fingerpost.doors.citizen.answers.kept import kept_private, of_kept_answer
from fingerpost.doors.made_with import made_with
from fingerpost.record.reading import KeptRun


@require_safe
@of_kept_answer
def how(request: HttpRequest, kept: KeptRun) -> HttpResponse:
    """The page of that reference. The record made it when the answer was made: nothing is worked out anew."""
    reply = kept.reply or {}
    states = [road.state_of(step) for step in reply["steps"]]
    told = zip(telling.steps(reply), states, strict=True)
    context = {
        "reply": reply,
        "question": (kept.request or {}).get("question", ""),
        "reasons": telling.reasons(reply),
        "steps": [{**step, "state": state, "state_words": road.state_words(state)} for step, state in told],
        "road": road.picture_of(reply["steps"]),
        "made_with": _made_with(kept),
        "capability": kept.capability,
    }
    return kept_private(render(request, "citizen/how.html", context))


def _made_with(kept: KeptRun) -> list[tuple[str, str]]:
    """Versions and digests, as the record holds them."""
    known = made_with(kept.leaf)
    sealed = kept.leaf.get("sealed_sha256", "")
    return [*known, (_("Digest of what is kept under this reference"), sealed)] if sealed else known
