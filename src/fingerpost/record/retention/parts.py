"""What others keep in files beside the database and want in a backup: what stands above the record, such as casework.

The record knows none of them: each adds itself as its app starts. Whoever is erased must be erased in these too, so a
part says how what tells of them is taken out of a copy.
"""

from pathlib import Path
from typing import Protocol


class Part(Protocol):
    """One folder of a backup. Nothing in it may be readable without the master key, which no backup holds."""

    @property
    def name(self) -> str:
        """That of its folder within a backup."""
        ...

    def copy(self, to: Path, *, home: Path) -> None:
        """Copy it as it is at one moment; `to` is made by it, where there is anything. Raises StoreUnavailable."""
        ...

    def put_back(self, folder: Path, *, home: Path) -> None:
        """Put a copy in its place, once the database stands. `folder` may be missing: the backup is from before.

        What cannot be put back is told in the log, and made anew later: a restored database is not taken back for it.
        """
        ...

    def scrub(self, folder: Path) -> None:
        """Take out of a copy whatever tells of cases that were erased. Raises OSError and FingerpostError."""
        ...


_PARTS: dict[str, Part] = {}


def add_part(part: Part) -> None:
    """Called as an app starts. One a name: the later one counts."""
    _PARTS[part.name] = part


def parts() -> tuple[Part, ...]:
    """All that there are."""
    return tuple(_PARTS.values())
