"""A form is made from a request type; every door checks with it and tells faults in the words of its labels."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import pytest

from fingerpost.capabilities import find_capability
from fingerpost.contract.capability import Capability, ask_for
from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.citizen.asking.fields import fields_of
from fingerpost.doors.forms import fill, form_of


class Size(StrEnum):
    SMALL = "small"
    VERY_LARGE = "very-large"


@dataclass(frozen=True, kw_only=True)
class Person:
    name: str = ask_for("Name", max_length=20)
    age: int = ask_for("Age", default=0)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody would like."""

    what: str = ask_for("What you would like", hint="In your own words", max_length=500)
    size: Size = ask_for("How large")
    since: date | None = ask_for("Since when", default=None)
    urgent: bool = ask_for("Is it urgent", default=False)
    household: tuple[Person, ...] = ask_for("Who lives with you", default=())


@pytest.fixture(scope="module")
def wishing() -> Capability:
    answer = find_capability("answer")
    return replace(answer, request=Wish, card=replace(answer.card, name="wish", command="make-wish"))


def test_a_form_filled_in_rightly_becomes_the_request(wishing: Capability) -> None:
    filled = fill(
        wishing,
        {
            "what": "  a larger bin ",
            "size": "very-large",
            "since": "2026-04-06",
            "urgent": "true",
            "household": [{"name": "Ann", "age": "7"}],
            "nation": "wales",
        },
    )
    person = Person(name="Ann", age=7)
    assert filled.request == Wish(
        what="a larger bin", size=Size.VERY_LARGE, since=date(2026, 4, 6), urgent=True, household=(person,)
    )
    assert (filled.nation, filled.language) == (Nation.WALES, "en")


@pytest.mark.parametrize(
    ("values", "name", "sentence"),
    [
        ({"size": "small"}, "what", "Enter what you would like"),
        ({"what": "x" * 501, "size": "small"}, "what", "What you would like must be 500 characters or fewer"),
        ({"what": "x", "size": "huge"}, "size", "How large must be one of: small or very-large"),
        ({"what": "x", "size": "small", "urgent": "perhaps"}, "urgent", "Is it urgent must be yes or no"),
        ({"what": "x", "size": "small", "wat": 1}, "wat", "Wat is not a field of this form"),
        ({"what": "x", "size": "small", "since": "soon"}, "since", "Since when must be a date such as 2026-04-06"),
        ({"what": 5, "size": "small"}, "what", "What you would like must be text"),
        ({"what": "\ud800", "size": "small"}, "what", "What you would like must be text that can be read as UTF-8"),
        (
            {"what": "x", "size": "small", "household": [{"name": "y" * 21}]},
            "household.0.name",
            "Name in Who lives with you must be 20 characters or fewer",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_the_words_of_the_label(
    wishing: Capability, values: dict[str, object], name: str, sentence: str
) -> None:
    with pytest.raises(InvalidRequest) as told:
        fill(wishing, values)
    assert told.value.problems[name] == sentence


def test_every_fault_is_told_at_once(wishing: Capability) -> None:
    with pytest.raises(InvalidRequest) as told:
        fill(wishing, {"nation": "mars"})
    assert set(told.value.problems) == {"what", "size", "nation"}


def test_the_schema_has_labels_hints_and_bounds(wishing: Capability) -> None:
    what = form_of(wishing).model_json_schema()["properties"]["what"]
    assert what["title"] == "What you would like"
    assert what["description"] == "In your own words"
    assert what["maxLength"] == 500


def test_a_page_asks_for_what_a_person_can_fill_in(wishing: Capability) -> None:
    fields = {field.name: field for field in fields_of(wishing)}
    assert set(fields) == {"what", "size", "since", "urgent"}
    assert fields["what"].is_long
    assert fields["size"].choices == (("small", "Small"), ("very-large", "Very large"))
    assert fields["urgent"].choices == (("true", "Yes"), ("false", "No"))
