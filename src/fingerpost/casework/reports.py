"""A report as somebody sent it, whatever the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

LONGEST_LINE = 120  # characters of a report's first line, for lists
MOST_CHARACTERS = 10_000


class File(Protocol):
    """A file that was looked at and made safe (see `attachments`)."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def content(self) -> bytes: ...
    @property
    def was_stripped(self) -> bool: ...
    @property
    def scan(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Report:
    """What somebody sent. `facts` are details of the service by name, as they gave them; `outside_id` is the number by
    which another system knows it: the same one is never taken twice."""

    text: str
    channel: str
    language: str = "en"
    name: str = ""
    email: str = ""
    phone: str = ""
    address: str = ""
    latitude: float | None = None
    longitude: float | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    files: tuple[File, ...] = ()
    outside_id: str = ""

    @property
    def line(self) -> str:
        """The first words of it, on one line."""
        joined = " ".join(self.text.split())
        return joined if len(joined) <= LONGEST_LINE else joined[: LONGEST_LINE - 1].rstrip() + "…"

    def words(self) -> dict[str, Any]:
        """What is sealed of it: all but its files."""
        return {
            "text": self.text,
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "address": self.address,
            "latitude": self.latitude,
            "longitude": self.longitude,
            "facts": dict(self.facts),
        }
