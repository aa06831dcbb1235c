"""A template is used once a second person has approved it, and no longer than until it is retired."""

import json
from datetime import UTC, datetime

import pytest

from fingerpost.casework.templates import (
    CannotApprove,
    UnknownTemplate,
    Wording,
    approve_template,
    find_template,
    list_templates,
    list_usable,
    retire_template,
    write_template,
)
from fingerpost.contract.errors import InvalidRequest
from fingerpost.record.models import Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
WORDS = Wording(title="Pothole mended", subject="Your report {reference}", words="We mended it.", service="potholes")
HERE = {"body": "fernby", "at": AT}


def usable(service: str = "potholes") -> list[tuple[str, int]]:
    return [(each.title, each.version) for each in list_usable(service=service, body="fernby")]


def test_nobody_uses_a_template_before_a_second_person_approved_it() -> None:
    made = write_template(WORDS, by="ann", **HERE)
    assert usable() == []
    with pytest.raises(CannotApprove):
        approve_template(made.number, by="ann", **HERE)
    approve_template(made.number, by="bob", **HERE)
    assert usable() == [("Pothole mended", 1)]
    kinds = [json.loads(each.leaf)["type"] for each in Entry.objects.order_by("seq")]
    assert kinds == ["template/written", "template/approved"]


def test_the_version_in_use_stays_until_the_next_is_approved() -> None:
    first = write_template(WORDS, by="ann", **HERE)
    approve_template(first.number, by="bob", **HERE)
    second = write_template(WORDS, slug=first.slug, by="ann", **HERE)
    assert (second.version, usable()) == (2, [("Pothole mended", 1)])
    approve_template(second.number, by="bob", **HERE)
    assert usable() == [("Pothole mended", 2)]


def test_what_is_retired_is_used_no_more_and_stays_to_be_read() -> None:
    made = write_template(WORDS, by="ann", **HERE)
    approve_template(made.number, by="bob", **HERE)
    retire_template(made.number, by="bob", **HERE)
    assert usable() == []
    assert find_template(made.number, body="fernby").retired_at == AT
    with pytest.raises(CannotApprove):
        approve_template(made.number, by="cat", **HERE)


def test_templates_of_the_service_come_before_those_for_any_and_none_of_another() -> None:
    for title, service in (("A for any", ""), ("B potholes", "potholes"), ("C trees", "trees")):
        made = write_template(Wording(title=title, subject="s", words="w", service=service), by="ann", **HERE)
        approve_template(made.number, by="bob", **HERE)
    assert usable() == [("B potholes", 1), ("A for any", 1)]


def test_another_body_has_none_of_them() -> None:
    made = write_template(WORDS, by="ann", **HERE)
    assert list_templates(body="other") == []
    with pytest.raises(UnknownTemplate):
        find_template(made.number, body="other")
    with pytest.raises(UnknownTemplate):
        write_template(WORDS, slug=made.slug, by="ann", body="other", at=AT)


@pytest.mark.parametrize(
    ("field", "typed"),
    [("title", ""), ("words", "x" * 5_001), ("words", "Dear {nmae}"), ("subject", "a\nb"), ("language", "fr")],
)
def test_what_does_not_fit_is_said_by_its_field(field: str, typed: str) -> None:
    with pytest.raises(InvalidRequest) as said:
        write_template(Wording(**{**vars(WORDS), field: typed}), by="ann", **HERE)
    assert list(said.value.problems) == [field]


def test_a_fact_of_the_service_may_stand_in_it() -> None:
    write_template(Wording(title="t", subject="s", words="Size: {fact.size}"), by="ann", **HERE)


def test_two_templates_of_one_title_have_slugs_of_their_own() -> None:
    slugs = {write_template(WORDS, by="ann", **HERE).slug for _each in range(3)}
    assert slugs == {"pothole-mended", "pothole-mended-2", "pothole-mended-3"}
