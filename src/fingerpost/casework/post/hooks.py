"""Other systems that want to be told when something happens to a case: signed calls, without personal data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.casework.history import MACHINE, Told
from fingerpost.casework.models import Case, Message, Webhook
from fingerpost.casework.post.hook_secrets import seal_secret
from fingerpost.casework.post.outbox import NOT_SENT, WEBHOOK, put
from fingerpost.casework.states import State
from fingerpost.casework.suggestions import codes_outside
from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.contract.references import new_reference
from fingerpost.engines.post.sending import NotSent
from fingerpost.engines.post.webhooks import check_url, new_secret
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import KeyStore

OPENED, CHANGED, RESOLVED, TEST = "case/opened", "case/changed", "case/resolved", "test"
KINDS = (OPENED, CHANGED, RESOLVED)


@dataclass(frozen=True, kw_only=True)
class Hook:
    """One address that is called. `failed` counts calls that were given up, `waiting` those to come."""

    number: int
    url: str
    kinds: tuple[str, ...]
    services: tuple[str, ...]
    by: str
    at: datetime
    stopped_at: datetime | None
    why_stopped: str
    waiting: int = 0
    failed: int = 0


def add_hook(
    *, url: str, kinds: Sequence[str], services: Sequence[str], by: str, body: str, at: datetime, keys: KeyStore
) -> tuple[Hook, str]:
    """Keep an address and give the secret that signs its calls, which nobody can ask for again.

    No kinds are all of them, no services every one. Raises InvalidRequest and StoreUnavailable.
    """
    wrong = sorted(set(kinds) - set(KINDS))
    if wrong:
        raise InvalidRequest({"kinds": f"There is no event '{wrong[0]}'. Choose from: {', '.join(KINDS)}."})
    try:
        check_url(url)
    except NotSent as error:
        words = "Give a whole address, such as https://example.org/hook, without a password in it."
        raise InvalidRequest({"url": words}) from error
    if len(url) > 500:
        raise InvalidRequest({"url": "The address is too long. It may have 500 characters."})
    secret = new_secret()
    with store_faults(NOT_SENT), transaction.atomic():
        row = Webhook.objects.create(
            body=body,
            url=url,
            secret=b"",
            kinds=list(dict.fromkeys(kinds)) or list(KINDS),
            services=list(dict.fromkeys(services)),
            by=by,
            at=at,
        )
        row.secret = seal_secret(secret, row, keys=keys)
        row.save(update_fields=["secret"])
        facts = {"by": by, "hook": row.pk, "kinds": row.kinds, "services": row.services}
        note_event("webhook/added", body=body, at=at, facts=facts)
    return _hook(row), secret


def list_hooks(*, body: str) -> list[Hook]:
    """Every address there ever was, newest first. Raises StoreUnavailable."""
    with store_faults(NOT_SENT):
        return [_hook(row) for row in Webhook.objects.filter(body=body).order_by("-id")]


def stop_hook(number: int, *, by: str, body: str, at: datetime) -> Hook:
    """Call it no more. Raises InvalidRequest where there is none of that number."""
    with store_faults(NOT_SENT), transaction.atomic():
        row = _row(number, body=body)
        if row.stopped_at is None:
            row.stopped_at, row.why_stopped = at, f"by {by}"[:100]
            row.save(update_fields=["stopped_at", "why_stopped"])
            note_event("webhook/stopped", body=body, at=at, facts={"by": by, "hook": row.pk})
    return _hook(row)


def try_hook(number: int, *, by: str, body: str, at: datetime, keys: KeyStore) -> int:
    """Put a call into the outbox that tells of nothing; gives the number of the message."""
    with store_faults(NOT_SENT), transaction.atomic():
        row = _row(number, body=body)
        if row.stopped_at is not None:
            raise InvalidRequest({"number": "This one is stopped. Add it anew to call it again."})
        key = f"hook/{row.pk}/test/{new_reference()}"
        event = {"type": TEST, "timestamp": at.isoformat(timespec="seconds"), "data": {}}
        made = put(
            None, way=WEBHOOK, key=key, content={"event": event}, due_at=at, by=by, keys=keys, body=body, hook=row
        )
    if made is None:
        raise StoreUnavailable(NOT_SENT, detail="a key of a test was there already")
    return made.pk


def tell(case: Case, kind: str, *, at: datetime, keys: KeyStore) -> int:
    """Put a call to each hook that wants to know into the outbox, within the transaction of what happened.

    Codes, the state and the times are told, and a street place of a public case: never words, names or a home. Gives
    how many there are.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no event called {kind!r}")
    told = 0
    rows = [row for row in Webhook.objects.filter(body=case.body, stopped_at=None).defer("secret") if kind in row.kinds]
    codes = codes_outside(case, keys=keys) if rows else {}
    for row in rows:
        if not row.services or codes["service"] in row.services:
            key = f"hook/{row.pk}/{case.reference}/{case.version}/{kind}"
            content = {"event": event_of(case, kind, codes=codes, at=at)}
            told += (
                put(case, way=WEBHOOK, key=key, content=content, due_at=at, by=MACHINE, keys=keys, hook=row) is not None
            )
    return told


def tell_others(case: Case, lines: Sequence[Told], *, at: datetime, keys: KeyStore) -> None:
    """Tell the hooks of a change that `lines` describe, within its transaction."""
    is_done = any(each.facts.get("to") == State.RESOLVED for each in lines)
    tell(case, RESOLVED if is_done else CHANGED, at=at, keys=keys)


def event_of(case: Case, kind: str, *, codes: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """What another system is told, in the shape of Standard Webhooks. `codes` are those of `codes_outside`."""
    data: dict[str, Any] = {
        "reference": case.reference,
        "version": case.version,
        "service": codes["service"],
        "team": case.team,
        "state": case.state,
        "urgency": codes["urgency"],
        "received_at": case.received_at.isoformat(timespec="seconds"),
        "due_at": case.due_at.isoformat(timespec="seconds") if case.due_at else None,
        "closed_at": case.closed_at.isoformat(timespec="seconds") if case.closed_at else None,
        "outside_id": case.outside_id,
    }
    if case.is_public and case.latitude is not None:
        data |= {"latitude": case.latitude, "longitude": case.longitude}
    return {"type": kind, "timestamp": at.isoformat(timespec="seconds"), "data": data}


def _row(number: int, *, body: str) -> Webhook:
    row = Webhook.objects.filter(body=body, pk=number).first()
    if row is None:
        raise InvalidRequest({"number": "There is no webhook of that number. See: fingerpost webhooks list"})
    return row


def _hook(row: Webhook) -> Hook:
    messages = Message.objects.filter(hook=row)
    return Hook(
        number=row.pk,
        url=row.url,
        kinds=tuple(row.kinds),
        services=tuple(row.services),
        by=row.by,
        at=row.at,
        stopped_at=row.stopped_at,
        why_stopped=row.why_stopped,
        waiting=messages.filter(state__in=(Message.State.WAITING, Message.State.SENDING)).count(),
        failed=messages.filter(state=Message.State.FAILED).count(),
    )
