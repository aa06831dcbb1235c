"""A segment: the passages of one batch, as arrays in files that are written once and never changed.

A later segment wins over an earlier one: it names in `gone` every passage that it replaces or removes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.embedded.files import REBUILD, flush_file, flush_folder, reading_faults
from fingerpost.engines.search.embedded.manifest import SegmentRecord, record_files
from fingerpost.engines.search.index import LINE_SCALE, Entry, page_of

Keys = NDArray[np.uint64]

_EACH = ("keys", "pages", "profiles", "first_days", "last_days", "bare", "asked")
_ROWS = (*_EACH, "lines_from", "gone")


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One array for each property of the rows, in the same order. Vectors and lines stay on disk until read.

    `lines_from[row]` to `lines_from[row + 1]` are the rows of `lines` that belong to a passage; the last
    `asked[row]` of them are questions that people ask of it. `pages` gives passages of one page the same number.
    `vectors` has no columns where the index has no model; `bare` marks the rows that went in without a vector, which
    are zeros.
    """

    name: str
    keys: Keys
    pages: Keys
    profiles: NDArray[np.int32]
    first_days: NDArray[np.int32]
    last_days: NDArray[np.int32]
    lines_from: NDArray[np.int64]
    bare: NDArray[np.bool_]
    asked: NDArray[np.int32]
    gone: Keys
    ids: "Strings"
    digests: "Strings"
    vectors: NDArray[np.float16]
    lines: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.keys)

    def score_asked(self, places: NDArray[np.intp], question: Vector) -> NDArray[np.float32]:
        """The cosine with the closest question that people ask, for passages of which some are known."""
        counts = self.asked[places].astype(np.intp)
        starts = np.cumsum(counts) - counts
        first = self.lines_from[places + 1] - counts
        held = self.lines[np.repeat(first - starts, counts) + np.arange(counts.sum())]
        best: NDArray[np.float32] = np.maximum.reduceat(held.astype(np.float32) @ question, starts).astype(np.float32)
        return best / np.float32(LINE_SCALE)


@dataclass(frozen=True, kw_only=True)
class Strings:
    """Many strings in two arrays, so that a hundred thousand of them cost little more than their letters."""

    letters: NDArray[np.uint8]
    ends: NDArray[np.int64]

    def __getitem__(self, row: int) -> str:
        start = int(self.ends[row - 1]) if row else 0
        return bytes(self.letters[start : int(self.ends[row])]).decode()


def key_of(passage_id: str) -> int:
    """An id, of a passage or a page, as a number below 2**63: what tantivy and the arrays know it by."""
    return int.from_bytes(hashlib.blake2b(passage_id.encode(), digest_size=8).digest(), "big") >> 1


def write_segment(
    folder: Path, *, entries: Sequence[Entry], profiles: Mapping[str, int], gone: Iterable[int]
) -> SegmentRecord:
    """Write the entries as a segment into `folder`, which becomes its name. `profiles` gives numbers by profile key."""
    counts = [0 if entry.rows is None else len(entry.rows) for entry in entries]
    rows: dict[str, NDArray[Any]] = {
        "keys": np.array([key_of(entry.id) for entry in entries], dtype=np.uint64),
        "pages": np.array([key_of(page_of(entry.id)) for entry in entries], dtype=np.uint64),
        "profiles": np.array([profiles[entry.profile.key] for entry in entries], dtype=np.int32),
        "first_days": np.array([entry.first_day for entry in entries], dtype=np.int32),
        "last_days": np.array([entry.last_day for entry in entries], dtype=np.int32),
        "bare": np.array([entry.vector is None for entry in entries], dtype=np.bool_),
        "asked": np.array([entry.asked_count for entry in entries], dtype=np.int32),
        "lines_from": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "gone": np.array(sorted(gone), dtype=np.uint64),
        **_pack_strings("ids", [entry.id for entry in entries]),
        **_pack_strings("digests", [entry.digest for entry in entries]),
    }
    return _write(folder, rows=rows, vectors=_stack_vectors(entries), lines=_stack_lines(entries))


