"""A whole source: what was found, what could not be read, and the counts. It appears in one piece or not at all.

The files are written in a folder of another name, which is renamed when all of them are whole. Whatever stops it, even
a power cut, no half-written list stands where an officer looks; what was left behind goes at the next run.
"""

import csv
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TextIO

from fingerpost.capabilities.missing_out.counts import publishable
from fingerpost.capabilities.missing_out.finding import Confidence, Finding, Standing, check_schemes, look_at
from fingerpost.rules.book import RuleBook
from fingerpost.rules.populations.mapping import SourceMapping
from fingerpost.rules.populations.reading import BadRow, SourceRow, read_rows

FOLDER = "missing-out"
FOUND, BAD, SUMMARY = "found.csv", "bad-rows.csv", "summary.json"
PART = ".part-"
TOLD_EVERY = 500  # rows
MOST_REASONS = 200  # kinds of fault counted apart: more are counted together
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
Progress = Callable[[int], None]


@dataclass(kw_only=True)
class Counts:
    """What came of the rows. `standings` go by scheme and standing, `bad` by the words of the fault."""

    rows: int = 0
    bad_rows: int = 0
    standings: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: Counter[str] = field(default_factory=Counter)

    def note_bad(self, row: BadRow) -> None:
        self.bad_rows += 1
        for reason in row.reasons:
            self.bad[reason if reason in self.bad or len(self.bad) < MOST_REASONS else "other faults"] += 1

    def of(self, scheme: str) -> dict[str, int]:
        """How many households stand where, for one scheme."""
        return {
            "likely": self.standings[scheme, Confidence.LIKELY.value],
            "may": self.standings[scheme, Confidence.MAY.value],
            "receive_it": self.standings[scheme, Standing.RECEIVES.value],
            "not_entitled": self.standings[scheme, Standing.NOT_ENTITLED.value],
        }


@dataclass(frozen=True, kw_only=True)
class MissingOut:
    """One finished run: its folder, and what its summary says."""

    folder: Path
    summary: dict[str, Any]


def find_missing_out(
    source: str,
    *,
    mapping: SourceMapping,
    book: RuleBook,
    on: date,
    at: datetime,
    home: Path,
    by: str,
    progress: Progress = lambda rows: None,
) -> MissingOut:
    """Look through a source for those who miss out, and keep what was found in `home/missing-out`.

    `on` is the day whose rules count, `at` when it is done and `by` who does it. Raises InvalidRequest for a mapping
    that does not fit the source or the rules, SourceUnavailable for a source that cannot be read.
    """
    check_schemes(mapping, book)
    rows = read_rows(source, mapping, book=book, on=on)
    runs = home / FOLDER
    runs.mkdir(parents=True, exist_ok=True, mode=0o700)
    _remove_left_behind(runs)
    name = f"{at:%Y-%m-%d-%H%M%S}-{mapping.schemes[0].replace('_', '-')}"
    part = runs / f"{PART}{name}-{os.getpid()}"
    part.mkdir(mode=0o700)
    try:
        counts = _write_rows(rows, part, mapping=mapping, book=book, on=on, progress=progress)
        summary = _summary(counts, mapping=mapping, book=book, on=on, at=at, by=by)
        _write(part / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=2) + "\n")
        folder = _rename(part, runs, name)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return MissingOut(folder=folder, summary=summary)


def _write_rows(
    rows: Iterator[SourceRow | BadRow],
    folder: Path,
    *,
    mapping: SourceMapping,
    book: RuleBook,
    on: date,
    progress: Progress,
) -> Counts:
    """Row by row, so that a source of any length needs the memory of one."""
    counts = Counts()
    with ExitStack() as stack:
        found = _open_table(stack, folder / FOUND, [*_COLUMNS, *(name for name in _MAY_KEEP if name in mapping.keep)])
        bad = _open_table(stack, folder / BAD, ["line", "reference", "reasons"])
        for row in rows:
            counts.rows += 1
            if counts.rows % TOLD_EVERY == 0:
                progress(counts.rows)
            if isinstance(row, BadRow):
                counts.note_bad(row)
                bad([row.line, row.reference, "; ".join(row.reasons)])
                continue
            for scheme, standing, finding in look_at(row, schemes=mapping.schemes, book=book, on=on):
                counts.standings[scheme, finding.confidence.value if finding else standing.value] += 1
                if finding:
                    found(_cells(finding, mapping))
    progress(counts.rows)
    return counts


