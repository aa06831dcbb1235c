"""What ran: the capability with its card, and each model with the digest of its weights."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.language_models import LanguageModels
from fingerpost.contract.ports import Engines
from fingerpost.pipeline.models import ENGINE, REGISTRY, PlayedModels

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
    return {**versions, **_writes(capability, engines)}


def _writes(capability: Capability, engines: Engines) -> dict[str, str]:
    """The language model that is chosen for it, and its prompts, each by its name and the digest of its bytes. Nothing
    where no model is chosen, or where its card names none. A tape is not asked: it answers once."""
    if ENGINE not in capability.card.may_use or REGISTRY not in engines.names:
        return {}
    try:
        models = cast(LanguageModels, engines.one(REGISTRY))
        model = None if isinstance(models, PlayedModels) else models.chosen_for(capability.name)
    except FingerpostError:
        return {ENGINE: UNAVAILABLE}
    if model is None:
        return {}
    prompts = sorted((capability.folder / "prompts").glob("*.md"))
    named = ", ".join(f"{path.name} {_digest_of(((path, path.stat().st_mtime_ns),))}" for path in prompts)
    return {ENGINE: model.digest, **({"prompts": named} if named else {})}


@lru_cache(maxsize=256)
def _digest_of(files: tuple[tuple[Path, int], ...]) -> str:
    """SHA-256 of a card, with the body's own values after it; read again only when one of them changed."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path, _changed_at in files)).hexdigest()
