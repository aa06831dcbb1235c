"""A file of facts about a household, as commands take it."""

import json
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import InvalidRequest

LARGEST = 1_000_000  # bytes


def read_facts(path: Path) -> Any:
    """The facts of a JSON file. Raises InvalidRequest."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidRequest({"facts": f"{path.name} is larger than {LARGEST:,} bytes."})
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidRequest({"facts": f"{path.name} cannot be read: {error.strerror}."}) from error
    except (ValueError, RecursionError) as error:
        raise InvalidRequest({"facts": f"{path.name} is not JSON in UTF-8: {error}."}) from error
