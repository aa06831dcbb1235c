"""The secrets that sign calls to other systems, sealed each to its own webhook."""

import hashlib
import hmac

from fingerpost.casework.models import Webhook
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.keys import KeyStore
from fingerpost.record.sealed import open_bytes, seal_bytes


def seal_secret(secret: str, row: Webhook, *, keys: KeyStore) -> bytes:
    """What is kept of a secret. The row has its number already."""
    return seal_bytes(_key(keys), secret.encode(), bound_to=_bound(row))


def secret_of(row: Webhook, *, keys: KeyStore) -> str:
    """The secret that signs its calls. Raises StoreUnavailable where the master key is another."""
    try:
        return open_bytes(_key(keys), bytes(row.secret), bound_to=_bound(row)).decode()
    except ValueError as error:
        words = "The secret of a webhook cannot be read with the key of this installation. Add the webhook anew."
        raise StoreUnavailable(words, detail=f"webhook {row.pk}") from error


def _key(keys: KeyStore) -> bytes:
    """A key for this one purpose, from which nobody learns the master key."""
    return hmac.digest(keys.master, b"fingerpost webhooks", hashlib.sha256)


def _bound(row: Webhook) -> bytes:
    return f"{row.body}/webhook/{row.pk}".encode()
