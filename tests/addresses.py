"""Every address there is, as the URLconf has it, with something plausible in each of its gaps."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

_GAPS = {
    "reference": "FP-00000-00000",
    "collection": "tests",
    "key": "child-grant",
    "nation": "wales",
    "topic": "benefits",
    "system": "answer",
    "scheme": "child_benefit",
    "figure": "eldest",
    "kind": "capability",
    "name": "answer",
    "team": "highways",
}


def every_address() -> list[str]:
    """Paths in English and in Welsh, of pages, frames, staff and API."""
    found: dict[str, None] = {}
    for language in ("en", "cy"):
        with translation.override(language):
            found |= dict.fromkeys(_walk(get_resolver().url_patterns, "/"))
    return list(found)


def _walk(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[str]:
    for each in patterns:
        path = before + _filled(each)
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, path)
        else:
            yield path


def _filled(pattern: URLPattern | URLResolver) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda gap: _GAPS.get(gap[1], "1"), str(pattern.pattern))
