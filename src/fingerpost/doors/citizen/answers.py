"""An answer at its own address, as the record holds it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.capability import Capability
from fingerpost.doors.asking import capabilities, find_kept
from fingerpost.doors.citizen import telling
from fingerpost.doors.citizen.conversation import earlier_turns
from fingerpost.doors.citizen.faults import gone
from fingerpost.record.reading import KeptRun


@require_safe
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """The answer of that reference, however it is typed."""
    kept = find_kept(reference)
    if kept is None:
        raise Http404
    return show_answer(request, kept, problems={}, question="", status=200) if kept.reply else gone(request)


def show_answer(
    request: HttpRequest, kept: KeptRun, *, problems: dict[str, str], question: str, status: int
) -> HttpResponse:
    """The page of one answer. `problems` and `question` are those of a follow-up that could not be asked."""
    reply = _with_links(kept.reply or {})
    context = {
        "section": "ask",
        "reply": reply,
        "headline": telling.headline(reply),
        "asked": _asked(kept),
        "earlier": earlier_turns(kept),
        "can_follow": "conversation" in (kept.request or {}),
        "reasons": telling.reasons(reply),
        "steps": telling.steps(reply),
        "nation_name": telling.nation_name(reply["nation"]),
        "next": _next_steps(reply),
        "suggestions": _suggestions(reply),
        "question": question,
        "problems": problems,
    }
    response = render(request, "citizen/answer.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"  # a shared computer keeps no answer
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _with_links(reply: dict[str, Any]) -> dict[str, Any]:
    """Each claim with where to read it in its place: our copy at that heading, with the lines marked."""
    claims = [{**claim, "read": _read_at(claim["source"], reply["reference"])} for claim in reply["claims"]]
    return {**reply, "claims": claims}


def _read_at(source: dict[str, Any], reference: str) -> str:
    if not source.get("copy"):
        return str(source["link"] or source["url"])
    anchor = f"#{source['anchor']}" if source["anchor"] else ""
    return f"{source['copy']}?{urlencode({'run': reference})}{anchor}"


def _next_steps(reply: dict[str, Any]) -> list[dict[str, str]]:
    """What to do next, without what the signposts above already say."""
    said = [contact for signpost in reply["signposts"] for contact in signpost["contacts"]]
    return [step for step in reply["next_steps"] if step not in said]


def _suggestions(reply: dict[str, Any]) -> list[tuple[str, str]]:
    """Other headings of the page quoted first, with the page's address."""
    first = reply["claims"][0]["source"] if reply["claims"] else {}
    return [(words, str(first.get("copy") or first.get("url") or "")) for words in reply["suggestions"]]


def _asked(kept: KeptRun) -> list[tuple[str, str]]:
    """What was asked, as the record holds it: personal details are placeholders. Empty fields are left out."""
    capability = next((each for each in capabilities().values() if each.name == kept.capability), None)
    texts = {name: value for name, value in (kept.request or {}).items() if isinstance(value, str) and value}
    if list(texts) == ["question"]:
        return [(_("You asked"), texts["question"])]
    return [(_label(capability, name), value) for name, value in texts.items()]


def _label(capability: Capability | None, name: str) -> str:
    """The label of a field; its name where the capability is no longer installed."""
    found = getattr(capability.request, "__dataclass_fields__", {}).get(name) if capability else None
    return str(found.metadata.get("label") or name) if found else name
