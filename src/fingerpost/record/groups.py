"""Commits what several threads write at once in one transaction: one wait for the disk for all of them.

The first thread that comes writes at once, for itself. Whoever comes while it does waits in line; when it is done, the
first in line writes for all who wait by then. Nobody waits for company, so that a thread alone is as quick as ever.
Each is told of its own fault only, and of success only when the commit is on disk.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from fingerpost.record.commits import committing, committing_soon

MOST = 500  # parts of one group: more would keep the first of them waiting


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one thread writes. `rows` gives new rows, within the transaction; `with_it` writes whatever else.

    Both may be called twice: once in a transaction that is rolled back, as somebody else's part failed. `must_flush`
    False is for what may be on disk only with the next commit that flushes.
    """

    rows: Callable[[], Sequence[Model]]
    with_it: Callable[[], object] | None = None
    must_flush: bool = True


@dataclass(kw_only=True, eq=False)
class _Turn:
    """A thread in line: woken when its part is written or has failed, or when it is to write for all."""

    part: Part
    woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    error: BaseException | None = None


class GroupCommits:
    """The line of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: list[_Turn] = []
        self._is_led = False

    def write(self, part: Part) -> None:
        """Return once it is committed. Raises what `rows`, `with_it` or the database raised: then nothing is written.

        Within a transaction that stands already, which only tests have, it is written there at once.
        """
        if connection.in_atomic_block:
            _commit_alone(part)
            return
        turn = _Turn(part=part)
        with self._lock:
            self._line.append(turn)
            turn.leads, self._is_led = not self._is_led, True
        try:
            if not turn.leads:
                turn.woken.wait()
            if turn.leads:
                self._write_for_all()
        except BaseException:
            self._leave(turn)
            raise
        if turn.error is not None:
            raise turn.error

    def _write_for_all(self) -> None:
        """One group, with the leader at its head."""
        with self._lock:
            group = self._line[:MOST]
        try:
            _commit(group)
        except Exception as error:  # noqa: BLE001 - raised again, in each of the threads
            for turn in group:
                turn.error = turn.error or error
        with self._lock:
            self._line = [turn for turn in self._line if turn not in group]  # one of them may have left meanwhile
            self._hand_on()
        for turn in group:
            turn.woken.set()

    def _leave(self, turn: _Turn) -> None:
        """This thread is interrupted. Nothing of its group is written then: the others go on without it."""
        with self._lock:
            if turn in self._line:
                self._line.remove(turn)
                if turn.leads:
                    self._hand_on()

    def _hand_on(self) -> None:
        self._is_led = bool(self._line)
        if self._line:
            self._line[0].leads = True
            self._line[0].woken.set()


def _commit_alone(part: Part) -> None:
    with committing() if part.must_flush else committing_soon():
        _write([part])


def _commit(group: Sequence[_Turn]) -> None:
    """All in one transaction, as if nothing could fail; where something did, each behind a savepoint of its own."""
    if len(group) == 1:
        _commit_alone(group[0].part)
        return
    must_flush = any(turn.part.must_flush for turn in group)
    with committing() if must_flush else committing_soon():
        try:
            with transaction.atomic():
                _write([turn.part for turn in group])
        except Exception:  # noqa: BLE001 - whose fault it was is found out next
            for turn in group:
                _write_apart(turn)
            if transaction.get_rollback():  # the database ended it all: on a full disk, or with its connection
                raise OperationalError("the database took back what the whole group wrote") from None


def _write_apart(turn: _Turn) -> None:
    try:
        with transaction.atomic():
            _write([turn.part])
    except Exception as error:  # noqa: BLE001 - raised again, in the thread whose part it is
        turn.error = error


def _write(parts: Sequence[Part]) -> None:
    """The rows of all parts, a statement for those of one table, and then what belongs to them."""
    tables: dict[type[Model], list[Model]] = {}
    for part in parts:
        for row in part.rows():
            tables.setdefault(type(row), []).append(row)
    for table, rows in tables.items():
        if len(rows) == 1:
            rows[0].save(force_insert=True)  # a third less work than `bulk_create` for one
        else:
            table._default_manager.bulk_create(rows)
    for part in parts:
        if part.with_it is not None:
            part.with_it()
