"""Which open case a report may be about: near, soon after, alike, and with nothing that tells the two apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fingerpost.capabilities.triage.duplicates.comparing import (
    Place,
    compare,
    load_weights,
    names,
)
from fingerpost.capabilities.triage.duplicates.finding import LEAST_DAYS, LONGEST_DAYS, find_duplicates, reach_of
from fingerpost.casework.services import starter_services
from fingerpost.contract.context import Context
from fingerpost.contract.places import METRES_A_DEGREE
from fingerpost.contract.proposals import Candidate, Likely

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
BOOK = starter_services()
HERE = Place(latitude=54.6, longitude=-2.4, at=NOW)
TEXT = "The street light outside number 14 on Beck Row is flickering all night"
OPEN = Candidate(
    reference="FP-00000-00001",
    service="street-lights",
    text="Lamp outside 14 Beck Row keeps flickering, please fix the street light",
    at=NOW - timedelta(days=1),
    latitude=54.6,
    longitude=-2.4,
)


class Cases:
    """Open cases that are found wherever one looks, and what was looked for."""

    def __init__(self, *found: Candidate) -> None:
        self.found, self.asked = found, list[dict[str, object]]()

    def near(self, *, context: Context, **where: object) -> Sequence[Candidate]:
        self.asked.append(where)
        return self.found


def found(
    text: str, *cases: Candidate, place: Place | None = HERE, service: str = "street-lights"
) -> tuple[Likely, ...]:
    context = Context(body="fernby", at=NOW)
    return find_duplicates(
        text, services={service: 1.0}, place=place, book=BOOK, open_cases=Cases(*cases), context=context
    )


def test_the_same_lamp_told_by_two_people_is_one_matter() -> None:
    (likely,) = found(TEXT, OPEN)
    assert likely.reference == OPEN.reference
    assert likely.metres == 0
    assert likely.hours == 24


@pytest.mark.parametrize(
    "other",
    [
        replace(OPEN, service="dog-fouling", text="Dog mess all over the path"),
        replace(OPEN, text="Lamp 27 is out", service="street-lights"),
    ],
    ids=["another service", "other words"],
)
def test_what_is_only_near_is_another_matter(other: Candidate) -> None:
    assert found("Lamp 14 is out", other) == ()


def test_a_report_that_may_be_for_two_services_is_compared_with_the_cases_of_both() -> None:
    def compared(case: str) -> float:
        other = replace(OPEN, service=case)
        chances = {"road-signs": 0.5, "street-lights": 0.4, "potholes": 0.1}
        found = compare(TEXT, services=chances, place=HERE, candidate=other, book=BOOK)
        return load_weights().probability(found)

    assert compared("street-lights") > compared("dog-fouling")
    assert compared("road-signs") > compared("dog-fouling")


def test_it_is_looked_for_where_any_likely_service_is_about_a_street() -> None:
    cases = Cases()
    for chances, asked in (({"council-tax": 0.9, "potholes": 0.1}, 1), ({"council-tax": 0.99, "potholes": 0.01}, 1)):
        find_duplicates(
            TEXT, services=chances, place=HERE, book=BOOK, open_cases=cases, context=Context(body="fernby", at=NOW)
        )
        assert len(cases.asked) == asked


def test_two_numbers_of_one_kind_of_thing_are_two_things_however_alike_the_rest() -> None:
    mine = replace(OPEN, text="Lamp number 14 on Beck Row is flickering all night")
    compared = compare(mine.text, services={"street-lights": 1.0}, place=HERE, candidate=mine, book=BOOK)
    other = replace(mine, text=mine.text.replace("14", "15"))
    apart = compare(mine.text, services={"street-lights": 1.0}, place=HERE, candidate=other, book=BOOK)
    assert load_weights().probability(compared) > 0.5
    assert load_weights().probability(apart) == 0


def test_the_farther_and_the_older_the_less_likely() -> None:
    def chance(*, north: float = 0.0, days: float = 1.0) -> float:
        other = replace(OPEN, latitude=54.6 + north / METRES_A_DEGREE, at=NOW - timedelta(days=days))
        return load_weights().probability(
            compare(TEXT, services={"street-lights": 1.0}, place=HERE, candidate=other, book=BOOK)
        )

    assert chance() > chance(north=100) > chance(north=200)
    assert chance() >= chance(days=40)


def test_without_a_place_in_a_street_nothing_is_looked_for() -> None:
    assert found(TEXT, OPEN, place=None) == ()
    assert found(TEXT, OPEN, service="council-tax") == ()


def test_it_looks_longer_where_mending_takes_longer_but_never_for_ever() -> None:
    days = {slug: reach_of(service)[1] for slug, service in BOOK.services.items()}
    assert all(LEAST_DAYS <= each <= LONGEST_DAYS for each in days.values())
    assert len(set(days.values())) > 1
    assert reach_of(None)[1] == LEAST_DAYS


def test_no_more_than_five_are_told_the_likeliest_first() -> None:
    many = [replace(OPEN, reference=f"FP-00000-0000{number}", latitude=54.6 + number / 1e5) for number in range(8)]
    likely = found(TEXT, *many)
    assert len(likely) == 5
    assert [each.probability for each in likely] == sorted((each.probability for each in likely), reverse=True)


def test_every_weight_is_of_a_figure_there_is() -> None:
    assert set(load_weights().by_name) <= set(names())
