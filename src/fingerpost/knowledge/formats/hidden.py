"""Takes out of a web page what a reader would not see, and says what it was.

Hidden text is how instructions are slipped to machines that read a page for people; it is also stale text that an
author switched off. Neither may be quoted as guidance. `<details>` is not hidden: a reader can open it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from fingerpost.knowledge.characters import find_hidden_characters
from fingerpost.knowledge.formats.colours import BLACK, WHITE, Colour, is_invisible_on, is_transparent, read_colour
from fingerpost.knowledge.formats.styles import Declarations, StyleSheet

MOST_FINDINGS = 30  # of one page; the rest is counted
_EXCERPT = 100
_FAR_OFF = -500.0  # CSS pixels
_SMALLEST = 2.0  # CSS pixels
_NOT_TEXT = frozenset({"script", "style", "noscript", "template", "svg", "math", "iframe", "object", "canvas", "head"})
_NUMBER = re.compile(r"([+-]?\d*\.?\d+)\s*(px|pt|em|rem|ex|ch|vw|vh|%)?\Z")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "ex": 8.0, "ch": 8.0, "vw": 10.0, "vh": 8.0, "": 1.0}
_FOR_SCREEN_READERS = re.compile(r"(\A|\s|-)(sr-only|visually-hidden|visuallyhidden|screen-reader-text)(\s|\Z)", re.I)
_METADATA = frozenset({"description", "keywords", "abstract", "summary", "og:description", "twitter:description"})


@dataclass(frozen=True, kw_only=True)
class _Look:
    """How text looks at one place: what it inherits. `background` None means a picture or an unknown colour."""

    colour: Colour | None = BLACK
    background: Colour | None = WHITE
    size: float = 16.0


@dataclass(kw_only=True)
class Findings:
    """What was stripped, as "kind: its first words", each once."""

    texts: list[str] = field(default_factory=list)
    more: int = 0

    def add(self, kind: str, text: str) -> None:
        words = " ".join(text.split())
        if not any(each.isalnum() for each in words):
            return  # an icon or a rule
        found = f"{kind}: {words if len(words) <= _EXCERPT else f'{words[:_EXCERPT]}…'}"
        if found in self.texts:
            return
        if len(self.texts) < MOST_FINDINGS:
            self.texts.append(found)
        else:
            self.more += 1

    def listed(self) -> tuple[str, ...]:
        return (*self.texts, *([f"and {self.more} more"] if self.more else []))


def strip_hidden(root: Any) -> tuple[str, ...]:
    """Take hidden text out of an lxml HTML tree, in place. Gives what was taken, in page order."""
    findings = Findings()
    _strip_comments(root, findings)
    _report_metadata(root, findings)
    for text in root.itertext():
        for found in find_hidden_characters(text):
            findings.add("characters", found)
    sheet = StyleSheet("\n".join(style.text or "" for style in root.iter("style")))
    _walk(root, _Look(), sheet, findings)
    return findings.listed()


def _strip_comments(root: Any, findings: Findings) -> None:
    for comment in [*root.iter(etree.Comment), *root.iter(etree.ProcessingInstruction)]:
        if len((comment.text or "").split()) >= 3:
            findings.add("comment", comment.text)
        drop(comment)


def _report_metadata(root: Any, findings: Findings) -> None:
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        if name in _METADATA:
            findings.add(f"metadata ({name})", meta.get("content") or "")


def drop(element: Any) -> None:
    """Take an element out of its tree; the text after it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
        element.tail = None
    parent.remove(element)


def _walk(element: Any, look: _Look, sheet: StyleSheet, findings: Findings) -> None:
    declared = {**_old_attributes(element), **sheet.declarations_of(element)}
    kind = _why_hidden(element, declared)
    if kind:
        findings.add(kind, " ".join(element.itertext()))
        drop(element)
        return
    look = _look_of(declared, look)
    unseen = _why_unseen(declared, look)
    for child in list(element):
        if child.tag in _NOT_TEXT:
            continue
        _walk(child, look, sheet, findings)
    if unseen:
        findings.add(unseen, " ".join([element.text or "", *(child.tail or "" for child in element)]))
        element.text = None
        for child in element:
            child.tail = None


def _old_attributes(element: Any) -> Declarations:
    old = {}
    if element.tag == "font" and element.get("color"):
        old["color"] = element.get("color")
    if element.tag == "body" and element.get("text"):
        old["color"] = element.get("text")
    if element.get("bgcolor"):
        old["background-color"] = element.get("bgcolor")
    return old


