"""Our copy of the guidance without any conversation: by topic, by title, and by a search over it."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.capabilities.answer.welsh.english import in_english
from fingerpost.contract.claims import name_nations
from fingerpost.contract.context import Context, Nation
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Search
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.citizen.faults import too_many
from fingerpost.doors.citizen.links import link_to, link_to_copy
from fingerpost.doors.installation import installation
from fingerpost.doors.languages import ENGLISH, page_language
from fingerpost.doors.limits.throttle import seconds_to_wait
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.topics import OTHER, topic_words
from fingerpost.knowledge.reading import DocumentEntry, list_documents, list_topics

A_PAGE = 20  # pages of guidance on one page of a list
PASSAGES_SEARCHED = 240
CLOSE, ASKED = 0.3, 0.5  # cosines: a passage without any of the words is listed only where its meaning is this close


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The topics; or what a search finds, with `?words=` and `?nation=`."""
    words = " ".join(request.GET.get("words", "").split())[:200]
    nation = request.GET.get("nation", "")
    context = context_for(nation)
    shown: dict[str, Any] = {"section": "guidance", "words": words, "nation": nation}
    if words or context.nation:
        if wait := seconds_to_wait(request, "search"):  # it costs as much as a question does
            return too_many(request, wait)
        found = _search(words or context.nation.title, context)  # type: ignore[union-attr]
        page = number_of(request.GET.get("page", ""))
        return render(request, "citizen/found.html", {**shown, **_one_page(found, page, words=words, nation=nation)})
    return render(request, "citizen/library.html", {**shown, **_topics(context)})


@require_safe
def listing(request: HttpRequest, topic: str | None = None) -> HttpResponse:
    """The pages of one topic, or of all, by title."""
    wanted = "" if topic == OTHER else topic
    page = number_of(request.GET.get("page", ""))
    listed = list_documents(context=context_for(""), topic=wanted, page=page, size=A_PAGE)
    if topic is not None and not listed.total:
        raise Http404
    shown = {
        "section": "guidance",
        "title": _("All guidance, by title") if topic is None else topic_words(topic),
        "total": listed.total,
        "entries": [_entry(each) for each in listed.documents],
        "pagination": pagination(listed.page, listed.pages),
        "page_number": listed.page,
        "pages": listed.pages,
    }
    return render(request, "citizen/listing.html", shown)


def context_for(nation: str) -> Context:
    """The circumstances of somebody who reads and says nothing more of themselves than a nation, if that."""
    chosen = Nation(nation) if nation in set(Nation) else None
    return circumstances(door="citizen", language=page_language(), nation=chosen)


def _topics(context: Context) -> dict[str, Any]:
    topics = list_topics(context=context)
    cards = [
        {
            "words": topic_words(each.name),
            "address": link_to("topic", topic=each.name or OTHER),
            "documents": each.documents,
            "is_welsh": each.name == "cy",
        }
        for each in topics
    ]
    first = "cy" if page_language() == "cy" else ""
    cards.sort(key=lambda card: (not (first and card["is_welsh"]), card["words"]))
    return {"topics": cards, "total": sum(each.documents for each in topics)}


def _search(words: str, context: Context) -> list[dict[str, Any]]:
    """Pages, best first, each once, under its best section."""
    search = cast(Search, installation().build_engines().one("search"))
    sought = words if context.language == ENGLISH else f"{words}\n{in_english(words)}"
    hits = search.find(sought, context=context, limit=PASSAGES_SEARCHED)
    first: dict[str, Passage] = {}
    for hit in hits:
        if hit.lexical <= 0 and hit.dense < CLOSE and hit.asked < ASKED:
            continue  # search gives the nearest there are, however far
        first.setdefault(hit.passage.document, hit.passage)
    return [
        {
            "title": passage.title,
            "summary": passage.summary,
            "address": link_to_copy(passage.copy) if passage.copy else passage.url,
            "language": passage.language,
            "nation": name_nations(passage.nations),
            "checked_on": passage.checked_on,
        }
        for passage in first.values()
    ]


def _one_page(found: list[dict[str, Any]], page: int, **asked: str) -> dict[str, Any]:
    pages = -(-len(found) // A_PAGE)
    return {
        "total": len(found),
        "entries": found[(page - 1) * A_PAGE : page * A_PAGE],
        "pagination": pagination(page, pages, **asked),
        "page_number": page,
        "pages": pages,
    }


def _entry(entry: DocumentEntry) -> dict[str, Any]:
    nations = frozenset(Nation(name) for name in entry.details.get("nations", ()))
    return {
        "title": entry.title,
        "summary": entry.details.get("summary", ""),
        "address": link_to_copy(entry.copy) if entry.copy else entry.url,
        "language": entry.language,
        "nation": name_nations(nations),
        "checked_on": entry.checked_on,
    }
