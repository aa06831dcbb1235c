"""Checks of single entries: the row against its leaf, the leaf against the tree, the sealed words against the leaf."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import Any

from django.db import connection

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.leaves import Commitment
from fingerpost.record.ledger.findings import Fault, Kind
from fingerpost.record.ledger.merkle import leaf_hash
from fingerpost.record.ledger.models import TreeLeaf
from fingerpost.record.models import Entry, SubjectKey

EVENTS = {"run/opened": Entry.Event.OPENED, "run/closed": Entry.Event.CLOSED}
AT_ONCE = 500  # values in a query
NO_WORDS = hashlib.sha256(b"").hexdigest()
ID_LETTERS = 32  # of a key's id before each sealed text, in hex

Pair = tuple[TreeLeaf, Entry | None]


class EntryChecks:
    """Goes through entries in the order of the tree. Without `keys` no words are opened."""

    def __init__(self, *, keys: KeyStore | None) -> None:
        self._keys = keys
        self._last = 0
        self.opened = 0
        self.sealed = 0

    def read(self, leaves: Sequence[TreeLeaf]) -> list[Pair]:
        """Each leaf with its entry, or None where that is gone."""
        numbers = [leaf.entry for leaf in leaves]
        found: dict[int, Entry] = {}
        for start in range(0, len(numbers), AT_ONCE):
            found |= Entry.objects.in_bulk(numbers[start : start + AT_ONCE])
        return [(leaf, found.get(leaf.entry)) for leaf in leaves]

    def check(self, leaf: TreeLeaf, entry: Entry | None, *, expected: int) -> Iterator[Fault]:
        """One leaf, which should be number `expected` of the tree, and its entry."""
        if leaf.index != expected:
            yield Fault(
                kind=Kind.DELETED,
                index=expected,
                words=f"The tree has no leaf {expected:,}: its row was deleted or renumbered.",
            )
        if connection.vendor == "sqlite" and leaf.entry <= self._last:  # PostgreSQL commits out of order
            yield _fault(Kind.SWAPPED, leaf, entry, "stands behind one that came later: entries were swapped")
        self._last = leaf.entry
        if entry is None:
            yield Fault(
                kind=Kind.DELETED,
                index=leaf.index,
                entry=leaf.entry,
                words=f"Entry {leaf.entry} is gone. It was leaf {leaf.index:,} of the tree.",
            )
            return
        yield from _check_entry(leaf, entry)

    def check_texts(self, pairs: Iterable[Pair]) -> Iterator[Fault]:
        """The sealed words of some entries: they fit the digest in the leaf, and open its commitments."""
        there = [(leaf, entry) for leaf, entry in pairs if entry is not None and entry.sealed]
        owners = self._owners([entry for _, entry in there])
        living = [entry for _, entry in there if owners.get(_key_of(entry), ("", False))[1]]
        opened = self._open(living)
        for leaf, entry in there:
            held = _read_leaf(entry)
            if owners.get(_key_of(entry), (entry.subject,))[0] != entry.subject:
                yield _fault(Kind.ROW_ALTERED, leaf, entry, "was moved to somebody else")
            elif hashlib.sha256(bytes(entry.sealed or b"")).hexdigest() != held.get("sealed_sha256"):
                yield _fault(Kind.WORDS_ALTERED, leaf, entry, "has other sealed words than its leaf says")
            elif self._keys and _key_of(entry) not in owners:
                yield _fault(Kind.WORDS_ALTERED, leaf, entry, "has lost the row of its key, which erasing leaves there")
            elif entry.seq not in opened:
                self.sealed += 1
            elif _fits(opened[entry.seq], held):
                self.opened += 1
            else:
                yield _fault(Kind.WORDS_ALTERED, leaf, entry, "has words that do not open what its leaf commits to")

    def _owners(self, entries: Sequence[Entry]) -> dict[str, tuple[str, bool]]:
        """By the id of a key: whose it is, and whether it still opens anything."""
        ids = sorted({_key_of(entry) for entry in entries}) if self._keys else []
        found: dict[str, tuple[str, bool]] = {}
        for start in range(0, len(ids), AT_ONCE):
            rows = SubjectKey.objects.filter(id__in=ids[start : start + AT_ONCE])
            found |= {row.id: (row.subject, bool(row.wrapped)) for row in rows}
        return found

    def _open(self, entries: Sequence[Entry]) -> dict[int, bytes | None]:
        """By the number of the entry: its words, or None where they do not open. Those erased meanwhile are not in."""
        opened: dict[int, bytes | None] = {}
        by_body: dict[str, list[Entry]] = {}
        for entry in entries:
            by_body.setdefault(entry.body, []).append(entry)
        for body, ours in by_body.items():
            try:
                opened |= self._open_together(ours, body=body)
            except StoreUnavailable:  # one of them does not fit: find out which
                for each in ours:
                    try:
                        opened |= self._open_together([each], body=body)
                    except StoreUnavailable:
                        opened[each.seq] = None
        return opened

    def _open_together(self, entries: Sequence[Entry], *, body: str) -> dict[int, bytes | None]:
        assert self._keys is not None, "without keys nobody has a living one"  # noqa: S101
        texts = self._keys.unseal_many(
            [Sealed(text=bytes(e.sealed or b""), subject=e.subject, bound_to=e.reference) for e in entries], body=body
        )
        return {entry.seq: text for entry, text in zip(entries, texts, strict=True) if text is not None}


def _fits(opened: bytes | None, held: Mapping[str, Any]) -> bool:
    """Do these words open every commitment of the leaf, and no other?"""
    try:
        kept = json.loads(opened or b"")
        return bool(kept["texts"].keys() == held["commitments"].keys()) and all(
            Commitment(salt=kept["salts"][name], digest=held["commitments"][name]).opens_with(text)
            for name, text in kept["texts"].items()
        )
    except (ValueError, KeyError, AttributeError, TypeError):
        return False


def _key_of(entry: Entry) -> str:
    return bytes(entry.sealed or b"").hex()[:ID_LETTERS]


def _check_entry(leaf: TreeLeaf, entry: Entry) -> Iterator[Fault]:
    if leaf_hash(entry.leaf.encode()) != bytes(leaf.hash):
        yield _fault(Kind.EDITED, leaf, entry, "is not what it was when the tree was made over it: it was edited")
        return
    if entry.leaf_hash != bytes(leaf.hash).hex():
        yield _fault(Kind.ROW_ALTERED, leaf, entry, "has another hash beside it than its leaf has")
    held = _read_leaf(entry)
    said = {
        "body": entry.body,
        "reference": entry.reference,
        "capability": entry.capability,
        "at": entry.at.astimezone(UTC).isoformat(timespec="milliseconds"),
    }
    if not entry.sealed and held.get("sealed_sha256", NO_WORDS) != NO_WORDS:
        yield _fault(Kind.WORDS_ALTERED, leaf, entry, "has lost its sealed words")
    altered = [name for name, value in said.items() if held.get(name) != value]
    if EVENTS.get(str(held.get("type")), Entry.Event.NOTED) != entry.event:
        altered.append("event")
    if altered:
        yield _fault(Kind.ROW_ALTERED, leaf, entry, f"differs from its leaf in: {', '.join(altered)}")


def _read_leaf(entry: Entry) -> dict[str, Any]:
    try:
        held = json.loads(entry.leaf)
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _fault(kind: Kind, leaf: TreeLeaf, entry: Entry | None, what: str) -> Fault:
    reference = entry.reference if entry else ""
    return Fault(
        kind=kind,
        index=leaf.index,
        entry=leaf.entry,
        reference=reference,
        words=f"Entry {leaf.entry}{f' ({reference})' if reference else ''} {what}.",
    )
