"""Our copy of the guidance: the list of pages, a search over it, and one page with the lines that answered."""

from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.claims import name_nations
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Clock, Search
from fingerpost.doors.asking import find_kept
from fingerpost.doors.installation import installation
from fingerpost.knowledge.reading import DocumentEntry, list_documents, read_document

A_PAGE = 20  # pages of guidance on one page of the list
PASSAGES_SEARCHED = 60


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every page by title, or those that a search finds."""
    words = " ".join(request.GET.get("words", "").split())[:200]
    nation = request.GET.get("nation", "")
    context = _context(nation)
    if words or context.nation:
        shown: dict[str, Any] = {"found": _search(words or context.nation.title, context), "listed": None}  # type: ignore[union-attr]
    else:
        listed = list_documents(context=context, page=_number(request.GET.get("page", "1")), size=A_PAGE)
        shown = {
            "found": None,
            "listed": listed,
            "entries": [_entry(each) for each in listed.documents],
            "numbers": _numbers(listed.page, listed.pages),
        }
    return render(request, "citizen/library.html", {"section": "guidance", "words": words, "nation": nation, **shown})


@require_safe
def page(request: HttpRequest, collection: str, key: str) -> HttpResponse:
    """One page of guidance. `?run=` marks the lines that answered under that reference."""
    found = read_document(context=_context(""), collection=collection, key=key)
    if found is None:
        raise Http404
    run = request.GET.get("run", "")
    marks = _marks(run, found.copy)
    sections = [_section(each, marks.get(each.anchor, frozenset())) for each in found.passages]
    context = {
        "section": "guidance",
        "page": found,
        "sections": sections,
        "contents": [(each["anchor"], each["heading"]) for each in sections if each["level"] == 2 and each["anchor"]],
        "steps": [
            {"kind": each.kind, "label": each.label, "url": each.url, "phone": ""}
            for each in found.passages[0].next_steps
        ],
        "nation": name_nations(frozenset(nation for each in found.passages for nation in each.nations)),
        "run": run if marks else "",
        "has_marks": any(line["marked"] for section in sections for line in section["lines"]),
    }
    return render(request, "citizen/page.html", context)


def _context(nation: str) -> Context:
    clock = cast(Clock, installation().build_engines().one("clock"))
    chosen = Nation(nation) if nation in set(Nation) else None
    return Context(body=settings.CONFIGURATION.body, at=clock.now(), nation=chosen, door="citizen")


def _search(words: str, context: Context) -> list[dict[str, Any]]:
    """Pages, best first, each once, under its best section."""
    search = cast(Search, installation().build_engines().one("search"))
    hits = search.find(words, context=context, limit=PASSAGES_SEARCHED)
    first: dict[str, Passage] = {}
    for hit in hits:
        first.setdefault(hit.passage.document, hit.passage)
    return [
        {
            "title": passage.title,
            "summary": passage.summary,
            "address": passage.copy or passage.url,
            "nation": name_nations(passage.nations),
            "checked_on": passage.checked_on,
        }
        for passage in list(first.values())[:A_PAGE]
    ]


def _entry(entry: DocumentEntry) -> dict[str, Any]:
    nations = frozenset(Nation(name) for name in entry.details.get("nations", ()))
    return {
        "title": entry.title,
        "summary": entry.details.get("summary", ""),
        "address": entry.copy or entry.url,
        "language": entry.language,
        "nation": name_nations(nations),
        "checked_on": entry.checked_on,
    }


def _marks(reference: str, copy: str) -> dict[str, frozenset[str]]:
    """The lines that answered, by the anchor of their section."""
    kept = find_kept(reference)
    claims: Iterable[dict[str, Any]] = (kept.reply or {}).get("claims", ()) if kept else ()
    return {
        claim["source"]["anchor"]: frozenset(claim["marked"]) for claim in claims if claim["source"]["copy"] == copy
    }


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


def _number(typed: str) -> int:
    return min(int(typed), 100_000) if typed.isascii() and typed.isdigit() else 1


def _numbers(page: int, pages: int) -> list[dict[str, Any]]:
    """The pagination's items: the first, the last, and those beside this one."""
    shown = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    items: list[dict[str, Any]] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number - before > 1:
            items.append({"ellipsis": True})
        label = _("Page %(number)s") % {"number": number}
        items.append(
            {"number": number, "href": f"?page={number}", "current": number == page, "visuallyHiddenText": label}
        )
    return items
