"""Who asks, of which body, from where, and what they may see. Deny by default: an empty set permits nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class Nation(StrEnum):
    """A nation of the United Kingdom. Guidance for the whole country names all four."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def title(self) -> str:  # type: ignore[override]  # str.title is a method; here it is the name people write
        return self.value.replace("-", " ").title()


class Access(StrEnum):
    """Who may see a passage. A passage without an access level is shown to nobody."""

    PUBLIC = "public"
    STAFF = "staff"
    RESTRICTED = "restricted"


ALL_NATIONS = frozenset(Nation)


@dataclass(frozen=True, kw_only=True)
class Context:
    """The circumstances of one run; the same for every capability.

    `nation` None means the person has not said. `collections` empty means every collection of the body that `access`
    permits. `subject` names whose key encrypts what is kept; it is random and never says who someone is.
    """

    body: str
    at: datetime
    access: frozenset[Access] = frozenset({Access.PUBLIC})
    audience: str = "residents"
    nation: Nation | None = None
    language: str = "en"
    collections: frozenset[str] = frozenset()
    subject: str = ""
    door: str = "cli"
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def on(self) -> date:
        """The day on which guidance must be current."""
        return self.at.date()
