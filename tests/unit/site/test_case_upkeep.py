"""Once a minute cases are looked after: by one process at a time, and what fails keeps nothing else from its turn."""

import fcntl
import threading
from pathlib import Path

import pytest

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.site.upkeep import CaseUpkeep, Task


def test_each_task_has_its_turn_and_a_fault_keeps_no_other_from_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def fail(fault: Exception) -> None:
        done.append(type(fault).__name__)
        raise fault

    upkeep = CaseUpkeep(
        (
            Task(do=lambda: fail(StoreUnavailable("The disk is full.")), fails="Messages were not sent."),
            Task(do=lambda: fail(ValueError("a slip")), fails="E-mail was not taken in."),
            Task(do=lambda: done.append("rare"), fails="", every=3),
            Task(do=lambda: done.append("often"), fails=""),
        ),
        lock=tmp_path / "cases.lock",
    )
    for _ in range(3):
        upkeep.do_once()
    assert done.count("often") == done.count("StoreUnavailable") == done.count("ValueError") == 3
    assert done.count("rare") == 1
    assert "Messages were not sent. The disk is full." in caplog.text
    assert "E-mail was not taken in." in caplog.text


def test_while_another_process_is_at_it_nothing_is_done(tmp_path: Path) -> None:
    done: list[str] = []
    upkeep = CaseUpkeep((Task(do=lambda: done.append("x"), fails=""),), lock=tmp_path / "cases.lock")
    with (tmp_path / "cases.lock").open("ab") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        upkeep.do_once()
        assert done == []
    upkeep.do_once()
    assert done == ["x"]


@pytest.mark.django_db(transaction=True)
def test_it_begins_and_ends_with_the_server(tmp_path: Path) -> None:
    began, done = threading.Event(), []
    upkeep = CaseUpkeep((Task(do=began.set, fails=""),), lock=tmp_path / "cases.lock", every=0.01)
    upkeep.begin_with(Task(do=lambda: done.append("once"), fails=""))
    upkeep.start()
    assert began.wait(10)
    upkeep.stop()
    assert done == ["once"]
    assert not any(thread.name == "cases" and thread.is_alive() for thread in threading.enumerate())


@pytest.mark.django_db(transaction=True)
def test_what_it_begins_with_does_not_wait_for_the_first_round(tmp_path: Path) -> None:
    made = threading.Event()
    upkeep = CaseUpkeep((), lock=tmp_path / "cases.lock", every=3600)
    upkeep.begin_with(Task(do=made.set, fails=""))
    upkeep.start()
    assert made.wait(10)
    upkeep.stop()
