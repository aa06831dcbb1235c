"""The keys that sign the ledger: a file outside the database, which only its owner may read.

Every key that ever signed stays in it with its times, so that old receipts can be checked; the private half of one that
was replaced is dropped. The origin of the log, which is the name of all its keys, is fixed with the first key.
"""

import json
import re
import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from fingerpost.record.ledger.faults import wrong_key
from fingerpost.record.ledger.files import create_text, read_text, replace_text
from fingerpost.record.ledger.notes import InvalidKey, SigningKey, VerifierKey

PATH = "/record"  # of the origin: the log of a host's records


@dataclass(frozen=True, kw_only=True)
class LogKey:
    """One key. `until` is None while it signs; `private` is None once another has taken its place."""

    public: VerifierKey
    since: datetime
    until: datetime | None = None
    private: SigningKey | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """All keys of the log, newest first."""

    origin: str
    keys: tuple[LogKey, ...]

    @property
    def signing(self) -> list[SigningKey]:
        """Those that sign the next checkpoint: one, or two while a key is being replaced."""
        return [key.private for key in self.keys if key.private is not None]

    @property
    def public(self) -> list[VerifierKey]:
        return [key.public for key in self.keys]

    def with_new_key(self, at: datetime) -> "Keyring":
        """With one more, which signs beside the old one until `without_old_keys`."""
        old = tuple(replace(key, until=key.until or at) for key in self.keys)
        return replace(self, keys=(new_key(self.origin, at), *old))

    def renamed(self, at: datetime) -> "Keyring":
        """The keys of a log that goes on under another name: "…/record" becomes "…/record/2". Old keys sign no more."""
        name, _, number = self.origin.rpartition("/")
        origin = f"{name}/{int(number) + 1}" if number.isdigit() else f"{self.origin}/2"
        old = tuple(replace(key, until=key.until or at, private=None) for key in self.keys)
        return Keyring(origin=origin, keys=(new_key(origin, at), *old))

    def without_old_keys(self) -> "Keyring":
        """Without the private halves of all but the newest."""
        newest, *old = self.keys
        return replace(self, keys=(newest, *(replace(key, private=None) for key in old)))


def new_key(origin: str, at: datetime) -> LogKey:
    """A key that has just been made."""
    private = SigningKey.generate(origin)
    return LogKey(public=private.verifier, since=at, private=private)


def origin_for(host: str) -> str:
    """The name of a log: that of the host which publishes it, or a random one where that is not known."""
    host = re.sub(r"[^A-Za-z0-9.:-]", "", host)
    return (host or f"fingerpost-{secrets.token_hex(6)}.local") + PATH


def read_keyring(path: Path) -> Keyring | None:
    """The keys of the file, or None where there is none. Raises LedgerRefused, StoreUnavailable."""
    text = read_text(path)
    if text is None:
        return None
    try:
        kept = json.loads(text)
        return Keyring(origin=kept["origin"], keys=tuple(_unpack(each) for each in kept["keys"]))
    except (ValueError, KeyError, TypeError, InvalidKey) as error:
        raise wrong_key(f"{path} is damaged: {type(error).__name__}") from error  # never the text: it holds the key


def make_keyring(path: Path, *, host: str, at: datetime) -> Keyring:
    """A log's first key. Two processes that start at once agree on one. Raises StoreUnavailable."""
    origin = origin_for(host)
    made = Keyring(origin=origin, keys=(new_key(origin, at),))
    create_text(path, _pack(made))
    read = read_keyring(path)
    assert read is not None, "it was just made"  # noqa: S101
    return read


def keep_keyring(path: Path, keyring: Keyring) -> None:
    """Write all keys anew. Until that is on disk, the old file stands. Raises StoreUnavailable."""
    replace_text(path, _pack(keyring))


def _pack(keyring: Keyring) -> str:
    def pack(key: LogKey) -> dict[str, str | None]:
        return {
            "public": key.public.text,
            "since": key.since.isoformat(),
            "until": key.until.isoformat() if key.until else None,
            "private": key.private.text if key.private else None,
        }

    return json.dumps({"origin": keyring.origin, "keys": [pack(key) for key in keyring.keys]}, indent=2) + "\n"


def _unpack(kept: dict[str, str | None]) -> LogKey:
    public, since, until, private = (kept[name] for name in ("public", "since", "until", "private"))
    key = LogKey(
        public=VerifierKey.parse(public or ""),
        since=datetime.fromisoformat(since or ""),
        until=datetime.fromisoformat(until) if until else None,
        private=SigningKey.parse(private) if private else None,
    )
    if key.private is not None and key.private.verifier != key.public:
        raise InvalidKey("the two halves of a key do not belong together")
    return key
