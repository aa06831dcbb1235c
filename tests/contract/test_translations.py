"""Every string that a page says stands in the Welsh catalogues, whole, with the same placeholders, and compiled."""

import re
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Message
from django.utils import translation
from django.utils.translation import gettext, ngettext

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(ROOT.glob("src/fingerpost/**/locale/cy/LC_MESSAGES/django.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%\{\w+\}|\{\w*(?::[^}]*)?\}|%%")
# What is the same in both languages: names, formats and abbreviations.
SAME = {
    "API",
    "Cost",
    "Data",
    "Open311",
    "Person",
    "Hindi",
    "Marathi",
    "Model",
    "Partner",
    "Pashto",
    "Post",
    "Thai",
    "bn",
    "m",
}
SAME |= {"%(day)s: %(holiday)s", "%(by)s, %(when)s", "%(share)s (%(count)s)"}

named = pytest.mark.parametrize("path", CATALOGUES, ids=[path.parts[-5] for path in CATALOGUES])


@pytest.fixture
def messages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/messages.py, which is a program and no part of the package."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import messages  # noqa: PLC0415

    return messages


def strings_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, list | tuple) else [str(message.string)]


def ids_of(message: Message) -> list[str]:
    return list(message.id) if isinstance(message.id, list | tuple) else [str(message.id)]


def test_the_catalogues_hold_what_pages_say_now_and_nothing_else(messages: ModuleType) -> None:
    for words in messages.find_words():
        said = set(words.said)
        held = {tuple(ids_of(each)) for each in messages.read(words.path) if each.id}
        wanted = {each if isinstance(each, tuple) else (each,) for each in said}
        assert wanted - held == set(), f"run make messages, then translate these in {words.path}"
        assert held - wanted == set(), "run make messages: no page says this any more"


@named
def test_nothing_is_untranslated_or_guessed(messages: ModuleType, path: Path) -> None:
    assert [each.id for each in messages.untranslated(messages.read(path))] == []


@named
def test_a_translation_has_the_placeholders_of_its_original(messages: ModuleType, path: Path) -> None:
    for message in messages.read(path):
        if not message.id:
            continue
        *_, english = (Counter(PLACEHOLDER.findall(each)) for each in ids_of(message))
        for each in strings_of(message):
            found = Counter(PLACEHOLDER.findall(each))
            if message.pluralizable:  # "no pages" needs no number
                assert set(found) <= set(english), message.id
            else:
                assert found == english, message.id


@named
def test_a_translation_is_welsh_and_keeps_the_space_at_its_ends(messages: ModuleType, path: Path) -> None:
    for message in messages.read(path):
        for english in ids_of(message)[:1] if message.id else ():
            for welsh in strings_of(message):
                assert welsh != english or english in SAME, english
                assert welsh[:1].isspace() == english[:1].isspace(), english
                assert welsh[-1:].isspace() == english[-1:].isspace(), english


@named
def test_what_is_compiled_is_what_is_written(messages: ModuleType, path: Path) -> None:
    compiled = path.with_suffix(".mo")
    assert compiled.is_file(), "run make setup"
    assert compiled.read_bytes() == messages.compiled_from(path), "run make setup: the .mo is older than its .po"


@named
def test_the_catalogue_names_the_six_forms_of_a_welsh_plural_and_no_day(messages: ModuleType, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "nplurals=6" in text
    assert not re.search(r"-Date:|#:|fuzzy|Last-Translator", text)
    assert messages.read(path).num_plurals == 6


@pytest.mark.parametrize(
    ("number", "welsh"),
    [
        (0, "Dim tudalennau"),
        (1, "1 dudalen"),
        (2, "2 dudalen"),
        (3, "3 tudalen"),
        (6, "6 thudalen"),
        (7, "7 tudalen"),
        (11, "11 tudalen"),
    ],
)
def test_each_number_has_its_own_form(number: int, welsh: str) -> None:
    with translation.override("cy"):
        assert ngettext("%(num)s page", "%(num)s pages", number) % {"num": number} == welsh


def test_djangos_own_words_are_still_there_beside_ours() -> None:
    with translation.override("cy"):
        assert gettext("November") == "Tachwedd"
