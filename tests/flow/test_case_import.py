"""Cases of another system out of a CSV file: half its rows wrong, any encoding, any size, as often as you like."""

import csv
import tracemalloc
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fingerpost.casework.models import Case, Message
from fingerpost.casework.sealing import unseal_words
from fingerpost.casework.telling import tell_resident
from fingerpost.doors.case_files import encoding_of, open_file, read_rows
from fingerpost.doors.cli import case_import
from fingerpost.doors.cli.cases import app
from fingerpost.doors.installation import installation

pytestmark = pytest.mark.django_db
HEAD = ["id", "text", "received_at", "service", "email", "latitude", "longitude", "fact:depth", "colour"]
RIGHT = ["A hole in Mill Lane.", "2026-03-01T09:30", "potholes", "mair@example.org", "54.61", "-2.41", "deep", "red"]


@pytest.fixture
def run(client, monkeypatch):
    monkeypatch.setattr(case_import, "get_ready", installation)
    return lambda *typed: CliRunner().invoke(app, ["import", *map(str, typed)])


def write(path: Path, rows: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def half_wrong(number: int) -> list[list[str]]:
    wrong = [
        ["", *RIGHT],
        ["w1", "", *RIGHT[1:]],
        ["w2", RIGHT[0], "yesterday", *RIGHT[2:]],
        ["w3", RIGHT[0], "2999-01-01", *RIGHT[2:]],
        ["w4", *RIGHT[:2], "unicorns", *RIGHT[3:]],
        ["w5", *RIGHT[:3], "nobody", *RIGHT[4:]],
        ["w6", *RIGHT[:4], "north", *RIGHT[5:]],
        ["w7", *RIGHT[:4], "", *RIGHT[5:]],
        ["w8", "too", "few"],
        ["w9", "x" * 10_001, *RIGHT[1:]],
    ]
    return [row for n in range(number) for row in ([str(n), *RIGHT], wrong[n % len(wrong)])]


def test_nobody_is_written_to_because_their_old_case_was_taken_in(run, tmp_path, settings):
    settings.POST_WAYS = frozenset({"email"})
    path = write(tmp_path / "cases.csv", [HEAD, ["1", *RIGHT]])
    assert run(path, "--trust-services").exit_code == 0
    case = Case.objects.get(outside_id="csv:1")
    assert not Message.objects.filter(case=case).exists()
    resident = {"what": "moved/resolve", "words": "", "by": "mair", "at": case.received_at}
    tell_resident(case, keys=installation().build_keys(), **resident)
    assert Message.objects.filter(case=case, way="email").count() == 1


def test_the_right_half_is_taken_and_the_wrong_half_told_and_written_to_be_mended(run, tmp_path):
    path, mend = write(tmp_path / "cases.csv", [HEAD, *half_wrong(10)]), tmp_path / "mend.csv"
    done = run(path, "--wrong", mend, "--trust-services")
    assert done.exit_code == 2, done.output
    assert "Cases opened: 10. Here already: 0. Rows that do not fit: 10." in done.output
    assert "Line 3: It has no id." in done.output
    assert "colour" in done.output
    case = Case.objects.get(outside_id="csv:0")
    assert (case.channel, case.service, case.received_at.isoformat()[:16]) == ("import", "potholes", "2026-03-01T09:30")
    words = unseal_words(case, keys=installation().build_keys())
    assert (words["text"], words["facts"]) == ("A hole in Mill Lane.", {"depth": "deep"})
    with mend.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == [*HEAD, "problem"]
    assert len(rows) == 11


def test_no_spreadsheet_runs_what_stands_in_the_rows_to_be_mended_and_nothing_of_them_is_lost(run, tmp_path):
    """They are opened there, and what they hold came from anybody."""
    row = ["7", "=HYPERLINK(A1)", *RIGHT[1:2], "unicorns", *RIGHT[3:6], "+3", "@red"]
    wrong = tmp_path / "wrong.csv"
    run(write(tmp_path / "cases.csv", [HEAD, row]), "--wrong", wrong)
    with wrong.open(encoding="utf-8", newline="") as file:
        _head, (_id, text, *_rest, depth, colour, _why) = csv.reader(file)
    assert (text, depth, colour) == ("'=HYPERLINK(A1)", "'+3", "'@red")
    wrong.write_text(wrong.read_text("utf-8").replace("unicorns", "potholes"), "utf-8")
    assert run(wrong).exit_code == 0
    words = unseal_words(Case.objects.get(), keys=installation().build_keys())
    assert (words["text"], words["facts"], words["longitude"]) == ("=HYPERLINK(A1)", {"depth": "+3"}, -2.41)


def test_a_file_can_be_imported_again(run, tmp_path):
    path = write(tmp_path / "cases.csv", [HEAD, *([str(n), *RIGHT] for n in range(3))])
    assert run(path, "--trust-services").exit_code == 0
    again = run(path, "--trust-services")
    assert "Cases opened: 0. Here already: 3. Rows that do not fit: 0." in again.output
    assert Case.objects.count() == 3


def test_a_dry_run_keeps_nothing(run, tmp_path):
    done = run(write(tmp_path / "cases.csv", [HEAD, *half_wrong(3)]), "--dry-run")
    assert "Rows that fit: 3. Rows that do not: 3. Nothing was kept." in done.output
    assert not Case.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_is_read(client, tmp_path, encoding, delimiter):
    text = "Café sign in Môr Street is broken; it’s “down”, they say"
    rows = [["id", "text"], *([str(n), text] for n in range(50))]
    path = write(tmp_path / "cases.csv", rows, encoding=encoding, delimiter=delimiter)
    book = installation().build_services().book
    found = [row.report.text for row, _ in read_rows(open_file(path), book=book)]
    assert found == [text] * 50


def test_a_sign_of_another_encoding_far_into_the_file_is_found(tmp_path):
    path = tmp_path / "cases.csv"
    path.write_bytes(b"id,text\n" + b"1,plain\n" * 100_000 + b"2,caf\xe9\n")
    assert encoding_of(path) == "cp1252"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("name,when\n1,2\n", "'id'"),
        ("", "'id'"),
        ("id,text,text\n1,a,b\n", "twice"),
    ],
)
def test_a_file_of_something_else_is_told(run, tmp_path, content, says):
    path = tmp_path / "cases.csv"
    path.write_text(content)
    done = run(path)
    assert done.exit_code == 2
    assert says in done.output


def test_a_file_that_is_not_there_is_told(run, tmp_path):
    assert "cannot be read" in run(tmp_path / "none.csv").output


def test_a_quote_that_is_never_closed_costs_rows_and_not_the_whole(client, tmp_path):
    path = tmp_path / "cases.csv"
    with path.open("w") as file:
        file.write('id,text\n1,fine\n2,"open\n')
        file.writelines(f"{n},row {n} of many that stand behind it\n" for n in range(3, 60_000))
    book = installation().build_services().book
    rows = [row for row, _ in read_rows(open_file(path), book=book)]
    assert rows[0].report.text == "fine"
    assert any("quote" in " ".join(getattr(each, "why", ())) for each in rows)
    assert len(rows) > 10_000


def test_a_large_file_is_never_held_in_memory(client, tmp_path):
    """20 MB in the test; the memory is that of a row whatever the size."""
    path = tmp_path / "cases.csv"
    with path.open("w") as file:
        file.write("id,text\n")
        file.writelines(f"{n},{'A hole in the road by the mill. ' * 30}\n" for n in range(20_000))
    book, opened = installation().build_services().book, open_file(path)
    tracemalloc.start()
    count = sum(1 for _ in read_rows(opened, book=book))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 2_000_000
