"""Which model answered, and what exactly a supplier's model is."""

import hashlib
import re
from collections.abc import Collection

_A_NAME = re.compile(r"[A-Za-z0-9._:/@+-]{1,120}")
_EDITION = re.compile(r"[-@](?:20\d{2}-?[01]\d-?[0-3]\d|\d{4}|\d{3})|:[A-Za-z0-9._-]+")


def is_asked_model(name: str, *, asked: str, aliases: Collection[str] = ()) -> bool:
    """Is `name`, as a server gives it, the model that was asked for? An edition may follow: a date
    ("claude-haiku-4-5-20251001"), a number of three or four digits ("-0613") or a tag ("llama3.2:latest"). Anything
    else after the name is another model ("gpt-4o-mini" is not "gpt-4o"), unless it is among the aliases."""
    if not _A_NAME.fullmatch(name):
        return False
    if name == asked or name in aliases:
        return True
    stem = asked.removesuffix("-latest").removesuffix(":latest")
    return name.startswith(stem) and (name == stem or bool(_EDITION.fullmatch(name[len(stem) :])))


def digest_of(kind: str, model: str, address: str) -> str:
    """SHA-256 in hex over the kind of provider, the model's name and the address, never over a key."""
    return hashlib.sha256("\0".join((kind, model, address)).encode()).hexdigest()
