"""The glossary is true to its own rules: its words stand in the library, short, sourced, and explained once."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.reading_age import split_sentences

from fingerpost.knowledge.glossary import explain_words, read_glossary

LIBRARY = Path(__file__).resolve().parents[2] / "library"
LANGUAGES = {"en": 150, "cy": 60}  # how many words there should be at least


@cache
def entries(language: str) -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((LIBRARY / "glossary" / f"{language}.toml").read_text(encoding="utf-8"))["word"])


@cache
def pages(language: str) -> tuple[tuple[dict[str, Any], str], ...]:
    """What each page says of itself, and its body."""
    texts = (path.read_text(encoding="utf-8").split("---\n", 2)[1:] for path in sorted(LIBRARY.rglob("*.md")))
    read = ((yaml.safe_load(matter), body) for matter, body in texts)
    return tuple(page for page in read if page[0]["language"] == language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_words(language: str) -> None:
    assert len(read_glossary(language).words) >= LANGUAGES[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_stands_on_a_page_of_the_library(language: str) -> None:
    lines = [line for _, body in pages(language) for line in body.splitlines()]
    found = {each.word for each in explain_words(lines, language, most=1_000)}
    assert [each.word for each in read_glossary(language).words if each.word not in found] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meaning_is_one_or_two_sentences_or_three_short_ones(language: str) -> None:
    def is_sound(meaning: str) -> bool:
        return meaning.endswith(".") and meaning[0].isupper() and len(split_sentences(meaning)) <= 3

    assert [entry["word"] for entry in entries(language) if entry["meaning"] and not is_sound(entry["meaning"])] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meaning_does_not_explain_a_word_by_itself(language: str) -> None:
    def begins_with_itself(entry: dict[str, Any]) -> bool:
        return bool(re.match(rf"(?:an? |the )?{re.escape(entry['word'])}\b", entry["meaning"], re.IGNORECASE))

    assert [entry["word"] for entry in entries(language) if begins_with_itself(entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_source_has_the_day_it_was_checked_and_no_day_stands_alone(language: str) -> None:
    assert [entry["word"] for entry in entries(language) if ("source" in entry) != ("checked_on" in entry)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_meaning_was_checked_in_the_future_or_more_than_a_year_ago(language: str) -> None:
    today = datetime.now(UTC).date()
    days: dict[str, date] = {entry["word"]: entry["checked_on"] for entry in entries(language) if "checked_on" in entry}
    late = [word for word, day in days.items() if not today - timedelta(days=366) <= day <= today + timedelta(days=1)]
    assert not late, f"hold these against their sources, then set checked_on anew: {', '.join(late)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_is_one_that_a_page_of_the_library_names(language: str) -> None:
    """Somebody has read those pages; a guessed address leads nowhere."""
    named = set()
    for matter, _ in pages("en"):
        named |= {matter["url"], *matter["sources"], *(step["url"] for step in matter["next_steps"])}
    addresses = {entry["source"] for entry in entries(language) if entry.get("source", "").startswith("http")}
    assert sorted(addresses - named) == []
