"""Makes the receipt of a run: one text that proves, offline, what the ledger holds of it (C2SP `tlog-proof`).

The record itself and the words that open its commitments travel in the line `extra`, which no signature covers. So
nothing in it is trusted: the leaf is proved by the tree, each text by the leaf, and the rest can be written in one way
only. `rest_sha256` covers what follows, so that damage is noticed even in signatures whose keys the reader lacks.
"""

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from fingerpost.record.canonical import canonical_json
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry
from fingerpost.record.reading import find_run

FORMAT = "c2sp.org/tlog-proof@v1"
TYPE = "fingerpost/receipt"
VERSION = 1
FILE_TYPE = ".tlog-proof"
DISCLOSED = ("request", "reply")  # to whoever asked: never what waits for a person, nor what the engines gave


class Inclusion(Protocol):
    """Where a leaf stands, the hashes that lead from it to the root, nearest first, and the signed root."""

    @property
    def index(self) -> int: ...

    @property
    def hashes(self) -> Sequence[bytes]: ...

    @property
    def checkpoint_note(self) -> str: ...


FindProof = Callable[[int], Inclusion]
"""Gives the proof of the entry of that number; waits until it stands in a signed tree, or raises a foreseen fault."""


def make_receipt(
    reference: str, *, body: str, keys: KeyStore, find_proof: FindProof, with_words: bool = True
) -> str | None:
    """The receipt of a closed run, or None where the body has no such run.

    Without words it proves the record alone. So it does, too, where the words were erased. Raises StoreUnavailable, and
    whatever `find_proof` raises.
    """
    kept = find_run(reference, body=body, keys=keys)
    if kept is None:
        return None
    with store_faults(NOT_READ):
        entry = Entry.objects.only("seq", "leaf").get(body=body, reference=reference, event=Entry.Event.CLOSED)
    shown = DISCLOSED if with_words else ()
    disclosed = {name: {"salt": kept.salts[name], "text": kept.texts[name]} for name in shown if name in kept.texts}
    return write_receipt(entry.leaf, find_proof(entry.seq), disclosed=disclosed)


def write_receipt(leaf: str, proof: Inclusion, *, disclosed: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a receipt. `disclosed` holds salt and text by the name of the commitment that they open."""
    hashes = "".join(f"{base64.b64encode(each).decode()}\n" for each in proof.hashes)
    rest = f"index {proof.index}\n{hashes}\n{proof.checkpoint_note}"
    extra = canonical_json(
        {
            "type": TYPE,
            "version": VERSION,
            "leaf": leaf,
            "disclosed": {name: dict(each) for name, each in disclosed.items()},
            "rest_sha256": hashlib.sha256(rest.encode()).hexdigest(),
        }
    )
    return f"{FORMAT}\nextra {base64.b64encode(extra.encode()).decode()}\n{rest}"


def file_name(reference: str) -> str:
    """What the file of a receipt is called."""
    return f"{reference}{FILE_TYPE}"
