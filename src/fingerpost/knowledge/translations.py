"""The translation that a person made of a passage: the same section of the page that says it translates this one."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, Q

from fingerpost.contract.passages import Passage
from fingerpost.knowledge.content import unpack_passage
from fingerpost.knowledge.models import Document, StoredPassage
from fingerpost.knowledge.store_faults import store_faults


def fetch_translations(passages: Iterable[Passage], *, body: str, language: str) -> dict[str, Passage]:
    """For those of the passages whose page has a translation in that language: the passage that says the same, by the
    id of the original.

    Sections are matched by their order, so a translation with more or fewer of them gives none. Raises
    StoreUnavailable.
    """
    originals = [passage for passage in passages if passage.language != language]
    if not originals:
        return {}
    with store_faults():
        pages = _translated_pages({each.document for each in originals}, body=body, language=language)
        sections = _sections_of(page for page, _ in pages.values())
        lengths = _lengths(originals, body=body)
    found: dict[str, Passage] = {}
    for each in originals:
        page, _ = pages.get((each.collection, each.document), (None, None))
        translated = sections.get(page, []) if page is not None else []
        if translated and len(translated) == lengths[each.collection, each.document]:
            found[each.id] = translated[each.position]
    return found


def fetch_originals(passages: Iterable[Passage], *, body: str, language: str) -> dict[str, Passage]:
    """The other way round: for those of the passages in that language that translate another, what they translate."""
    translations = [passage for passage in passages if passage.language == language]
    if not translations:
        return {}
    with store_faults():
        keys = sorted({each.document for each in translations})
        rows = Document.objects.filter(body=body, key__in=keys, details__translation_of__isnull=False)
        named = {name for name in rows.values_list("details__translation_of", flat=True) if name}
        ends = (Q(document__key=name) | Q(document__key__endswith=f"/{name}") for name in sorted(named))
        wanted = reduce(or_, ends, Q(pk__in=()))
        contents = StoredPassage.objects.filter(wanted, body=body).values_list("content", flat=True)
        originals = [unpack_passage(content) for content in contents]
    found = fetch_translations(originals, body=body, language=language)
    return {found[each.id].id: each for each in originals if each.id in found}


def _translated_pages(keys: set[str], *, body: str, language: str) -> dict[tuple[str, str], tuple[int, str]]:
    """The row of each translation, by collection and key of the original, which it names with or without folders."""
    named = {name: key for key in keys for name in (key, key.rpartition("/")[2])}
    rows = Document.objects.filter(body=body, language=language, details__translation_of__in=sorted(named))
    values = rows.values_list("pk", "key", "collection__name", "details__translation_of")
    return {(collection, named[original]): (pk, key) for pk, key, collection, original in values}


def _sections_of(pages: Iterable[int]) -> dict[int, list[Passage]]:
    sections: dict[int, list[Passage]] = {}
    rows = StoredPassage.objects.filter(document__in=list(pages)).order_by("document", "position")
    for page, content in rows.values_list("document", "content"):
        sections.setdefault(page, []).append(unpack_passage(content))
    return sections


def _lengths(originals: Iterable[Passage], *, body: str) -> dict[tuple[str, str], int]:
    """How many passages each of the pages has, by collection and key."""
    keys = {each.document for each in originals}
    rows: Any = StoredPassage.objects.filter(document__body=body, document__key__in=sorted(keys))
    counted = rows.values_list("collection", "document__key").annotate(number=Count("pk"))
    return {(collection, key): number for collection, key, number in counted}
