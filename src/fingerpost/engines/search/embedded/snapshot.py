"""What the index holds at one moment: all segments seen as one list of rows, and who may see each."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fingerpost.contract.context import Context
from fingerpost.contract.ports import Vector
from fingerpost.engines.search.embedded.manifest import Manifest
from fingerpost.engines.search.embedded.segments import Keys, Segment, open_segment
from fingerpost.engines.search.fusion import Flags, Scores
from fingerpost.engines.search.index import NOT_ASKED

Rows = NDArray[np.intp]


class Snapshot:
    """Read only, and the same for as long as it is held: a later commit makes a new one.

    A row is the place of a passage in the list of all segments, in their order.
    """

    def __init__(self, *, manifest: Manifest, segments: Sequence[Segment]) -> None:
        self.manifest = manifest
        self.segments = tuple(segments)
        self.starts = np.cumsum([0, *(len(segment) for segment in segments)])
        self._profiles = self._joined("profiles", np.int32)
        self._first_days = self._joined("first_days", np.int32)
        self._last_days = self._joined("last_days", np.int32)
        self.keys: Keys = self._joined("keys", np.uint64)
        self.pages: Keys = self._joined("pages", np.uint64)
        self.alive = _find_alive(segments)

    def __len__(self) -> int:
        return len(self.keys)

    def open_profiles(self, context: Context) -> Flags:
        """Which profiles are open to the person of this context."""
        return np.array([profile.permits(context) for profile in self.manifest.profiles], dtype=np.bool_)

    def permitted(self, open_profiles: Flags, *, day: int) -> Flags:
        """Which rows stand in an open profile and hold on the day."""
        if not len(self):
            return np.zeros(0, dtype=np.bool_)
        flags: Flags = self.alive & open_profiles[self._profiles] & (self._first_days <= day) & (day <= self._last_days)
        return flags

    def rows_of(self, keys: Keys) -> Rows:
        """The row of each key; -1 for a passage that is not, or no longer, here."""
        order, ordered = self._by_key
        if not ordered.size:
            return np.full(len(keys), -1, dtype=np.intp)
        places = np.minimum(np.searchsorted(ordered, keys), ordered.size - 1)
        return np.where(ordered[places] == keys, order[places], -1).astype(np.intp)

    def in_language(self, rows: Rows, language: str) -> Flags:
        """Which of the rows are in the language."""
        spoken = np.array([profile.language == language for profile in self.manifest.profiles], dtype=np.bool_)
        flags: Flags = spoken[self._profiles[rows]]
        return flags

    def count_bare(self) -> int:
        """How many living rows have no vector."""
        return int((self.alive & self._joined("bare", np.bool_)).sum())

    def id_of(self, row: int) -> str:
        segment, place = self.locate(row)
        return segment.ids[place]

    def digest_of(self, row: int) -> str:
        segment, place = self.locate(row)
        return segment.digests[place]

    def lines_of(self, row: int) -> NDArray[np.int8]:
        """The line vectors of a passage, read from disk."""
        segment, place = self.locate(row)
        return segment.lines[segment.lines_from[place] : segment.lines_from[place + 1] - segment.asked[place]]

    def score_asked(self, rows: Rows, question: Vector) -> Scores:
        """For each of the rows, which rise, the cosine with the closest question that people ask of it."""
        scores = np.full(len(rows), NOT_ASKED, dtype=np.float32)
        bounds = np.searchsorted(rows, self.starts)
        for at, segment in enumerate(self.segments):
            inside = np.arange(bounds[at], bounds[at + 1])
            places = rows[inside] - self.starts[at]
            known = segment.asked[places] > 0
            if known.any():
                scores[inside[known]] = segment.score_asked(places[known], question)
        return scores

    def locate(self, row: int) -> tuple[Segment, int]:
        """The segment in which a row stands, and its place there."""
        at = int(np.searchsorted(self.starts, row, side="right")) - 1
        return self.segments[at], int(row - self.starts[at])

    @cached_property
    def _by_key(self) -> tuple[Rows, Keys]:
        living = np.flatnonzero(self.alive)
        order = living[np.argsort(self.keys[living], kind="stable")]
        return order, self.keys[order]

    def _joined(self, name: str, kind: type[np.generic]) -> NDArray:  # type: ignore[type-arg]  # of `kind`
        parts = [getattr(segment, name) for segment in self.segments]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=kind)


def open_snapshot(index: Path, manifest: Manifest, *, held: Snapshot | None = None) -> Snapshot:
    """Open what the manifest names; segments that `held` has open already are used as they are."""
    opened = {segment.name: segment for segment in held.segments} if held and _same_generation(held, manifest) else {}
    folder = index / manifest.folder
    segments = [
        opened[record.name] if record.name in opened else open_segment(folder / record.name, record)
        for record in manifest.segments
    ]
    return Snapshot(manifest=manifest, segments=segments)


def _same_generation(held: Snapshot, manifest: Manifest) -> bool:
    return held.manifest.generation == manifest.generation


def _find_alive(segments: Sequence[Segment]) -> Flags:
    """A row lives until a later segment names its key as gone."""
    gone = np.zeros(0, dtype=np.uint64)
    flags: list[Flags] = []
    for segment in reversed(segments):
        flags.append(~np.isin(segment.keys, gone))
        gone = np.union1d(gone, segment.gone)
    return np.concatenate(flags[::-1]) if flags else np.zeros(0, dtype=np.bool_)
