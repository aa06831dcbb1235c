"""The starter library comes in once, and again when it has changed."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.knowledge.models import Document
from fingerpost.site import home

pytestmark = pytest.mark.django_db


@pytest.fixture
def starter(settings: Settings, tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A starter library of two pages, and a home of its own."""
    settings.HOME = tmp_path / "home"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, starter_library=True)
    home.make_folders(settings.HOME)
    folder = tmp_path / "library"
    folder.mkdir()
    for name in ("child-grant.md", "missed-bins.md"):
        shutil.copyfile(pages / name, folder / name)
    monkeypatch.setattr(home, "starter_library", lambda: folder)
    return folder


def bring_in() -> list[str]:
    said: list[str] = []
    home.import_starter_library(lambda what, done, total: said.append(what))
    return said


def starter_pages() -> set[str]:
    return set(Document.objects.filter(collection__name=home.STARTER).values_list("key", flat=True))


def test_it_comes_in_at_the_first_start_and_not_at_the_second(starter: Path) -> None:
    assert bring_in()
    assert starter_pages() == {"child-grant", "missed-bins"}
    assert bring_in() == []


def test_a_change_to_it_comes_in(starter: Path) -> None:
    bring_in()
    text = (starter / "missed-bins.md").read_text(encoding="utf-8")
    (starter / "missed-bins.md").write_text(text.replace("Missed bins", "Forgotten bins"), encoding="utf-8")
    assert bring_in()
    assert Document.objects.get(key="missed-bins", collection__name=home.STARTER).title == "Forgotten bins in Fernby"


def test_it_comes_in_again_to_a_database_that_has_lost_it(starter: Path) -> None:
    bring_in()
    Document.objects.all().delete()
    assert bring_in()
    assert starter_pages()


def test_a_torn_stamp_only_costs_a_look(starter: Path, settings: Settings) -> None:
    bring_in()
    (settings.HOME / "starter-library.json").write_text("{", encoding="utf-8")
    assert bring_in()


def test_it_stays_out_where_it_is_not_wanted(starter: Path, settings: Settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, starter_library=False)
    assert bring_in() == []


def test_the_one_that_comes_along_is_found() -> None:
    assert any(home.starter_library().rglob("*.md"))


def test_a_home_that_cannot_be_made_says_what_to_set(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="Set FINGERPOST_HOME"):
        home.make_folders(tmp_path / "file" / "home")
