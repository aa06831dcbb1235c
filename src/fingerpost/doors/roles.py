"""What the members of each role may do. Plain data: the configuration reads it before there are any tables."""

from collections.abc import Mapping
from types import MappingProxyType

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "editor": ("record.view_feedback",),
        "viewer": ("record.view_oversight",),
        "auditor": (
            "record.view_oversight",
            "record.view_feedback",
            "record.open_text",
            "challenges.view_challenge",
        ),
        "data-protection": (
            "record.view_oversight",
            "record.view_feedback",
            "record.open_text",
            "record.erase_subject",
            "challenges.view_challenge",
            "challenges.answer_challenge",
            "register.manage_register",
        ),
        "owner": (
            "record.view_feedback",
            "site.change_profile",
            "record.view_oversight",
            "record.open_text",
            "switches.add_switch",
            "challenges.view_challenge",
            "challenges.answer_challenge",
            "register.manage_register",
        ),
    }
)
"""What the members of each role may do, as "app.codename". A role has these permissions and no other."""
