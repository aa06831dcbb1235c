"""`fingerpost maintenance-page`"""

import sys

from django.conf import settings

from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_settings


@plainly
def maintenance_page() -> None:
    """Write a page for a proxy to show while the service is down: one file, with your contacts and urgent help.

    Example: fingerpost maintenance-page > maintenance.html
    """
    get_settings()
    from fingerpost.doors.alone import maintenance_page as make  # noqa: PLC0415 - Django must be set up first

    sys.stdout.write(make(tuple(code for code, _name in settings.LANGUAGES)).html)
