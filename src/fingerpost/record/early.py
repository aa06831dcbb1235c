"""Claims that a reader is shown before their run is over: each an entry of the ledger, which stands there first.

Its words are sealed under the key of the run it belongs to, so that what erases the one erases the other.
"""

import json
from collections.abc import Mapping
from typing import Any

from fingerpost.contract.run import Run
from fingerpost.record.events import event_row
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import KeyStore, Sealed
from fingerpost.record.models import Entry

SHOWN = "answer/claim-shown"


def shown_row(run: Run, *, number: int, claim: Mapping[str, Any], keys: KeyStore) -> Entry:
    """The entry of one claim, not saved yet: for the transaction that does. Its key is made there on first use."""
    of = run.context
    return event_row(
        SHOWN,
        body=of.body,
        at=of.at,
        capability=run.capability,
        facts={"of": run.reference, "number": number},
        texts={"claim": json.dumps(claim, ensure_ascii=False, allow_nan=False)},
        subject=of.subject,
        keys=keys,
    )


def find_shown_early(reference: str, *, subject: str, body: str, keys: KeyStore) -> list[dict[str, Any]]:
    """The claims of a run that were shown before it was over, in their order; none once they were erased.

    Raises StoreUnavailable.
    """
    with store_faults(NOT_READ):
        noted = Entry.objects.filter(
            body=body, subject=subject, event=Entry.Event.NOTED, leaf__contains=f'"type":"{SHOWN}"'
        )
        rows = [row for row in noted.order_by("seq") if json.loads(row.leaf)["facts"].get("of") == reference]
        sealed = [Sealed(text=bytes(row.sealed or b""), subject=subject, bound_to=row.reference) for row in rows]
        opened = keys.unseal_many(sealed, body=body)
    return [json.loads(json.loads(text)["texts"]["claim"]) for text in opened if text is not None]
