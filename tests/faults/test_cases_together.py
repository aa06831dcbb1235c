"""Two officers on the same cases at once lose nothing, kill -9 leaves a whole case or none, and what is erased is gone
from every file."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.postgres import running_postgres
from tests.unit.record.ledger_processes import environment

EDITS = 1_000
KILLS = 25
PROGRAM = Path(__file__).parent / "case_processes.py"
MIGRATE = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0)"
)


def _run(home: Path, *given: str, database: str = "") -> dict[str, Any]:
    """What the program says, on an installation of its own."""
    env = {**environment(home), **({"FINGERPOST_DATABASE_URL": database} if database else {})}
    for command in (("-c", MIGRATE), (str(PROGRAM), *given)):
        done = subprocess.run(
            [sys.executable, *command], env=env, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-3_000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _check_nothing_lost(found: dict[str, Any], *, cases: int) -> None:
    assert found["ended"] == [0, 0]
    assert found["lost"] == []
    assert found["twice"] == 0
    assert found["assigned"] == EDITS // 5
    assert found["versions_fit"]
    assert found["numbers_fit"]
    assert found["lines"] == found["entries"] == EDITS + cases


def test_a_thousand_edits_by_two_officers_at_once_are_all_kept(tmp_path: Path) -> None:
    _check_nothing_lost(_run(tmp_path / "home", "edit", "4", str(EDITS)), cases=4)


def test_the_same_on_postgresql(tmp_path: Path) -> None:
    with running_postgres() as database:
        _check_nothing_lost(_run(tmp_path / "home", "edit", "4", str(EDITS), database=database), cases=4)


def test_a_report_that_comes_to_several_workers_at_once_opens_one_case(tmp_path: Path) -> None:
    """As when two of them take the same e-mail, or a program sends again what it has no answer to yet."""
    with running_postgres() as database:
        found = _run(tmp_path / "home", "once", "4", database=database)
    assert found == {"ended": [0, 0, 0, 0], "cases": 5}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
def test_a_door_that_is_killed_leaves_whole_cases_and_loses_none_that_it_told(tmp_path: Path) -> None:
    found = _run(tmp_path / "home", "kill", str(KILLS))
    assert found["told"] >= KILLS
    assert found["lost"] == found["unread"] == []
    counts = {found[name] for name in ("cases", "lines", "entries", "suggestions", "with_words")}
    assert len(counts) == 1, found


def test_after_an_erasure_no_file_holds_a_mark_a_sealed_text_a_key_or_the_place_of_a_case(tmp_path: Path) -> None:
    found = _run(tmp_path / "home", "erase")
    assert found["before"] == found["wanted"]
    assert (found["after"], found["names"]) == (0, 0)
