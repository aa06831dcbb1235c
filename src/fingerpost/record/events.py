"""Notes in the ledger what is not a run: a challenge, a switch, a phase, a key, an opened text, an erasure.

Each kind is a name such as "challenge/received": the `type` of the leaf, next to what may be known for ever.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fingerpost.contract.references import new_reference
from fingerpost.record.keys import KeyStore
from fingerpost.record.leaves import Commitment, commit_to, event_leaf, leaf_hash
from fingerpost.record.models import Entry


def note_event(
    kind: str,
    *,
    body: str,
    at: datetime,
    facts: Mapping[str, Any],
    capability: str = "",
    reference: str = "",
    texts: Mapping[str, str] | None = None,
    subject: str = "",
    keys: KeyStore | None = None,
) -> str:
    """Append one entry, within the transaction of what it notes; gives its reference. Takes what `event_row` takes.

    Raises whatever the database raises: callers stand in `store_faults`.
    """
    row = event_row(
        kind,
        body=body,
        at=at,
        facts=facts,
        capability=capability,
        reference=reference,
        texts=texts,
        subject=subject,
        keys=keys,
    )
    row.save(force_insert=True)
    return row.reference


def event_row(
    kind: str,
    *,
    body: str,
    at: datetime,
    facts: Mapping[str, Any],
    capability: str = "",
    reference: str = "",
    texts: Mapping[str, str] | None = None,
    subject: str = "",
    keys: KeyStore | None = None,
) -> Entry:
    """The row of one entry, for whoever saves it in the same transaction.

    `facts` are whole numbers, true, false, codes, names of roles and accounts, references and reasons that staff wrote
    to be published: never a resident's words. `texts` are sealed under the key of `subject`, which `keys` holds, and
    stand in the leaf as commitments only.
    """
    reference = reference or new_reference()
    made = {name: commit_to(text) for name, text in (texts or {}).items()}
    sealed = b""
    if texts:
        if keys is None or not subject:
            raise ValueError("texts are sealed: give the keys and whose text it is")
        sealed = keys.seal(_packed(texts, made), subject=subject, body=body, at=at, bound_to=reference)
    leaf = event_leaf(
        kind,
        reference=reference,
        body=body,
        capability=capability,
        at=at,
        facts=facts,
        commitments={name: each.digest for name, each in made.items()},
        sealed_sha256=hashlib.sha256(sealed).hexdigest(),
    )
    return Entry(
        body=body,
        reference=reference,
        event=Entry.Event.NOTED,
        capability=capability,
        at=at,
        leaf=leaf,
        leaf_hash=leaf_hash(leaf),
        subject=subject,
        sealed=sealed or None,
    )


def _packed(texts: Mapping[str, str], made: Mapping[str, Commitment]) -> bytes:
    """What is sealed: the texts, and the salts that open their commitments."""
    salts = {name: each.salt for name, each in made.items()}
    return json.dumps({"texts": dict(texts), "salts": salts}, ensure_ascii=False).encode()
