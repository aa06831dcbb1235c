"""Versions of a body's classifier as files in a folder, and which of them is served.

    <name>.npz      a version, sealed where a seal is given: it holds numbers made from what people wrote
    <name>.json     when it was made, from which cases, and how it did: codes and numbers
    current         the name of the one that is served; replaced in one step

A version is written before it is pointed to, so that a break at any time leaves the one before in force.
"""

import fcntl
import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import InvalidRequest, ModelUnavailable, StoreUnavailable
from fingerpost.contract.ports import Embedder
from fingerpost.engines.classifying.files import from_bytes, read_whole, to_bytes, write_whole
from fingerpost.engines.classifying.learning import Figures, Learned
from fingerpost.engines.classifying.trained import TrainedClassifier

MOST_KEPT = 12
_NAME = re.compile(r"v(\d{4,9})-[0-9a-f]{8}")

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version. `figures` are those of when it was made, `before` those of what was served then, None where that was
    nothing. `was_worse` ones were never served of themselves. `book` is the `sorting_digest` of the services that it
    was made for."""

    name: str
    at: datetime
    is_current: bool
    was_worse: bool
    decided: int
    book: str
    figures: Figures
    before: Figures | None
    facts: Mapping[str, str] = field(default_factory=dict)


class Versions:
    """`seal` and `unseal` change the bytes of a version on their way to the disk and back. Without an embedder versions
    can be listed and forgotten, and not loaded. Safe for two processes."""

    def __init__(
        self,
        folder: Path,
        *,
        embedder: Embedder | None = None,
        seal: Change | None = None,
        unseal: Change | None = None,
    ) -> None:
        self._folder = folder
        self._embedder = embedder
        self._seal = seal or bytes
        self._unseal = unseal or bytes

    def keep(self, learned: Learned, *, at: datetime) -> Version:
        """Keep a candidate, and serve it unless it is worse than what is served. Raises StoreUnavailable."""
        with self._alone():
            number = 1 + max((_number(name) for name in self._names()), default=0)
            name = f"v{number:04d}-{learned.candidate.digest[:8]}"
            made = learned.candidate.named(name)
            write_whole(self._folder / f"{name}.npz", self._seal(to_bytes(made)))
            write_whole(self._folder / f"{name}.json", json.dumps(_facts(learned, at=at), indent=2).encode())
            if not learned.is_worse:
                self._point_to(name)
            self._prune()
            return self._read(name, current=self.current_name)

    @property
    def current_name(self) -> str:
        """The name of the version that is served; "" where none is."""
        try:
            name = (self._folder / "current").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        except (OSError, UnicodeDecodeError) as error:
            raise ModelUnavailable(_UNREADABLE, detail=str(error)) from error
        if name and not _NAME.fullmatch(name):
            raise ModelUnavailable(_UNREADABLE, detail=f"current says {name[:40]!r}")
        return name

    def current(self) -> TrainedClassifier | None:
        """What is served; None where nothing was learned yet. Raises ModelUnavailable where it is damaged."""
        name = self.current_name
        return self.load(name) if name else None

    def load(self, name: str) -> TrainedClassifier:
        """One version. Raises InvalidRequest where there is none of that name, ModelUnavailable where it is damaged."""
        self._check(name)
        if self._embedder is None:
            raise ModelUnavailable("The search model is not there. Run `fingerpost doctor` to see why.")
        content = read_whole(self._folder / f"{name}.npz")
        try:
            content = self._unseal(content)
        except ValueError as error:
            raise ModelUnavailable(
                f"The classifier {name} cannot be opened with the key of this installation. "
                "Run `fingerpost triage learn` to make it anew.",
                detail=str(error),
            ) from error
        return from_bytes(content, embedder=self._embedder, name=f"the classifier {name}")

    def kept(self) -> tuple[Version, ...]:
        """All that are kept, the latest first. Raises StoreUnavailable where the facts of one cannot be read."""
        current = self.current_name
        return tuple(self._read(name, current=current) for name in reversed(self._names()))

    def put_back(self, name: str) -> Version:
        """Serve this version from now on. It is read first: a damaged one is not put in force."""
        with self._alone():
            self.load(name)
            self._point_to(name)
            return self._read(name, current=name)

    def forget(self, ids: Collection[str]) -> tuple[str, ...]:
        """Take away every version that was made from one of these examples, or whose facts cannot be read to tell.

        Where the one that is served is among them, the latest that remains is served, or none: learn anew after it.
        Gives the names of those that are gone.
        """
        with self._alone():
            gone = [name for name in self._names() if self._holds(name, {*ids})]
            left = [each.name for each in self._readable(gone) if not each.was_worse]
            if self.current_name in gone:
                self._point_to(left[-1] if left else "")
            for name in gone:
                self._remove(name)
            return tuple(gone)

    def ids(self) -> frozenset[str]:
        """Of every example that any version was made from. Raises StoreUnavailable where facts cannot be read."""
        with self._alone():
            try:
                facts = [json.loads((self._folder / f"{name}.json").read_bytes()) for name in self._names()]
                return frozenset(str(each) for found in facts for each in found["ids"])
            except (OSError, ValueError, KeyError, TypeError) as error:
                words = f"The facts of a classifier in {self._folder} are damaged. Take that folder away."
                raise StoreUnavailable(words, detail=str(error)) from error

    def copy_to(self, folder: Path) -> None:
        """Copy them, as they are at one moment, and which of them is served. Raises StoreUnavailable."""
        with self._alone():
            for name in self._names():
                for ending in ("npz", "json"):
                    write_whole(folder / f"{name}.{ending}", read_whole(self._folder / f"{name}.{ending}"))
            if current := self.current_name:
                write_whole(folder / "current", current.encode())

    def _readable(self, gone: Collection[str]) -> list[Version]:
        return [self._read(name, current="") for name in self._names() if name not in gone]

    def _holds(self, name: str, ids: set[str]) -> bool:
        try:
            return not ids.isdisjoint(json.loads((self._folder / f"{name}.json").read_bytes())["ids"])
        except (OSError, ValueError, KeyError, TypeError):
            return True

    def _check(self, name: str) -> None:
        if not _NAME.fullmatch(name) or name not in self._names():
            raise InvalidRequest(
                {"name": f"There is no version {name[:40]}. `fingerpost triage versions` lists those that are kept."}
            )

    def _names(self) -> list[str]:
        """Those whose facts are written: these come last. In the order they were made."""
        found = [path.stem for path in self._folder.glob("v*.json") if _NAME.fullmatch(path.stem)]
        return sorted((name for name in found if (self._folder / f"{name}.npz").exists()), key=_number)

    def _point_to(self, name: str) -> None:
        write_whole(self._folder / "current", name.encode())

    def _prune(self) -> None:
        names = [name for name in self._names() if name != self.current_name]
        for name in names[: max(0, len(names) - MOST_KEPT + 1)]:
            self._remove(name)

    def _remove(self, name: str) -> None:
        for ending in ("json", "npz"):
            try:
                (self._folder / f"{name}.{ending}").unlink(missing_ok=True)
            except OSError as error:
                raise StoreUnavailable(
                    f"The classifier {name} could not be taken away. See who owns its folder.", detail=str(error)
                ) from error

    def _read(self, name: str, *, current: str) -> Version:
        path = self._folder / f"{name}.json"
        try:
            facts: dict[str, Any] = json.loads(path.read_bytes())
            return Version(
                name=name,
                at=datetime.fromisoformat(facts["at"]),
                is_current=name == current,
                was_worse=bool(facts["was_worse"]),
                decided=int(facts["decided"]),
                book=str(facts["book"]),
                figures=Figures(**facts["figures"]),
                before=Figures(**facts["before"]) if facts["before"] else None,
            )
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable(
                f"The file {path.name} beside the classifier is damaged. Take it away, and the version with it.",
                detail=f"{path}: {error}",
            ) from error

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time changes the folder."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            file = (self._folder / "lock").open("w")
        except OSError as error:
            raise StoreUnavailable(
                "The folder of classifiers cannot be written. See who owns it.", detail=str(error)
            ) from error
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            with suppress(OSError):
                for path in self._folder.glob(".*.*"):
                    path.unlink()  # what a break left: nobody else writes now
            yield


_UNREADABLE = (
    "Which classifier is served cannot be read. Run `fingerpost triage put-back` with one that `fingerpost triage "
    "versions` lists."
)


def _number(name: str) -> int:
    found = _NAME.fullmatch(name)
    return int(found.group(1)) if found else 0


def _facts(learned: Learned, *, at: datetime) -> dict[str, Any]:
    known = learned.candidate.knowledge
    decided = sorted(each.id for each in known.examples if each.is_shown and not each.text)
    return {
        "at": at.isoformat(),
        "was_worse": learned.is_worse,
        "decided": len(decided),
        "ids": decided,
        "book": learned.candidate.made_for,
        "digest": known.digest,
        "figures": vars(learned.figures),
        "before": vars(learned.previous) if learned.previous else None,
        "gained": learned.gained,
        "lost": learned.lost,
        "chance": learned.chance,
    }
