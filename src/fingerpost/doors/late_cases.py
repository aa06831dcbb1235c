"""Puts late cases before others, as `fingerpost cases escalate` and the upkeep of a server do."""

from datetime import datetime

from django.conf import settings

from fingerpost.casework.acting import escalate_late
from fingerpost.doors.installation import installation


def escalate_late_cases(*, at: datetime) -> list[str]:
    """Those that became late since the last time, once each; gives their references. Raises StoreUnavailable."""
    return escalate_late(body=settings.CONFIGURATION.body, at=at, keys=installation().build_keys())
