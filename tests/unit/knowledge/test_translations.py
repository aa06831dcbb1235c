"""A translation is the same section of the page that says it translates this one."""

from pathlib import Path

import pytest
from django.conf import settings

from fingerpost.knowledge.importing import import_folder
from fingerpost.knowledge.reading import iterate_passages
from fingerpost.knowledge.translations import fetch_originals, fetch_translations

BODY = settings.CONFIGURATION.body
ENGLISH = "---\ntitle: Bins\nlanguage: en\n---\nPut bins out by 7am.\n\n## Missed\nTell us within 2 days.\n"
WELSH = (
    "---\ntitle: Biniau\nlanguage: cy\ntranslation_of: bins\n---\nRhowch finiau allan erbyn 7am.\n\n"
    "## Wedi methu\nDywedwch wrthym o fewn 2 ddiwrnod.\n"
)

pytestmark = pytest.mark.django_db


def translations_of(folder: Path, **pages: str) -> dict[str, str]:
    """The heading of each English passage that has a translation, with the heading of that."""
    for name, text in pages.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    import_folder(folder, body=BODY, collection="tests", title="Tests")
    english = [each for each in iterate_passages(body=BODY) if each.language == "en"]
    found = fetch_translations(english, body=BODY, language="cy")
    welsh = [each for each in iterate_passages(body=BODY) if each.language == "cy"]
    traced = fetch_originals(welsh, body=BODY, language="cy")
    assert {each.id: traced[each.id].id for each in welsh if each.id in traced} == {
        found[each.id].id: each.id for each in english if each.id in found
    }  # the same pairs, the other way round
    return {each.heading: found[each.id].heading for each in english if each.id in found}


def test_each_section_has_the_section_that_stands_in_its_place(tmp_path: Path) -> None:
    assert translations_of(tmp_path, bins=ENGLISH, biniau=WELSH) == {"Bins": "Biniau", "Missed": "Wedi methu"}


def test_a_page_that_nobody_translated_has_none(tmp_path: Path) -> None:
    assert translations_of(tmp_path, bins=ENGLISH) == {}


def test_a_translation_with_other_sections_is_not_guessed_at(tmp_path: Path) -> None:
    assert translations_of(tmp_path, bins=ENGLISH, biniau=f"{WELSH}\n## Arall\nMwy.\n") == {}
