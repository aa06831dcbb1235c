"""The manifest: one small file that says which files make up the index, and how far it has come."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import IndexUnavailable
from fingerpost.engines.search.embedded.files import REBUILD, write_whole
from fingerpost.engines.search.profiles import Profile, unpack_profile

LAYOUT = 2
"""Raised when files of an older release can no longer be read."""

NAME = "manifest.json"
WORDS = "words"
WORDS_AHEAD = "words-ahead"
"""A mark in a generation's folder: the words index has taken in more than the manifest names, as a write broke off."""


@dataclass(frozen=True, kw_only=True)
class SegmentRecord:
    """One segment: `files` gives the size in bytes and the SHA-256 of each of its files."""

    name: str
    rows: int
    files: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`seq` is the last outbox entry applied; `profiles` are named by their place in the list by every segment.

    `count` is passages, `bare` those among them without vectors though there is a model. `near` names the approximate
    index, and `near_covers` the segments in it; empty where there is none.
    """

    generation: int
    seq: int = 0
    model: str = ""
    count: int = 0
    bare: int = 0
    segments: tuple[SegmentRecord, ...] = ()
    profiles: tuple[Profile, ...] = ()
    near: str = ""
    near_covers: tuple[str, ...] = ()
    words: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        return f"generation-{self.generation:04}"


def read_manifest(index: Path) -> Manifest | None:
    """The manifest of an index folder; None where there is none yet. Raises IndexUnavailable where it is damaged."""
    try:
        raw = (index / NAME).read_bytes()
    except FileNotFoundError:
        return None
    try:
        packed = json.loads(raw)
        if packed["layout"] != LAYOUT:
            raise IndexUnavailable(f"The search index was made by another release. {REBUILD}")
        if packed["checksum"] != _checksum(packed["manifest"]):
            raise ValueError("checksum does not match")
        return _unpack(packed["manifest"])
    except (ValueError, KeyError, TypeError) as error:
        raise IndexUnavailable(f"The search index is damaged. {REBUILD}", detail=f"{NAME}: {error!r}") from error


def write_manifest(index: Path, manifest: Manifest) -> None:
    """Replace the manifest in one step."""
    packed = asdict(manifest) | {"profiles": [profile.packed() for profile in manifest.profiles]}
    whole = {"layout": LAYOUT, "checksum": _checksum(packed), "manifest": packed}
    write_whole(index / NAME, json.dumps(whole).encode())


def record_files(folder: Path) -> dict[str, tuple[int, str]]:
    """The size and SHA-256 of each file of a folder, by name."""
    return {path.name: (path.stat().st_size, digest_of(path)) for path in sorted(folder.iterdir()) if path.is_file()}


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_damaged(index: Path, manifest: Manifest) -> list[str]:
    """The files that are missing, or not as they were written. Reads all of them."""
    folder = index / manifest.folder
    named: dict[Path, str] = {}
    if not (folder / WORDS_AHEAD).exists():
        named |= {folder / WORDS / name: digest for name, (_, digest) in manifest.words.items()}
    for record in manifest.segments:
        named |= {folder / record.name / name: digest for name, (_, digest) in record.files.items()}
    if manifest.near:
        named[folder / manifest.near] = ""
    return [
        str(path.relative_to(folder))
        for path, digest in named.items()
        if not path.is_file() or (digest and digest_of(path) != digest)
    ]


def _checksum(packed: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(packed, sort_keys=True).encode())


def _unpack(packed: dict[str, Any]) -> Manifest:
    return Manifest(
        **packed
        | {
            "segments": tuple(
                SegmentRecord(name=each["name"], rows=each["rows"], files=_files(each["files"]))
                for each in packed["segments"]
            ),
            "profiles": tuple(unpack_profile(each) for each in packed["profiles"]),
            "near_covers": tuple(packed["near_covers"]),
            "words": _files(packed["words"]),
        }
    )


def _files(packed: Mapping[str, list[Any]]) -> dict[str, tuple[int, str]]:
    return {name: (int(size), str(digest)) for name, (size, digest) in packed.items()}
