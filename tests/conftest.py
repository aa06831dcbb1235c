"""What every test may use: a small library in the database, the doors, and a model that is loaded once."""

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.signals import request_finished
from django.db.models import Model
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as properties
from pytest_django import DjangoDbBlocker

from fingerpost.contract.ports import Embedder, Engines
from fingerpost.engines.embeddings.memory import HashingEmbedder
from fingerpost.engines.embeddings.minilm import MiniLM
from fingerpost.knowledge.importing import import_folder
from fingerpost.site import home, profiles, wiring

PAGES = Path(__file__).parent / "pages"

# A property holds or not, however busy the machine is.
properties.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that drive a browser say so by where they stand."""
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Callable[..., None]) -> object:
    """Whatever `--dist` says: tests that share something meet in one worker."""
    from tests.workers import ByFile  # noqa: PLC0415 - only where several workers run

    return ByFile(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly that nobody looked at the pages in a browser, or listened, where that could not be done."""
    reasons = [str(each.longrepr) for each in terminalreporter.stats.get("skipped", [])]
    for missing, title, to_do in (
        ("Chromium is not installed", "THE BROWSER JOURNEYS DID NOT RUN", "scripts/install_browser.sh"),
        ("Speech is not installed", "THE VOICE TESTS DID NOT RUN", "make speech"),
    ):
        if skipped := sum(missing in reason for reason in reasons):
            terminalreporter.write_sep("=", title, red=True, bold=True)
            terminalreporter.write_line(f"{skipped} tests: {missing}. Run {to_do} as root, then make test.")


@pytest.fixture(autouse=True)
def _face_as_configured() -> Iterator[None]:
    """What a test saves of the body's face is gone with its rows, and the language of its last page with it."""
    profiles.forget_profile()
    yield
    profiles.forget_profile()
    translation.deactivate()


@pytest.fixture(autouse=True)
def _ledger_of_its_own() -> Iterator[None]:
    """What a test recorded is gone with its rows: a signer that remembers it would refuse whatever comes next."""
    yield
    shutil.rmtree(settings.HOME / "keys" / "ledger", ignore_errors=True)


@pytest.fixture(scope="session")
def pages() -> Path:
    """A few pages of guidance: for one and for every nation, with a list, a table, awkward signs, and one in Welsh."""
    return PAGES


@pytest.fixture(scope="session")
def imported(django_db_setup: None, django_db_blocker: DjangoDbBlocker, pages: Path) -> Iterator[list[Model]]:
    """The pages, imported and indexed once, with hashed words in the place of the model. Gives the rows this made.

    The index stays; the rows are taken away again, so that a test finds them only if it asks for `library`.
    """
    patch = pytest.MonkeyPatch()
    patch.setattr(wiring, "build_embedder", HashingEmbedder)
    patch.setattr(wiring, "build_report_embedder", HashingEmbedder)
    wiring.build_engines.forget()  # a test without the library may have made them with the model
    home.make_folders(settings.HOME)
    with django_db_blocker.unblock():
        import_folder(pages, body=settings.CONFIGURATION.body, collection="tests", title="Pages of the tests")
        wiring.update_index(lambda what, done, total: None)
        kinds = list(apps.get_app_config("knowledge").get_models())
        rows = [row for kind in kinds for row in kind._default_manager.order_by("pk")]
        for kind in reversed(kinds):
            kind._default_manager.all().delete()
        yield rows
        request_finished.send(sender=None)  # lets go of the index's connection, where it has one
    patch.undo()


@pytest.fixture
def library(db: None, imported: list[Model]) -> Engines:
    """The engines over the small library, whose rows stand in the database for this test."""
    for kind, rows in groupby(imported, key=type):
        kind._default_manager.bulk_create(rows)
    return wiring.build_engines()


@pytest.fixture
def client(library: Engines) -> Client:
    """A browser without a browser, in front of the small library. Faults are shown as a visitor would see them."""
    return Client(raise_request_exception=False)


@pytest.fixture(scope="session")
def minilm() -> Embedder:
    """The real embedding model, loaded once. Tests that use it are marked `model`."""
    return MiniLM(threads=1)


@pytest.fixture
def own_home(tmp_path: Path) -> Callable[..., dict[str, str]]:
    """Makes the environment of a process with a home of its own, empty, on SQLite."""
    return lambda **more: environment_of(tmp_path / "home", **more)


def environment_of(folder: Path, **more: str) -> dict[str, str]:
    """Of a process that keeps everything in `folder`, whatever the rest of the suite runs on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FINGERPOST_", "DJANGO_"))}
    return {**kept, "FINGERPOST_HOME": str(folder), "FINGERPOST_STARTER_LIBRARY": "false", **more}
