"""Styles and list formats of a Word document: what a paragraph or a run looks like, with all that it inherits."""

from dataclasses import dataclass, replace
from typing import Any

from fingerpost.knowledge.formats.colours import WHITE, Colour, is_invisible_on, read_colour

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TINY = 4  # half-points
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, kw_only=True)
class Look:
    """How words look. `size` is in half-points, 0 where nothing says; `behind` is the shading under them."""

    vanish: bool = False
    bold: bool = False
    size: int = 0
    colour: Colour | None = None
    behind: Colour | None = None

    @property
    def why_hidden(self) -> str:
        """Why no reader would see them; "" where one would."""
        if self.vanish:
            return "hidden font"
        if 0 < self.size < _TINY:
            return "tiny text"
        if self.colour and is_invisible_on(self.colour, self.behind or WHITE):
            return "text in the colour of its background"
        return ""


@dataclass(frozen=True, kw_only=True)
class ParagraphStyle:
    """`outline` is the level of a heading from 1, or 0; `list_id` and `list_level` name its list, if any."""

    name: str = ""
    outline: int = 0
    list_id: str = ""
    list_level: int = 0
    look: Look = Look()


class Styles:
    """The styles of styles.xml, by id."""

    def __init__(self, tree: Any) -> None:
        self._raw = {style.get(f"{W}styleId"): style for style in tree.iter(f"{W}style")} if tree is not None else {}
        defaults = next(tree.iter(f"{W}rPrDefault"), None) if tree is not None else None
        self._default = look_after(Look(), defaults.find(f"{W}rPr")) if defaults is not None else Look()
        self._default_id = next(
            (
                style_id
                for style_id, style in self._raw.items()
                if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
            ),
            None,
        )

    def of_paragraph(self, style_id: str | None) -> ParagraphStyle:
        """A paragraph's style, with all it is based on. An unknown id has the document's default look."""
        style = ParagraphStyle(look=self._default)
        for raw in self._chain(style_id or self._default_id):
            name = _value(raw.find(f"{W}name"))
            outline = _value(raw.find(f"{W}pPr/{W}outlineLvl"))
            list_id = _value(raw.find(f"{W}pPr/{W}numPr/{W}numId"))
            level = _value(raw.find(f"{W}pPr/{W}numPr/{W}ilvl"))
            style = replace(
                style,
                name=name or style.name,
                outline=int(outline) + 1 if outline.isdigit() and int(outline) < 9 else style.outline,
                list_id=list_id or style.list_id,
                list_level=int(level) if level.isdigit() else style.list_level,
                look=look_after(style.look, raw.find(f"{W}rPr"), raw.find(f"{W}pPr")),
            )
        return style

    def look_of_run(self, look: Look, properties: Any) -> Look:
        """The look of a run: its paragraph's, then its character style's, then its own."""
        if properties is None:
            return look
        for raw in self._chain(_value(properties.find(f"{W}rStyle")) or None):
            look = look_after(look, raw.find(f"{W}rPr"))
        return look_after(look, properties)

    def _chain(self, style_id: str | None) -> list[Any]:
        """From the style that all rest on to the one named. A chain that runs in a circle is cut."""
        chain: list[Any] = []
        while style_id in self._raw and self._raw[style_id] not in chain:
            chain.append(self._raw[style_id])
            style_id = _value(chain[-1].find(f"{W}basedOn")) or None
        return chain[::-1]


class Lists:
    """The list formats of numbering.xml."""

    def __init__(self, tree: Any) -> None:
        self._numbered: dict[tuple[str, int], bool] = {}
        if tree is None:
            return
        formats = {each.get(f"{W}abstractNumId"): each for each in tree.iter(f"{W}abstractNum")}
        for num in tree.iter(f"{W}num"):
            abstract = formats.get(_value(num.find(f"{W}abstractNumId")))
            for level in abstract.iter(f"{W}lvl") if abstract is not None else ():
                depth = level.get(f"{W}ilvl") or "0"
                kind = _value(level.find(f"{W}numFmt"))
                self._numbered[num.get(f"{W}numId") or "", int(depth)] = kind not in {"bullet", "none", ""}

    def is_numbered(self, list_id: str, level: int) -> bool:
        """Does this level of the list count its items?"""
        return self._numbered.get((list_id, level), False)


def look_after(look: Look, run: Any, paragraph: Any = None) -> Look:
    """`look` as changed by run properties, and by the shading of paragraph properties."""
    behind = look.behind
    for properties in (paragraph, run):
        shade = properties.find(f"{W}shd") if properties is not None else None
        if shade is not None:
            behind = read_colour(f"#{shade.get(f'{W}fill') or ''}") or behind
    if run is None:
        return replace(look, behind=behind)
    size = _value(run.find(f"{W}sz"))
    colour = run.find(f"{W}color")
    mark = _value(run.find(f"{W}highlight"))
    return Look(
        vanish=_switch(run, "vanish", look.vanish) or _switch(run, "webHidden", False),
        bold=_switch(run, "b", look.bold),
        size=int(size) if size.isdigit() else look.size,
        colour=read_colour(f"#{_value(colour)}") if colour is not None else look.colour,
        behind=(read_colour(mark) if mark and mark != "none" else None) or behind,
    )


def _switch(properties: Any, name: str, inherited: bool) -> bool:
    element = properties.find(f"{W}{name}")
    return inherited if element is None else (_value(element) or "1").lower() not in _OFF


def _value(element: Any) -> str:
    return (element.get(f"{W}val") or "") if element is not None else ""