def _why_hidden(element: Any, declared: Declarations) -> str:
    """Why an element and all in it cannot be seen; "" where it can."""
    hidden = element.get("hidden")
    if hidden is not None and hidden.lower() != "until-found":
        return "hidden attribute"
    if (element.get("aria-hidden") or "").lower() == "true":
        return "aria-hidden"
    if _FOR_SCREEN_READERS.search(element.get("class") or ""):
        return "for screen readers only"
    return next((name for name, test in _HIDES.items() if test(declared)), "")


def _look_of(declared: Declarations, above: _Look) -> _Look:
    look = above
    if "color" in declared and declared["color"] not in {"inherit", "currentcolor"}:
        look = replace(look, colour=read_colour(declared["color"]))
    for name in ("background", "background-color"):
        if name in declared and not is_transparent(declared[name]) and declared[name] not in {"none", "inherit"}:
            look = replace(look, background=_background(declared[name]))
    if declared.get("background-image", "none") != "none":
        look = replace(look, background=None)
    return replace(look, size=_font_size(declared, look.size))


def _background(value: str) -> Colour | None:
    if "(" in value and not value.startswith(("rgb", "hsl")):
        return None
    colours = [value, *value.split()]
    return next((colour for colour in map(read_colour, colours) if colour), None)


def _font_size(declared: Declarations, above: float) -> float:
    value = declared.get("font-size", "")
    if not value and "font" in declared:
        value = next((part.partition("/")[0] for part in declared["font"].split() if part[:1].isdigit()), "")
    match = _NUMBER.match(value)
    if not match:
        return above
    figure, unit = float(match.group(1)), match.group(2) or ""
    if unit in {"em", "%"}:
        return above * figure / (100 if unit == "%" else 1)
    return figure * _PIXELS[unit]


def _why_unseen(declared: Declarations, look: _Look) -> str:
    """Why the element's own words cannot be seen, though what stands in it may be."""
    if look.size < _SMALLEST:
        return "tiny text"
    if is_transparent(declared.get("color", "")) or is_transparent(declared.get("-webkit-text-fill-color", "")):
        return "transparent text"
    if look.colour and look.background and is_invisible_on(look.colour, look.background):
        return "text in the colour of its background"
    return ""


def _pixels(value: str) -> float | None:
    match = _NUMBER.match(value)
    if not match or match.group(2) == "%":
        return None
    return float(match.group(1)) * _PIXELS[match.group(2) or ""]


def _is_nothing(value: str) -> bool:
    size = _pixels(value)
    return value in {"0%"} or (size is not None and 0 <= size <= 1)


def _has_no_room(declared: Declarations) -> bool:
    clipped = declared.get("overflow", "") in {"hidden", "clip"}
    sides = ("height", "max-height", "width", "max-width")
    return clipped and any(_is_nothing(declared.get(side, "")) for side in sides)


def _is_off_screen(declared: Declarations) -> bool:
    moved = declared.get("position", "") in {"absolute", "fixed", "relative"}
    names = ["margin-left", "margin-top", "text-indent", *(["left", "top", "right", "bottom"] if moved else [])]
    return any((_pixels(declared.get(name, "")) or 0) <= _FAR_OFF for name in names) or any(
        float(shift) <= _FAR_OFF for shift in re.findall(r"translate[xy]?\((-\d+)", declared.get("transform", ""))
    )


def _is_faded(declared: Declarations) -> bool:
    match = re.match(r"(\d*\.?\d+)(%?)\Z", declared.get("opacity", ""))
    return match is not None and float(match.group(1)) / (100 if match.group(2) else 1) < 0.1


def _is_clipped(declared: Declarations) -> bool:
    box = re.sub(r"[\s,]+|px", " ", declared.get("clip", ""))
    path = declared.get("clip-path", "").replace(" ", "")
    return bool(re.match(r"rect ?\( ?([01] ){4}\)|rect ?\( ?[01] [01] [01] [01] ?\)", box)) or bool(
        re.match(r"inset\((50|[6-9]\d|100)%|circle\(0|polygon\(00(,00)*\)", path)
    )


_HIDES: dict[str, Callable[[Declarations], bool]] = {
    "display: none": lambda declared: declared.get("display") == "none",
    "visibility: hidden": lambda declared: declared.get("visibility") in {"hidden", "collapse"},
    "content-visibility: hidden": lambda declared: declared.get("content-visibility") == "hidden",
    "opacity near 0": _is_faded,
    "moved off the screen": _is_off_screen,
    "clipped away": _is_clipped,
    "no room to show": _has_no_room,
    "scaled to nothing": lambda declared: bool(re.search(r"scale[xy]?\(0(\.0\d*)?[,)]", declared.get("transform", ""))),
}
