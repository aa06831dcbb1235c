"""Files of changed figures are altered by hand while processes run on them, and the database goes: no process, on any
look, works with a figure that two people did not approve.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.record.ledger_processes import ROOT, environment

APPROVED, UNTOUCHED = "28.05", "27.05"
ALTERATIONS = 6

APPROVE = """
import sys
from datetime import UTC, date, datetime
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from fingerpost.record.rulemaking.deciding import approve
from fingerpost.record.rulemaking.in_force import put_in_force
from fingerpost.record.rulemaking.proposing import Change, propose

call_command("migrate", verbosity=0)
here = {"body": settings.CONFIGURATION.body, "at": datetime(2026, 11, 1, tzinfo=UTC)}
change = Change(
    parameter="child_benefit.eldest",
    value="28.05",
    starts_on=date(2026, 11, 1),
    ends_on=date(2027, 4, 5),
    source_title="Child Benefit rates",
    source_url="https://www.gov.uk/child-benefit/what-youll-get",
    reason="A new rate.",
)
row = propose(change, digest="2" * 64, by="pat", **here)
approve(row.pk, by="dana", reason="Looked up.", check=lambda proposal: None, **here)
put_in_force(body=settings.CONFIGURATION.body, home=settings.HOME)
"""

LOOK = """
import sys
from datetime import date
import django
django.setup()
from fingerpost.site import rules, wiring

rules.LOOK_EVERY = -1.0
running = wiring.build_rules()
for _ in sys.stdin:
    dated = running.book.parameters["child_benefit.eldest"].at(date(2026, 11, 23))
    print(f"{dated.value / 100:.2f} {len(running.problems)}", flush=True)
"""


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a change that two people approved."""
    made = tmp_path_factory.mktemp("approved") / "home"
    subprocess.run([sys.executable, "-c", APPROVE], env=environment(made), check=True, cwd=ROOT)
    return made


@pytest.fixture
def home(approved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(approved, tmp_path / "home"))


@pytest.fixture
def override(home: Path) -> Path:
    """The file of the change."""
    (path,) = (home / "rules" / "overrides").glob("*.yaml")
    return path


@pytest.fixture
def two(home: Path, override: Path) -> Iterator[list["subprocess.Popen[str]"]]:
    """Two processes with the rules loaded: each looks once for every line it is sent."""
    command = [sys.executable, "-c", LOOK]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    started = [subprocess.Popen(command, env=environment(home), cwd=ROOT, **pipes) for _ in range(2)]  # type: ignore[call-overload]
    yield started
    for each in started:
        each.stdin.close()
        each.wait()
        each.stdout.close()


def look(processes: list["subprocess.Popen[str]"]) -> set[str]:
    """What each sees, where all look at once."""
    for each in processes:
        print("look", file=each.stdin, flush=True)
    return {each.stdout.readline().strip() for each in processes}  # type: ignore[union-attr]


def test_no_process_ever_works_with_a_figure_that_was_not_approved(
    two: list["subprocess.Popen[str]"], override: Path, home: Path
) -> None:
    assert look(two) == {f"{APPROVED} 0"}
    words = override.read_text()
    for number in range(ALTERATIONS):
        override.write_text(words.replace(APPROVED, f"99.0{number}"))
        (override.parent / f"00009{number}-own.yaml").write_text(words.replace(APPROVED, "98.00"))
        assert look(two) == {f"{APPROVED} 0"}
        assert override.read_text() == words, "written again"
    kept = [override.with_name(f"{override.name}.altered-{number + 1}").read_text() for number in range(ALTERATIONS)]
    assert kept == [words.replace(APPROVED, f"99.0{number}") for number in range(ALTERATIONS)], "each once, none lost"

    (home / "fingerpost.sqlite3").rename(home / "away")
    (home / "fingerpost.sqlite3").mkdir()
    override.write_text(words.replace(APPROVED, "99.99"))
    (seen,) = look(two)
    assert seen.split()[0] == APPROVED, "proven before the database went"


def test_without_a_database_no_change_is_in_force_and_the_command_says_so(override: Path, home: Path) -> None:
    (home / "fingerpost.sqlite3").rename(home / "away")
    (home / "fingerpost.sqlite3").mkdir()
    seen = subprocess.run(
        [sys.executable, "-c", LOOK], env=environment(home), input="look\n", capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == f"{UNTOUCHED} 1"
    code = "from fingerpost.doors.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "rules", "check", "--json"],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["file"] == override.name
    assert problem["words"] == "is not in force: the record of who approved it cannot be read"
