"""Who asked to be told when an answer changes: their address, sealed under the key of that answer, until they are told.

The row stands for one letter. It goes when that letter is sent, when they say stop, after a year, or with the words of
the run. Nobody is written to who did not first confirm, by a link that was sent to that address.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.commits import committing, overwriting
from fingerpost.record.faults import NOT_READ, store_faults
from fingerpost.record.keys import Erased, KeyStore, Sealed
from fingerpost.record.models import Entry
from fingerpost.record.repair.findings import ACTIVE
from fingerpost.record.repair.models import Alert, Finding

CONFIRM_WITHIN = timedelta(hours=48)
AGAIN_AFTER = timedelta(minutes=10)
UNDER_WAY = timedelta(hours=1)  # a letter that another process may be sending
UNSENT_STAY = timedelta(days=7)  # as long as we try to send somebody the link to confirm
STAY = timedelta(days=365)
MOST_OF_A_RUN = 5  # addresses that one answer may be told to
MOST_TRIES = 14  # a letter a day
NOT_KEPT = "We could not keep your e-mail address. Nothing else is lost. Try again in a minute."
NOT_CHANGED = "We could not do this. Nothing has changed. Try again in a minute."


class TooMany(FingerpostError):
    """So many have asked to be told of one answer that no more are taken."""


class NothingToTell(FingerpostError):
    """The run was erased, or there is none: nobody can be told of it."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """Somebody to write to. `id` names the row; `address` is in the clear, so it is never logged. `tries` is how often
    it was tried in vain."""

    id: str
    reference: str
    address: str
    language: str
    tries: int = 0


def ask_to_be_told(
    reference: str, *, address: str, language: str, body: str, at: datetime, keys: KeyStore
) -> Letter | None:
    """Keep that somebody wants to be told; gives whom to send the link to confirm. None where this address confirmed
    already, or was sent the link just now.

    `address` is one that `addresses.tidy_address` gave. Raises TooMany, NothingToTell and StoreUnavailable.
    """
    with store_faults(NOT_KEPT), committing():
        entry = Entry.objects.filter(body=body, reference=reference, event=Entry.Event.CLOSED).first()
        if entry is None:
            raise _nothing()
        rows = list(Alert.objects.filter(body=body, reference=reference))
        for row in rows:
            if _address_of(row, keys) == address:
                return _once_more(row, address, at=at)
        if len(rows) >= MOST_OF_A_RUN:
            raise TooMany("Several people have asked to be told of this answer, so we cannot take another address.")
        row = Alert(
            id=secrets.token_hex(16),
            body=body,
            reference=reference,
            subject=entry.subject,
            language=language,
            at=at,
        )
        row.sealed = _seal(row, address, entry, keys)
        row.save(force_insert=True)
    return _letter(row, address)


def confirm(identity: str, *, body: str, at: datetime) -> str:
    """They used the link; gives the reference of the answer, or "" where nothing is kept under that link any more.

    Using it again does no harm. Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED):
        found = Alert.objects.filter(id=identity, body=body)
        found.filter(confirmed_at=None).update(confirmed_at=at)
        return found.values_list("reference", flat=True).first() or ""


def stop(identity: str, *, body: str) -> None:
    """Forget the address. Doing so again does no harm. Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED), overwriting(), committing():
        Alert.objects.filter(id=identity, body=body).delete()


def find_reference(identity: str, *, body: str) -> str:
    """Which answer a link is about; "" where nothing is kept under it. Raises StoreUnavailable."""
    with store_faults(NOT_READ):
        return Alert.objects.filter(id=identity, body=body).values_list("reference", flat=True).first() or ""


def unsent(*, body: str, keys: KeyStore) -> Iterator[Letter]:
    """Those who have not been sent the link to confirm yet. Raises StoreUnavailable."""
    yield from _letters(Alert.objects.filter(body=body, confirmed_at=None, mailed_at=None), keys)


def due(*, body: str, keys: KeyStore) -> Iterator[Letter]:
    """Those to tell: who confirmed, and whose answer was found to have changed since they asked."""
    yield from _letters(_due(body), keys)


def claim_link(letter: Letter, *, at: datetime) -> bool:
    """To be called before the link to confirm is sent; False where another process does. Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED):
        return bool(Alert.objects.filter(id=letter.id, mailed_at=None).update(mailed_at=at))


