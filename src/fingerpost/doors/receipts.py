"""What every door does to give somebody the receipt of an answer."""

import hashlib
from functools import cache
from pathlib import Path

from fingerpost.doors.asking import find_kept
from fingerpost.doors.installation import installation
from fingerpost.record.reading import KeptRun
from fingerpost.record.receipts import verifier
from fingerpost.record.receipts.receipt import file_name

HEADERS = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
FILE_TYPE = "text/plain; charset=utf-8"


def find_receipt(typed: str, *, with_words: bool = True) -> tuple[KeptRun | None, str]:
    """The run of that reference, and the text of its receipt.

    None where there is no such run. No receipt ("") of one that whoever asked has closed, unless it is to prove the
    record alone; of one whose words were erased it always does that. Raises ReceiptNotReady and StoreUnavailable.
    """
    kept = find_kept(typed)
    if kept is None or (kept.is_closed and with_words):
        return kept, ""
    return kept, installation().build_receipts().make(kept.reference, with_words=with_words) or ""


def file_headers(reference: str) -> dict[str, str]:
    """Of a reply that is a receipt: a file to keep, which no shared computer keeps by itself."""
    return {**HEADERS, "Content-Disposition": f'attachment; filename="{file_name(reference)}"'}


@cache
def verifier_text() -> bytes:
    """The program that checks receipts, as it is published."""
    return Path(verifier.__file__).read_bytes()


@cache
def verifier_digest() -> str:
    """SHA-256 of that program, in hex."""
    return hashlib.sha256(verifier_text()).hexdigest()
