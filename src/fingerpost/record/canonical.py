"""Canonical JSON (RFC 8785) for the values that leaves hold: text, whole numbers, true, false, null, lists, objects.

Floats are refused, so that no two machines can ever write one number in two ways: give them as text.
"""

import json
from typing import Any

_write_text = json.JSONEncoder(ensure_ascii=False).encode
GREATEST = 2**53 - 1  # beyond it, a reader that keeps numbers as doubles would read another number


def canonical_json(value: Any) -> str:
    """The one way to write `value`.

    Raises TypeError for a float, a key that is not text, or any other type, and ValueError for a huge number or for
    half a surrogate pair, which no UTF-8 file can hold.
    """
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        if abs(value) > GREATEST:
            raise ValueError("RFC 8785 numbers stay within 2^53 - 1; give larger ones as text")
        return str(int(value))
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(key)}:{canonical_json(value[key])}" for key in _sorted_keys(value)) + "}"
    raise TypeError(f"a leaf cannot hold {type(value).__name__}")


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("a leaf cannot hold half a surrogate pair") from error
    return _write_text(value)


def _sorted_keys(value: dict[str, Any]) -> list[str]:
    """By UTF-16 code units, as RFC 8785 section 3.2.3 has it."""
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"a key is text, not {type(key).__name__}")
    return sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
