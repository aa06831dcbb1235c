"""While it serves, a server sweeps once a day, in a process of its own."""

import sys
import threading
from pathlib import Path

import pytest

from fingerpost.doors.cli.daily import DAILY, DAY, FIRST, LEARN, REPAIR, SWEEP, sweeping_daily

WAITING = threading.Event()


def test_it_sweeps_again_and_again_while_it_serves(tmp_path: Path) -> None:
    swept = tmp_path / "swept"
    code = f"open({str(swept)!r}, 'a').write('x')"
    with sweeping_daily(first=0, every=0, commands=((sys.executable, "-Sc", code),)):
        while not swept.exists() or len(swept.read_text()) < 2:
            WAITING.wait(0.01)


def test_a_sweep_that_is_under_way_ends_with_the_server(tmp_path: Path) -> None:
    started = tmp_path / "started"
    code = f"open({str(started)!r}, 'w').close(); import time; time.sleep(600)"
    with sweeping_daily(first=0, commands=((sys.executable, "-Sc", code),)):
        while not started.exists():
            WAITING.wait(0.01)
    assert not [each for each in threading.enumerate() if each.name == "sweep"]


def test_a_sweep_that_fails_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    told = ""
    with sweeping_daily(first=0, commands=((sys.executable, "-Sc", "raise SystemExit('no room')"),)):
        while "no room" not in told:
            WAITING.wait(0.01)
            told += capsys.readouterr().err
    assert "The daily sweep failed: no room" in told


def test_nobody_waits_for_it_at_the_start() -> None:
    assert FIRST >= 60
    assert DAY == 86_400
    assert SWEEP[-3:] == ("retention", "sweep", "--unattended")
    assert REPAIR[-2:] == ("repair", "--unattended")
    assert LEARN[-3:] == ("triage", "learn", "--unattended")


def test_it_learns_after_the_sweep_so_that_nothing_that_goes_is_learned_from() -> None:
    assert DAILY.index(LEARN) > DAILY.index(SWEEP)


def test_one_that_fails_keeps_no_other_from_its_turn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    looked = tmp_path / "looked"
    code = f"open({str(looked)!r}, 'w').close()"
    failing = (sys.executable, "-Sc", "raise SystemExit('no room')")
    with sweeping_daily(first=0, commands=(failing, (sys.executable, "-Sc", code))):
        while not looked.exists():
            WAITING.wait(0.01)
    assert "no room" in capsys.readouterr().err


def test_the_same_fault_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swept = tmp_path / "swept"
    code = f"open({str(swept)!r}, 'a').write('x'); raise SystemExit('check the clock')"
    with sweeping_daily(first=0, every=0, commands=((sys.executable, "-Sc", code),)):
        while not swept.exists() or len(swept.read_text()) < 3:
            WAITING.wait(0.01)
    assert capsys.readouterr().err.count("check the clock") == 1
