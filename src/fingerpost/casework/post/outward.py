"""Cases that another organisation works on, through its Open311 server: sent there once, and asked about after."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from fingerpost.casework.changing import keeping, lock, move, write
from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.history import MACHINE, Told
from fingerpost.casework.models import Case, HistoryLine, Message, Suggestion
from fingerpost.casework.post.outbox import NOT_SENT, OPEN311, SENT_ON, put
from fingerpost.casework.sealing import unseal, unseal_words
from fingerpost.casework.states import Action, State, may
from fingerpost.engines.post.open311 import Open311Sender, Standing
from fingerpost.engines.post.sending import NotSent
from fingerpost.record.faults import store_faults
from fingerpost.record.keys import KeyStore

NEWS = "sent-on/news"
"""The kind of the line that says how the other side stands."""
MOST_AT_ONCE = 200
SETTLES = timedelta(minutes=5)  # a case may be routed to another service first
CLOSED = "closed"


def put_new(*, services: frozenset[str], body: str, at: datetime, keys: KeyStore) -> int:
    """Put live cases of these services, which were not sent yet, into the outbox; gives how many. Name and ways to
    reach the resident stay here. One whose suggestion was planted waits: nobody outside is sent what is not theirs."""
    with store_faults(NOT_SENT):
        sent = Message.objects.filter(body=body, way=OPEN311, case__isnull=False).values("case")
        planted = Suggestion.objects.filter(body=body, is_planted=True, decision=None).values("case")
        found = Case.objects.filter(body=body, service__in=sorted(services), is_live=True, is_demo=False)
        fresh = (
            found.filter(received_at__lte=at - SETTLES)
            .exclude(channel=OPEN311)
            .exclude(pk__in=sent)
            .exclude(pk__in=planted)
        )
        rows = list(fresh.order_by("pk")[:MOST_AT_ONCE])
    return sum(_put(row, at=at, keys=keys) for row in rows)


def poll(sender: Open311Sender, *, body: str, at: datetime, keys: KeyStore) -> int:
    """Ask about every case that is still live here; gives how many had news. What was heard before changes nothing."""
    with store_faults(NOT_SENT):
        lines = HistoryLine.objects.filter(body=body, kind=SENT_ON, case__is_live=True).select_related("case")
        waiting = [each for each in lines.order_by("case_id") if each.facts.get("way") == OPEN311]
    return sum(_ask(sender, line, at=at, keys=keys) for line in waiting)


def _put(case: Case, *, at: datetime, keys: KeyStore) -> bool:
    written = unseal_words(case, keys=keys)
    if written is None:
        return False
    content: dict[str, Any] = {
        "service": case.service,
        "description": written["text"],
        "received": case.received_at.isoformat(),
    }
    if case.latitude is not None and case.longitude is not None:
        content |= {"lat": case.latitude, "long": case.longitude}
    elif written.get("address"):
        content["address_string"] = written["address"]
    with keeping():
        row = put(case, way=OPEN311, key=f"open311/{case.reference}", content=content, due_at=at, by=MACHINE, keys=keys)
    return row is not None


def _ask(sender: Open311Sender, line: HistoryLine, *, at: datetime, keys: KeyStore) -> bool:
    """One that cannot be asked now is asked the next time."""
    try:
        told = sender.standing(line.case.service, str(line.facts["number"]))
    except NotSent:
        return False
    return told is not None and _hear(line.case, told, at=at, keys=keys)


def _is_known(case: Case, last: HistoryLine | None, told: Standing, *, keys: KeyStore) -> bool:
    """Was just that heard before? That they touched it again is no news: else each round would change the case."""
    if last is None:
        return told.status != CLOSED and not told.notes
    heard = (unseal(case, last.sealed, f"history/{last.number}", keys=keys) or b"").decode()
    return (last.facts.get("status"), heard.strip()) == (told.status[:20], told.notes.strip())


def _hear(case: Case, told: Standing, *, at: datetime, keys: KeyStore) -> bool:
    facts = {"number": told.number, "status": told.status[:20], "updated": told.updated}

    def do(locked: Case) -> list[Told]:
        lines = [Told(kind=NEWS, facts=facts, text=told.notes, is_shown=True)]
        if told.status == CLOSED and may(Action.RESOLVE, State(locked.state)):
            before = move(locked, Action.RESOLVE, at=at)
            moved = {"action": Action.RESOLVE.value, "from": str(before), "to": str(locked.state)}
            lines.append(Told(kind="moved", facts=moved, text=told.notes, is_shown=True))
        return lines

    try:
        with keeping():
            locked = lock(case.reference, allowed=Q(body=case.body))
            last = HistoryLine.objects.filter(case=locked, kind=NEWS).order_by("-number").first()
            if _is_known(locked, last, told, keys=keys):
                return False
            write(locked, do, by=MACHINE, at=at, keys=keys)
    except (UnknownCase, NotAllowed, StaleCase):
        return False
    return True
