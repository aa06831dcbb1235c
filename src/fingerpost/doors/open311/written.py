"""Replies in the two formats of the standard, and its faults in their own shape."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

from fingerpost.contract.errors import FingerpostError

FORMATS = ("xml", "json")
_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Value = Any


class Refused(FingerpostError):
    """A request that does not fit. `status` is that of the standard."""

    def __init__(self, status: int, public: str) -> None:
        super().__init__(public)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class Rows:
    """A list of things: `name` is what XML calls the list, `of` each of them."""

    name: str
    of: str
    rows: Sequence[Mapping[str, Value] | str]


def as_rows(rows: Rows, form: str, *, status: int = 200) -> HttpResponse:
    """The list. JSON has no name for it."""
    if form == "json":
        return _json([_plain(each) for each in rows.rows], status)
    return _xml(_list(rows), status)


def as_one(name: str, values: Mapping[str, Value], form: str, *, status: int = 200) -> HttpResponse:
    """One thing alone: `name` is what XML calls it."""
    return _json(_plain(values), status) if form == "json" else _xml(_element(name, values), status)


def as_fault(status: int, words: str, form: str, *, wait: int = 0) -> HttpResponse:
    """A fault as the standard writes it: a list of one, with a code and a sentence."""
    rows = Rows(name="errors", of="error", rows=({"code": status, "description": words},))
    response = as_rows(rows, form, status=status)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


def _plain(value: Value) -> Value:
    """For JSON: a list within a thing is named by its thing."""
    if isinstance(value, Rows):
        return [_plain(each) for each in value.rows]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value


def _list(rows: Rows) -> ET.Element:
    made = ET.Element(rows.name)
    made.extend(_element(rows.of, each) for each in rows.rows)
    return made


def _element(name: str, values: Mapping[str, Value] | str) -> ET.Element:
    made = ET.Element(name)
    if isinstance(values, str):
        made.text = _text(values)
        return made
    for key, value in values.items():
        if isinstance(value, Rows):
            made.append(_list(value))
        elif isinstance(value, Mapping):
            made.append(_element(key, value))
        else:
            ET.SubElement(made, key).text = _text(value)
    return made


def _text(value: Value) -> str | None:
    if value is None:
        return None
    plain = str(value).lower() if isinstance(value, bool) else str(value)
    return _NO_XML.sub("\ufffd", plain)


def _json(values: Value, status: int) -> HttpResponse:
    return _response(json.dumps(values, ensure_ascii=False, indent=1).encode(), "json", status)


def _xml(root: ET.Element, status: int) -> HttpResponse:
    return _response(ET.tostring(root, encoding="utf-8", xml_declaration=True), "xml", status)


def _response(content: bytes, form: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    return HttpResponse(content, content_type=_TYPES[form], status=status, headers=headers)
