"""The body's face: what the operator configured, and over it what its staff saved last.

Read from the database every few seconds at most. A database that is down, or a row that does not fit, never takes a
page with it: then the version before stands, or the configuration.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import SynchronousOnlyOperation
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.profile import BodyProfile, ProfileVersion, pack_profile, unpack_profile
from fingerpost.doors.profile.checks import problems_of
from fingerpost.knowledge.store_faults import store_faults
from fingerpost.site import models
from fingerpost.site.configuration import Configuration

logger = logging.getLogger(__name__)

REMEMBERED = 5.0  # seconds: as long as another process may show what was there before
TRIED = 20  # rows looked at until one fits


@dataclass(frozen=True, kw_only=True)
class _Memory:
    configuration: Configuration
    profile: BodyProfile
    until: float


_memory: _Memory | None = None


def read_profile() -> BodyProfile:
    """The face that is shown now. Never fails."""
    global _memory  # noqa: PLW0603 - one a process, replaced whole
    told, kept = settings.CONFIGURATION, _memory
    if kept and kept.configuration == told and time.monotonic() < kept.until:
        return kept.profile
    try:
        profile = _newest() or configured()
    except SynchronousOnlyOperation:  # inside an event loop: what was read last will do
        return kept.profile if kept and kept.configuration == told else configured()
    except (DatabaseError, InterfaceError) as error:
        logger.warning("The body's settings could not be read (%s): showing the last known.", type(error).__name__)
        profile = kept.profile if kept and kept.configuration == told else configured()
    _memory = _Memory(configuration=told, profile=profile, until=time.monotonic() + REMEMBERED)
    return profile


def forget_profile() -> None:
    """Read it anew next time."""
    global _memory  # noqa: PLW0603
    _memory = None


def configured() -> BodyProfile:
    """What the configuration says, for a body whose staff have saved nothing."""
    told = settings.CONFIGURATION
    return BodyProfile(
        body=told.body,
        service_name=told.service_name,
        body_name=told.body_name,
        contact_email=told.contact_email,
        contact_phone=told.contact_phone,
        contact_url=told.contact_url,
        holidays_of=told.nation or "england",
        embed_on=told.embed_on,
    )


def save_profile(profile: BodyProfile, *, by: str, after: int | None = None) -> ProfileVersion:
    """Keep a new version. `after` is the number of the version that was changed, where that matters.

    Raises InvalidRequest with a sentence a field for what does not fit, and under "version" when another version has
    come since; StoreUnavailable when nothing can be kept.
    """
    problems = problems_of(profile)
    if problems:
        raise InvalidRequest(problems)
    with store_faults(), transaction.atomic():
        if after is not None:
            _check_newest(after)
        row = models.ProfileVersion.objects.create(
            body=settings.CONFIGURATION.body, at=timezone.now(), by=by, values=pack_profile(profile)
        )
    forget_profile()
    logger.info("version %s of the body's settings was saved", row.pk)
    return ProfileVersion(number=row.pk, at=row.at, by=by, profile=profile)


def list_profiles(*, most: int = 50) -> Sequence[ProfileVersion]:
    """The versions that were saved and still fit, newest first."""
    with store_faults():
        rows = list(_rows()[:most])
    return [version for version in map(_read, rows) if version is not None]


def _newest() -> BodyProfile | None:
    for row in _rows()[:TRIED]:
        version = _read(row)
        if version is not None:
            return version.profile
    return None


def _rows() -> QuerySet[models.ProfileVersion]:
    return models.ProfileVersion.objects.filter(body=settings.CONFIGURATION.body).order_by("-id")


def _read(row: models.ProfileVersion) -> ProfileVersion | None:
    """One version; None for a row that no release of ours could have written."""
    try:
        profile = unpack_profile(row.values, over=configured())
    except (ValueError, TypeError, KeyError, AttributeError):
        logger.warning("version %s of the body's settings cannot be read: the one before it is shown", row.pk)
        return None
    problems = problems_of(profile)
    if problems:
        logger.warning("version %s of the body's settings does not fit: %s", row.pk, ", ".join(problems))
        return None
    return ProfileVersion(number=row.pk, at=row.at, by=row.by, profile=profile)


def _check_newest(after: int) -> None:
    newest = _rows().values_list("pk", "by").first()
    if newest and newest[0] != after:
        words = _("%(name)s saved other settings while you were here. Look at what changed, then save again.")
        raise InvalidRequest({"version": words % {"name": newest[1]}})
