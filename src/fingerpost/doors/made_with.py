"""What an answer was made with, in words: each version and digest that its record holds."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def made_with(leaf: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What each is called, and what it was. One that has no name here goes by the name it is kept under."""
    names = {
        "release": _("Release of this software"),
        "capability": _("Function and its version"),
        "card": _("Digest of the function’s card"),
        "search": _("Digest of the search: model and settings"),
        "language_model": _("Digest of the language model"),
        "prompts": _("What the language model is told: file and digest"),
    }
    return [(names.get(name, name), str(value)) for name, value in sorted(leaf.get("system", {}).items())]
