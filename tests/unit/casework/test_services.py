"""services.toml is read whole or not at all, and says every fault by table and field."""

import os
from pathlib import Path

import pytest

from fingerpost.casework.services import InvalidServices, RunningServices, read_services, starter_services
from fingerpost.casework.viewing import DESK
from fingerpost.contract.services import PlaceKind, Service, ServiceBook, Team, Urgency

TEAM = """
[[team]]
slug = "roads"
name.en = "Roads"
"""
SERVICE = """
[[service]]
slug = "potholes"
team = "roads"
name = { en = "Potholes", cy = "Tyllau" }
description.en = "Holes in a road."
group.en = "Streets"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "services.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidServices) as caught:
        read_services(written(folder, text))
    return caught.value.problems


def test_starter_council_has_thirty_services_twelve_teams_and_a_front_desk_in_two_languages() -> None:
    book = starter_services()
    assert (len(book.services), len(book.teams)) == (30, 13)
    everybody: list[Team | Service] = [*book.teams.values(), *book.services.values()]
    for named in everybody:
        assert {"en", "cy"} <= set(named.name) & set(named.description), named.slug
    for service in book.services.values():
        assert 5 <= len(service.examples) <= 40, service.slug
        assert {"en", "cy"} <= set(service.group), service.slug
        assert service.facts, service.slug
        for fact in service.facts:
            assert {"en", "cy"} <= set(fact.question), (service.slug, fact.name)
            assert all({"en", "cy"} <= set(words) for words in fact.choices.values())
    assert {service.team for service in book.services.values()} == set(book.teams) - {DESK}
    assert not [each.slug for each in book.services.values() if each.is_public and each.place is not PlaceKind.STREET]


def test_short_file_is_read_and_the_rest_is_as_usual(tmp_path: Path) -> None:
    service = read_services(written(tmp_path, TEAM + SERVICE)).services["potholes"]
    assert service.name == {"en": "Potholes", "cy": "Tyllau"}
    assert service.days == {Urgency.ROUTINE: 10, Urgency.SOON: 5, Urgency.URGENT: 1}
    assert service.place is PlaceKind.NONE
    assert service.usual_urgency is Urgency.ROUTINE


def test_facts_and_choices_are_read(tmp_path: Path) -> None:
    fact = """
