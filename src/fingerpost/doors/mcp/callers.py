"""Who calls: the holder of a token, somebody without one, or the operator of this machine. And how often they may."""

from dataclasses import dataclass, field, replace

from django.conf import settings

from fingerpost.contract.context import Context, Nation
from fingerpost.contract.errors import FingerpostError
from fingerpost.doors.circumstances import circumstances
from fingerpost.doors.installation import installation, now
from fingerpost.doors.limits.throttle import MINUTE, SHARES, Kind, count
from fingerpost.doors.tokens import Rights

DOOR = "mcp"


class NotAllowed(FingerpostError):
    """Whoever calls may not, or no longer."""


class TooOften(FingerpostError):
    """Whoever calls has called too often in this minute."""


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Whoever calls, and what they may do. `name` is for the record, and never a resident's.

    `counted_as` is whose calls are counted together; "" for the operator, who could do the same at the command line.
    """

    name: str
    rights: Rights = field(default_factory=Rights)
    counted_as: str = ""

    def circumstances(self, *, language: str = "en", nation: Nation | None = None) -> Context:
        """Those of this caller now."""
        return replace(circumstances(door=DOOR, language=language, nation=nation), access=self.rights.access)


OPERATOR = Caller(name="operator")


def holder_of(token: str) -> Caller:
    """Whoever brings that token. It is looked up in each call, so that one that was revoked ends at once.

    Raises NotAllowed, and StoreUnavailable.
    """
    kept = installation().build_tokens().find(token, at=now())
    if kept is None:
        raise NotAllowed(
            "This access token is not valid here: it may be mistyped, expired or revoked. "
            "Ask whoever runs this service for another."
        )
    return Caller(name=f"token {kept.number} {kept.name}", rights=kept.rights, counted_as=f"token {kept.number}")


def check_may_call(caller: Caller, kind: Kind, *, share: float = 1) -> None:
    """Count one call of that kind. Raises TooOften, which says when to come again, and StoreUnavailable."""
    if not caller.counted_as:
        return
    most = max(1, int(settings.CONFIGURATION.questions_a_minute * SHARES[kind] * share))
    wait = count([(f"{kind} {caller.counted_as}", most)], seconds=MINUTE)
    if wait:
        raise TooOften(f"Too many calls in this minute. Try again in {wait} seconds.")
