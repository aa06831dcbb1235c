"""Words can be read in both themes, whatever the body's colour."""

import re
from pathlib import Path

import pytest

from fingerpost.doors.citizen import theme
from fingerpost.doors.profile.contrast import DARK, LINES, WORDS, ratio

STYLES = Path(theme.__file__).parent / "styles"
PROPERTY = re.compile(r"--fp-([a-z-]+):\s*(#[0-9a-f]{6})")
COLOURS = ("#0e5c45", "#000000", "#ffffff", "#ffdd00", "#d4351c", "#1d70b8", "#6f2da8", "#7fffd4", "#808080", "#14191c")

# What stands on what, with the least contrast it needs.
PAIRS = (
    *[("text", ground, WORDS) for ground in ("page", "surface", "raised", "field", "brand-tint", "urgent-surface")],
    *[("text", ground, WORDS) for ground in ("caution-surface", "quiet-button", "quiet-button-hover")],
    *[("quiet", ground, WORDS) for ground in ("page", "surface", "raised", "field", "brand-tint")],
    *[("link", ground, WORDS) for ground in ("page", "surface", "raised", "brand-tint", "urgent-surface")],
    *[("link-hover", ground, WORDS) for ground in ("page", "surface", "raised")],
    *[("link-visited", ground, WORDS) for ground in ("page", "surface", "raised")],
    *[("brand-text", ground, WORDS) for ground in ("page", "surface", "raised", "brand-tint")],
    *[("on-brand", ground, WORDS) for ground in ("brand", "brand-deep", "brand-hover", "stop")],
    *[("error", ground, WORDS) for ground in ("page", "raised")],
    ("mark-text", "mark", WORDS),
    ("urgent", "urgent-surface", WORDS),
    ("urgent", "page", WORDS),
    ("focus-text", "focus", WORDS),
    ("field-line", "field", LINES),
    ("field-line", "raised", LINES),
    ("field-line", "page", LINES),
)


def themes() -> dict[str, dict[str, str]]:
    """The colours of each theme by name. Dark says only what is other than in light."""
    light, dark = (STYLES / "_theme.scss").read_text(encoding="utf-8").split("(prefers-color-scheme: dark)")
    dark = dark.partition("// GOV.UK Frontend's own names")[0]
    found = dict(PROPERTY.findall(light))
    return {"light": found, "dark": {**found, **dict(PROPERTY.findall(dark))}}


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_pair_of_the_theme_can_be_read(name: str) -> None:
    colours = themes()[name]
    faint = [pair for pair in PAIRS if ratio(colours[pair[0]], colours[pair[1]]) < pair[2]]
    assert faint == []


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_colour_of_a_body_can_be_read(name: str, colour: str) -> None:
    light, dark = theme.sheet(colour).split("@media")
    colours = {**themes()[name], **dict(PROPERTY.findall(light if name == "light" else dark))}
    faint = [pair for pair in PAIRS if ratio(colours[pair[0]], colours[pair[1]]) < pair[2]]
    assert faint == []


def test_buttons_stand_out_from_a_dark_page() -> None:
    for colour in COLOURS:
        brand = dict(PROPERTY.findall(theme.sheet(colour).split("@media")[1]))["brand"]
        assert ratio(brand, DARK) >= LINES


def test_the_dark_page_is_the_one_that_colours_are_made_for() -> None:
    assert themes()["dark"]["page"] == DARK
    assert themes()["light"]["brand"] == theme.HOUSE


def test_partials_take_their_colours_and_sides_from_the_theme() -> None:
    """No colour is written out, and no side is named, but where it is paper or a picture's own."""
    exempt = {"_theme.scss", "_brand.scss", "_print.scss", "_how.scss", "_staff.scss"}  # staff see samples of a colour
    for path in sorted(STYLES.glob("_*.scss")):
        text = re.sub(r"//.*", "", path.read_text(encoding="utf-8"))
        assert not re.search(r"(?:margin|padding|border|inset)-(?:left|right)|text-align:\s*(?:left|right)", text), (
            path.name
        )
        if path.name not in exempt:
            assert not re.search(r":[^;{]*#[0-9a-fA-F]{3,6}\b(?!\{)", text), path.name
