"""What languages and nations are called on a page, and where a page stands in each language."""

from itertools import chain, combinations
from types import SimpleNamespace

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.dates import MONTHS

from fingerpost.contract.claims import name_nations
from fingerpost.contract.context import Nation
from fingerpost.doors.citizen.answers.telling import HIDDEN
from fingerpost.doors.citizen.filters import day, moment
from fingerpost.doors.languages import NAMES, direction_of, language_name, marked_as, pages_in_each_language
from fingerpost.doors.months import NAMES as MONTH_NAMES
from fingerpost.doors.nations import NAMES as NATIONS
from fingerpost.doors.nations import NamedNations, in_page_language, nation_name
from fingerpost.guard.languages import load_sentences
from fingerpost.guard.tongues import scripts
from fingerpost.guard.tongues.model import LANGUAGES
from fingerpost.guard.tongues.small_words import OTHERS


def sets_of_nations() -> list[frozenset[Nation]]:
    return [frozenset(each) for each in chain.from_iterable(combinations(Nation, size) for size in range(1, 5))]


@pytest.mark.parametrize("nations", sets_of_nations(), ids=name_nations)
def test_every_set_of_nations_has_a_name_to_translate(nations: frozenset[Nation]) -> None:
    assert name_nations(nations) in NATIONS
    with translation.override("cy"):
        assert in_page_language(name_nations(nations)) != name_nations(nations)
    assert in_page_language(name_nations(nations)) == name_nations(nations)


def test_nations_are_named_in_the_language_of_the_page() -> None:
    with translation.override("cy"):
        assert nation_name("wales") == "Cymru"
        assert in_page_language("England and Wales") == "Cymru a Lloegr"
        assert dict(NamedNations())["northern-ireland"] == "Gogledd Iwerddon"
    assert nation_name(None) == in_page_language("") == ""


def test_every_language_that_the_guard_can_tell_has_a_name() -> None:
    by_script = {language for _, _, language in scripts._SCRIPTS if language}
    assert {*LANGUAGES, *OTHERS, *by_script, *load_sentences(), "ja"} <= set(NAMES)


def test_a_language_is_named_in_the_language_of_the_page() -> None:
    assert language_name("pl") == "Polish"
    with translation.override("cy"):
        assert language_name("pl") == "Pwyleg"
    assert language_name("xx") == ""


def test_words_in_another_language_say_so_and_which_way_they_run() -> None:
    assert marked_as("ar") == ' lang="ar" dir="rtl"'
    assert marked_as("pl") == ' lang="pl"'
    assert marked_as("en") == marked_as("") == marked_as(None) == ""
    with translation.override("cy"):
        assert marked_as("en") == ' lang="en"'
        assert marked_as("cy") == ""


def test_a_language_can_not_break_out_of_its_attribute() -> None:
    assert "<" not in marked_as('"><script>')
    assert direction_of("ur") == "rtl"


@pytest.mark.parametrize(
    ("path", "english", "welsh"),
    [
        ("/", "/", "/cy/"),
        ("/cy/", "/", "/cy/"),
        ("/guidance?words=a%20b&page=2", "/guidance?words=a%20b&page=2", "/cy/guidance?words=a%20b&page=2"),
        ("/cy/answers/FP-1", "/answers/FP-1", "/cy/answers/FP-1"),
        ("/cy/embed/", "/embed/", "/cy/embed/"),
        ("/cymru", "/cymru", "/cy/cymru"),
    ],
)
def test_a_page_has_an_address_in_each_language(path: str, english: str, welsh: str) -> None:
    pages = pages_in_each_language(RequestFactory().get(path))
    assert [each.address for each in pages] == [english, welsh]


def test_what_is_for_programs_stands_once() -> None:
    assert pages_in_each_language(SimpleNamespace(path="/api/docs")) == []  # type: ignore[arg-type]


def test_dates_and_times_are_written_as_people_write_them_in_welsh() -> None:
    with translation.override("cy"):
        assert day("2026-11-02") == "2 Tachwedd 2026"
        assert moment("2026-11-22T15:38:00+00:00") == "22 Tachwedd 2026 am 3:38yp"
        assert moment("2026-07-01T08:05:00+00:00") == "1 Gorffennaf 2026 am 9:05yb"


def test_months_are_those_of_our_own_catalogue() -> None:
    assert [str(MONTHS[number]) for number in range(1, 13)] == list(MONTH_NAMES)


def test_what_was_hidden_has_a_welsh_name() -> None:
    with translation.override("cy"):
        assert all(translation.gettext(each) != each for each in HIDDEN)
