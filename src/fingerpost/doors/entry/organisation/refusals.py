"""Why a sign-in by the organisation came to nothing, and what the person is told of it."""

from typing import Literal

from django.utils.translation import gettext as _

Why = Literal[
    "away", "set up wrong", "begun elsewhere", "not let in", "not believed", "no role", "removed", "somebody else"
]

STATUS: dict[Why, int] = {
    "away": 503,
    "set up wrong": 503,
    "begun elsewhere": 400,
    "not let in": 403,
    "not believed": 403,
    "no role": 403,
    "removed": 403,
    "somebody else": 403,
}


class Refused(Exception):
    """The sign-in ends here. `detail` is for the log: it names what did not fit, and holds nothing that was sent."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why}: {detail}" if detail else why)
        self.why = why


def words_for(why: Why) -> list[str]:
    """What happened and what to do, in two sentences."""
    tell = _("Tell whoever runs this service.")
    ask = _("If you need it for your work, ask whoever runs this service.")
    return {
        "away": [_("Your organisation’s sign-in page does not answer."), _("Try again in a few minutes.")],
        "set up wrong": [_("Signing in with your organisation is not set up as it should be."), tell],
        "begun elsewhere": [
            _("This sign-in took too long, or was begun in another window."),
            _("Go to the sign-in page and begin again."),
        ],
        "not let in": [
            _("Your organisation did not sign you in, or you stopped on the way."),
            _("You can begin again."),
        ],
        "not believed": [_("What your organisation’s sign-in page told us does not hold."), tell],
        "no role": [_("Your organisation knows you. It has not said what you may do here."), ask],
        "removed": [_("Your account here was taken away."), ask],
        "somebody else": [
            _("You signed in at your organisation as somebody else than you are here."),
            _("Sign out, then begin again."),
        ],
    }[why]
