"""Systems that were bought: the same fields, declared and not measured, by form or by file."""

import csv
import io
from typing import Any

import pytest
from tests.unit.record.register.systems import AT, BODY

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.transparency import read_finder
from fingerpost.record.models import Entry
from fingerpost.record.register import external, phases
from fingerpost.record.register.exports import as_csv, as_template
from fingerpost.record.register.external import COLUMNS, NEEDED, read_external, read_values, register_external
from fingerpost.record.register.external_files import MOST_BYTES, guarded, read_external_csv
from fingerpost.record.register.models import ExternalSystem
from fingerpost.record.register.phases import CannotMove, list_moves
from fingerpost.record.register.public import PublicRecord
from fingerpost.record.register.versions import list_versions

TOLD = {
    "name": "Parking appeals sorter",
    "description": "Sorts letters about parking fines.",
    "organisation": "Bristol City Council",
    "senior_responsible_owner": "Head of Parking",
    "phase": "production",
    "appeals_and_review": "Write to the parking team.",
    "challenge_address": "https://www.bristol.gov.uk/parking/challenge",
    "finder_organisation": "bristol-city-council",
    "finder_organisation_type": "local-authority",
    "finder_function": "economic-affairs\npublic-order-and-safety",
    "risk_name": "Wrong pile\nLate letter",
    "risk_description": "A letter goes to the wrong team.\nIt waits.",
    "risk_mitigation": "An officer reads each.\nA daily list.",
    "third_party": "Sorters Ltd",
}
SLUG = "parking-appeals-sorter"

pytestmark = pytest.mark.django_db


def register(**changes: Any) -> PublicRecord:
    values = {key: value for key, value in {**TOLD, **changes}.items() if value is not None}
    return register_external(values, body=BODY, by="olwen", at=AT, taken={"answer"})


def file_of(*rows: dict[str, str]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(dict.fromkeys([*NEEDED, *(key for row in rows for key in row)])))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


