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


def not_served(language: str) -> str:
    """The fixed sentence in that language where there is one, then in English."""
    sentences = load_sentences()
    english = sentences["en"]
    own = sentences.get(language, english)
    return english if own == english else f"{own}\n\n{english}"
