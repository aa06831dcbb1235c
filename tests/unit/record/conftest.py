"""A ledger in the test database, and whole installations of their own for what only several processes can show."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.db import connection
from tests.unit.record.ledger_processes import start_python
from tests.unit.record.ledger_runs import make_run, reply_to

from fingerpost.contract.run import Run
from fingerpost.record.keys import KeyStore
from fingerpost.record.recorder import Recorder
from fingerpost.record.triggers import create_triggers, drop_triggers

RunPython = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def keys(tmp_path: Path) -> KeyStore:
    return KeyStore(tmp_path / "keys" / "record-master")


@pytest.fixture
def recorder(keys: KeyStore) -> Recorder:
    return Recorder(keys=keys, system={"release": "0.1.0"})


@pytest.fixture
def record(recorder: Recorder) -> Callable[..., Run]:
    """Opens and closes one run, and gives it back."""

    def open_and_close(*arguments: str, **changes: object) -> Run:
        run = make_run(*arguments, **changes)
        with recorder.open(run) as entry:
            entry.close(run, reply=reply_to(run))
        return run

    return open_and_close


@pytest.fixture
def without_triggers() -> Callable[[], AbstractContextManager[None]]:
    """An intruder's way in: the triggers are gone while it lasts."""

    @contextmanager
    def dropped() -> Iterator[None]:
        drop_triggers(connection)
        yield
        create_triggers(connection)

    return dropped


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with its tables made, to be copied."""
    home = tmp_path_factory.mktemp("installed") / "home"
    done = start_python(home, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(installed: Path, tmp_path: Path) -> Path:
    """An installation of this test's own: a real SQLite file in a folder of its own."""
    return Path(shutil.copytree(installed, tmp_path / "home"))


@pytest.fixture
def python_at(home: Path) -> RunPython:
    """Runs Python in a process of its own, with a recorder on the installation of this test."""
    return lambda code: start_python(home, code)
