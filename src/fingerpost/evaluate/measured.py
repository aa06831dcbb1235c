"""What was measured, by name: so that the register can tell whether it is still what runs."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Card
from fingerpost.contract.ports import Engines
from fingerpost.pipeline.models import ENGINE
from fingerpost.pipeline.versions import versions_of

NO_MODEL = "none"
"""Stands for the language model where the settings choose none."""


def system_of(capability: Capability, engines: Engines, *, release: str) -> dict[str, str]:
    """Digests and versions by name: those that each run records, the release, how it behaves, and its cases. Where
    its card says that a language model may write, it is named even where none is chosen.

    `card` is the digest of the whole card. `behaviour` covers only what changes what comes out, so that a word on the
    card may be mended without measuring again.
    """
    return {
        **({ENGINE: NO_MODEL} if ENGINE in capability.card.may_use else {}),
        **versions_of(capability, engines),
        "release": release,
        "behaviour": digest_of_behaviour(capability.card),
        "cases": digest_of_cases(capability),
    }


def digest_of_behaviour(card: Card) -> str:
    """SHA-256 over version, engines, review, thresholds and settings."""
    values = {
        "version": card.version,
        "needs": [*card.needs, *card.may_use],
        "review": [card.review.always, card.review.below],
        "thresholds": dict(card.thresholds),
        "settings": dict(card.settings),
    }
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()


def digest_of_cases(capability: Capability) -> str:
    """SHA-256 over the names and the bytes of the files of cases."""
    files = sorted((capability.folder / "cases").glob("*.jsonl"))
    return _digest(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=64)
def _digest(files: tuple[tuple[Path, int], ...]) -> str:
    """Read again only when one of them changed."""
    digest = hashlib.sha256()
    for path, _changed_at in files:
        digest.update(f"{path.name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()
