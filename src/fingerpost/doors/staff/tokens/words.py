"""What is said of a token: how it stands, and what its holder may do."""

from django.utils.translation import gettext as _

from fingerpost.doors.asking import capabilities
from fingerpost.doors.tokens import EVERY_TOOL, Rights, State
from fingerpost.doors.tools import tool_names


def state_words(state: State) -> str:
    return {State.VALID: _("Valid"), State.EXPIRED: _("Expired"), State.REVOKED: _("Revoked")}[state]


def rights_words(rights: Rights) -> tuple[str, str]:
    """What it sees, and which tools it may call."""
    sees = _("Public guidance, and guidance for staff") if rights.sees_staff_guidance else _("Public guidance only")
    titles = tool_titles()
    named = "; ".join(titles.get(name, name) for name in sorted(rights.tools))
    return sees, _("Every tool, also those to come") if EVERY_TOOL in rights.tools else named


def tool_titles() -> dict[str, str]:
    """What each tool does, in words, by its name."""
    ours = {
        "search": _("Find passages of guidance"),
        "verify": _("Check a receipt"),
        "report": _("Send reports of residents (Open311)"),
    }
    titles = {**ours, **{command: _(each.card.title) for command, each in capabilities().items()}}
    return {name: titles[name] for name in tool_names()}
