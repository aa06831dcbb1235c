"""Seals what residents and officers wrote about a case, under the key of the case's subject."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fingerpost.casework.models import Case
from fingerpost.record.keys import KeyStore, Sealed

CASE, LINE = "words", "line"
"""What `Case.sealed` and `Case.line` are bound to."""
Plain = Mapping[str, Any] | str | bytes


def seal(case: Case, plain: Plain, what: str, *, keys: KeyStore, at: datetime) -> bytes:
    """Seal one thing of the case, bound to what it is. Raises StoreUnavailable once the subject was erased."""
    return keys.seal(packed(plain), subject=case.subject, body=case.body, at=at, bound_to=bound_to(case, what))


def unseal(case: Case, sealed: bytes | memoryview | None, what: str, *, keys: KeyStore) -> bytes | None:
    """What was sealed; None where there is none, or it was erased."""
    return unseal_all(case, {what: sealed}, keys=keys)[what]


def unseal_all(
    case: Case, sealed: Mapping[str, bytes | memoryview | None], *, keys: KeyStore
) -> dict[str, bytes | None]:
    """Several things of one case in one query, by what each is bound to."""
    there = {what: bytes(each) for what, each in sealed.items() if each}
    wanted = [_sealed(case, each, what) for what, each in there.items()]
    opened = dict(zip(there, keys.unseal_many(wanted, body=case.body), strict=True)) if wanted else {}
    return {what: opened.get(what) for what in sealed}


def unseal_words(case: Case, *, keys: KeyStore) -> dict[str, Any] | None:
    """The whole report: text, name, email, phone, address, latitude, longitude, facts. None once it was erased."""
    plain = unseal(case, case.sealed, CASE, keys=keys)
    return None if plain is None else json.loads(plain)


def unseal_lines(cases: Iterable[Case], *, keys: KeyStore) -> dict[int, str | None]:
    """The first lines of many cases of one body by their numbers, in one query; None where it was erased."""
    rows = [each for each in cases if each.line]
    if not rows:
        return {}
    wanted = [_sealed(each, bytes(each.line or b""), LINE) for each in rows]
    opened = keys.unseal_many(wanted, body=rows[0].body)
    return {row.pk: None if plain is None else plain.decode() for row, plain in zip(rows, opened, strict=True)}


def unseal_reports(cases: Iterable[Case], *, keys: KeyStore) -> dict[int, dict[str, Any] | None]:
    """The whole reports of many cases of one body by their numbers, in one query; None where it was erased."""
    rows = [each for each in cases if each.sealed]
    if not rows:
        return {}
    wanted = [_sealed(each, bytes(each.sealed or b""), CASE) for each in rows]
    opened = keys.unseal_many(wanted, body=rows[0].body)
    return {row.pk: None if plain is None else json.loads(plain) for row, plain in zip(rows, opened, strict=True)}


def packed(plain: Plain) -> bytes:
    """The bytes that are sealed: text as UTF-8, anything else as JSON."""
    if isinstance(plain, bytes):
        return plain
    return plain.encode() if isinstance(plain, str) else json.dumps(dict(plain), ensure_ascii=False).encode()


def bound_to(case: Case, what: str) -> str:
    return f"{case.reference}/case/{what}"


def _sealed(case: Case, sealed: bytes, what: str) -> Sealed:
    return Sealed(text=sealed, subject=case.subject, bound_to=bound_to(case, what))
