"""The list of every AI system of the body: what it is, how each of them is, and a search over them."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fingerpost.contract.paging import place_page
from fingerpost.doors.citizen.register.choosing import FACETS, Chosen, choose, chosen_from, filed_under
from fingerpost.doors.citizen.register.shown import entry_of
from fingerpost.doors.pagination import number_of, pagination
from fingerpost.doors.register.health import HEALTHS, count_healths, health_of
from fingerpost.doors.register.words import SAID
from fingerpost.doors.systems import list_public_records
from fingerpost.record.register.public import PublicRecord

A_PAGE = 20


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every system that was chosen, worst first, a page at a time."""
    records = sorted(list_public_records(), key=_order)
    chosen = chosen_from(request.GET.dict())
    found = choose(records, chosen)
    place = place_page(len(found), wanted=number_of(request.GET.get("page", "")), size=A_PAGE)
    context = {
        "section": "register",
        "chosen": chosen,
        "is_chosen": any(asdict(chosen).values()),
        "choices": _choices(records, chosen),
        "total": len(records),
        "healths": count_healths(records),
        "found": len(found),
        "entries": [entry_of(each) for each in found[place.rows]],
        "pagination": pagination(place.number, place.pages, **asdict(chosen)),
        "page_number": place.number,
        "pages": place.pages,
        "said": SAID,
    }
    return render(request, "citizen/register/list.html", context)


def _order(record: PublicRecord) -> tuple[int, str]:
    return HEALTHS.index(health_of(record)), record.title.casefold()


def _choices(records: list[PublicRecord], chosen: Chosen) -> dict[str, list[dict[str, Any]]]:
    """The items of each list to choose from: what occurs, and what was chosen."""
    occurs: dict[str, list[str]] = {
        "phase": [each.phase for each in records],
        "kind": [each.kind for each in records],
        "health": [str(health_of(each)) for each in records],
        **{facet: [code for each in records for code in filed_under(each, facet)] for facet in FACETS},
    }
    return {name: _items(codes, name, getattr(chosen, name)) for name, codes in occurs.items()}


def _items(codes: list[str], name: str, selected: str) -> list[dict[str, Any]]:
    known = sorted(set(codes) | ({selected} - {""}), key=SAID[name])
    items = [{"value": code, "text": SAID[name](code), "selected": code == selected} for code in known]
    return [{"value": "", "text": _("All")}, *items]
