"""Puts messages into the outbox, and sends those that are due.

A message that is being sent holds a lease: when the process is killed, the lease runs out and it is sent again. So each
goes at least once, and whoever gets one twice can tell by its key (see `engines.post`).
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from fingerpost.casework.history import MACHINE, Told, add_line
from fingerpost.casework.models import Case, Message, Webhook
from fingerpost.casework.post.hook_secrets import secret_of
from fingerpost.casework.sealing import packed, seal, unseal
from fingerpost.contract.errors import steps_to
from fingerpost.engines.post.sending import NotSent, Sender
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import Erased, KeyStore

EMAIL, NOTIFY_EMAIL, NOTIFY_SMS, LETTER, WEBHOOK = "email", "notify-email", "notify-sms", "letter", "webhook"
OPEN311 = "open311"
WAYS = frozenset({EMAIL, NOTIFY_EMAIL, NOTIFY_SMS, LETTER, WEBHOOK, OPEN311})
SENT_ON = "sent-on"
"""The kind of the line that says by which number another system knows the case."""
BACKOFF = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 720, 1440))
"""How long to wait after each try that did not go. After the last, nobody tries by themselves."""
LEASE = timedelta(minutes=10)  # longer than any sender takes
NOT_SENT = "We could not read the messages to be sent. None is lost. Try again in a minute."
_DUE = Q(state__in=(Message.State.WAITING, Message.State.SENDING))

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of the messages that were due."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def put(
    case: Case | None,
    *,
    way: str,
    key: str,
    content: Mapping[str, Any],
    due_at: datetime,
    by: str,
    keys: KeyStore,
    at: datetime | None = None,
    body: str = "",
    hook: Webhook | None = None,
) -> Message | None:
    """Put one in, within the transaction of what it tells of. `key` is one a message of the body: a second is None.

    `content` is sealed under the subject of the case; without a case under a key of its own.
    """
    if way not in WAYS:
        raise ValueError(f"there is no way of sending called {way!r}")
    made_at, body = at or due_at, case.body if case else body
    row = Message(
        body=body,
        case=case,
        hook=hook,
        key=key,
        way=way,
        by=by,
        made_at=made_at,
        due_at=due_at,
        subject=f"message/{key}",
    )
    try:
        with transaction.atomic():
            if Message.objects.filter(body=body, key=key).exists():
                return None
            row.save(force_insert=True)
    except IntegrityError:  # another process was first
        return None
    if case is not None:
        row.subject = case.subject
        row.sealed = seal(case, content, _what(row), keys=keys, at=made_at)
    else:
        row.sealed = keys.seal(packed(content), subject=row.subject, body=body, at=made_at, bound_to=row.subject)
    row.save(update_fields=["subject", "sealed"])
    return row


def send_due(
    *, at: datetime, senders: Mapping[str, Sender], keys: KeyStore, body: str, limit: int = 100, clock: Any = None
) -> Sent:
    """Send what is due, oldest first; gives how many went. Two processes that do so at once share the work.

    Raises StoreUnavailable. `clock` tells the time again after each message; tests leave it out.
    """
    counted = Sent()
    with store_faults(NOT_SENT):
        due = Message.objects.filter(_DUE, body=body, due_at__lte=at, way__in=sorted(senders)).order_by("due_at", "id")
        numbers = list(due.values_list("pk", flat=True)[:limit])
    for number in numbers:
        now = clock() if clock else at
        row = _claim(number, now)
        if row is not None:
            counted = _counted(counted, _send(row, senders[row.way], at=now, keys=keys))
    return counted


def read_content(row: Message, *, keys: KeyStore) -> dict[str, Any] | None:
    """To whom and what; None once it was erased."""
    if not row.sealed:
        return None
    if row.case is not None:
        plain = unseal(row.case, row.sealed, _what(row), keys=keys)
    else:
        try:
            plain = keys.unseal(bytes(row.sealed), subject=row.subject, body=row.body, bound_to=row.subject)
        except Erased:
            plain = None
    return None if plain is None else dict(json.loads(plain))


def retry(*, body: str, at: datetime, numbers: tuple[int, ...] = ()) -> int:
    """Let messages that failed be tried anew, all of them or those of these numbers; gives how many."""
    with store_faults(NOT_SENT):
        failed = Message.objects.filter(body=body, state=Message.State.FAILED)
        chosen = failed.filter(pk__in=numbers) if numbers else failed
        return chosen.update(state=Message.State.WAITING, due_at=at, tries=0, fault="")


def _claim(number: int, at: datetime) -> Message | None:
    """Take one that is still due; None where another process was first."""
    with store_faults(NOT_SENT), transaction.atomic():
        row = Message.objects.filter(_DUE, pk=number, due_at__lte=at).select_related("case", "hook").first()
        if row is None:
            return None
        mine = Message.objects.filter(pk=number, state=row.state, due_at=row.due_at, tries=row.tries).update(
            state=Message.State.SENDING, due_at=at + LEASE, tries=row.tries + 1
        )
        if not mine:
            return None
        row.state, row.due_at, row.tries = Message.State.SENDING, at + LEASE, row.tries + 1
        return row


def _send(row: Message, sender: Sender, *, at: datetime, keys: KeyStore) -> str:
    """What became of it: a state of a message. No transaction is held while the other side is waited for."""
    try:
        content = _complete(row, keys=keys)
        number = sender.send(content)
    except NotSent as fault:
        return _not_sent(row, fault, at=at, keys=keys)
    except Exception as error:  # noqa: BLE001 - one that nobody foresaw must not keep the others from going
        log.error("A message was not sent: %s", steps_to(error))  # its words may be a resident's
        return _not_sent(row, NotSent(f"fault: {type(error).__name__}", try_again=True), at=at, keys=keys)
    with store_faults(NOT_SENT), transaction.atomic():
        if _mine(row).update(state=Message.State.SENT, sent_at=at, fault="") and number and row.case is not None:
            told = Told(kind=SENT_ON, facts={"way": row.way, "number": number[:100], "key": row.key})
            add_line(row.case, told, by=MACHINE, at=at, keys=keys)
    return Message.State.SENT


def _complete(row: Message, *, keys: KeyStore) -> dict[str, Any]:
    """The content with its key, and with what only the hook knows. Raises NotSent."""
    if row.hook is not None and row.hook.stopped_at is not None:
        raise NotSent("stopped", try_again=False)
    content = read_content(row, keys=keys)
    if content is None:
        raise NotSent("erased", try_again=False)
    content["key"] = f"{row.body}/{row.key}"
    if row.case is not None:
        content.setdefault("reference", row.case.reference)
    if row.hook is not None:
        content |= {"url": row.hook.url, "secret": secret_of(row.hook, keys=keys)}
    return content


def _not_sent(row: Message, fault: NotSent, *, at: datetime, keys: KeyStore) -> str:
    if fault.try_again and row.tries <= len(BACKOFF):
        with store_faults(NOT_SENT), transaction.atomic():
            _mine(row).update(state=Message.State.WAITING, due_at=at + BACKOFF[row.tries - 1], fault=fault.why[:100])
        return Message.State.WAITING
    with store_faults(NOT_SENT), transaction.atomic():
        if _mine(row).update(state=Message.State.FAILED, fault=fault.why[:100]):
            _tell(row, fault, at=at, keys=keys)
    return Message.State.FAILED


def _tell(row: Message, fault: NotSent, *, at: datetime, keys: KeyStore) -> None:
    """Officers see on the case that it did not go; a hook that is gone is called no more."""
    if row.hook is not None:
        if fault.is_gone:
            Webhook.objects.filter(pk=row.hook.pk, stopped_at=None).update(stopped_at=at, why_stopped=fault.why[:100])
        return
    if row.case is None:
        return
    told = Told(kind="message/failed", facts={"way": row.way, "why": fault.why, "tries": row.tries})
    add_line(row.case, told, by=MACHINE, at=at, keys=keys)


def _mine(row: Message) -> Any:
    """The row, as long as no other process has taken it since."""
    return Message.objects.filter(pk=row.pk, state=Message.State.SENDING, due_at=row.due_at, tries=row.tries)


def _counted(counted: Sent, became: str) -> Sent:
    name = {Message.State.SENT: "sent", Message.State.WAITING: "later"}.get(Message.State(became), "failed")
    return replace(counted, **{name: getattr(counted, name) + 1})


def _what(row: Message) -> str:
    return f"message/{row.key}"
