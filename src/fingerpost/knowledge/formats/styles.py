"""The styles that a page itself declares: `style` attributes and <style> sheets with simple selectors.

Sheets elsewhere are not fetched. Rules that hold only on some screens, on paper, or while something is pointed at, are
left out: what they hide is seen by most readers.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Declarations = Mapping[str, str]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COMPOUND = re.compile(
    r"(?:\*|[a-z][\w-]*)?(?:[#.][\w-]+|\[[\w-]+(?:[~|^$*]?=(?:\"[^\"]*\"|'[^']*'|[^\]]*))?\])*", re.I
)
_SIMPLE = re.compile(r"([#.])([\w-]+)|\[([\w-]+)(?:([~|^$*]?)=[\"']?([^\"'\]]*)[\"']?)?\]")
_BRACES = re.compile(r"[{}]")
_PLAIN_MEDIA = re.compile(r"@media\s+(all|screen|only screen)\s*\Z")
_MOST_RULES = 5_000
_MOST_ALIKE = 200  # rules for one class, one tag or everything: each element is tried against all of them


@dataclass(frozen=True, kw_only=True)
class _Compound:
    """One step of a selector, such as `p.note[hidden]`."""

    tag: str
    tests: tuple[tuple[str, str, str], ...]  # (attribute, comparison, value)

    def fits(self, element: Any) -> bool:
        if self.tag and self.tag != element.tag:
            return False
        return all(_holds(element.get(name), comparison, value) for name, comparison, value in self.tests)


@dataclass(frozen=True, kw_only=True)
class _Rule:
    """`steps` from the outermost inwards; `child` says for each but the first whether its parent must fit."""

    steps: tuple[_Compound, ...]
    child: tuple[bool, ...]
    weight: tuple[int, int, int]
    declarations: Declarations

    def fits(self, element: Any) -> bool:
        if not self.steps[-1].fits(element):
            return False
        for step, child in zip(reversed(self.steps[:-1]), reversed(self.child), strict=True):
            element = element.getparent()
            while element is not None and not step.fits(element):
                element = None if child else element.getparent()
            if element is None:
                return False
        return True


class StyleSheet:
    """The rules of a page's <style> elements."""

    def __init__(self, css: str) -> None:
        self._rules: dict[str, list[_Rule]] = defaultdict(list)
        count = 0
        for selectors, declarations in _read_rules(_COMMENT.sub("", css)):
            for selector in selectors.split(","):
                rule = _read_selector(selector.strip(), declarations, count)
                if rule is None or count >= _MOST_RULES:
                    continue
                alike = self._rules[_key_of(rule.steps[-1])]
                if len(alike) < _MOST_ALIKE:
                    alike.append(rule)
                    count += 1

    def declarations_of(self, element: Any) -> Declarations:
        """What holds for an element: sheets by weight, then its own `style`, then whatever is !important."""
        keys = ["", element.tag, *(f".{name}" for name in (element.get("class") or "").lower().split())]
        if element.get("id"):
            keys.append(f"#{element.get('id').lower()}")
        rules = [rule for key in keys for rule in self._rules.get(key, ()) if rule.fits(element)] if self._rules else []
        layers = [rule.declarations for rule in sorted(rules, key=lambda rule: rule.weight)]
        if element.get("style"):
            layers.append(read_declarations(element.get("style")))
        return _merge(layers)


def read_declarations(css: str) -> Declarations:
    """ "a: b; c: d !important" as a mapping, in small letters; "!important" stays at the end of the value."""
    pairs = (part.partition(":") for part in _COMMENT.sub("", css).lower().split(";"))
    return {name.strip(): " ".join(value.split()) for name, colon, value in pairs if colon}


def _merge(layers: Iterable[Declarations]) -> Declarations:
    merged: dict[str, str] = {}
    strong: dict[str, str] = {}
    for layer in layers:
        for name, value in layer.items():
            if value.endswith("!important"):
                strong[name] = value.removesuffix("!important").strip()
            else:
                merged[name] = value
    return {**merged, **strong}


def _read_rules(css: str) -> Iterator[tuple[str, Declarations]]:
    """The rules that hold on every screen, with nested blocks of `@media screen` opened."""
    at = 0
    while (brace := css.find("{", at)) >= 0:
        prelude = css[at:brace].rpartition(";")[2].strip().lower()
        end = _closing_brace(css, brace)
        inside = css[brace + 1 : end]
        if _PLAIN_MEDIA.match(prelude):
            yield from _read_rules(inside)
        elif not prelude.startswith("@"):
            yield prelude, read_declarations(inside.partition("{")[0])
        at = end + 1


def _closing_brace(css: str, brace: int) -> int:
    depth = 0
    for found in _BRACES.finditer(css, brace):
        depth += 1 if found.group() == "{" else -1
        if depth == 0:
            return found.start()
    return len(css)


def _read_selector(selector: str, declarations: Declarations, order: int) -> _Rule | None:
    """None for a selector that is not simple: pseudo-classes, siblings."""
    if not selector or re.search(r"[:+~](?![^\[]*\])", selector):
        return None
    steps: list[_Compound] = []
    child: list[bool] = []
    is_child = False
    for word in re.sub(r"\s*>\s*", " > ", selector).split():
        if word == ">":
            is_child = True
        elif not _COMPOUND.fullmatch(word):
            return None
        else:
            child += [is_child] if steps else []
            steps.append(_read_compound(word))
            is_child = False
    if not steps:
        return None
    tests = [test for step in steps for test in step.tests]
    ids = sum(name == "id" and comparison == "=" for name, comparison, _ in tests)
    return _Rule(
        steps=tuple(steps),
        child=tuple(child),
        weight=(ids, len(tests) - ids, sum(bool(step.tag) for step in steps) * _MOST_RULES + order),
        declarations=declarations,
    )


def _read_compound(token: str) -> _Compound:
    tag = re.match(r"[a-z][\w-]*", token)
    tests = []
    for mark, word, name, comparison, value in _SIMPLE.findall(token):
        if mark:
            tests.append(("id", "=", word) if mark == "#" else ("class", "~=", word))
        else:
            tests.append((name, f"{comparison}=" if value or comparison else "", value))
    return _Compound(tag=tag.group() if tag else "", tests=tuple(tests))


def _holds(actual: str | None, comparison: str, value: str) -> bool:
    if actual is None or not comparison:
        return actual is not None
    actual = actual.lower()
    return {
        "=": actual == value,
        "~=": value in actual.split(),
        "^=": actual.startswith(value),
        "$=": actual.endswith(value),
        "*=": value in actual,
        "|=": actual == value or actual.startswith(f"{value}-"),
    }[comparison]


def _key_of(step: _Compound) -> str:
    for name, comparison, value in step.tests:
        if (name, comparison) == ("id", "="):
            return f"#{value}"
        if (name, comparison) == ("class", "~="):
            return f".{value}"
    return step.tag
