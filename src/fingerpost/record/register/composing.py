"""Makes the public record of a system that runs here, of its card and of what runs. Pure: all is handed in."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from fingerpost.contract.card import Assessment as DeclaredAssessment
from fingerpost.contract.card import Card
from fingerpost.contract.transparency import read_finder
from fingerpost.record.disclosure import publish_total
from fingerpost.record.register.evaluations import MODEL, PARTS
from fingerpost.record.register.health import find_faults
from fingerpost.record.register.phases import RETIRED
from fingerpost.record.register.public import (
    Assessment,
    ChallengeRoute,
    Evidence,
    Measure,
    PhaseChange,
    PublicModel,
    PublicRecord,
    UsageMonth,
)
from fingerpost.record.register.running import Running, System
from fingerpost.record.register.sections import own_sections, sections_of_card
from fingerpost.record.register.writing import model_section


def compose_record(
    system: System,
    *,
    phase: str,
    declared_at_last_move: str | None,
    evidence: Evidence | None,
    model: PublicModel | None,
    history: tuple[PhaseChange, ...],
    version: int,
    published_on: date | None,
    at: datetime,
) -> PublicRecord:
    """The record as it stands at `at`. A retired system's record stays, and nothing is asked of it any more.

    `published_on` is the day of its first kept version; None where none was kept yet.
    """
    card, running = system.card, system.running
    named = sections_of_card(card, running=running, evidence=evidence)
    model = _measured_with(model, running, evidence)
    own = (
        *own_sections(card, running=running, evidence=evidence, at=at.date()),
        *model_section(model, evidence=evidence),
    )
    faults = find_faults(
        card,
        sections=named,
        running=running,
        evidence=evidence,
        declared_at_last_move=declared_at_last_move,
        at=at,
    )
    return PublicRecord(
        name=card.name,
        title=card.title,
        summary=card.purpose,
        phase=phase,
        owner=card.owner,
        kind="run here",
        version=version,
        at=at,
        sections=(*named, *own),
        metadata=finder_metadata(card, phase=phase, published_on=published_on or at.date()),
        faults=() if phase == RETIRED else faults,
        evidence=evidence,
        usage=_usage(running),
        assessments=assessments_of(card.assessments, today=at.date()),
        challenge=_challenge(card, running),
        limits=card.limits,
        history=history,
        standard=card.transparency.standard,
        running=running.system,
        model=model,
    )


def _measured_with(model: PublicModel | None, running: Running, evidence: Evidence | None) -> PublicModel | None:
    """Was the evidence measured with the very model that serves?"""
    if model is None:
        return None
    changed = evidence is None or any(said.startswith(PARTS[MODEL]) for said in evidence.out_of_step)
    return replace(model, is_measured=not changed)


def finder_metadata(card: Card, *, phase: str, published_on: date) -> dict[str, str | list[str]]:
    """The finder's own object, with its own keys: what is empty is left out."""
    told = card.finder
    values: dict[str, str | list[str]] = {
        "organisation": told.organisation,
        "organisation_type": list(told.organisation_type),
        "function": list(told.function),
        "capability": list(told.capability),
        "task": told.task,
        "phase": phase,
        "region": list(told.region),
        "date_published": f"{published_on}",
        "atrs_version": card.transparency.standard,
        "other_tags": told.other_tags,
    }
    return {f"{read_finder().prefix}{key}": value for key, value in values.items() if value}


def assessments_of(declared: Iterable[DeclaredAssessment], *, today: date) -> tuple[Assessment, ...]:
    """The impact assessments with their measures. A planned measure whose day has gone is overdue."""
    return tuple(
        Assessment(
            kind=each.kind,
            name=each.name,
            date=each.date,
            summary=each.summary,
            link=each.link,
            measures=tuple(
                Measure(
                    words=measure.words,
                    owner=measure.owner,
                    evidence=measure.evidence,
                    due=measure.due,
                    status="in place"
                    if measure.status == "in place"
                    else ("overdue" if measure.due and measure.due < today else "planned"),
                )
                for measure in each.measures
            ),
        )
        for each in declared
    )


def _usage(running: Running) -> tuple[UsageMonth, ...]:
    return tuple(
        UsageMonth(
            month=each.month,
            total=each.total.shown,
            counts={kind: count.shown for kind, count in each.by_outcome.items()},
        )
        for each in running.usage
    )


def _challenge(card: Card, running: Running) -> ChallengeRoute:
    counted = running.challenges
    return ChallengeRoute(
        address=running.challenge_address,
        days=card.challenge.days,
        what=card.challenge.what,
        received=publish_total(counted.received).shown,
        answered=publish_total(counted.answered).shown,
        changed=publish_total(counted.overridden).shown,
    )