[[service.fact]]
name = "part"
question.en = "Which part?"
kind = "choice"
needed = true
choices.road.en = "The road"
choices.path = "The path"
"""
    (found,) = read_services(written(tmp_path, TEAM + SERVICE + fact)).services["potholes"].facts
    assert found.is_needed
    assert found.choices == {"road": {"en": "The road"}, "path": {"en": "The path"}}


def test_digest_changes_with_any_word(tmp_path: Path) -> None:
    before = read_services(written(tmp_path, TEAM + SERVICE)).digest
    assert read_services(written(tmp_path, TEAM + SERVICE.replace("Holes in", "Holes on"))).digest != before


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        (TEAM + SERVICE.replace("potholes", "Pot holes"), "[[service]] 'Pot holes', field 'slug'", "small letters"),
        (TEAM + SERVICE.replace('"roads"', '"rods"'), "[[service]] 'potholes', field 'team'", "not 'rods'"),
        (TEAM + SERVICE + 'urgency = "soon"', "field 'urgency'", "no such field"),
        (TEAM + SERVICE + 'usual_urgency = "now"', "field 'usual_urgency'", "one of routine"),
        (TEAM + SERVICE + 'place = "road"', "field 'place'", "one of street, home, none"),
        (TEAM + SERVICE + "public = true", "field 'public'", "only where place is 'street'"),
        (TEAM + SERVICE + 'public = "yes"', "field 'public'", "true or false"),
        (TEAM + SERVICE + "days = 5", "field 'days'", "a table"),
        (TEAM + SERVICE + "days.emergency = 0", "field 'days.emergency'", "same day"),
        (TEAM + SERVICE + "days.soon = -1", "field 'days.soon'", "whole number"),
        (TEAM + SERVICE + "days.soon = true", "field 'days.soon'", "whole number"),
        (TEAM + SERVICE + "days.urgent = 7", "field 'days'", "more urgent must not take longer"),
        (TEAM + SERVICE + 'examples = "one"', "field 'examples'", "a list of texts"),
        (TEAM + SERVICE + 'examples = ["one", 2]', "field 'examples'", "text 2 must be a text"),
        (TEAM + SERVICE + "name.fr = 3", "services.toml", "not TOML"),
        (TEAM + SERVICE.replace("cy =", "fr ="), "field 'name.fr'", "languages: en, cy"),
        (TEAM + SERVICE.replace("description.en", "description.cy"), "field 'description'", "needed in English"),
        (TEAM + SERVICE.replace("Holes in", "Holes\\u202Ein"), "field 'description.en'", "U+202E"),
        (TEAM + SERVICE + SERVICE, "[[service]] number 2, field 'slug'", "taken"),
        (TEAM + TEAM + SERVICE, "[[team]] number 2, field 'slug'", "taken"),
        (TEAM + 'email = "roads at"\n' + SERVICE, "[[team]] 'roads', field 'email'", "e-mail address"),
        (TEAM + SERVICE + "[service.fact]\nname = 'x'", "field 'fact'", "[[fact]]"),
        (TEAM + SERVICE + "[[service.fact]]\nname = 'x'", "fact 'x', field 'question'", "in English"),
        (TEAM + SERVICE + "[[service.fact]]\nname = 'x'\nquestion = 'X?'\nkind = 'choice'", "'choices'", "two or more"),
        (TEAM + SERVICE + "[[services]]\nslug = 'x'", "field 'services'", "no such field"),
        ("", "services.toml", "no service"),
    ],
)
def test_fault_is_named_by_table_and_field(tmp_path: Path, text: str, where: str, what: str) -> None:
    faults = faults_of(tmp_path, text)
    assert any(where in each and what in each for each in faults), faults


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    wrong = TEAM.replace("name.en", "names") + SERVICE.replace("group.en", "groups") + 'place = "x"\n'
    assert len(faults_of(tmp_path, wrong)) == 5  # two unknown fields, two missing ones, one wrong value


def test_one_example_under_two_services_is_refused(tmp_path: Path) -> None:
    both = [SERVICE.replace("potholes", slug) + 'examples = ["Big  hole"]\n' for slug in ("potholes", "kerbs")]
    (fault,) = faults_of(tmp_path, TEAM + "".join(both))
    assert "stands under 'potholes' too" in fault


def test_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "services.toml"
    with pytest.raises(InvalidServices, match="no such file"):
        read_services(path)
    path.write_bytes(b"\xff\xfe[\x00")
    with pytest.raises(InvalidServices, match="UTF-8"):
        read_services(path)
    path.write_bytes(b"#" * 2_000_001)
    with pytest.raises(InvalidServices, match="larger than"):
        read_services(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(InvalidServices, match="could not be opened"):
        read_services(path)


def changed(path: Path, text: str) -> None:
    """Written, with a later time: two writings within one tick of the clock would look the same."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 10**9, before + 10**9))


def test_running_services_follow_their_file(tmp_path: Path) -> None:
    running = RunningServices(written(tmp_path, TEAM + SERVICE))
    first = running.book
    assert running.book is first
    changed(tmp_path / "services.toml", TEAM + SERVICE.replace("potholes", "kerbs"))
    assert set(running.book.services) == {"kerbs"}


def test_broken_file_leaves_the_last_good_book(tmp_path: Path) -> None:
    path = written(tmp_path, TEAM + SERVICE)
    running = RunningServices(path)
    changed(path, TEAM)
    assert set(running.book.services) == {"potholes"}
    assert "no service" in running.problems[0]
    path.unlink()
    assert set(running.book.services) == {"potholes"}
    assert "no such file" in running.problems[0]
    changed(path, TEAM + SERVICE)
    assert running.problems == ()


def test_body_without_a_file_has_the_starter_services(tmp_path: Path) -> None:
    path = tmp_path / "services.toml"
    running = RunningServices(path)
    assert running.book is starter_services()
    empty = ServiceBook()
    assert RunningServices(path, otherwise=empty).book is empty
    path.write_text(TEAM + SERVICE, encoding="utf-8")
    assert set(running.book.services) == {"potholes"}


def test_file_that_is_broken_from_the_start_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InvalidServices):
        RunningServices(written(tmp_path, TEAM))
