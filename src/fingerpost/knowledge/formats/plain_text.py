"""Plain text files: headings by underline, capitals, or a short line on its own; lists by their marks."""

import re
from collections.abc import Iterator

from fingerpost.knowledge.blocks import Block, Heading, Item, Items, Page, Paragraph
from fingerpost.knowledge.characters import clean_text, find_hidden_characters

_UNDERLINE = re.compile(r"(={3,}|-{3,}|~{3,})\s*\Z")
_ITEM = re.compile(r"(\s*)(?:([-*•●▪◦‣–])|(\(?\d{1,3}[.)]|\(?[a-z][.)]))\s+(\S.*)")
_LONGEST_HEADING = 70
_INDENT = 2


def read_plain_text(text: str) -> Page:
    """The blocks of a text file. Its first heading is the title, if it stands at the top."""
    hidden = tuple(f"characters: {found}" for found in find_hidden_characters(text))
    chunks = [chunk for chunk in re.split(r"\n\s*\n", clean_text(text).strip("\n")) if chunk.strip()]
    blocks: list[Block] = []
    for at, chunk in enumerate(chunks):
        blocks.extend(_blocks_of(chunk.split("\n"), is_first=at == 0, is_last=at == len(chunks) - 1))
    title = ""
    if blocks and isinstance(blocks[0], Heading):
        title = blocks[0].text
        blocks = blocks[1:]
    return Page(title=title, blocks=tuple(blocks), hidden=hidden)


def _blocks_of(lines: list[str], *, is_first: bool, is_last: bool) -> Iterator[Block]:
    """One stretch of lines between blank ones."""
    lines = [line.rstrip() for line in lines if line.strip()]
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()):
        yield Heading(level=1 if lines[1].strip()[0] == "=" else 2, text=_fold(lines[0]))
        lines = lines[2:]
    elif _is_heading(lines, is_last=is_last):
        yield Heading(level=1 if is_first else 2, text=_fold(lines[0]))
        lines = lines[1:]
    if lines:
        yield from _lists_and_paragraphs(lines)


def _is_heading(lines: list[str], *, is_last: bool) -> bool:
    line = lines[0].strip()
    if len(line) > _LONGEST_HEADING or _ITEM.match(lines[0]) or not any(each.isalpha() for each in line):
        return False
    if line.isupper() and len(line) > 3:
        return True
    return len(lines) == 1 and not is_last and line[-1] not in ".,;:!)" and not line[0].islower()


def _lists_and_paragraphs(lines: list[str]) -> Iterator[Block]:
    words: list[str] = []
    items: list[Item] = []
    for line in lines:
        mark = _ITEM.match(line)
        if mark:
            if words:
                yield Paragraph(text=_fold(" ".join(words)))
                words = []
            depth = min(len(mark.group(1).expandtabs(4)) // _INDENT, 5)
            items.append(Item(text=_fold(mark.group(4)), depth=depth, numbered=mark.group(2) is None))
        elif items and line[:1].isspace():  # a long item goes on
            last = items.pop()
            items.append(Item(text=f"{last.text} {_fold(line)}", depth=last.depth, numbered=last.numbered))
        else:
            if items:
                yield Items(items=tuple(items))
                items = []
            words.append(line)
    if words:
        yield Paragraph(text=_join(words))
    if items:
        yield Items(items=tuple(items))


def _join(lines: list[str]) -> str:
    """Lines that were wrapped to fit are one; lines that end short, as in an address, stay apart."""
    longest = max(map(len, lines))
    if len(lines) > 1 and longest < 45 and not any(line.endswith((".", "?", "!")) for line in lines):
        return "\n".join(map(_fold, lines))
    return _fold(" ".join(lines))


def _fold(text: str) -> str:
    return " ".join(text.split())
