"""One page of our copy of the guidance, with the lines that answered marked."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.contract.claims import name_nations
from fingerpost.contract.passages import Passage
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.asking import find_kept
from fingerpost.doors.citizen.guidance.library import context_for
from fingerpost.doors.citizen.links import link_to_copy
from fingerpost.doors.topics import topic_words
from fingerpost.doors.written import quotes_of
from fingerpost.knowledge.reading import DocumentPage, find_twin, read_document


@require_safe
def page(request: HttpRequest, collection: str, key: str) -> HttpResponse:
    """One page of guidance. `?run=` marks the lines that answered under that reference."""
    context = context_for("")
    found = read_document(context=context, collection=collection, key=key)
    if found is None:
        raise Http404
    typed = request.GET.get("run", "")
    run = tidy_reference(typed) if typed else ""
    sections, quoted = sections_of(found, run=run)
    twin = find_twin(found, context=context)
    topic = str(found.details.get("topic") or "")
    shown = {
        "section": "guidance",
        "page": found,
        "topic": topic,
        "topic_words": topic_words(topic),
        "twin": {"title": twin.title, "language": twin.language, "address": link_to_copy(twin.copy)} if twin else None,
        "sections": sections,
        "contents": [(each["anchor"], each["heading"]) for each in sections if each["level"] == 2 and each["anchor"]],
        "steps": [
            {"kind": each.kind, "label": each.label, "url": each.url, "phone": ""}
            for each in found.passages[0].next_steps
        ],
        "nation": name_nations(frozenset(nation for each in found.passages for nation in each.nations)),
        "run": run if quoted else "",
        "has_marks": mark_first(sections),
    }
    response = render(request, "citizen/page.html", shown)
    if run:
        response.headers["Cache-Control"] = "private, no-store"  # the marks tell what was asked
    return response


def sections_of(found: DocumentPage, *, run: str) -> tuple[list[dict[str, Any]], bool]:
    """The sections with the lines marked that answered under the reference `run`; and whether that quoted the page."""
    marks = _marks(run, found.copy)
    return [_section(each, marks.get(each.anchor, frozenset())) for each in found.passages], bool(marks)


def mark_first(sections: Iterable[dict[str, Any]]) -> bool:
    """Name the first marked line, so that a link can lead to it. Is there one?"""
    first = next((line for section in sections for line in section["lines"] if line["marked"]), None)
    if first is not None:
        first["is_first"] = True
    return first is not None


def _marks(reference: str, copy: str) -> dict[str, frozenset[str]]:
    """The lines that answered, by the anchor of their section."""
    kept = find_kept(reference) if reference else None
    claims: Iterable[dict[str, Any]] = (kept.reply or {}).get("claims", ()) if kept else ()
    marks: dict[str, frozenset[str]] = {}
    for quoted in (each for claim in claims for each in quotes_of(claim)):
        if quoted["source"]["copy"] == copy:
            anchor = quoted["source"]["anchor"]
            marks[anchor] = marks.get(anchor, frozenset()) | frozenset(quoted["marked"])
    return marks


def _section(passage: Passage, marked: frozenset[str]) -> dict[str, Any]:
    lines = [
        {"text": line.text, "kind": line.kind.value, "block": line.block, "marked": line.text in marked}
        for line in passage.lines
    ]
    depth = len(passage.heading_path)
    return {
        "anchor": passage.anchor,
        "heading": passage.heading if depth else "",
        "level": min(depth + 1, 4),
        "lines": lines,
    }
