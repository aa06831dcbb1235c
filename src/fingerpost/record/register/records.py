"""Reads the register: the record of each system that runs here, and of those that are registered and run elsewhere."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from fingerpost.record.register import choices, comparisons, evaluations, external, phases, versions
from fingerpost.record.register.composing import compose_record
from fingerpost.record.register.public import PublicModel, PublicRecord
from fingerpost.record.register.running import System


def read_record(system: System, *, body: str, at: datetime) -> PublicRecord:
    """The public record of a system that runs here. Raises StoreUnavailable."""
    moved = phases.last_move(system.name, body=body)
    measured = evaluations.latest(system.name, body=body, model=system.running.system.get(evaluations.MODEL, ""))
    number, first = versions.count_versions(body=body).get(system.name, (0, None))
    return compose_record(
        system,
        phase=moved.moved_to if moved else system.card.phase,
        declared_at_last_move=moved.declared if moved else None,
        evidence=evaluations.evidence_of(measured, running=system.running.system) if measured else None,
        model=_model_of(system, body=body),
        history=phases.list_moves(system.name, body=body),
        version=number,
        published_on=first,
        at=at,
    )


def _model_of(system: System, *, body: str) -> PublicModel | None:
    """Which language model writes, as far as it does not hang on the evidence; None where none may."""
    if not system.running.may_write:
        return None
    chosen = choices.latest(system.name, body=body)
    writes = system.running.writes
    digest = writes.digest if writes else evaluations.NO_MODEL
    compared = comparisons.latest(system.name, body=body, model=digest)
    noted = chosen if chosen is not None and chosen.digest == (writes.digest if writes else "") else None
    told = {**vars(writes), "since": writes.since or (noted.at.date() if noted else None)} if writes else {}
    return PublicModel(
        **told,
        noted=noted.reference if noted else "",
        compared={**compared.values, "reference": compared.reference} if compared else None,
    )


def list_records(systems: Iterable[System], *, body: str, at: datetime) -> list[PublicRecord]:
    """Every record: those that run here first, each in order of title; retired ones too. Raises StoreUnavailable."""
    here = [read_record(each, body=body, at=at) for each in systems]
    elsewhere = external.list_external(body=body, at=at)
    return [*sorted(here, key=_by_title), *sorted(elsewhere, key=_by_title)]


def find_record(name: str, systems: Mapping[str, System], *, body: str, at: datetime) -> PublicRecord | None:
    """One record by its name, wherever the system runs; None where there is none. Raises StoreUnavailable."""
    if name in systems:
        return read_record(systems[name], body=body, at=at)
    return external.read_external(name, body=body, at=at)


def keep_versions(records: Sequence[PublicRecord], *, why: str, body: str, at: datetime) -> list[str]:
    """Keep a version of each record that changed; gives their names. Raises StoreUnavailable."""
    return [each.name for each in records if versions.keep_version(each, why=why, body=body, at=at)]


def _by_title(record: PublicRecord) -> str:
    return record.title.casefold()
