"""Writes the folder: a batch as one more segment, or everything anew beside the old. The manifest comes last.

Whoever calls holds the turn. A write that is cut short leaves files that no manifest names; the next write clears them.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.engines.search.embedded.files import REBUILD, flush_folder, writing_faults
from fingerpost.engines.search.embedded.manifest import (
    WORDS,
    WORDS_AHEAD,
    Manifest,
    SegmentRecord,
    digest_of,
    read_manifest,
    write_manifest,
)
from fingerpost.engines.search.embedded.near import can_make_near, make_near, needs_near
from fingerpost.engines.search.embedded.segments import key_of, merge_segments, write_segment
from fingerpost.engines.search.embedded.snapshot import Snapshot, open_snapshot
from fingerpost.engines.search.embedded.words_index import make_words, write_words
from fingerpost.engines.search.index import Entry
from fingerpost.engines.search.profiles import Profile


@dataclass(frozen=True, kw_only=True)
class SegmentSizes:
    """When segments are merged: the small ones, of fewer rows than `small`, when there are more than `small_ones` of
    them; all of them when more than the share `dead` of their rows has been replaced. `anew` is rows in a segment when
    everything is written anew; `near_above` is the number of passages above which an approximate index is made."""

    small: int = 25_000
    small_ones: int = 8
    dead: float = 0.3
    anew: int = 25_000
    near_above: int = 100_000


def write_batch(
    index: Path, *, upserts: Sequence[Entry], deletes: Collection[str], seq: int, model: str, sizes: SegmentSizes
) -> None:
    """Add one batch. Raises IndexUnavailable where the index is damaged, of another model, or cannot be written."""
    with writing_faults():
        manifest = read_manifest(index) or _begin(index)
        if manifest.count and manifest.model != model:
            raise IndexUnavailable(f"The search index was made with another model. {REBUILD}")
        manifest = replace(manifest, model=model, seq=max(manifest.seq, seq))
        entries = list({entry.id: entry for entry in upserts}.values())
        if entries or deletes:
            manifest = _add(index, manifest, entries, gone={key_of(each) for each in deletes})
        manifest = _make_near(index, _merge(index, manifest, sizes), sizes)
        _finish(index, manifest)


def write_anew(index: Path, *, entries: Iterable[Entry], seq: int, model: str, sizes: SegmentSizes) -> None:
    """Write everything into a new generation. The old one answers until the new one is whole."""
    with writing_faults():
        manifest = replace(_begin(index), model=model, seq=seq)
        left = iter(entries)
        while batch := list(islice(left, sizes.anew)):
            manifest = _add(index, manifest, batch, gone=set())
        _finish(index, _make_near(index, manifest, sizes))


def _begin(index: Path) -> Manifest:
    """A new generation with an empty words index."""
    numbers = [int(path.name.partition("-")[2]) for path in index.glob("generation-*")]
    manifest = Manifest(generation=max(numbers, default=0) + 1)
    make_words(index / manifest.folder / WORDS)
    return manifest


def _add(index: Path, manifest: Manifest, entries: Sequence[Entry], *, gone: set[int]) -> Manifest:
    """One more segment with these entries, and the same change in the words index."""
    replaced = gone | {key_of(entry.id) for entry in entries}
    profiles = _with_profiles(manifest.profiles, entries)
    name = _next_name(manifest.segments)
    record = write_segment(
        _clear(index / manifest.folder / name),
        entries=entries,
        profiles={profile.key: number for number, profile in enumerate(profiles)},
        gone=replaced,
    )
    (index / manifest.folder / WORDS_AHEAD).touch()
    write_words(index / manifest.folder / WORDS, entries=entries, gone=sorted(replaced))
    return replace(manifest, profiles=profiles, segments=(*manifest.segments, record))


def _merge(index: Path, manifest: Manifest, sizes: SegmentSizes) -> Manifest:
    """Many small segments become one, so that a question need not look into each."""
    snapshot = open_snapshot(index, manifest)
    merged = _choose_to_merge(snapshot, sizes)
    if not merged:
        return manifest
    rows = [
        np.flatnonzero(snapshot.alive[snapshot.starts[at] : snapshot.starts[at + 1]])
        for at in range(len(snapshot.segments))
    ]
    name = _next_name(manifest.segments)
    record = merge_segments(
        _clear(index / manifest.folder / name),
        parts=[(segment, rows[at]) for at, segment in enumerate(snapshot.segments) if segment.name in merged],
        gone=_still_gone(snapshot, merged),
    )
    kept = tuple(each for each in manifest.segments if each.name not in merged)
    return replace(manifest, segments=(*kept, record))


def _choose_to_merge(snapshot: Snapshot, sizes: SegmentSizes) -> set[str]:
    names = {segment.name for segment in snapshot.segments}
    if len(names) > 1 and (~snapshot.alive).sum() > len(snapshot) * sizes.dead:
        return names
    small = {segment.name for segment in snapshot.segments if len(segment) < sizes.small}
    return small if len(small) > sizes.small_ones else set()


def _still_gone(snapshot: Snapshot, merged: set[str]) -> set[int]:
    """What the merged segments removed, except what lives in a segment that stays: that came later."""
    gone: set[int] = set()
    living: set[int] = set()
    for at, segment in enumerate(snapshot.segments):
        if segment.name in merged:
            gone.update(segment.gone.tolist())
        else:
            alive = snapshot.alive[snapshot.starts[at] : snapshot.starts[at + 1]]
            living.update(segment.keys[alive].tolist())
    return gone - living


def _make_near(index: Path, manifest: Manifest, sizes: SegmentSizes) -> Manifest:
    if not needs_near(manifest, above=sizes.near_above) or not can_make_near():
        return manifest
    segments = [each for each in open_snapshot(index, manifest).segments if each.vectors.shape[1]]
    name = f"near-{manifest.segments[-1].name}.faiss"
    make_near(index / manifest.folder / name, segments=segments)
    return replace(manifest, near=name, near_covers=tuple(segment.name for segment in segments))


def _finish(index: Path, manifest: Manifest) -> None:
    """Count what is there, write the manifest, and clear away what it does not name."""
    folder = index / manifest.folder
    flush_folder(folder)
    snapshot = open_snapshot(index, manifest)
    whole = replace(
        manifest,
        count=int(snapshot.alive.sum()),
        bare=snapshot.count_bare() if manifest.model else 0,
        words=_record_words(folder / WORDS, manifest.words),
    )
    write_manifest(index, whole)
    named = {WORDS, whole.near, *(record.name for record in whole.segments)}
    for path in (*index.glob("generation-*"), *folder.iterdir()):
        if path != folder and path.name not in named:
            _clear(path)


def _record_words(folder: Path, known: Mapping[str, tuple[int, str]]) -> dict[str, tuple[int, str]]:
    """The sizes and digests of tantivy's files, which never change once written, but for its own lists (`.json`)."""
    recorded: dict[str, tuple[int, str]] = {}
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        size = path.stat().st_size
        same = path.suffix != ".json" and path.name in known and known[path.name][0] == size
        recorded[path.name] = known[path.name] if same else (size, digest_of(path))
    return recorded


def _with_profiles(profiles: tuple[Profile, ...], entries: Sequence[Entry]) -> tuple[Profile, ...]:
    """The list with those that are new at its end: the numbers of the old ones stay."""
    return tuple(dict.fromkeys([*profiles, *(entry.profile for entry in entries)]))


def _next_name(segments: Sequence[SegmentRecord]) -> str:
    return f"segment-{max((int(each.name[8:]) for each in segments), default=0) + 1:06}"


def _clear(path: Path) -> Path:
    """Remove what a write that was cut short has left."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    return path
