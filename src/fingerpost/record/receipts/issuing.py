"""Gives out receipts of one body's runs, and the public keys that they are checked with."""

import logging
from collections.abc import Callable

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.keys import KeyStore
from fingerpost.record.receipts.receipt import FindProof, Inclusion, make_receipt
from fingerpost.record.receipts.verifier import NotGenuine, Proof, Unreadable, verify

log = logging.getLogger(__name__)


class ReceiptNotReady(FingerpostError):
    """The run is recorded, and no signed tree holds it yet: its receipt can be had a moment later."""


class Receipts:
    """What makes and checks receipts. `read_keys` gives the published file of keys: the log's, and its witnesses'."""

    def __init__(self, *, body: str, keys: KeyStore, find_proof: FindProof, read_keys: Callable[[], str]) -> None:
        self._body = body
        self._keys = keys
        self._find_proof = find_proof
        self._read_keys = read_keys

    def make(self, reference: str, *, with_words: bool = True) -> str | None:
        """The receipt of a closed run, or None where there is no such run.

        No receipt is given that its own check would refuse. Raises ReceiptNotReady, and StoreUnavailable.
        """
        made = make_receipt(reference, body=self._body, keys=self._keys, find_proof=self._prove, with_words=with_words)
        if made is not None:
            self._check_own(made)
        return made

    def check(self, receipt: str) -> Proof:
        """What a receipt proves by the keys of this installation. Raises NotGenuine and Unreadable."""
        return verify(receipt.encode(), self.key_file().encode())

    def key_file(self) -> str:
        """The public keys, one a line, as `fingerpost verify --key` takes them."""
        return self._read_keys()

    def _prove(self, entry: int) -> Inclusion:
        try:
            return self._find_proof(entry)
        except FingerpostError as error:
            raise _not_ready(f"{type(error).__name__}: {error.detail or error.public}") from error
        except LookupError as error:  # committed a moment ago, and the tree has yet to see it
            raise _not_ready(str(error)) from error

    def _check_own(self, receipt: str) -> None:
        try:
            self.check(receipt)
        except (NotGenuine, Unreadable) as error:
            raise _not_ready(f"a receipt was made that does not pass its own check: {error}") from error


def _not_ready(detail: str) -> ReceiptNotReady:
    """The same sentence whatever the cause, which is for those who look after the service."""
    log.error("A receipt could not be given: %s", detail)
    return ReceiptNotReady("Your receipt is not ready yet. Nothing is lost: try again in a minute.", detail=detail)
