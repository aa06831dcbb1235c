"""One way to write a value, RFC 8785, so that two machines make the same hash."""

import json
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.record.canonical import canonical_json

text = st.text(st.characters(exclude_categories=["Cs"]))
whole_numbers = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
values = st.recursive(
    st.none() | st.booleans() | whole_numbers | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


def test_strings_are_written_as_in_rfc_8785_section_3_2_2():
    assert canonical_json({"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/"}) == (
        '{"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_literals_are_written_as_in_rfc_8785_section_3_2_2():
    assert canonical_json({"literals": [None, True, False]}) == '{"literals":[null,true,false]}'


def test_keys_are_sorted_by_utf_16_code_units_as_in_rfc_8785_section_3_2_3():
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(json.loads(canonical_json(value)).values()) == [
        "Carriage Return",
        "One",
        "Control",
        "Latin Small Letter O With Diaeresis",
        "Euro Sign",
        "Emoji: Grinning Face",
        "Hebrew Letter Dalet With Dagesh",
    ]


def test_control_characters_have_the_short_escapes_where_json_has_them():
    assert canonical_json("\b\t\n\f\r\x00\x1f\x7f") == '"\\b\\t\\n\\f\\r\\u0000\\u001f\x7f"'


@given(values)
def test_what_is_written_reads_back_as_the_same_value(value):
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(text, values, max_size=6), st.randoms())
def test_the_order_in_which_keys_were_set_does_not_matter(value, random):
    items = list(value.items())
    random.shuffle(items)
    assert canonical_json(dict(items)) == canonical_json(value)


@given(values)
def test_writing_a_value_that_was_read_back_changes_no_letter(value):
    written = canonical_json(value)
    assert canonical_json(json.loads(written)) == written


@given(st.floats())
def test_floats_are_refused(number):
    with pytest.raises(TypeError, match="float"):
        canonical_json({"confidence": [number]})


@pytest.mark.parametrize("value", [b"bytes", {1, 2}, object(), {"at": {3: "three"}}, {None: "nothing"}])
def test_whatever_json_has_no_one_way_to_write_is_refused(value):
    with pytest.raises(TypeError):
        canonical_json(value)


@pytest.mark.parametrize("number", [2**53, -(2**53), 10**30])
def test_numbers_that_a_double_cannot_hold_are_refused(number):
    assert canonical_json(2**53 - 1) == "9007199254740991"
    with pytest.raises(ValueError, match="2\\^53"):
        canonical_json(number)


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": "key"}])
def test_half_a_surrogate_pair_is_refused(value):
    with pytest.raises(ValueError, match="surrogate"):
        canonical_json(value)


def test_a_named_value_is_written_as_its_text():
    class Colour(StrEnum):
        GREEN = "green"

    assert canonical_json({"colour": Colour.GREEN}) == '{"colour":"green"}'
