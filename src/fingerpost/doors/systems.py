"""What runs here, gathered for the register; and what every door asks of it: records, moves, versions, the gate.

The register stands below and knows no engine: this hands it the cards, and what runs.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version

from django.conf import settings
from django.utils import timezone

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError, UnknownCapability
from fingerpost.contract.ports import Engines
from fingerpost.doors.installation import installation, now
from fingerpost.doors.profile.contacts import with_own_contact
from fingerpost.evaluate.evaluation import Evaluation
from fingerpost.evaluate.measured import system_of
from fingerpost.knowledge.freshness import list_freshness
from fingerpost.record.challenges.months import count_by_month
from fingerpost.record.overseeing.published import published_months
from fingerpost.record.register import external, phases, records, versions
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.external_files import read_external_csv
from fingerpost.record.register.public import Fault, PublicRecord
from fingerpost.record.register.running import ChallengesSoFar, DataSource, Running, System
from fingerpost.record.switches.reading import Stopped, find_stopped


class NotFitForProduction(FingerpostError):
    """A capability is in production and its record has faults that must not stand there. `faults` are by its name."""

    def __init__(self, faults: Mapping[str, tuple[Fault, ...]]) -> None:
        said = "\n".join(f"- {name}: {fault.words}" for name, found in faults.items() for fault in found)
        example = next(iter(faults))
        super().__init__(
            f"This does not start, because what is in production has faults that must not stand there:\n{said}\n"
            f"Put them right, or take it out of production: "
            f'fingerpost register move {example} public-beta --reason "..."'
        )
        self.faults = dict(faults)


def find_systems() -> dict[str, System]:
    """What runs here, by name. Raises StoreUnavailable."""
    body, at = settings.CONFIGURATION.body, now()
    today = timezone.localdate(at)
    sources = tuple(DataSource(**vars(each)) for each in list_freshness(body=body, today=today))
    stopped, engines = find_stopped(body), installation().build_engines()
    found = {}
    for capability in discover().values():
        name = capability.name
        running = Running(
            system=what_runs(capability, engines),
            challenge_address=f"{settings.CONFIGURATION.base_url}/register/{name}#challenge",
            sources=sources,
            usage=tuple(published_months(name, body=body, at=at)),
            challenges=ChallengesSoFar(**count_by_month(name, body=body, today=today)),
            stopped=_reason(stopped.get(("capability", name))),
        )
        found[name] = System(card=with_own_contact(capability).card, running=running)
    return found


def what_runs(capability: Capability, engines: Engines) -> dict[str, str]:
    """What an evaluation of it would measure now, by name."""
    return system_of(capability, engines, release=version("fingerpost"))


def _reason(stopped: Stopped | None) -> str:
    return f"{stopped.reason} (since {timezone.localdate(stopped.at)})" if stopped else ""


def list_public_records() -> list[PublicRecord]:
    """Every record: what runs here first, then what was registered and runs elsewhere. Raises StoreUnavailable."""
    return records.list_records(find_systems().values(), body=settings.CONFIGURATION.body, at=now())


def find_public_record(name: str) -> PublicRecord | None:
    """One record by its name, or by its command; None where no system has it. Raises StoreUnavailable."""
    name = next((each.name for each in discover().values() if name == each.card.command), name)
    return records.find_record(name, find_systems(), body=settings.CONFIGURATION.body, at=now())


def move_system(name: str, *, to: str, by: str, reason: str) -> PublicRecord:
    """Move a system to another phase, and keep the version of its record that comes of it.

    `by` is the name of an account. Raises UnknownCapability, CannotMove and StoreUnavailable.
    """
    body, at = settings.CONFIGURATION.body, now()
    record = find_public_record(name)
    if record is None:
        raise UnknownCapability(f"There is no system '{name}' in the register. See: fingerpost register list")
    systems = find_systems()
    declared = systems[record.name].card.phase if record.name in systems else _declared(record, at=at)
    change = phases.move_phase(
        record.name,
        to=to,
        by=by,
        owner=record.owner,
        reason=reason,
        declared=declared,
        blocking=record.blocking,
        body=body,
        at=at,
    )
    moved = find_public_record(record.name) or record
    versions.keep_version(moved, why=f"Moved from {change.moved_from} to {change.moved_to}", body=body, at=at)
    return find_public_record(record.name) or moved


def _declared(record: PublicRecord, *, at: datetime) -> str:
    told = external.read_values(record.name, body=settings.CONFIGURATION.body, at=at)
    return told["phase"] if told else record.phase


def register_system(values: Mapping[str, str], *, by: str) -> PublicRecord:
    """Register a system that runs elsewhere, or tell its register something else of it.

    `values` are texts by `external.COLUMNS`. Raises InvalidRequest with a sentence a field, CannotMove and
    StoreUnavailable.
    """
    return external.register_external(
        values, body=settings.CONFIGURATION.body, by=by, at=now(), taken=frozenset(discover())
    )


def import_systems(data: bytes, *, by: str) -> list[PublicRecord]:
    """Register every system of a CSV file. Nothing is kept unless every row fits.

    Raises InvalidRequest with a sentence for each row and column, CannotMove and StoreUnavailable.
    """
    taken = frozenset(discover())
    rows = read_external_csv(data, taken=taken)
    return external.register_all(rows, body=settings.CONFIGURATION.body, by=by, at=now(), taken=taken)


def keep_measured(found: Evaluation) -> str:
    """Keep an evaluation with the versions of what was measured; gives its reference. Raises StoreUnavailable."""
    capability = discover()[found.capability]
    system = what_runs(capability, installation().build_engines())
    body = settings.CONFIGURATION.body
    reference = keep_evaluation(found.as_values(), system=system, body=body, at=found.at)
    keep_versions(f"Evaluation {reference}")
    return reference


def keep_versions(why: str) -> list[str]:
    """Keep a version of each record that has changed; gives their names. Raises StoreUnavailable."""
    return records.keep_versions(list_public_records(), why=why, body=settings.CONFIGURATION.body, at=now())


def faults_in_production() -> dict[str, tuple[Fault, ...]]:
    """What must not stand in production, by the name of the capability; empty when all is well."""
    body, at = settings.CONFIGURATION.body, now()
    found = [records.read_record(each, body=body, at=at) for each in find_systems().values()]
    return {each.name: each.blocking for each in found if each.phase == phases.PRODUCTION and each.blocking}


def check_may_serve() -> None:
    """Raises NotFitForProduction with every fault, InvalidCard, StoreUnavailable. Before anything is served."""
    faults = faults_in_production()
    if faults:
        raise NotFitForProduction(faults)
