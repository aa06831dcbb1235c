"""What a site's robots.txt permits, read as RFC 9309 says: the longest rule that fits decides; allowing wins a tie."""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

_LARGEST = 500 * 1024  # bytes that RFC 9309 asks to be read at least
_LONGEST_DELAY = 30.0  # seconds: a site that asks for more is asked for fewer pages in the end


@dataclass(frozen=True, kw_only=True)
class Robots:
    """`rules` are (allows, pattern); `delay` is in seconds between two requests."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, url: str) -> bool:
        """May this address be fetched?"""
        parts = urlsplit(url)
        path = _normal(parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fitting = [(len(pattern), allows) for allows, pattern in self.rules if _fits(pattern, path)]
        return max(fitting)[1] if fitting else True


def read_robots(text: str, *, agent: str) -> Robots:
    """The rules for `agent`: those of the groups that name it, else those for everybody."""
    groups: dict[str, list[tuple[str, str]]] = {}
    names: list[str] = []
    open_for_names = True
    for raw in text[:_LARGEST].splitlines():
        name, colon, value = raw.partition("#")[0].partition(":")
        name, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if name == "user-agent":
            names = [*names, value.lower()] if open_for_names else [value.lower()]
            open_for_names = True
            groups.setdefault(value.lower(), [])
        elif name in {"allow", "disallow", "crawl-delay"}:
            open_for_names = False
            for each in names:
                groups[each].append((name, value))
    own = next((each for each in groups if each != "*" and each and each in agent.lower()), "*")
    return _robots(groups.get(own, []))


def _robots(lines: list[tuple[str, str]]) -> Robots:
    rules = tuple((name == "allow", _normal(value)) for name, value in lines if name != "crawl-delay" and value)
    delays = [value for name, value in lines if name == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", value)]
    return Robots(rules=rules, delay=min(float(delays[0]), _LONGEST_DELAY) if delays else 0.0)


def _fits(pattern: str, path: str) -> bool:
    """Does the path begin with the pattern, in which * stands for anything and $ at its end for the end?"""
    body = pattern.removesuffix("$")
    parts = body.split("*")
    at = 0
    for place, part in enumerate(parts):
        found = path.find(part, at)
        if found < 0 or (place == 0 and found != 0):
            return False
        at = found + len(part)
    return not pattern.endswith("$") or (path.endswith(parts[-1]) and at <= len(path))


def _normal(path: str) -> str:
    return quote(unquote(path), safe="/*$?=&;:@!+,~%")
