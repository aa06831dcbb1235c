"""The lines between `---` at the top of a Markdown page: what the page says of itself.

A value that cannot be understood refuses the page, with its line or field named: guidance for the wrong nation or past
its day must not go in by mistake. A field that is not known is noted and left alone.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import yaml

from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.passages import NextStepLink
from fingerpost.knowledge.characters import clean_text
from fingerpost.knowledge.formats.unreadable import Unreadable

_BLOCK = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_STEP_KINDS = ("apply", "check", "contact")
_WIDER = {
    "uk": ALL_NATIONS,
    "united-kingdom": ALL_NATIONS,
    "great-britain": ALL_NATIONS - {Nation.NORTHERN_IRELAND},
}
OPENING = "opening"
"""Under `asked`, the name of what stands above the first heading."""

_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
_AUDIENCE = re.compile(r"[a-z0-9][a-z0-9-]{0,40}\Z")


@dataclass(frozen=True, kw_only=True)
class FrontMatter:
    """What a page says of itself. None means that it does not say, and the import's default holds."""

    title: str | None = None
    summary: str | None = None
    url: str | None = None
    topic: str | None = None
    subject: str | None = None
    language: str | None = None
    nations: frozenset[Nation] | None = None
    audience: frozenset[str] | None = None
    access: Access | None = None
    checked_on: date | None = None
    review_by: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    keywords: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    translation_of: str | None = None
    translation_status: str | None = None
    next_steps: tuple[NextStepLink, ...] = ()
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = field(default=())


class _Loader(yaml.SafeLoader):
    """Plain YAML without anchors and aliases: with them, ten lines can stand for a billion."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "an alias is not allowed", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def split_front_matter(text: str) -> tuple[FrontMatter, str]:
    """The front matter and the page after it. A page without any says nothing of itself. Raises Unreadable."""
    if not re.match(r"---[ \t]*\r?\n", text):
        return FrontMatter(), text
    block = _BLOCK.match(text)
    if not block:
        raise Unreadable("The front matter begins with '---' but has no '---' line at its end: it may be cut short.")
    return read_front_matter(_load(block.group(1))), text[block.end() :]


def _load(text: str) -> Mapping[str, Any]:
    try:
        raw = yaml.load(text, Loader=_Loader)  # noqa: S506  # a SafeLoader without aliases
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f" on line {mark.line + 2}" if mark else ""
        problem = getattr(fault, "problem", None) or "it is not valid YAML"
        raise Unreadable(f"The front matter could not be read{line}: {problem}.") from fault
    except ValueError as fault:  # such as the date 2026-13-45
        raise Unreadable(f"The front matter holds a value that cannot be: {fault}.") from fault
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise Unreadable("The front matter must be lines of 'name: value'.")
    return raw


def read_front_matter(raw: Mapping[str, Any]) -> FrontMatter:
    """Checked values. Raises Unreadable with the field and what is expected."""
    values: dict[str, Any] = {}
    unknown = []
    for name, value in raw.items():
        read = _READERS.get(str(name))
        if read is None:
            unknown.append(clean_text(str(name)))
        elif value is not None:
            values[str(name)] = read(str(name), value)
    matter = FrontMatter(**values, unknown=tuple(unknown))
    if matter.valid_from and matter.valid_to and matter.valid_to < matter.valid_from:
        raise Unreadable("'valid_to' is before 'valid_from'.")
    return matter


def _text(name: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise Unreadable(f"'{name}' must be one line of text.")
    return " ".join(clean_text(str(value)).split())  # anew: YAML makes hidden ones of "\e" and "\u202e"


def _texts(name: str, value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else str(value).split(",")
    return tuple(text for text in (_text(name, each) for each in values) if text)


def _day(name: str, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as fault:
        raise Unreadable(f"'{name}' is {str(value)!r}. Write a date such as 2026-11-22.") from fault


def _nations(name: str, value: Any) -> frozenset[Nation]:
    found: frozenset[Nation] = frozenset()
    for text in _texts(name, value):
        slug = "-".join(text.lower().split())
        if slug in _WIDER:
            found |= _WIDER[slug]
        elif slug in set(Nation):
            found |= {Nation(slug)}
        else:
            raise Unreadable(f"'{name}' names '{text}', which is no nation known here: write {', '.join(Nation)}.")
    if not found:
        raise Unreadable(f"'{name}' is empty. Name one or more of {', '.join(Nation)}, or leave the line out.")
    return found


def _access(name: str, value: Any) -> Access:
    try:
        return Access(_text(name, value).lower())
    except ValueError as fault:
        raise Unreadable(f"'{name}' is {str(value)!r}. Write one of {', '.join(Access)}.") from fault


def _language(name: str, value: Any) -> str:
    language = _text(name, value).lower()
    if not _LANGUAGE.match(language):
        raise Unreadable(f"'{name}' is {str(value)!r}. Write a code of two or three letters, such as en or cy.")
    return language


def _audience(name: str, value: Any) -> frozenset[str]:
    names = [text.lower() for text in _texts(name, value)]
    wrong = next((each for each in names if not _AUDIENCE.match(each)), None)
    if wrong or not names:
        raise Unreadable(f"'{name}' must hold short names such as residents or staff.")
    return frozenset(names)


def _address(name: str, value: Any, *, schemes: tuple[str, ...] = ("https://", "http://")) -> str:
    address = _text(name, value)
    if not address.startswith(schemes) or " " in address:
        raise Unreadable(f"'{name}' is '{address}'. Write a full web address, such as https://www.gov.uk/benefits.")
    return address


def _steps(name: str, value: Any) -> tuple[NextStepLink, ...]:
    steps = []
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict) or not {"kind", "label", "url"} <= set(each):
            raise Unreadable(f"Each of '{name}' needs a kind, a label and a url.")
        if each["kind"] not in _STEP_KINDS:
            raise Unreadable(f"'{name}' has the kind '{each['kind']}'. Write one of {', '.join(_STEP_KINDS)}.")
        url = _address(name, each["url"], schemes=("https://", "http://", "tel:", "mailto:"))
        steps.append(NextStepLink(kind=each["kind"], label=_text(name, each["label"]), url=url))
    return tuple(steps)


def _asked(name: str, value: Any) -> dict[str, tuple[str, ...]]:
    """Questions people ask, by the heading whose words answer them."""
    if not isinstance(value, dict):
        raise Unreadable(f"'{name}' must hold headings of the page, each with a list of questions.")
    return {_text(name, heading): _texts(name, questions) for heading, questions in value.items()}


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "title": _text,
    "summary": _text,
    "url": _address,
    "topic": _text,
    "subject": _text,
    "language": _language,
    "nations": _nations,
    "audience": _audience,
    "access": _access,
    "checked_on": _day,
    "review_by": _day,
    "valid_from": _day,
    "valid_to": _day,
    "keywords": _texts,
    "sources": _texts,
    "translation_of": _text,
    "translation_status": _text,
    "next_steps": _steps,
    "asked": _asked,
}
