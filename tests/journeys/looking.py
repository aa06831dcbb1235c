"""What is looked at on any page: faults that axe knows, headings, landmarks, the focus, and whether it fits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What may differ by theme and by width: everything else is as it was when the page was first looked at.
OF_THE_LOOK = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"],
    }
}
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_UNFOLD = "for (const each of document.querySelectorAll('details')) each.open = true"
_BEYOND = "document.documentElement.scrollWidth - window.innerWidth"
_AXE = """rules => axe.run({ ...rules, resultTypes: ['violations'] })
  .then(found => found.violations.map(each => `${each.id}: ${each.nodes[0].html}`))"""
# Which elements look the same with the focus and without. A radio button's ring is drawn by its label.
_UNSEEN_FOCUS = """() => {
  const names = ['outline', 'boxShadow', 'backgroundColor', 'border', 'textDecoration', 'color']
  const look = (each) => [each, ...(each.labels ?? [])].flatMap((one) => [undefined, '::before'].flatMap((part) => {
    const style = getComputedStyle(one, part)
    return names.map((name) => style[name])
  })).join()
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.disabled && each.type !== 'hidden')
  document.activeElement.blur()
  const before = all.map(look)
  return all.filter((each, at) => {
    each.focus()
    return document.activeElement !== each || look(each) === before[at]
  }).map((each) => each.outerHTML.slice(0, 150))
}"""
_PARTS = """() => ({
  title: document.title,
  language: document.documentElement.lang,
  headings: [...document.querySelectorAll('h1')].map((each) => each.textContent.trim()),
  landmarks: ['body > header', 'main', 'body > footer'].map((each) => document.querySelectorAll(each).length),
})"""


@dataclass(kw_only=True)
class Seen:
    """One page as it was found."""

    name: str
    kind: str
    title: str
    language: str
    headings: list[str]
    landmarks: list[int]  # headers, main parts and footers
    unseen_focus: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    beyond: list[int] = field(default_factory=list)


def unfold(page: Page) -> None:
    """Open everything that folds."""
    page.evaluate(_UNFOLD)


def faults_of(page: Page, rules: Mapping[str, object] = RULES) -> list[str]:
    """What axe finds wrong with a page; it needs scripts."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    return list(page.evaluate(_AXE, rules))


def beyond_the_edge(page: Page) -> int:
    """How many pixels of the page lie beside the window."""
    return int(page.evaluate(_BEYOND))


def unseen_focus(page: Page) -> list[str]:
    """What takes the focus without showing it."""
    page.keyboard.press("Tab")  # from here on the browser shows the focus, as it does to whoever uses the keyboard
    return list(page.evaluate(_UNSEEN_FOCUS))


def look(page: Page, *, name: str, kind: str, ways: Sequence[tuple[str, Mapping[str, int]]]) -> Seen:
    """Look at the page that is open in each (theme, size) in turn: first for everything, then for what those change."""
    page.wait_for_load_state()  # where the page before had the same heading, what is seen may be the one that goes
    unfold(page)
    seen = Seen(name=name, kind=kind, **page.evaluate(_PARTS))
    for theme, size in ways:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size(size)  # type: ignore[arg-type]
        rules = OF_THE_LOOK if seen.beyond else RULES
        seen.faults += [f"{theme}, {size['width']}: {fault}" for fault in faults_of(page, rules)]
        seen.beyond.append(beyond_the_edge(page))
    seen.unseen_focus = unseen_focus(page)
    return seen


def assert_in_order(page: Page) -> None:
    """Nothing is wrong with the page that is open, in either theme, wide or narrow."""
    seen = look(page, name=page.url, kind="", ways=(("light", WIDE), ("dark", NARROW)))
    assert seen.faults == []
    assert max(seen.beyond) <= 0
    assert seen.unseen_focus == []
