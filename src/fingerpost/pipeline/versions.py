"""What ran: the capability with its card, and each model with the digest of its weights."""

import hashlib
from functools import lru_cache
from pathlib import Path

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Engines

UNAVAILABLE = "unavailable"


def versions_of(capability: Capability, engines: Engines) -> dict[str, str]:
    """By name, for the leaf. An engine that is missing or broken is called unavailable: the stage that needs it says
    more."""
    versions = {"capability": f"{capability.name} {capability.card.version}"}
    card = capability.folder / "card.toml"
    if card.is_file():
        versions["card"] = _digest_of(card, card.stat().st_mtime_ns)
    for name in capability.card.needs:
        try:
            digest = getattr(engines.one(name), "digest", "")
        except FingerpostError:
            digest = UNAVAILABLE
        if digest:
            versions[name] = str(digest)
    return versions


@lru_cache(maxsize=256)
def _digest_of(path: Path, changed_at: int) -> str:
    """SHA-256 of a file; read again only when it changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
