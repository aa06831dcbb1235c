"""The register to take away: JSON, a table, and the shape of the GOV.UK list with exactly its keys and values."""

import csv
import io
import json
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.unit.record.register.systems import AT, BODY, SYSTEM, evaluation, own_card, system_with

from fingerpost.contract.transparency import read_finder, read_standard
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.exports import as_csv, as_finder, as_json, as_values, html_of
from fingerpost.record.register.public import PhaseChange, PublicRecord
from fingerpost.record.register.records import read_record

pytestmark = pytest.mark.django_db

ATTACK = "<script>alert(1)</script> & \"'"


@pytest.fixture
def record() -> PublicRecord:
    keep_evaluation(evaluation(), system=SYSTEM, body=BODY, at=AT)
    return read_record(system_with(), body=BODY, at=AT)


def test_json_holds_everything_and_can_be_read_again(record: PublicRecord) -> None:
    values = json.loads(json.dumps(as_json([record], at=AT)))
    (read,) = values["records"]
    assert values["at"] == AT.isoformat(timespec="seconds")
    keys = {each["key"] for section in read["sections"] for each in section["fields"]}
    assert {each.key for each in read_standard().fields if each.group != "third_party"} <= keys
    assert read["evidence"]["reference"] == record.evidence.reference  # type: ignore[union-attr]
    assert read["blocks_production"] is False


def test_no_account_of_staff_is_published(record: PublicRecord) -> None:
    moved = PhaseChange(
        at=AT, moved_from="alpha", moved_to="beta", by="sian.the-owner", owner="Head of Digital", reason="Ready"
    )
    values = as_values(replace(record, history=(moved,)))
    assert values["history"][0]["owner"] == "Head of Digital"
    assert "sian.the-owner" not in json.dumps(values)


def test_the_table_has_a_row_a_record_and_every_named_field(record: PublicRecord) -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv([record]).decode("utf-8-sig"), newline=""))
    assert {each.key for each in read_standard().fields} <= set(row)
    assert (row["system"], row["phase"], row["faults"]) == ("answer", "pre-deployment", "")
    assert row["evaluation_run"] == record.evidence.reference  # type: ignore[union-attr]


def test_no_cell_of_it_begins_a_formula() -> None:
    card = own_card()
    card = replace(card, transparency=replace(card.transparency, benefits="=HYPERLINK(1)", maintenance="\uff1d1+1"))
    text = as_csv([read_record(system_with(card), body=BODY, at=AT)]).decode("utf-8-sig")
    for row in csv.reader(io.StringIO(text, newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\uff1d"))]


def test_the_finders_shape_has_exactly_its_keys_and_values(record: PublicRecord) -> None:
    found = as_finder(record)
    assert read_finder().check(found["details"]["metadata"]) == []
    assert set(found["details"]) == {"metadata", "body"}
    prefix = read_finder().prefix
    assert set(found["details"]["metadata"]) == {f"{prefix}{each.key}" for each in read_finder().facets}


def test_its_body_is_html_with_every_named_field(record: PublicRecord) -> None:
    html = html_of(record)
    for each in read_standard().fields:
        if record.field(each.key):
            assert f"{each.number} {each.title}" in html
    _Balanced().feed(html)


def test_no_word_of_a_card_is_taken_for_html() -> None:
    card = own_card()
    card = replace(card, title=ATTACK, limits=(ATTACK,), risks=(replace(card.risks[0], name=ATTACK),))
    html = html_of(read_record(system_with(card), body=BODY, at=AT))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3


class _Balanced(HTMLParser):
    """Fails where an element is closed that was not the last opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
