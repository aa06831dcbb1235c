"""An import's progress, told as every other progress is."""

from fingerpost.doors.installation import Progress


class CountedProgress:
    """Counts what an import goes through and reports it under one name (see `knowledge.reports.Progress`)."""

    def __init__(self, report: Progress, what: str) -> None:
        self._report = report
        self._what = what
        self._done = 0
        self._total = 0

    def start(self, total: int | None) -> None:
        self._total = total or 0
        self._report(self._what, 0, self._total)

    def advance(self, name: str) -> None:
        self._done += 1
        self._report(self._what, self._done, self._total)

    def finish(self) -> None:
        self._report(self._what, self._done, self._done)
