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
    cards = [path for path in (capability.folder / "card.toml", capability.own_card) if path and path.is_file()]
    if cards:
        versions["card"] = _digest_of(tuple((path, path.stat().st_mtime_ns) for path in cards))
    for name in capability.card.needs:
        try:
            digest = getattr(engines.one(name), "digest", "")
        except FingerpostError:
            digest = UNAVAILABLE
        if digest:
            versions[name] = str(digest)
    return versions


@lru_cache(maxsize=256)
def _digest_of(files: tuple[tuple[Path, int], ...]) -> str:
    """SHA-256 of a card, with the body's own values after it; read again only when one of them changed."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path, _changed_at in files)).hexdigest()
