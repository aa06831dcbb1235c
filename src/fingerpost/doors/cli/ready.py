"""Django, and everything kept, made ready before a command that needs it."""

import os

import django

from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.cli.console import err, progress_bars
from fingerpost.doors.installation import Installation, installation

_made_ready: list[Installation] = []  # by the command that runs


def get_settings() -> None:
    """Django with our settings. Raises ImproperlyConfigured when a setting does not fit."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
    django.setup()


def get_ready() -> Installation:
    """The installation, with folders, tables, starter library and index in place; progress goes to stderr."""
    get_settings()
    here = installation()
    with progress_bars() as report:
        here.make_ready(report)
    _made_ready.append(here)
    return here


def sign_the_ledger() -> None:
    """When a command ends: whatever it recorded. `doctor` says it too where that cannot be."""
    if not _made_ready:
        return
    ledger = _made_ready[-1].build_ledger()
    try:
        if ledger.has_news():
            ledger.keep_up()
    except FingerpostError as error:
        err().print(f"The ledger was not signed. {error.public}", style="yellow", markup=False, soft_wrap=True)
