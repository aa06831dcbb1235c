"""Finds what a web page is about, and leaves out what every page of the site has: menus, banners, footers."""

import re
from typing import Any

from fingerpost.knowledge.formats.hidden import drop

_CONTROLS = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "input", "select",
             "textarea", "option", "datalist", "audio", "video", "map", "dialog", "head")  # fmt: skip
_AROUND = re.compile(
    r"(\A|[\s_-])(breadcrumbs?|cookies?|skip-?link|skip-?to|social|share|sharing|pagination|pager|related|feedback|"
    r"phase-banner|emergency-banner|print-link|back-to-top|contents-list|table-of-contents|toc|sidebar|side-nav|"
    r"site-header|site-footer|page-header-nav|translation-nav|language-switcher|lang-switch|newsletter|menu|navbar|"
    r"search-form|advert|banner-cookie|is-this-page-useful|page-tools|step-nav-header|consent)(?=\Z|[\s_-])",
    re.I,
)
_ROLES_AROUND = frozenset({"navigation", "banner", "contentinfo", "search", "alert", "alertdialog", "dialog", "menu"})
_MAIN_IDS = ("main-content", "maincontent", "main", "content", "page-content")
_TOO_MUCH = 0.5  # what holds more of the page's words than this is the page, whatever it is called


def find_main(root: Any) -> Any:
    """The element that holds the page's own content, with what is not content taken out of it, in place."""
    for element in list(root.iter(*_CONTROLS)):
        drop(element)
    main = _main_element(root)
    whole = _length(main)
    # Within the content itself a header is where its introduction stands.
    for element in list(main.iter("header", "footer", "aside") if main.tag == "body" else main.iter("footer")):
        _drop_if_small(element, whole, unless_heading=True)
    for element in list(main.iter("nav")):
        drop(element)
    for element in [each for each in main.iter() if each is not main and _is_around(each)]:
        _drop_if_small(element, whole)
    for button in [each for each in main.iter("button", "label") if not _stands_in_heading(each)]:
        drop(button)
    return main


def _main_element(root: Any) -> Any:
    mains = [*root.iter("main"), *(each for each in root.iter() if each.get("role") == "main")]
    if mains and _length(mains[0]):
        return mains[0]
    named = {each.get("id"): each for each in root.iter("div", "section", "article", "td") if each.get("id")}
    for name in _MAIN_IDS:
        if name in named and _length(named[name]):
            return named[name]
    articles = list(root.iter("article"))
    if len(articles) == 1 and _length(articles[0]):
        return articles[0]
    return next(iter(root.iter("body")), root)


def _is_around(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
        return False
    if (element.get("role") or "").lower() in _ROLES_AROUND:
        return True
    if "breadcrumb" in (element.get("aria-label") or "").lower():
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(_AROUND.search(names)) or (element.tag == "aside" and _is_mostly_links(element))


def _is_mostly_links(element: Any) -> bool:
    links = sum(_length(link) for link in element.iter("a"))
    return links > 0.6 * max(_length(element), 1)


def _drop_if_small(element: Any, whole: int, *, unless_heading: bool = False) -> None:
    if unless_heading and next(element.iter("h1"), None) is not None and not list(element.iter("nav")):
        return
    if _length(element) <= _TOO_MUCH * whole:
        drop(element)


def _stands_in_heading(element: Any) -> bool:
    return any(each.tag in {"h1", "h2", "h3", "h4", "h5", "h6", "summary"} for each in element.iterancestors())


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())
