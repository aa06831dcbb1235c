"""What the members of each role may do. Plain data: the configuration reads it before there are any tables."""

from collections.abc import Mapping
from types import MappingProxyType

ROLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "editor": ("record.view_feedback", "repair.view_finding", "repair.settle_finding"),
        "policy": (
            "rulemaking.view_proposal",
            "rulemaking.add_proposal",
            "rulemaking.add_decision",
            "site.run_simulation",
        ),
        "benefits": ("site.find_missing_out",),
        "officer": ("casework.work_cases",),
        "team-lead": ("casework.work_cases", "casework.lead_teams", "casework.approve_templates"),
        "viewer": ("record.view_oversight",),
        "auditor": (
            "record.view_oversight",
            "record.view_feedback",
            "repair.view_finding",
            "record.open_text",
            "challenges.view_challenge",
            "rulemaking.view_proposal",
        ),
        "data-protection": (
            "record.view_oversight",
            "record.view_feedback",
            "repair.view_finding",
            "record.open_text",
            "record.erase_subject",
            "challenges.view_challenge",
            "challenges.answer_challenge",
            "register.manage_register",
        ),
        "owner": (
            "record.view_feedback",
            "repair.view_finding",
            "repair.settle_finding",
            "site.change_profile",
            "site.manage_tokens",
            "site.find_missing_out",
            "site.run_simulation",
            "record.view_oversight",
            "record.open_text",
            "switches.add_switch",
            "challenges.view_challenge",
            "challenges.answer_challenge",
            "register.manage_register",
            "rulemaking.view_proposal",
            "rulemaking.add_proposal",
            "rulemaking.add_decision",
            "casework.work_cases",
            "casework.lead_teams",
            "casework.approve_templates",
        ),
    }
)
"""What the members of each role may do, as "app.codename". A role has these permissions and no other."""
