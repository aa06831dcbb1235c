"""Opens a case from a report and what a run proposed for it, in one transaction. It never fails for want of a proposal.

With the case stand its sealed words and files, the words by which it is found, its vector where it is about a street,
the suggestion, the first line of its history, its entry in the ledger, and the message that says it came.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import connection

from fingerpost.casework.acting.noting import keep_files
from fingerpost.casework.changing import keeping
from fingerpost.casework.clocks import days_for, set_clock
from fingerpost.casework.history import Told, add_line
from fingerpost.casework.models import Case, CaseVector
from fingerpost.casework.placing import put_place
from fingerpost.casework.planting import plant, should_plant
from fingerpost.casework.reports import MOST_CHARACTERS, Report
from fingerpost.casework.sealing import CASE, LINE, seal
from fingerpost.casework.states import State
from fingerpost.casework.suggestions import keep_suggestion
from fingerpost.casework.telling import tell_resident
from fingerpost.casework.viewing import DESK
from fingerpost.casework.words import index_words
from fingerpost.contract.ports import Embedder
from fingerpost.contract.proposals import Proposal
from fingerpost.contract.references import new_reference
from fingerpost.contract.services import ServiceBook, Urgency
from fingerpost.record.keys import KeyStore

SECRET_BYTES = 18


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The case that was opened. `link_secret` stands in the resident's private link and is known to nobody else; it is
    "" where the case was there already: `is_new` is then False."""

    reference: str
    link_secret: str
    due_at: datetime | None
    case: Case
    is_new: bool = True


def open_case(
    report: Report,
    *,
    proposal: Proposal | None,
    run_reference: str,
    run_subject: str,
    services: ServiceBook,
    by: str,
    body: str,
    at: datetime,
    keys: KeyStore,
    embedder: Embedder | None = None,
    is_demo: bool = False,
    nation: str = "england",
    needs_attention: bool = False,
    planted_rate: float = 0.0,
) -> Opened:
    """Open a case. `run_reference` and `run_subject` are "" where no run was made: the case is then its own subject.

    `needs_attention` is what a door knows beside the proposal, such as a guard that saw danger. `nation` says whose
    bank holidays count. A report with an `outside_id` that is here already opens no second case. Raises
    StoreUnavailable.
    """
    report = replace(report, text=report.text[:MOST_CHARACTERS])
    vector = _vector(report, proposal, services=services, embedder=embedder)  # before the database is locked
    secret = secrets.token_urlsafe(SECRET_BYTES)
    with keeping():
        there = _known(report, body=body)
        if there is not None:
            return Opened(reference=there.reference, link_secret="", due_at=there.due_at, case=there, is_new=False)
        case = _make(report, proposal, run_reference, run_subject, body=body, at=at, nation=nation, is_demo=is_demo)
        case.attention = needs_attention or (proposal is not None and proposal.needs_attention)
        case.link = digest_of(secret)
        shown = _choose(case, proposal, services=services, keys=keys, rate=planted_rate)
        _put_in_force(case, proposal, services=services, report=report, shown=shown, at=at)
        case.sealed = seal(case, report.words(), CASE, keys=keys, at=at)
        case.line = seal(case, report.line, LINE, keys=keys, at=at)
        case.save(force_insert=True)
        if vector is not None and case.latitude is not None:
            CaseVector.objects.create(case=case, values=vector)
        index_words(case, _findable(report), keys=keys)
        keep_files(case, report.files, by=by, at=at, keys=keys)
        if proposal is not None:
            keep_suggestion(
                case, proposal, shown=shown or {}, is_planted=shown is not None, run=run_reference, at=at, keys=keys
            )
        add_line(case, _opened_line(case), by=by, at=at, keys=keys)
        tell_resident(case, "opened", words=secret, by=by, at=at, keys=keys)
    return Opened(reference=case.reference, link_secret=secret, due_at=case.due_at, case=case)


def digest_of(secret: str) -> str:
    """What is kept of the secret of a private link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def vector_bytes(text: str, embedder: Embedder) -> bytes:
    """The vector of a report as it is kept: float16."""
    return np.asarray(embedder.embed_question(text), dtype=np.float16).tobytes()


def _vector(
    report: Report, proposal: Proposal | None, *, services: ServiceBook, embedder: Embedder | None
) -> bytes | None:
    """Only of a report about a street: of no other is one kept."""
    service = services.services.get(proposal.service) if proposal else None
    if embedder is None or service is None or service.place != "street" or report.latitude is None:
        return None
    return vector_bytes(report.text, embedder)


def _known(report: Report, *, body: str) -> Case | None:
    """The case that it opened before. Whoever brings the same one at the same time waits until this one is kept: SQLite
    has one writer; PostgreSQL has a lock for it."""
    if not report.outside_id:
        return None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            named = f"{body}/{report.channel}/{report.outside_id}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fingerpost-reports'), hashtext(%s))", [named])
    return Case.objects.filter(body=body, outside_id=report.outside_id, channel=report.channel).first()


def _make(
    report: Report,
    proposal: Proposal | None,
    run_reference: str,
    run_subject: str,
    *,
    body: str,
    at: datetime,
    nation: str,
    is_demo: bool,
) -> Case:
    reference = new_reference()
    return Case(
        body=body,
        reference=reference,
        run=run_reference,
        subject=run_subject or reference,
        state=State.RECEIVED,
        received_at=at,
        changed_at=at,
        channel=report.channel,
        language=(proposal.language if proposal else "") or report.language,
        outside_id=report.outside_id,
        nation=nation,
        is_demo=is_demo,
    )


def _choose(
    case: Case, proposal: Proposal | None, *, services: ServiceBook, keys: KeyStore, rate: float
) -> dict[str, str] | None:
    """The wrong codes that are shown, where this one is planted."""
    if proposal is None or not rate or case.attention:
        return None
    secret = keys.master
    if not should_plant(case.reference, rate, secret):
        return None
    wrong = plant(proposal, case.reference, services=services, secret=secret)
    return None if wrong is None else dict(wrong)


def _put_in_force(
    case: Case,
    proposal: Proposal | None,
    *,
    services: ServiceBook,
    report: Report,
    shown: Mapping[str, str] | None,
    at: datetime,
) -> None:
    """What was proposed counts until a person decides. Of a planted one its team, clock and place do, and its queue
    shows what its page shows."""
    service = services.services.get(proposal.service) if proposal else None
    case.service = service.slug if service else ""
    team = (proposal.team if proposal else "") or services.team_of(case.service)
    case.team = team if team in services.teams else (DESK if DESK in services.teams else "")
    urgency = Urgency((shown or {}).get("urgency") or (proposal.urgency if proposal else Urgency.ROUTINE))
    case.urgency, case.rank = urgency, urgency.rank
    set_clock(case, days=days_for(service, urgency), at=at)
    put_place(case, service, report.words())
    if shown is not None:
        case.service, case.is_public = shown.get("service", case.service), False


def _findable(report: Report) -> list[str]:
    """By what an officer may look for it."""
    return [report.text, report.name, report.email, report.phone, report.address, *report.facts.values()]


def _opened_line(case: Case) -> Told:
    facts = {
        "run": case.run,
        "service": case.service,
        "team": case.team,
        "urgency": str(case.urgency),
        "attention": case.attention,
        "channel": case.channel,
    }
    return Told(kind="opened", facts=facts, is_shown=True)
