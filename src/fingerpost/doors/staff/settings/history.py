"""What changed from one version of the settings to the next, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from fingerpost.doors.profile import ProfileVersion, pack_profile


@dataclass(frozen=True, kw_only=True)
class Change:
    """One version. `what` names the fields that differ from the version before."""

    number: int
    at: datetime
    by: str
    what: str
    is_current: bool

    @property
    def address(self) -> str:
        """Where this version is put back."""
        return reverse("staff:put-back", kwargs={"number": self.number})


def changes_in(versions: Sequence[ProfileVersion]) -> list[Change]:
    """The versions, newest first, each with what it changed."""
    pairs = zip(versions, [*versions[1:], None], strict=False)  # the oldest has none before it
    return [
        Change(
            number=version.number,
            at=version.at,
            by=version.by,
            what=_what(version, before),
            is_current=version is versions[0],
        )
        for version, before in pairs
    ]


def _what(version: ProfileVersion, before: ProfileVersion | None) -> str:
    if before is None:
        return _("First saved")
    new, old = pack_profile(version.profile), pack_profile(before.profile)
    names = field_names()
    changed = [names[name] for name in new if new[name] != old[name]]
    return ", ".join(changed) if changed else _("Nothing changed")


def field_names() -> dict[str, str]:
    """What each setting is called."""
    return {
        "service_name": _("Name of the service"),
        "body_name": _("Name of your organisation"),
        "colour": _("Colour"),
        "contact_phone": _("Phone number"),
        "contact_email": _("Email address"),
        "contact_url": _("Contact page"),
        "contact_address": _("Address"),
        "hours": _("Opening hours"),
        "holidays_of": _("Bank holidays"),
        "collections_off": _("Guidance"),
        "embed_on": _("Websites"),
    }
