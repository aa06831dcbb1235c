"""The languages that are served, and what others are told: that a person and an interpreter are free."""

import tomllib
from functools import cache
from pathlib import Path

SERVED = ("en", "cy")
_FILE = Path(__file__).parent / "tongues" / "not_served.toml"


@cache
def load_sentences() -> dict[str, str]:
    """The fixed sentence by language."""
    sentences: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return sentences


def not_served(language: str, *, chosen: str = "en") -> tuple[str, str]:
    """The fixed sentence, and the language it begins in.

    It stands in that language where we have it, then after an empty line in `chosen`, the one the person's page is in,
    for whoever helps them.
    """
    sentences = load_sentences()
    ours = chosen if chosen in SERVED else "en"
    if language not in sentences:
        return sentences[ours], ours
    return f"{sentences[language]}\n\n{sentences[ours]}", language
