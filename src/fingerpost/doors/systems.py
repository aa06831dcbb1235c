"""What runs here, gathered for the register; and what every door asks of it: records, moves, versions, the gate.

The register stands below and knows no engine: this hands it the cards, and what runs.
"""

from collections.abc import Mapping
from datetime import datetime
from importlib.metadata import version
from ipaddress import ip_address

from django.conf import settings
from django.utils import timezone

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import FingerpostError, UnknownCapability
from fingerpost.contract.ports import Engines
from fingerpost.doors.installation import ModelState, installation, now
from fingerpost.doors.profile.contacts import with_own_contact
from fingerpost.evaluate.comparing import Comparison
from fingerpost.evaluate.evaluation import Evaluation
from fingerpost.evaluate.measured import system_of
from fingerpost.knowledge.freshness import list_freshness
from fingerpost.pipeline.models import ENGINE
from fingerpost.record.challenges.months import count_by_month
from fingerpost.record.overseeing.published import published_months
from fingerpost.record.register import choices, external, phases, records, versions
from fingerpost.record.register.comparisons import keep_comparison
from fingerpost.record.register.evaluations import keep_evaluation
from fingerpost.record.register.external_files import read_external_csv
from fingerpost.record.register.public import Fault, PublicRecord
from fingerpost.record.register.running import ChallengesSoFar, DataSource, Running, ServingModel, System
from fingerpost.record.switches.reading import Key, Stopped, find_stopped

SUPPLIERS = {"anthropic": "Anthropic"}
"""Who supplies what a provider gives, where the provider says so. Elsewhere the host is told."""


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
    stopped, engines, models = find_stopped(body), installation().build_engines(), find_serving()
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
            may_write=ENGINE in capability.card.may_use,
            writes=_serving(models[name], stopped) if name in models else None,
        )
        found[name] = System(card=with_own_contact(capability).card, running=running)
    return found


def find_serving() -> dict[str, ModelState]:
    """The language model that the settings choose, by the name of the capability. Some may stand for none that is
    installed here."""
    here = installation().build_language_models()
    return {capability: state for state in (here.list_states() if here else ()) for capability in state.used_by}


def _serving(state: ModelState, stopped: Mapping[Key, Stopped]) -> ServingModel:
    where = "" if is_here(state.goes_to) else state.goes_to
    return ServingModel(
        name=state.name,
        supplier=SUPPLIERS.get(state.provider, where) if where else "",
        supplied=state.model,
        where=where,
        digest=state.digest,
        since=state.serves_since,
        ends_on=state.ends_on,
        stopped=_reason(stopped.get(("model", state.name))),
    )


def is_here(host: str) -> bool:
    """Is it this machine? A server in the body's own house is not told from one elsewhere: its host is shown."""
    try:
        return host in {"", "localhost"} or ip_address(host).is_loopback
    except ValueError:
        return False


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


def keep_compared(found: Comparison) -> str:
    """Keep a comparison, and the evaluation of each of its two sides; gives its reference. Raises StoreUnavailable."""
    one, other = (each.as_values() for each in found.evaluations)
    body = settings.CONFIGURATION.body
    reference = keep_comparison(found.as_values(), evaluations=(one, other), body=body, at=found.at)
    keep_versions(f"Comparison {reference}")
    return reference


def keep_versions(why: str) -> list[str]:
    """Note which language models serve now, and keep a version of each record that has changed; gives their names.

    Raises StoreUnavailable.
    """
    body, at = settings.CONFIGURATION.body, now()
    changed = {
        system.name: said
        for system in find_systems().values()
        if system.running.may_write
        and (said := choices.note_choice(system.name, system.running.writes, body=body, at=at))
    }
    found = list_public_records()
    kept = [
        records.keep_versions([each], why=changed[each.name], body=body, at=at)
        for each in found
        if each.name in changed
    ]
    others = records.keep_versions([each for each in found if each.name not in changed], why=why, body=body, at=at)
    return [*(name for names in kept for name in names), *others]


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
