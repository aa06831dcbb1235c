"""One import of a collection at a time. A turn whose process has died can be taken over, with all it has staged."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from fingerpost.contract.errors import ImportFault
from fingerpost.knowledge.models import ImportRun, ImportState

_GIVEN_UP_AFTER = timedelta(minutes=10)  # for a process on another machine, which cannot be asked
_open_here: set[str] = set()


class Turn:
    """The right to import one collection, until `release` or `renew` says that it was lost."""

    def __init__(self, run: ImportRun, holder: str) -> None:
        self.run = run
        self._holder = holder

    def renew(self) -> None:
        """Say that this import still lives. Raises ImportFault if another has taken over meanwhile."""
        held = ImportRun.objects.filter(pk=self.run.pk, holder=self._holder, state=ImportState.RUNNING)
        if not held.update(seen_at=timezone.now()):
            raise ImportFault("Another import of this collection has taken over from this one, which has stopped.")

    def begin_reading(self, digest: str) -> int:
        """Note what is about to be read. Gives how often the import has broken off at this very thing before."""
        noted = self.run.counts.get("reading", {})
        times = int(noted.get("times", 0)) if noted.get("digest") == digest else 0
        self._note({"reading": {"digest": digest, "times": times + 1}})
        return times

    def end_reading(self) -> None:
        """Note that it was read, well or ill."""
        self._note({})

    def _note(self, counts: dict[str, Any]) -> None:
        self.run.counts = counts
        self.run.save(update_fields=["counts"])

    def release(self) -> None:
        """Let the next import take this one up where it stopped."""
        _open_here.discard(self._holder)


def take_turn(*, body: str, collection: str, origin: str) -> Turn:
    """Begin an import, or take up one that broke off. Raises ImportFault if one is running now."""
    now = timezone.now()
    holder = f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}:{uuid4().hex}"
    run = ImportRun.objects.filter(body=body, collection=collection, state=ImportState.RUNNING).first()
    if run is None:
        run = _begin(body=body, collection=collection, origin=origin, holder=holder, now=now)
    elif _is_alive(run, now):
        raise _busy(run)
    else:
        broken_off = ImportRun.objects.filter(pk=run.pk, holder=run.holder)
        if not broken_off.update(holder=holder, seen_at=now, origin=origin):
            raise _busy(run)
        run.refresh_from_db()
    _open_here.add(holder)
    return Turn(run, holder)


def _begin(*, body: str, collection: str, origin: str, holder: str, now: datetime) -> ImportRun:
    try:
        with transaction.atomic():
            return ImportRun.objects.create(
                body=body,
                collection=collection,
                origin=origin,
                started_at=now,
                state=ImportState.RUNNING,
                holder=holder,
                seen_at=now,
            )
    except IntegrityError as fault:
        running = ImportRun.objects.filter(body=body, collection=collection, state=ImportState.RUNNING).first()
        raise _busy(running) from fault


def _busy(run: ImportRun | None) -> ImportFault:
    since = f", since {timezone.localtime(run.started_at):%H:%M}" if run else ""
    return ImportFault(f"Another import of this collection is running{since}. Wait until it has finished.")


def _is_alive(run: ImportRun, now: datetime) -> bool:
    host, pid, started, _ = (run.holder.split(":") + [""] * 4)[:4]
    if host != socket.gethostname():
        return now - run.seen_at < _GIVEN_UP_AFTER
    if int(pid or 0) == os.getpid() and started == _started(os.getpid()):
        return run.holder in _open_here
    return _started(int(pid or 0)) == started and started != ""


def _started(pid: int) -> str:
    """When a process of this machine started, in clock ticks; "" if it has ended.

    A process number is used again, so that the number alone does not tell.
    """
    try:
        about = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _answers(pid)
    fields = about.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]


def _answers(pid: int) -> str:
    """Where there is no /proc: only whether the process is there at all."""
    try:
        os.kill(pid, 0)
    except PermissionError:
        return "there"
    except OSError:
        return ""
    return "there" if pid else ""
