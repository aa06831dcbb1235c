"""Markdown pages, with or without front matter. They become HTML and take the same way as web pages."""

import re

from markdown_it import MarkdownIt

from fingerpost.knowledge.blocks import Block, Heading, Page
from fingerpost.knowledge.formats.front_matter import FrontMatter, split_front_matter
from fingerpost.knowledge.formats.html_pages import read_fragment

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# A link definition that nobody sees, used as a comment: [//]: # (words)
_COMMENT = re.compile(r"^\[[^\]\n]*\]:\s*(?:#|<>)\s*[\"'(](.{3,}?)[\"')]\s*$", re.MULTILINE)


def read_markdown(text: str) -> tuple[FrontMatter, Page]:
    """What the page says of itself, and its blocks. The title is that of the front matter, else the first heading's.

    Raises Unreadable.
    """
    matter, body = split_front_matter(text)
    blocks, hidden = read_fragment(render_markdown(body))
    hidden += tuple(f"comment: {found.strip()[:100]}" for found in _COMMENT.findall(body))
    notes = [f"'{name}' in the front matter is not known here and was left alone" for name in matter.unknown]
    title = matter.title or ""
    if not title:
        title, blocks = _title_from(blocks)
        if title:
            notes.append(f"the page says no title in its front matter; its first heading, '{title}', is used")
    return matter, Page(title=title, blocks=blocks, hidden=hidden, notes=tuple(notes))


def render_markdown(text: str) -> str:
    """Markdown as HTML, which may hold any HTML that was written in it."""
    rendered: str = _MARKDOWN.render(text)
    return rendered


def _title_from(blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The first heading, taken out if it stands at the very top."""
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            return block.text, blocks[1:] if at == 0 else blocks
    return "", blocks
