"""The worked examples of a body stand beside those that come along; one with an error takes none of ours away."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from fingerpost.doors.rulebook import examples_here
from fingerpost.rules.authoring.examples import uk_examples

OWN = """- id: own-one
  on: 2026-11-23
  facts: {number_of_children: 0}
  expect: {child_benefit: no}
  working: ["no child"]
"""


@pytest.fixture
def own(tmp_path: Path, settings: LazySettings) -> Path:
    settings.HOME = tmp_path
    folder = tmp_path / "rules" / "examples"
    folder.mkdir(parents=True)
    return folder


def test_those_of_the_body_for_a_scheme_take_the_place_of_ours(own: Path) -> None:
    """As its scheme does: its rules are others, so our examples do not hold for it."""
    (own / "child_benefit.yaml").write_text(OWN)
    found = examples_here()
    assert [each.id for each in found if each.scheme == "child_benefit"] == ["own-one"]
    others = [each for each in uk_examples() if each.scheme != "child_benefit"]
    assert list(found[:-1]) == others


def test_they_may_begin_with_the_households_that_come_along(own: Path) -> None:
    (own / "child_benefit.yaml").write_text(OWN.replace("facts:", "base: single_adult\n  facts:"))
    example = examples_here()[-1]
    assert example.facts["housing"] == "private_rent"
    assert example.file == "rules/examples/child_benefit.yaml"


def test_an_error_in_one_leaves_ours(own: Path, caplog: pytest.LogCaptureFixture) -> None:
    (own / "child_benefit.yaml").write_text(OWN.replace("on: 2026-11-23", "on: soon"))
    assert examples_here() == uk_examples()
    assert "worked examples are not shown" in caplog.text


def test_without_any_there_are_ours(tmp_path: Path, settings: LazySettings) -> None:
    settings.HOME = tmp_path
    assert examples_here() is uk_examples()
