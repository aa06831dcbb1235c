"""The made-up year: the same each time, varied, and true to what it says of itself."""

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from fingerpost.casework.demo.grammar import read_kinds
from fingerpost.casework.demo.streets import FARTHEST_NOISE, metres_between, read_streets
from fingerpost.casework.demo.year import ENDS, Made, make_year
from fingerpost.casework.services import starter_services
from fingerpost.contract.services import PlaceKind


@pytest.fixture(scope="module")
def year() -> list[Made]:
    return make_year()


def groups_of(year: list[Made]) -> dict[str, list[Made]]:
    groups = defaultdict(list)
    for each in year:
        groups[each.truth.group].append(each)
    return groups


def test_same_seed_gives_the_same_year(year: list[Made]) -> None:
    assert make_year() == year
    assert make_year(seed=7) != year


def test_as_many_as_were_asked_for_in_order_and_within_the_year(year: list[Made]) -> None:
    assert len(year) == 5_000
    assert len(make_year(reports=137)) == 137
    assert all(before.at <= after.at for before, after in pairwise(year))
    assert all(0 <= (ENDS - each.at).days <= 366 for each in year)


def test_every_service_has_reports_and_every_kind_a_service(year: list[Made]) -> None:
    services = starter_services().services
    assert {each.truth.service for each in year} == set(services)
    assert {each.service for each in read_kinds()} == set(services)
    assert all(services[each.truth.service].team == each.truth.team for each in year)


def test_each_service_is_written_about_in_sixty_ways_or_more() -> None:
    ways: dict[str, set[str]] = defaultdict(set)
    for each in make_year(reports=20_000, seed=11):
        ways[each.truth.service].add(each.text.casefold())
    assert min(len(each) for each in ways.values()) >= 60
    assert set(ways) == set(starter_services().services)


def test_hardly_any_text_stands_twice(year: list[Made]) -> None:
    assert len({each.text for each in year}) > 0.95 * len(year)
    assert not [each.text for each in year if any(mark in each.text for mark in "{}|")]


def test_home_has_an_address_and_no_pin(year: list[Made]) -> None:
    services = starter_services().services
    for each in year:
        is_home = services[each.truth.service].place is PlaceKind.HOME
        assert bool(each.address) == is_home
        assert not (is_home and each.latitude is not None)


def test_reports_of_one_matter_lie_near_in_place_and_time(year: list[Made]) -> None:
    several = [each for each in groups_of(year).values() if len(each) > 1]
    assert len(several) > 300
    for group in several:
        assert len({each.truth.kind for each in group}) == 1
        assert (group[-1].at - group[0].at).days <= 15
        pins = [(each.latitude, each.longitude or 0) for each in group if each.latitude is not None]
        for pin in pins[1:]:
            assert metres_between(*pins[0], *pin) <= 2 * FARTHEST_NOISE + 1


def test_what_only_looks_alike_is_another_thing_or_months_later(year: list[Made]) -> None:
    groups = groups_of(year)
    alike = [each for each in year if each.truth.unlike in groups]
    assert len(alike) > 50
    for each in alike:
        assert each.truth.group != each.truth.unlike
        assert each.truth.kind == groups[each.truth.unlike][0].truth.kind


def test_winter_ices_summer_grows_and_storms_come_in_bursts(year: list[Made]) -> None:
    months: dict[str, Counter[int]] = defaultdict(Counter)
    for each in year:
        months[each.truth.kind][each.at.month] += 1
    assert sum(months["potholes/ice"][month] for month in (6, 7, 8, 9)) == 0
    assert months["parks/grass"][6] > months["parks/grass"][2]
    days = Counter(each.at.date() for each in year if each.truth.kind == "trees/fallen")
    assert days.most_common(1)[0][1] >= 10


def test_streets_are_many_and_on_open_moor() -> None:
    streets = read_streets()
    assert len({each.name for each in streets}) == len(streets) == 150
    assert all(54.58 < each.latitude < 54.62 and -2.44 < each.longitude < -2.36 for each in streets)


def test_two_matters_of_a_kind_in_one_street_can_be_told_apart(year: list[Made]) -> None:
    """By months, or by what people say of them: never neither."""
    pinned = [each for each in year if each.latitude is not None and not each.truth.unlike]
    close = 0
    for number, one in enumerate(pinned):
        for other in pinned[number + 1 :]:
            if (other.at - one.at).days > 20:
                break
            if one.truth.kind == other.truth.kind and one.truth.group != other.truth.group:
                place, beside = (one.latitude or 0, one.longitude or 0), (other.latitude or 0, other.longitude or 0)
                close += metres_between(*place, *beside) < 40
    assert close <= 10  # pins of two streets that meet
