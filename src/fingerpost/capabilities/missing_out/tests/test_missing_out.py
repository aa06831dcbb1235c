"""Who misses out: from a file of a body to a list for officers, and to drafts that a person must read."""

import csv
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fingerpost.capabilities.missing_out.counts import publishable
from fingerpost.capabilities.missing_out.kept import find_run, is_over, list_runs, read_found, remove_run
from fingerpost.capabilities.missing_out.letters import NotApproved, approve_template, draft_letters, read_template
from fingerpost.capabilities.missing_out.running import MissingOut, find_missing_out
from fingerpost.capabilities.missing_out.tests import school_meals
from fingerpost.contract.errors import InvalidRequest
from fingerpost.rules.populations.mapping import MappingInvalid, read_mapping
from fingerpost.rules.reading.files import uk_rules

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MAPPING = school_meals.MAPPING.replace(
    'nation = "england"', 'nation = {column = "nation", values = {E = "england", W = "wales"}}'
)
ROWS = [
    ("=A1", "E", "Y", "1988-01-01", "2014-01-01", "state", "N", "x"),  # on UC: likely
    ("A2", "E", "Y", "1988-01-01", "2014-01-01", "state", "Y", "x"),  # gets it
    ("A3", "E", "", "1988-01-01", "2014-01-01", "state", "N", "x"),  # UC not known: may
    ("A4", "E", "Y", "1988-01-01", "2014-01-01", "independent", "N", "x"),  # not a state school
    ("A5", "E", "Y", "1988-01-01", "yesterday", "state", "N", "x"),  # a bad row
    ("A6", "W", "Y", "1988-01-01", "2020-01-01", "state", "", "x"),  # Wales, and not known whether it gets it
]


def write(folder: Path, rows=ROWS, mapping=MAPPING) -> tuple[str, Path]:
    with (folder / "cases.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["ref", "nation", "uc", "born", "child", "school", "fsm", "religion"])
        table.writerows(rows)
    (folder / "map.toml").write_text(mapping, encoding="utf-8")
    return str(folder / "cases.csv"), folder / "map.toml"


def run(folder: Path, **more) -> MissingOut:
    source, mapping = write(folder, **more)
    return find_missing_out(
        source, mapping=read_mapping(mapping), book=uk_rules(), on=ON, at=AT, home=folder / "home", by="officer"
    )


@pytest.fixture
def done(tmp_path) -> MissingOut:
    return run(tmp_path)


def test_those_who_are_entitled_and_do_not_get_it_are_listed_with_how_sure_that_is(done):
    found = {row["reference"]: row for row in read_found(done)}
    assert {name: row["confidence"] for name, row in found.items()} == {"'=A1": "likely", "A3": "may", "A6": "may"}
    assert "gets a benefit that gives child 1 free school meals" in found["'=A1"]["reasons"]
    assert "Universal Credit" in found["A3"]["missing"]
    assert found["A6"]["missing"].startswith("whether they get it already")


def test_a_reference_that_begins_as_a_formula_is_text_to_a_spreadsheet(done):
    assert '"\'=A1"' in (done.folder / "found.csv").read_text(encoding="utf-8-sig")


def test_the_summary_says_on_what_terms_and_holds_no_household(done):
    summary = done.summary
    assert summary["schemes"]["free_school_meals"] == {"likely": 1, "may": 2, "receive_it": 1, "not_entitled": 1}
    assert (summary["rows"], summary["bad_rows"]) == (6, 1)
    assert summary["legal_basis"].startswith("Education Act 1996")
    assert "religion" not in summary["columns_read"]
    assert "A1" not in json.dumps(summary)


def test_what_may_be_published_gives_no_small_number_away(done):
    assert set(done.summary["to_publish"]["free_school_meals"].values()) == {"fewer than 10"}
    assert [publishable(count) for count in (0, 9, 10, 14, 15, 1_234)] == [
        *("fewer than 10", "fewer than 10", "10", "10", "20", "1,230")
    ]


def test_a_bad_row_stands_with_its_line_and_reason_and_not_its_words(done):
    text = (done.folder / "bad-rows.csv").read_text(encoding="utf-8-sig")
    assert '"6","A5","child is not a date written as %Y-%m-%d"' in text
    assert "yesterday" not in text


def test_nothing_stands_in_the_list_that_the_mapping_does_not_keep(tmp_path):
    bare = run(tmp_path, mapping=MAPPING.replace('keep = ["reasons", "missing"]', ""))
    assert list(next(read_found(bare))) == ["reference", "scheme", "nation", "confidence"]


def test_many_bad_rows_are_counted_by_reason_and_the_good_ones_go_on(tmp_path):
    bad = [(f"B{number}", "E", "perhaps", "?", "?", "?", "?", "x") for number in range(3_000)]
    found = run(tmp_path, rows=[*bad, ROWS[0]])
    assert (found.summary["rows"], found.summary["bad_rows"]) == (3_001, 3_000)
    assert found.summary["bad"]["uc says neither yes nor no"] == 3_000
    assert len(list(read_found(found))) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('free_school_meals = "fsm"', ""), "who gets 'free_school_meals' already"),
        (('schemes = ["free_school_meals"]', ""), "what to look for"),
        (('"uc"', '"unicorn"'), "no column 'unicorn'"),
    ],
)
def test_what_cannot_be_looked_for_is_refused_and_leaves_nothing(tmp_path, change, words):
    with pytest.raises((InvalidRequest, MappingInvalid), match=words):
        run(tmp_path, mapping=MAPPING.replace(*change))
    assert not list_runs(tmp_path / "home")


