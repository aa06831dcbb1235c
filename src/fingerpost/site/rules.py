"""The rules that are running: those that come with Fingerpost, the body's own files beside them, its figures over them.

FINGERPOST_HOME/rules may hold `facts/` and `schemes/`, in the form of ours, and `overrides/`, which the pages for
figures write. When a file there changes it is read anew. A file with a fault changes nothing: what ran goes on, and the
fault is told (see `doctor`). An override counts only while it is what two people approved (see `record.rulemaking`).
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from fingerpost.contract.ports import Engines
from fingerpost.record.rulemaking.in_force import InForce
from fingerpost.rules.authoring.overrides import lay_overrides
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import RulesInvalid
from fingerpost.rules.reading.files import UK, read_rules, uk_rules

LOOK_EVERY = 3.0  # seconds: how soon a changed file counts
PARTS = ("facts", "schemes")
ENGINE = "rules"

logger = logging.getLogger(__name__)


class RunningRules:
    """The rule book as it is now. `problems` say why newer files of the body are not in force, one sentence each.

    `read_overrides` takes the overrides that were in force, and gives those that are.
    """

    def __init__(
        self,
        folder: Path,
        *,
        read_overrides: Callable[[Mapping[str, str]], InForce] = lambda before: InForce(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._folder = folder
        self._read_overrides = read_overrides
        self._clock = clock
        self._lock = threading.Lock()
        self._seen = self._stamp()
        self._looked = clock()
        self.problems: tuple[str, ...] = ()
        self._overrides = self._read_overrides({})
        self._book = self._read_or(uk_rules)

    @property
    def book(self) -> RuleBook:
        """The book in force; looks now and then whether a file has changed."""
        if self._clock() - self._looked > LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._book

    def _look(self) -> None:
        self._looked = self._clock()
        stamp, before = self._stamp(), self._overrides
        if stamp == self._seen and not before.left_out:
            return
        self._overrides = self._read_overrides(before.texts)  # what was left out may have been approved meanwhile
        if stamp != self._seen or self._overrides != before:
            self._seen = stamp
            self._book = self._read_or(lambda: self._book)

    def _read_or(self, before: Callable[[], RuleBook]) -> RuleBook:
        """The files as they are; what ran before where one of them is wrong."""
        try:
            own = [self._folder / part for part in PARTS if (self._folder / part).is_dir()]
            base = read_rules(*(UK / part for part in PARTS), *own) if own else uk_rules()
        except RulesInvalid as fault:
            self.problems = (*map(str, fault.problems), *self._unproven())
            logger.error("The body's rule files are not in force: %s", fault.public)
            return before()
        laid = lay_overrides(base, self._overrides.texts)
        self.problems = (*map(str, laid.problems), *self._unproven())
        return laid.book

    def _unproven(self) -> tuple[str, ...]:
        """Those that only the database could tell of; the others are found there (`find_misplaced`)."""
        return tuple(f"{each.file} {each.words}" for each in self._overrides.left_out if each.what == "not proven")

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Name, time and size of each file."""
        found = []
        for path in sorted(self._folder.rglob("*.yaml")) if self._folder.is_dir() else ():
            state = path.stat()
            found.append((str(path), state.st_mtime_ns, state.st_size))
        return tuple(found)


class EnginesHere(Engines):
    """The engines of this installation, with the rules as they are when they are asked for."""

    def __init__(self, *, rules: Callable[[], RunningRules], how_to_add: dict[str, str], **engines: object) -> None:
        super().__init__(how_to_add=how_to_add, **engines)
        self._rules = rules

    def one(self, name: str) -> object:
        return self._rules().book if name == ENGINE else super().one(name)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted({*super().names, ENGINE}))
