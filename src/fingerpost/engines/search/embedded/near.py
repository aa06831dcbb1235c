"""Above 100,000 passages: an approximate index by faiss (IVF, 8 bits a number), which chooses what is then scored.

faiss is imported here, and only when it is needed.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.ports import Vector
from fingerpost.engines.search.embedded.files import flush_file, flush_folder, reading_faults
from fingerpost.engines.search.embedded.manifest import Manifest
from fingerpost.engines.search.embedded.segments import Segment
from fingerpost.engines.search.embedded.snapshot import Rows, Snapshot

CHOSEN_FOR_EACH = 4
"""How many rows are chosen, and then scored exactly, for each that is wanted."""

LISTS_LOOKED_INTO = 64
"""Lists probed where every passage is permitted; more, in proportion, where a filter thins them out."""

_TRAINING_ROWS_A_LIST = 64
_FEWEST_ROWS_A_LIST = 39  # faiss asks for no fewer to train on
_ROWS_AT_ONCE = 50_000
_MADE_AGAIN_ABOVE = 0.2


class Near:
    """An approximate index over some of the segments of a snapshot. Rows of newer segments are always chosen."""

    def __init__(self, *, index: Any, covers: tuple[str, ...], snapshot: Snapshot) -> None:
        self._index = index
        self._covered = _rows_of(snapshot, covers)  # in the order in which they were added
        self._newer = np.ones(len(snapshot), dtype=np.bool_)
        self._newer[self._covered] = False

    def choose(self, question: Vector, *, permitted: NDArray[np.bool_], limit: int) -> Rows:
        """Permitted rows that are worth scoring, in rising order."""
        import faiss  # noqa: PLC0415  # heavy, and an extra

        open_here = permitted[self._covered]
        share = max(float(open_here.mean()), 1e-6) if open_here.size else 1.0
        only: Any = faiss.IDSelectorBitmap  # its stub knows the C++ form only
        make_settings: Any = faiss.SearchParametersIVF
        settings = make_settings(
            sel=only(np.packbits(open_here, bitorder="little")),
            nprobe=min(self._index.nlist, math.ceil(LISTS_LOOKED_INTO / share)),
        )
        _, found = self._index.search(question[None, :], limit * CHOSEN_FOR_EACH, params=settings)
        chosen = self._covered[found[0][found[0] >= 0]]
        return np.union1d(chosen, np.flatnonzero(permitted & self._newer)).astype(np.intp)


def can_make_near() -> bool:
    """Is faiss installed?"""
    try:
        import faiss  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def needs_near(manifest: Manifest, *, above: int) -> bool:
    """Is the collection so large, and so much of it new, that the approximate index is to be made (again)?"""
    rows = sum(record.rows for record in manifest.segments)
    named = {record.name for record in manifest.segments}
    if rows <= above or not manifest.model:
        return False
    if not set(manifest.near_covers) <= named or not manifest.near:
        return True
    new = sum(record.rows for record in manifest.segments if record.name not in manifest.near_covers)
    return new > rows * _MADE_AGAIN_ABOVE


def make_near(path: Path, *, segments: list[Segment]) -> None:
    """Train and write an index over all vectors of the segments, in their order."""
    import faiss  # noqa: PLC0415

    rows = sum(len(segment) for segment in segments)
    width = segments[0].vectors.shape[1]
    lists = max(1, min(int(2 * math.sqrt(rows)), rows // _FEWEST_ROWS_A_LIST))
    index = faiss.index_factory(width, f"IVF{lists},SQ8", faiss.METRIC_INNER_PRODUCT)
    index.train(_sample(segments, wanted=lists * _TRAINING_ROWS_A_LIST, rows=rows))
    for segment in segments:
        for start in range(0, len(segment), _ROWS_AT_ONCE):
            index.add(segment.vectors[start : start + _ROWS_AT_ONCE].astype(np.float32))
    faiss.write_index(index, str(path))
    flush_file(path)
    flush_folder(path.parent)


def open_near(index: Path, snapshot: Snapshot) -> Near | None:
    """The approximate index that the manifest names; None where it names none, or faiss is not installed."""
    manifest = snapshot.manifest
    if not manifest.near or not can_make_near():
        return None
    import faiss  # noqa: PLC0415

    with reading_faults():
        try:
            opened = faiss.read_index(str(index / manifest.folder / manifest.near))
        except RuntimeError as error:  # faiss's own, for a missing or torn file
            raise ValueError(str(error)) from error
    return Near(index=opened, covers=manifest.near_covers, snapshot=snapshot)


def _rows_of(snapshot: Snapshot, names: tuple[str, ...]) -> Rows:
    """The rows of the segments with these names, in their order."""
    spans = [
        np.arange(snapshot.starts[at], snapshot.starts[at + 1])
        for at, segment in enumerate(snapshot.segments)
        if segment.name in names
    ]
    return np.concatenate(spans).astype(np.intp) if spans else np.zeros(0, dtype=np.intp)


def _sample(segments: list[Segment], *, wanted: int, rows: int) -> NDArray[np.float32]:
    """An even sample, the same each time."""
    step = max(1, rows // wanted)
    return np.concatenate([segment.vectors[::step] for segment in segments]).astype(np.float32)
