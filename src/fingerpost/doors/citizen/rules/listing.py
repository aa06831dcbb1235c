"""Every scheme whose rules are here, by kind."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.doors.citizen.rules.shown import nation_words
from fingerpost.doors.nations import NamedNations
from fingerpost.doors.rulebook import page_words, rules_in_force
from fingerpost.rules.authoring.wording import in_language
from fingerpost.rules.book import Scheme

LONGEST = 100  # characters of what is searched for


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """All of them; with `?words=` those that hold the words, with `?nation=` those that exist there."""
    book, language = rules_in_force(), page_words()
    words = " ".join(request.GET.get("words", "").split())[:LONGEST]
    nation = request.GET.get("nation", "")
    found = [book.schemes[name] for name in book.public]
    found = [each for each in found if _fits(each, words, nation, language)]
    context = {
        "section": "rules",
        "words": words,
        "nation": nation,
        "is_chosen": bool(words or nation),
        "nation_items": _nation_items(nation),
        "total": len(book.public),
        "found": len(found),
        "groups": [
            (title, [_entry(each, language) for each in found if each.kind in kinds]) for title, kinds in _groups()
        ],
    }
    return render(request, "citizen/rules/list.html", context)


def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The kinds of scheme, each group under its heading."""
    return (
        (_("Benefits"), ("benefit",)),
        (_("Help with costs, and discounts"), ("help", "discount")),
        (_("Pay"), ("pay",)),
        (_("Tax"), ("tax",)),
        (_("Services and guidance"), ("service", "guidance")),
    )


def _entry(scheme: Scheme, language: str) -> dict[str, Any]:
    return {
        "name": scheme.id,
        "title": in_language(scheme.title, language),
        "summary": in_language(scheme.summary, language),
        "nations": nation_words(scheme),
    }


def _fits(scheme: Scheme, words: str, nation: str, language: str) -> bool:
    text = f"{in_language(scheme.title, language)} {in_language(scheme.summary, language)}".casefold()
    named = any(words.casefold() in in_language(each, language).casefold() for each in scheme.titles.values())
    return (not words or words.casefold() in text or named) and (not nation or nation in scheme.nations)


def _nation_items(chosen: str) -> list[dict[str, Any]]:
    items = [{"value": code, "text": name, "selected": code == chosen} for code, name in NamedNations()]
    return [{"value": "", "text": _("All"), "selected": not chosen}, *items]
