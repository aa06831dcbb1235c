"""Reads a TOML table into a frozen dataclass: every field of the right kind, none unknown, none missing."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from fingerpost.contract.errors import InvalidCard

T = TypeVar("T")


def read_table(kind: type[T], raw: Any, where: str) -> T:
    """One value of `kind`. Raises InvalidCard, which names the field by its path, such as "contact.email"."""
    if not isinstance(raw, Mapping):
        raise InvalidCard(f"'{where}' must be a table.")
    declared = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(raw) - set(declared))
    if unknown:
        raise InvalidCard(f"unknown field '{unknown[0]}' in {where}. Known fields: {', '.join(sorted(declared))}.")
    missing = [name for name, each in declared.items() if _is_needed(each) and name not in raw]
    if missing:
        raise InvalidCard(f"missing in {where}: {', '.join(missing)}.")
    hints = get_type_hints(kind)
    return kind(**{name: _value(hints[name], value, _path(where, name)) for name, value in raw.items()})


def _is_needed(each: "Field[Any]") -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _path(where: str, name: str) -> str:
    return name if where == "card" else f"{where}.{name}"


def _value(hint: Any, value: Any, where: str) -> Any:
    if isinstance(hint, type) and is_dataclass(hint):
        return read_table(hint, value, where)
    if get_origin(hint) is tuple:
        parts = _checked(value, (list,), where, "a list")
        return tuple(_value(get_args(hint)[0], part, where) for part in parts)
    if get_origin(hint) is not Mapping:
        wanted = next(each for each in _KINDS if hint is each or each in get_args(hint))
        kinds, words = _KINDS[wanted]
        return _checked(value, kinds, where, words)
    return _checked(value, (Mapping,), where, "a table")


_KINDS: dict[type, tuple[tuple[type, ...], str]] = {
    date: ((date,), "a day such as 2026-11-22"),
    bool: ((bool,), "true or false"),
    float: ((int, float), "a number"),
    int: ((int,), "a whole number"),
    str: ((str,), "text"),
}


def _checked(value: Any, kinds: tuple[type, ...], where: str, words: str) -> Any:
    is_wrong_bool = isinstance(value, bool) and bool not in kinds
    if is_wrong_bool or not isinstance(value, kinds) or (isinstance(value, datetime) and date in kinds):
        raise InvalidCard(f"'{where}' must be {words}.")
    return value
