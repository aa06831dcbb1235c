"""Web pages: one HTML file or address into a page of blocks."""

import re
from typing import Any

from lxml import etree, html

from fingerpost.knowledge.blocks import Block, Heading, Page
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.hidden import drop, strip_hidden
from fingerpost.knowledge.formats.html_blocks import read_blocks, text_of
from fingerpost.knowledge.formats.main_content import find_main
from fingerpost.knowledge.formats.unreadable import Unreadable

_DEEPEST = 250
_SITE_NAME = re.compile(r"\s+[-–|·]\s+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*\Z", re.I)


def read_html(text: str) -> Page:
    """The main content of a whole web page. Raises Unreadable for one that is cut short or nested too deeply."""
    if text.rfind("<") > text.rfind(">") and re.match(r"</?[a-zA-Z]", text[text.rfind("<") :]):
        raise Unreadable("The page ends in the middle of a tag: the file is cut short. Save or send it again.")
    root = _parse(text)
    language = _language_of(root)
    window = next((text_of(each) for each in root.iter("title")), "")
    hidden = strip_hidden(root)
    anywhere = _headline(root)
    main = find_main(root)
    blocks = read_blocks(main)
    # A first heading outside the content is often the name of the site.
    title = _headline(main) or _SITE_NAME.split(window)[0].strip() or anywhere
    return Page(title=title, blocks=_without_title(blocks, title), language=language, hidden=hidden)


def read_fragment(text: str) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Blocks of a piece of HTML that is all content, and what was hidden in it."""
    if not text.strip():
        return (), ()
    root = _parse(f"<html><body>{text}</body></html>")
    hidden = strip_hidden(root)
    for element in list(root.iter("script", "style", "noscript", "template", "svg", "iframe", "button")):
        drop(element)
    return read_blocks(next(root.iter("body"))), hidden


def _headline(root: Any) -> str:
    return next((text_of(each) for each in root.iter("h1") if text_of(each)), "")


def _parse(text: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as fault:
        raise Unreadable("The page could not be read as HTML. Open it in a browser and save it again.") from fault
    if _depth(root) > _DEEPEST:
        raise Unreadable(f"The page is nested more than {_DEEPEST} levels deep. Simplify it, then import it again.")
    return root


def _depth(root: Any) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _language_of(root: Any) -> str:
    language = clean_text(root.get("lang") or "").strip()
    return language.lower().partition("-")[0] if _LANGUAGE.match(language) else ""


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The heading that names the page is its title, not a section of it."""
    at = next((at for at, each in enumerate(blocks) if isinstance(each, Heading) and each.level == 1), None)
    if at is None or blocks[at].text != title:  # type: ignore[union-attr]  # `at` is that of a heading
        return blocks
    return (*blocks[:at], *blocks[at + 1 :])
