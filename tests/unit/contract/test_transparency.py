"""The transparency standard as data: a version is a file, and the finder's values are exact."""

import pytest

from fingerpost.contract.card import PHASES
from fingerpost.contract.transparency import list_versions, read_finder, read_standard

PREFIX = "algorithmic_transparency_record_"
METADATA = {
    f"{PREFIX}organisation": "fernby-council",
    f"{PREFIX}organisation_type": ["local-authority"],
    f"{PREFIX}phase": "public-beta",
    f"{PREFIX}date_published": "2026-11-22",
    f"{PREFIX}atrs_version": "v3.0",
}


def test_each_version_is_a_file() -> None:
    assert list_versions() == ["v2.1", "v3.0", "v4.0"]
    assert [read_standard(each).complete for each in list_versions()] == [False, True, False]


def test_a_version_without_a_file_says_which_there_are() -> None:
    with pytest.raises(KeyError, match=r"v3\.0"):
        read_standard("v9.0")


def test_version_3_has_its_fields_in_the_sections_of_its_two_tiers() -> None:
    standard = read_standard("v3.0")
    assert [each.tier for each in standard.sections] == [1, 2, 2, 2, 2, 2]
    assert len(standard.fields) == len({each.key for each in standard.fields}) == 56
    assert {each.section for each in standard.fields} == {each.key for each in standard.sections}
    numbers = {each.key: each.number for each in standard.fields}
    assert (numbers["senior_responsible_owner"], numbers["appeals_and_review"]) == ("1.3", "3.5")
    assert (numbers["development_data_sharing_agreements"], numbers["risk_mitigation"]) == ("4.3.9", "5.2")


def test_a_number_known_from_memory_only_says_so() -> None:
    seen = {each.key: each.number_seen for each in read_standard("v3.0").fields}
    assert seen["detailed_description"]
    assert not seen["benefits"]


def test_what_a_field_was_called_before_leads_to_its_name_now() -> None:
    keys = {each.key for each in read_standard("v3.0").fields}
    assert set(read_standard("v2.1").aliases.values()) <= keys
    assert {each.key for each in read_standard("v4.0").fields} <= keys


def test_the_finder_has_ten_keys_and_six_phases() -> None:
    finder = read_finder()
    assert len(finder.facets) == 10
    assert PHASES == ("pre-deployment", "beta-pilot", "private-beta", "public-beta", "production", "retired")
    counts = {each.key: len(each.values) for each in finder.facets if each.values}
    assert counts == {
        "organisation": 38,
        "organisation_type": 7,
        "function": 11,
        "capability": 11,
        "phase": 6,
        "region": 17,
    }


def test_a_metadata_object_that_fits_is_taken() -> None:
    assert read_finder().check(METADATA) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({f"{PREFIX}phase": "beta"}, "'beta' is not one of its values"),
        ({f"{PREFIX}phase": ["public-beta"]}, ""),
        ({f"{PREFIX}phase": ["public-beta", "retired"]}, "takes one value"),
        ({f"{PREFIX}organisation_type": []}, "is required"),
        ({f"{PREFIX}organisation_type": "local-authority"}, "takes a list"),
        ({f"{PREFIX}function": ["magic"]}, "'magic' is not one"),
        ({f"{PREFIX}date_published": None}, "is required"),
        ({"phase": "retired"}, "is not a key of the finder"),
    ],
)
def test_one_that_does_not_says_why(changes: dict[str, object], words: str) -> None:
    found = read_finder().check({**METADATA, **changes})
    assert any(words in each for each in found) if words else not found
