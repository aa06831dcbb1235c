"""Django, and everything kept, made ready before a command that needs it."""

import os

import django

from fingerpost.doors.cli.console import progress_bars
from fingerpost.doors.installation import Installation, installation


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
    return here