def merge_segments(
    folder: Path, *, parts: Sequence[tuple[Segment, NDArray[np.intp]]], gone: Iterable[int]
) -> SegmentRecord:
    """Write the given rows of several segments as one."""
    counts = np.concatenate([np.diff(part.lines_from)[rows] for part, rows in parts])
    rows_by_name: dict[str, NDArray[Any]] = {
        name: np.concatenate([getattr(part, name)[rows] for part, rows in parts]) for name in _EACH
    }
    rows_by_name |= {
        "lines_from": np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        "gone": np.array(sorted(gone), dtype=np.uint64),
        **_pack_strings("ids", [part.ids[row] for part, rows in parts for row in rows]),
        **_pack_strings("digests", [part.digests[row] for part, rows in parts for row in rows]),
    }
    return _write(
        folder,
        rows=rows_by_name,
        vectors=_stack([part.vectors[rows] for part, rows in parts]),
        lines=_stack([part.lines[_line_rows(part, rows)] for part, rows in parts]),
    )


def open_segment(folder: Path, record: SegmentRecord) -> Segment:
    """Open a segment. Raises IndexUnavailable where a file is missing or not of the size it was written with."""
    with reading_faults():
        for name, (size, _) in record.files.items():
            found = (folder / name).stat().st_size
            if found != size:
                raise IndexUnavailable(
                    f"The search index is damaged. {REBUILD}",
                    detail=f"{record.name}/{name} has {found} bytes, expected {size}",
                )
        with np.load(folder / "rows.npz", allow_pickle=False) as held:
            rows = {name: held[name] for name in held.files}
        return Segment(
            name=record.name,
            **{name: rows[name] for name in _ROWS},
            ids=Strings(letters=rows["ids"], ends=rows["ids_ends"]),
            digests=Strings(letters=rows["digests"], ends=rows["digests_ends"]),
            vectors=_map(folder / "vectors.npy"),
            lines=_map(folder / "lines.npy"),
        )


def _map(path: Path) -> NDArray[Any]:
    """An array on disk, as a plain one: numpy's own class for it makes every slice dear."""
    return np.load(path, mmap_mode="r", allow_pickle=False).view(np.ndarray)  # type: ignore[no-any-return]


def _write(
    folder: Path, *, rows: Mapping[str, NDArray[Any]], vectors: NDArray[np.float16], lines: NDArray[np.int8]
) -> SegmentRecord:
    folder.mkdir(parents=True)
    np.savez(folder / "rows.npz", allow_pickle=False, **rows)
    np.save(folder / "vectors.npy", vectors, allow_pickle=False)
    np.save(folder / "lines.npy", lines, allow_pickle=False)
    for path in folder.iterdir():
        flush_file(path)
    flush_folder(folder)
    return SegmentRecord(name=folder.name, rows=len(rows["keys"]), files=record_files(folder))


def _pack_strings(name: str, strings: Sequence[str]) -> dict[str, NDArray[Any]]:
    coded = [string.encode() for string in strings]
    return {
        name: np.frombuffer(b"".join(coded), dtype=np.uint8),
        f"{name}_ends": np.cumsum([len(each) for each in coded]).astype(np.int64),
    }


def _stack_vectors(entries: Sequence[Entry]) -> NDArray[np.float16]:
    width = next((len(entry.vector) for entry in entries if entry.vector is not None), 0)
    stacked = np.zeros((len(entries), width), dtype=np.float16)
    for row, entry in enumerate(entries):
        if entry.vector is not None:
            stacked[row] = entry.vector
    return stacked


def _stack_lines(entries: Sequence[Entry]) -> NDArray[np.int8]:
    held = [entry.rows for entry in entries if entry.rows is not None and len(entry.rows)]
    return np.concatenate(held) if held else np.zeros((0, 0), dtype=np.int8)


def _stack(blocks: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Blocks of rows, one under another. One without vectors has no columns: its rows become zeros."""
    width = max(block.shape[1] for block in blocks)
    return np.concatenate([block if block.shape[1] else np.zeros((len(block), width), block.dtype) for block in blocks])


def _line_rows(part: Segment, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    spans = [np.arange(part.lines_from[row], part.lines_from[row + 1]) for row in rows]
    return np.concatenate(spans).astype(np.intp) if spans else np.zeros(0, dtype=np.intp)
