"""What was learned goes into backups, opens nowhere without the master key, and forgets whoever is erased."""

import shutil
from pathlib import Path

import pytest
from tests.unit.casework.conftest import BODY, Desk
from tests.unit.casework.test_learned import EMBEDDER, lamps, learn

from fingerpost.casework.kept_classifiers import MASTER, KeptClassifiers
from fingerpost.casework.learned import KEY, open_versions
from fingerpost.casework.models import Case
from fingerpost.casework.retention import KeptCases
from fingerpost.record.commits import overwriting

PART = KeptClassifiers()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: object) -> Path:
    settings.HOME = tmp_path / "home"  # type: ignore[attr-defined]
    return tmp_path / "home"


@pytest.fixture
def copy(desk: Desk, home: Path, tmp_path: Path) -> Path:
    """A copy of what was learned from three cases."""
    lamps(desk)
    learn(desk, home)
    PART.copy(tmp_path / "copy", home=home)
    return tmp_path / "copy"


def served(home: Path) -> str:
    return open_versions(home, embedder=EMBEDDER).current_name


def test_it_comes_back_as_it_was_with_its_key(copy: Path, home: Path) -> None:
    name, key = served(home), (home / KEY).read_bytes()
    shutil.rmtree(home / "classifiers")
    (home / KEY).unlink()
    PART.put_back(copy, home=home)
    assert served(home) == name
    assert (home / KEY).read_bytes() == key
    assert (home / KEY).stat().st_mode & 0o077 == 0
    assert open_versions(home, embedder=EMBEDDER).current() is not None


def test_a_copy_holds_the_key_of_nothing_in_the_clear(copy: Path, home: Path) -> None:
    key = (home / KEY).read_bytes()
    assert all(key not in path.read_bytes() for path in copy.iterdir())
    assert all(path.stat().st_mode & 0o077 == 0 for path in copy.glob("v*"))


def test_with_another_master_key_nothing_is_put_back_and_that_is_told(
    copy: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(home)
    PART.put_back(copy, home=home)
    assert not (home / KEY).exists()
    assert served(home) == ""
    assert "It is learned anew" in caplog.text


def test_what_another_key_sealed_is_left_out(copy: Path, home: Path) -> None:
    shutil.rmtree(home / "classifiers")
    (home / KEY).write_bytes(b"k" * 32)
    PART.put_back(copy, home=home)
    assert served(home) == ""
    assert (home / KEY).read_bytes() == b"k" * 32


def test_whoever_is_erased_is_erased_in_the_copy_too(copy: Path, desk: Desk) -> None:
    subject = Case.objects.order_by("pk")[0].subject
    PART.scrub(copy)
    assert list(copy.glob("v*"))
    with overwriting():
        KeptCases().forget([subject], body=BODY, at=desk.at)
    PART.scrub(copy)
    assert not list(copy.glob("v*"))


def test_what_was_learned_from_cases_that_the_restored_database_does_not_know_goes(copy: Path, home: Path) -> None:
    Case.objects.all().delete()
    PART.put_back(home / "none", home=home)
    assert served(home) == ""
    assert not list((home / "classifiers").glob("v*"))


def test_where_nothing_was_learned_nothing_is_copied(home: Path, tmp_path: Path, db: None) -> None:
    PART.copy(tmp_path / "copy", home=home)
    assert not (tmp_path / "copy").exists()
    PART.put_back(tmp_path / "copy", home=home)
    assert not (home / MASTER).exists()