SLOW = """
import sys, time
from datetime import date, datetime, UTC
from pathlib import Path
from fingerpost.capabilities.missing_out.running import find_missing_out
from fingerpost.rules.populations.mapping import read_mapping
from fingerpost.rules.reading.files import uk_rules
folder = Path(sys.argv[1])
find_missing_out(str(folder / "cases.csv"), mapping=read_mapping(folder / "map.toml"), book=uk_rules(),
    on=date(2026, 11, 23), at=datetime(2026, 11, 23, tzinfo=UTC), home=folder / "home", by="x",
    progress=lambda rows: print(rows, flush=True))
"""


def test_a_run_that_is_killed_leaves_no_list_and_the_next_one_tidies_up(tmp_path):
    write(tmp_path, rows=[ROWS[2]] * 60_000)
    with subprocess.Popen(  # noqa: S603 - our own interpreter, for a run that would take minutes
        [sys.executable, "-c", SLOW, str(tmp_path)], stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"}
    ) as process:
        assert process.stdout and process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait(timeout=20)
    assert [path.name[:6] for path in (tmp_path / "home" / "missing-out").iterdir()] == [".part-"]
    assert list_runs(tmp_path / "home") == []
    run(tmp_path)
    assert [path.name for path in (tmp_path / "home" / "missing-out").iterdir()] == [
        "2026-11-23-093000-free-school-meals"
    ]


def test_a_run_ends_when_its_time_is_over(tmp_path, done):
    home = tmp_path / "home"
    assert not is_over(done, today=date(2027, 2, 21))
    assert is_over(done, today=date(2027, 2, 22))
    remove_run(done)
    with pytest.raises(InvalidRequest, match="none yet"):
        find_run(home, done.folder.name)


class TestLetters:
    @pytest.fixture
    def draft(self, tmp_path, done):
        def draft(**more) -> Path:
            return draft_letters(
                done,
                home=tmp_path / "home",
                book=uk_rules(),
                body="Fernby Council",
                contact="01632 960000",
                on=ON,
                **more,
            )

        return draft

    def approve(self, folder: Path, language: str = "en") -> Path:
        return approve_template(
            folder / "home", scheme="free_school_meals", language=language, by="Ann Rees, Head of Service", on=ON
        )

    def test_no_letter_is_drafted_before_a_named_person_approved_its_words(self, draft, done):
        with pytest.raises(NotApproved, match="missing-out approve free_school_meals"):
            draft()
        assert not (done.folder / "letters").exists()

    def test_a_draft_says_that_it_is_one_and_where_to_apply(self, tmp_path, draft):
        self.approve(tmp_path)
        folder = draft()
        (letter,) = folder.glob("*.txt")
        words = letter.read_text(encoding="utf-8")
        assert words.startswith("DRAFT. Not sent.")
        assert "https://www.gov.uk/" in words
        assert "$" not in words
        (row,) = csv.DictReader((folder / "letters.csv").read_text(encoding="utf-8-sig").splitlines())
        assert (row["state"], row["checked by"], row["sent on"]) == ("draft", "", "")

    def test_a_changed_word_takes_the_approval_away(self, tmp_path, draft):
        path = self.approve(tmp_path)
        path.write_text(path.read_text(encoding="utf-8").replace("We may be wrong", "We are right"), encoding="utf-8")
        with pytest.raises(NotApproved, match="changed since"):
            draft()

    def test_in_wales_both_languages_must_be_approved_and_stand_in_one_letter(self, tmp_path, draft):
        self.approve(tmp_path)
        with pytest.raises(NotApproved, match=r"free_school_meals\.cy"):
            draft(also_may=True)
        self.approve(tmp_path, "cy")
        words = sorted(draft(also_may=True).glob("*.txt"))[-1].read_text(encoding="utf-8")
        assert words.index("Annwyl riant") < words.index("Dear parent")

    def test_every_delivered_letter_is_in_form_and_approved_by_nobody(self, tmp_path):
        for scheme in ("free_school_meals", "pension_credit"):
            for language in ("en", "cy"):
                template = read_template(tmp_path, scheme=scheme, language=language)
                assert not template.is_approved
                assert "$reference" in template.words

    @pytest.mark.parametrize("text", ["Dear all", "---\nscheme: [\n---\nDear all", "---\na: b\n---\nDear $name"])
    def test_a_letter_out_of_form_is_refused_by_its_name(self, tmp_path, text):
        (tmp_path / "letters").mkdir()
        (tmp_path / "letters" / "pension_credit.en.md").write_text(text, encoding="utf-8")
        with pytest.raises(InvalidRequest, match=r"pension_credit\.en\.md"):
            read_template(tmp_path, scheme="pension_credit", language="en")

    @pytest.mark.parametrize("by", ["", " x "])
    def test_somebody_must_be_named(self, tmp_path, by):
        with pytest.raises(InvalidRequest, match="who approves"):
            approve_template(tmp_path, scheme="pension_credit", language="en", by=by, on=ON)