def claim_news(letter: Letter, *, at: datetime) -> bool:
    """To be called before the letter is sent: whatever happens then, nobody is told twice. Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED):
        return bool(Alert.objects.filter(id=letter.id, told_at=None).update(told_at=at))


def give_back(letter: Letter) -> bool:
    """The mail server did not take it: it will be tried again, or, after MOST_TRIES, never; False then.

    Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED), overwriting(), committing():
        row = Alert.objects.filter(id=letter.id)
        if letter.tries + 1 >= MOST_TRIES:
            row.delete()
            return False
        back = {"told_at": None} if row.filter(confirmed_at__isnull=False).exists() else {"mailed_at": None}
        row.update(tries=F("tries") + 1, **back)
    return True


def over_age(*, body: str, at: datetime) -> QuerySet[Alert]:
    """Those that are to go: told, not confirmed in time, or asked a year ago."""
    not_confirmed = Q(confirmed_at=None) & (Q(mailed_at__lt=at - CONFIRM_WITHIN) | Q(at__lt=at - UNSENT_STAY))
    return Alert.objects.filter(Q(told_at__lt=at - UNDER_WAY) | not_confirmed | Q(at__lt=at - STAY), body=body)


def forget_over_age(*, body: str, at: datetime) -> int:
    """Take them away; gives how many they were. Raises StoreUnavailable."""
    with store_faults(NOT_CHANGED), overwriting(), committing():
        gone, _by_table = over_age(body=body, at=at).delete()
    return gone


def addresses_of(subjects: list[str], *, body: str, keys: KeyStore) -> Iterator[tuple[Alert, str | None]]:
    """All that is kept for these subjects, each with its address; None where that was erased."""
    for row in Alert.objects.filter(body=body, subject__in=subjects).order_by("at"):
        yield row, _address_of(row, keys)


def _due(body: str) -> QuerySet[Alert]:
    since = Finding.objects.filter(
        body=OuterRef("body"), reference=OuterRef("reference"), state__in=ACTIVE, at__gt=OuterRef("at")
    )
    return Alert.objects.filter(Exists(since), body=body, confirmed_at__isnull=False, told_at=None)


def _once_more(row: Alert, address: str, *, at: datetime) -> Letter | None:
    """They ask again: the first letter may have got lost."""
    if row.confirmed_at is not None or (row.mailed_at is not None and at - row.mailed_at < AGAIN_AFTER):
        return None
    row.mailed_at = None
    row.save(update_fields=["mailed_at"])
    return _letter(row, address)


def _letters(found: QuerySet[Alert], keys: KeyStore) -> Iterator[Letter]:
    with store_faults(NOT_READ):
        rows = list(found.order_by("at"))
    for row in rows:
        address = _address_of(row, keys)
        if address is not None:
            yield _letter(row, address)


def _letter(row: Alert, address: str) -> Letter:
    return Letter(id=row.id, reference=row.reference, address=address, language=row.language, tries=row.tries)


def _seal(row: Alert, address: str, entry: Entry, keys: KeyStore) -> bytes:
    try:
        return keys.seal_beside(
            address.encode("ascii"),
            beside=bytes(entry.sealed or b""),
            subject=entry.subject,
            body=row.body,
            bound_to=_bound_to(row),
        )
    except Erased as error:
        raise _nothing() from error


def _address_of(row: Alert, keys: KeyStore) -> str | None:
    sealed = Sealed(text=bytes(row.sealed), subject=row.subject, bound_to=_bound_to(row))
    text = keys.unseal_many([sealed], body=row.body)[0]
    return text.decode("ascii") if text is not None else None


def _bound_to(row: Alert) -> str:
    return f"{row.reference}/alert/{row.id}"


def _nothing() -> NothingToTell:
    return NothingToTell("What was asked and answered under this reference is not kept, so nobody can be told of it.")
