"""What may be wrong with something that somebody wants to do to a case, each with a sentence for them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop

from fingerpost.contract.errors import FingerpostError

if TYPE_CHECKING:
    from fingerpost.casework.history import Line

NOT_KEPT = gettext_noop("We could not keep this, so nothing was changed. Try again in a minute.")
OVER = gettext_noop("Nobody works on this case any more. Reopen it first.")
TOO_LONG = gettext_noop("These are %(written)s characters. Write %(most)s at most.")


class UnknownCase(FingerpostError):
    """There is no such case, or whoever asks may not see it: both look alike."""

    def __init__(self) -> None:
        super().__init__(gettext_noop("There is no such case here. Check the reference, letter by letter."))


class NotAllowed(FingerpostError):
    """The case stands where this cannot be done to it, or whoever asks may not do it.

    `words` is the sentence as it is translated, with a place such as %(most)s for each of `values`.
    """

    def __init__(self, words: str, **values: object) -> None:
        super().__init__(words % values if values else words)
        self.words = words
        self.values = values


class StaleCase(FingerpostError):
    """Somebody saved the case meanwhile. Nothing was changed.

    `version` is the one that the case has now, and `changes` are the lines of its history since, oldest first.
    """

    def __init__(self, *, version: int, changes: "Sequence[Line]") -> None:
        super().__init__(
            gettext_noop("Somebody else changed this case meanwhile. Look at what they did, then save again.")
        )
        self.version = version
        self.changes = tuple(changes)
