"""Canonical JSON (RFC 8785) for the values that leaves hold: text, whole numbers, true, false, null, lists, objects.

Floats are refused, so that no two machines can ever write one number in two ways: give them as text.
"""

import json
from typing import Any


def canonical_json(value: Any) -> str:
    """The one way to write `value`. Raises TypeError for a float or any other type, ValueError for a huge integer."""
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > 2**53 - 1:
            raise ValueError("RFC 8785 numbers stay within 2^53 - 1; give larger ones as text")
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical_json(item) for item in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical_json(key)}:{canonical_json(value[key])}" for key in keys) + "}"
    raise TypeError(f"a leaf cannot hold {type(value).__name__}")
