"""Pages that stand alone, for when ours cannot be reached: each is one file with its style inside and nothing else.

The browser shows one without a network; a proxy shows one while the service is down.
"""

import hashlib
from base64 import b64encode
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from fingerpost.contract.claims import NextStep
from fingerpost.doors.installation import installation
from fingerpost.doors.profile.contrast import DARK, shades
from fingerpost.guard.contacts import CONTACTS

URGENT = ("999", "111", "samaritans")  # who answers the telephone day and night, in the order they are shown


@dataclass(frozen=True, kw_only=True)
class AlonePage:
    """A page, and the Content-Security-Policy under which nothing but its own style has any effect."""

    html: str
    policy: str


def offline_page(language: str) -> AlonePage:
    """What a browser shows that has no network, in one language."""
    return _made("offline", (language,))


def maintenance_page(languages: tuple[str, ...]) -> AlonePage:
    """What a proxy shows while the service is down, one language under another. It carries its policy itself."""
    return _made("maintenance", languages, carries_policy=True)


def _made(page: str, languages: tuple[str, ...], *, carries_policy: bool = False) -> AlonePage:
    service = installation().read_profile()
    style = render_to_string("alone/style.css", {"shades": shades(service.colour), "dark": DARK}).strip()
    policy = _policy(style)
    with translation.override(languages[0]):
        shown = {"service": service, "style": style, "title": _title(page), "policy": policy if carries_policy else ""}
        parts = [(language, _part(page, language, is_first=not place)) for place, language in enumerate(languages)]
        return AlonePage(html=render_to_string("alone/page.html", {**shown, "parts": parts}), policy=policy)


def _part(page: str, language: str, *, is_first: bool) -> str:
    with translation.override(language):
        context = {
            "service": installation().read_profile(),
            "title": _title(page),
            "heading": "h1" if is_first else "h2",
            "urgent": _urgent(language),
        }
        return render_to_string(f"alone/{page}.html", context)


def _title(page: str) -> str:
    return _("You are offline") if page == "offline" else _("Sorry, the service is not available")


def _urgent(language: str) -> list[NextStep]:
    return [CONTACTS[name].step(language) for name in URGENT]


def _policy(style: str) -> str:
    hashed = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
