"""How to reach a person at the body: on its pages, and in every reply and record."""

from dataclasses import dataclass, replace

from django.utils.http import urlencode

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Contact
from fingerpost.doors.installation import installation
from fingerpost.doors.profile import BodyProfile


@dataclass(frozen=True, kw_only=True)
class Way:
    """One way to reach a person. `kind` is phone, email or web; `address` is what the link leads to."""

    kind: str
    words: str
    address: str


def ways_here(reference: str = "") -> list[Way]:
    """The ways to reach a person at this body, for any page."""
    return ways_to_contact(installation().read_profile(), reference=reference)


def with_own_contact(capability: Capability) -> Capability:
    """The capability with the body's own contacts in the place of those on its card, where the body has given any.

    The card names whoever answers for the system; a resident is to reach the body's people, in every reply and record.
    """
    profile = installation().read_profile()
    if not (profile.contact_email or profile.contact_phone or profile.contact_url):
        return capability
    own = Contact(
        team=profile.body_name,
        email=profile.contact_email,
        phone=profile.contact_phone,
        url=profile.contact_url,
    )
    return replace(capability, card=replace(capability.card, contact=own))


def ways_to_contact(profile: BodyProfile, *, reference: str = "") -> list[Way]:
    """The ways that the body has given, quickest first. An e-mail carries the reference as its subject."""
    subject = f"?{urlencode({'subject': reference})}" if reference else ""
    phone = "".join(char for char in profile.contact_phone.partition("x")[0].partition("e")[0] if char in "+0123456789")
    ways = (
        Way(kind="phone", words=profile.contact_phone, address=f"tel:{phone}"),
        Way(kind="email", words=profile.contact_email, address=f"mailto:{profile.contact_email}{subject}"),
        Way(kind="web", words=profile.contact_url, address=profile.contact_url),
    )
    return [way for way in ways if way.words]
