"""A folder of guidance of this test's own, and an import of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.apps import apps

from fingerpost.contract.context import Access, Context
from fingerpost.knowledge.importing import import_folder
from fingerpost.knowledge.reports import ImportReport


@pytest.fixture(autouse=True)
def nothing_imported(request: pytest.FixtureRequest) -> None:
    """Other tests share a small library that stays in the database; within these it is not there."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        for model in apps.get_app_config("knowledge").get_models():
            model.objects.all().delete()


@pytest.fixture
def guidance(tmp_path: Path) -> Path:
    folder = tmp_path / "guidance"
    folder.mkdir()
    return folder


@pytest.fixture
def write_page(guidance: Path) -> Callable[..., Path]:
    """Writes a Markdown page with a title, and a heading with one sentence under it."""

    def write(name: str, text: str = "Text.", *, matter: str = "", title: str = "") -> Path:
        path = guidance / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: {title or path.stem}\n{matter}\n---\n## About\n{text}\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def bring_in(guidance: Path) -> Callable[..., ImportReport]:
    def run(**changes: object) -> ImportReport:
        settings = {"body": "fernby", "collection": "guide", "title": "Guide", **changes}
        return import_folder(guidance, **settings)

    return run


@pytest.fixture
def reader() -> Callable[..., Context]:
    """Who reads: a resident of Fernby, unless told otherwise."""

    def make(**changes: object) -> Context:
        settings = {"body": "fernby", "at": datetime(2026, 11, 22, 12, tzinfo=UTC), **changes}
        return Context(**settings)

    return make


@pytest.fixture
def officer(reader: Callable[..., Context]) -> Context:
    return reader(access=frozenset({Access.PUBLIC, Access.STAFF}))