class TestRegistering:
    def test_every_field_says_that_it_is_declared_and_none_that_it_was_measured(self) -> None:
        record = register()
        origins = {each.origin for section in record.sections for each in section.fields}
        assert origins == {"declared", "not measured"}
        assert (record.kind, record.name, record.phase) == ("declared", SLUG, "production")
        assert record.field("performance").origin == "not measured"  # type: ignore[union-attr]
        assert record.evidence is None

    def test_what_repeats_stands_in_rows_and_what_was_not_told_is_empty(self) -> None:
        sections = {each.key: each for each in register().sections}
        assert sections["risks"].rows("risk")[1] == {
            "risk_name": "Late letter",
            "risk_description": "It waits.",
            "risk_mitigation": "A daily list.",
        }
        assert sections["owner"].rows("third_party")[0]["companies_house_number"] == ""

    def test_its_metadata_is_the_finders(self) -> None:
        record = register()
        assert read_finder().check(record.metadata) == []
        assert record.metadata["algorithmic_transparency_record_function"] == [
            "economic-affairs",
            "public-order-and-safety",
        ]

    def test_its_faults_are_shown_and_stand_in_nobodys_way(self) -> None:
        record = register(benefits="TBC", challenge_address=None)
        found = {(fault.kind, fault.field) for fault in record.faults}
        assert {("missing", "maintenance"), ("placeholder", "benefits"), ("missing", "challenge_address")} <= found
        assert record.blocking == ()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            *[({name: None}, name) for name in NEEDED],
            ({"name": "???"}, "name"),
            ({"name": "Answer"}, "name"),
            ({"phase": "beta"}, "phase"),
            ({"finder_region": "atlantis"}, "finder_region"),
            ({"finder_function": "health\nmagic"}, "finder_function"),
            ({"risk_name": "Only one"}, "risk_name"),
            ({"challenge_address": "javascript:alert(1)"}, "challenge_address"),
            ({"benefits": "x" * 10_001}, "benefits"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_what_does_not_fit_is_said_by_field_and_nothing_is_kept(self, changes: Any, field: str) -> None:
        with pytest.raises(InvalidRequest) as refused:
            register(**changes)
        assert field in refused.value.problems
        assert not ExternalSystem.objects.exists()
        assert not Entry.objects.exists()

    def test_told_again_it_is_the_same_system_at_its_next_version(self) -> None:
        register()
        assert register(benefits="Letters reach a person sooner.").version == 2
        assert ExternalSystem.objects.count() == 1
        assert [each.why for each in list_versions(SLUG, body=BODY)] == ["Declared by Bristol City Council"] * 2

    def test_another_phase_is_a_move_and_the_table_holds_for_it(self) -> None:
        register()
        assert register(phase="retired").phase == "retired"
        assert list_moves(SLUG, body=BODY)[0].reason == external.AS_DECLARED
        with pytest.raises(CannotMove):
            register(phase="production")
        assert read_values(SLUG, body=BODY, at=AT)["phase"] == "retired"  # type: ignore[index]

    def test_a_retired_one_stays(self) -> None:
        register()
        told: dict[str, Any] = {"by": "olwen", "owner": "o", "reason": "Its contract ended.", "blocking": ()}
        phases.move_phase(SLUG, to="retired", declared="production", body=BODY, at=AT, **told)
        record = read_external(SLUG, body=BODY, at=AT)
        assert record is not None
        assert (record.phase, record.faults) == ("retired", ())

    def test_a_body_has_its_own(self) -> None:
        register()
        assert read_external(SLUG, body="another", at=AT) is None


class TestFile:
    def test_a_row_is_a_system(self) -> None:
        (row,) = read_external_csv(file_of(TOLD))
        assert row == TOLD

    def test_the_template_has_every_column(self) -> None:
        assert as_template().decode("utf-8-sig").strip().split(",") == list(COLUMNS)

    def test_what_was_exported_can_be_read_again(self) -> None:
        record = register(benefits="=1+1", maintenance="- daily\n- weekly")
        table = list(csv.DictReader(io.StringIO(as_csv([record]).decode("utf-8-sig"), newline="")))
        told = {key: value for key, value in table[0].items() if key in COLUMNS and value}
        (row,) = read_external_csv(file_of(told))
        assert {key: row[key] for key in ("benefits", "maintenance", "risk_name")} == {
            "benefits": "=1+1",
            "maintenance": "- daily\n- weekly",
            "risk_name": TOLD["risk_name"],
        }

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "empty"),
            (b" \n ", "empty"),
            (b"\xef\xbb\xbf", "lacks"),
            (b"PK\x03\x04rest", "not CSV"),
            (b"\xd0\xcf\x11\xe0rest", "not CSV"),
            ("name\nCaf\u00e9".encode("latin-1"), "UTF-8"),
            ("name,phase".encode("utf-16"), "UTF-8"),
            (b"name\0", "no text"),
            (b"title,phase\nA,B", "'title' in the heading"),
            (b"name,name\nA,B", "stands there twice"),
            (b"name,phase\nA,B", "lacks: description"),
            (b'"name', "well-formed"),
            (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
        ],
    )
    def test_a_file_that_is_none_is_refused_in_words(self, data: bytes, words: str) -> None:
        with pytest.raises(InvalidRequest) as refused:
            read_external_csv(data)
        assert words in refused.value.problems["file"]

    def test_a_heading_without_a_row_and_a_row_too_short_are_refused(self) -> None:
        heading = ",".join(NEEDED)
        for data, words in ((heading, "no row"), (f"{heading}\nA,B", "Row 2 has 2 cells")):
            with pytest.raises(InvalidRequest, match=words):
                read_external_csv(data.encode())

    def test_what_is_wrong_is_said_by_row_and_column(self) -> None:
        with pytest.raises(InvalidRequest) as refused:
            read_external_csv(file_of(TOLD, {**TOLD, "name": "Another", "phase": "beta"}, TOLD), taken={"answer"})
        assert set(refused.value.problems) == {"row 3, phase", "row 4, name"}

    def test_all_rows_are_kept_or_none(self) -> None:
        register()
        rows = [{**TOLD, "name": "Another"}, {**TOLD, "phase": "beta-pilot"}]
        with pytest.raises(CannotMove):
            external.register_all(rows, body=BODY, by="olwen", at=AT)
        assert read_external("another", body=BODY, at=AT) is None


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"
    assert guarded("plain") == "plain"