_COLUMNS = ("reference", "scheme", "nation", "confidence")
_MAY_KEEP = ("amount", "reasons", "missing")


def _cells(finding: Finding, mapping: SourceMapping) -> list[str]:
    """Only what the mapping says may be kept."""
    amount = finding.amount
    told = {
        "amount": f"£{amount.low / 100:,.2f} to £{amount.high / 100:,.2f} a {amount.period}" if amount else "",
        "reasons": "; ".join(finding.reasons),
        "missing": "; ".join(finding.missing),
    }
    if amount and amount.low == amount.high:
        told["amount"] = f"£{amount.low / 100:,.2f} a {amount.period}" if amount.period else f"£{amount.low / 100:,.2f}"
    fixed = [finding.reference, finding.scheme, finding.nation, finding.confidence.value]
    return [*fixed, *(told[name] for name in _MAY_KEEP if name in mapping.keep)]


def _open_table(stack: ExitStack, path: Path, columns: list[str]) -> Callable[[list[Any]], None]:
    """A table to write rows to. A cell that begins as a formula does is made text, for a spreadsheet would run it."""
    file = stack.enter_context(path.open("x", encoding="utf-8-sig", newline=""))
    stack.callback(_settle, file)
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(columns)

    def write(cells: list[Any]) -> None:
        writer.writerow([f"'{cell}" if str(cell).lstrip().startswith(STARTS_A_FORMULA) else cell for cell in cells])

    return write


def _settle(file: TextIO) -> None:
    """On the disk before anything is renamed."""
    file.flush()
    os.fsync(file.fileno())


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        _settle(file)


def _rename(part: Path, runs: Path, name: str) -> Path:
    """The folder under its own name, with a number behind it where one of that second is there already."""
    for number in range(1, 1000):
        folder = runs / (name if number == 1 else f"{name}-{number}")
        if not folder.exists():
            part.rename(folder)
            return folder
    raise FileExistsError(name)


def _remove_left_behind(runs: Path) -> None:
    """What a run that was killed left: those of processes that are no more."""
    for part in runs.glob(f"{PART}*"):
        number = part.name.rpartition("-")[2]
        if not number.isdigit() or not Path(f"/proc/{number}").exists():
            shutil.rmtree(part, ignore_errors=True)


def _summary(
    counts: Counts, *, mapping: SourceMapping, book: RuleBook, on: date, at: datetime, by: str
) -> dict[str, Any]:
    """What was looked for, on what terms, by which rules, and what came of it. No household stands in it."""
    return {
        "title": mapping.title,
        "purpose": mapping.purpose,
        "legal_basis": mapping.legal_basis,
        "owner": mapping.owner,
        "by": by,
        "at": at.isoformat(timespec="seconds"),
        "on": on.isoformat(),
        "delete_after": (at.date() + timedelta(days=mapping.keep_days)).isoformat(),
        "rules": book.digest,
        "mapping": mapping.digest,
        "columns_read": list(mapping.used_columns()),
        "kept": sorted(mapping.keep),
        "rows": counts.rows,
        "bad_rows": counts.bad_rows,
        "bad": dict(counts.bad.most_common()),
        "schemes": {scheme: counts.of(scheme) for scheme in mapping.schemes},
        "to_publish": {
            scheme: {name: publishable(count) for name, count in counts.of(scheme).items()}
            for scheme in mapping.schemes
        },
    }
