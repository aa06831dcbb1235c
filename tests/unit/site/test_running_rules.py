"""The rules that are running: ours, a body's own beside them, and what happens when a file has a fault."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from tests.unit.rules import small_book

from fingerpost.contract.errors import MissingEngine
from fingerpost.record.rulemaking.in_force import InForce, Misplaced, What
from fingerpost.rules.reading.files import uk_rules
from fingerpost.site.rules import LOOK_EVERY, EnginesHere, RunningRules

CHILD_GRANT = small_book.CHILD_GRANT.replace("gets_help", "gets_universal_credit")  # a fact of ours


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


def write(folder: Path, text: str) -> None:
    path = folder / "schemes" / "child_grant.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    later = (path.stat().st_mtime_ns + 1_000_000_000,) * 2 if path.exists() else None
    os.utime(path, ns=later)


def test_without_files_of_its_own_a_body_has_ours(tmp_path: Path, clock: Clock) -> None:
    rules = RunningRules(tmp_path / "rules", clock=clock)
    assert rules.book is uk_rules()
    assert rules.problems == ()


def test_a_file_that_is_put_there_counts_within_seconds(tmp_path: Path, clock: Clock) -> None:
    rules = RunningRules(tmp_path, clock=clock)
    write(tmp_path, CHILD_GRANT)
    assert "child_grant" not in rules.book.schemes, "it looks only now and then"
    clock.seconds += LOOK_EVERY + 1
    assert "child_grant" in rules.book.public
    assert "child_benefit" in rules.book.public
    assert rules.book.digest != uk_rules().digest


def test_a_file_with_a_fault_changes_nothing_and_is_told_by_file_and_line(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path, CHILD_GRANT)
    rules = RunningRules(tmp_path, clock=clock)
    ran = rules.book
    write(tmp_path, CHILD_GRANT.replace("number_of_children * each", "number_of_chidlren * each") + "\n\n")
    clock.seconds += LOOK_EVERY + 1
    assert rules.book is ran
    assert any("child_grant.yaml:" in problem and "number_of_chidlren" in problem for problem in rules.problems)
    write(tmp_path, CHILD_GRANT + "\n")
    clock.seconds += LOOK_EVERY + 1
    assert rules.book.digest != ""
    assert rules.problems == ()


def test_a_service_that_starts_with_a_fault_runs_ours(tmp_path: Path, clock: Clock) -> None:
    write(tmp_path, "scheme: [")
    rules = RunningRules(tmp_path, clock=clock)
    assert rules.book is uk_rules()
    assert rules.problems


def test_the_engines_hand_over_the_rules_as_they_are_now(tmp_path: Path, clock: Clock) -> None:
    rules = RunningRules(tmp_path, clock=clock)
    engines = EnginesHere(rules=lambda: rules, how_to_add={}, clock="a clock")
    assert engines.one("rules") is rules.book
    assert engines.names == ("clock", "rules")
    with pytest.raises(MissingEngine):
        engines.one("search")


class Approvals:
    """What the record says of a file of a changed figure: nothing of it, until it is approved."""

    TEXT = (
        "reform: change_1\ntitle: X\nparameters:\n  child_benefit.eldest:\n"
        "    - {from: 2026-11-01, to: 2027-04-05, value: 28.05}\n"
    )

    def __init__(self) -> None:
        self.what: What | None = "not approved"

    def __call__(self, before: Mapping[str, str]) -> InForce:
        if self.what is None:
            return InForce(texts={"000001.yaml": self.TEXT})
        return InForce(texts=before, left_out=(Misplaced(file="000001.yaml", what=self.what),))


def test_a_change_counts_once_it_is_approved_and_not_before(tmp_path: Path, clock: Clock) -> None:
    """The file may be seen before the decision is: no file changes in between."""
    approvals = Approvals()
    rules = RunningRules(tmp_path, read_overrides=approvals, clock=clock)
    assert rules.book is uk_rules()
    approvals.what = None
    clock.seconds += LOOK_EVERY + 1
    assert rules.book.parameters["child_benefit.eldest"].at(date(2026, 11, 23)).value == 2805  # type: ignore[union-attr]


def test_one_that_cannot_be_proven_is_told(tmp_path: Path, clock: Clock) -> None:
    approvals = Approvals()
    approvals.what = "not proven"
    rules = RunningRules(tmp_path, read_overrides=approvals, clock=clock)
    assert rules.book is uk_rules()
    assert rules.problems == ("000001.yaml is not in force: the record of who approved it cannot be read",)
    approvals.what = None
    clock.seconds += LOOK_EVERY + 1
    assert rules.book is not uk_rules()
    assert not rules.problems
