"""What is looked at in the register each time somebody opens the assurance page: facts, never words of ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from fingerpost.record.register.phases import PRODUCTION, RETIRED
from fingerpost.record.register.public import FaultKind, Measure, PublicRecord


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The register as it is. `installed` are the names of the systems that run here; `on` is today.

    `signed_size` is how many entries of the ledger the newest signed checkpoint covers; None where there is none.
    """

    records: Sequence[PublicRecord]
    installed: frozenset[str]
    signed_size: int | None
    on: date

    def in_use(self) -> list[PublicRecord]:
        """Those that are not retired: a retired record is history and asks nothing of anybody."""
        return [each for each in self.records if each.phase != RETIRED]


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one check found: of `of` things looked at, `right` are as they should be; `wrong` names the others."""

    right: int
    of: int
    wrong: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Is everything right? Where there is nothing to look at, nothing has been borne out."""
        return self.of > 0 and self.right == self.of


Check = Callable[[Seen], Found]


def find_unlisted(seen: Seen) -> Found:
    """Every system that runs here has a record."""
    listed = {each.name for each in seen.records}
    return _found({name: name in listed for name in seen.installed})


def find_incomplete(seen: Seen) -> Found:
    """No field of a record is empty or a placeholder."""
    return _without(seen.in_use(), "missing", "placeholder")


def find_out_of_step(seen: Seen) -> Found:
    """What a record says of a system that runs here is what runs."""
    return _without(_run_here(seen), "out of step")


def find_stale(seen: Seen) -> Found:
    """Every system that runs here was measured, and not too long ago."""
    return _found({each.title: each.evidence is not None and not _has(each, "stale") for each in _run_here(seen)})


def find_below(seen: Seen) -> Found:
    """Every figure reaches its threshold."""
    return _found(
        {each.title: each.evidence is not None and not _has(each, "below threshold") for each in _run_here(seen)}
    )


def find_blocked(seen: Seen) -> Found:
    """No system in production has a fault that blocks production. Where none is in production, none is blocked."""
    return _found({each.title: each.phase != PRODUCTION or not each.blocking for each in seen.in_use()})


def find_unowned(seen: Seen) -> Found:
    """Each system has an owner."""
    return _found({each.title: bool(each.owner.strip()) for each in seen.in_use()})


def find_unchallengeable(seen: Seen) -> Found:
    """Each system has a way to challenge what it did, with a number of days."""
    return _found({each.title: each.challenge is not None and bool(each.challenge.address) for each in seen.in_use()})


def find_unlimited(seen: Seen) -> Found:
    """Each record lists known limits."""
    return _found({each.title: bool(each.limits) for each in seen.in_use()})


def find_without_basis(seen: Seen) -> Found:
    """Each record of a system that runs here states its legal basis."""
    return _found({each.title: _says(each, "legal_basis") for each in _run_here(seen)})


def find_unmitigated(seen: Seen) -> Found:
    """Each record lists risks, and each risk what is done about it."""
    return _found({each.title: _says(each, "risk_mitigation") for each in seen.in_use()})


def find_unnamed_models(seen: Seen) -> Found:
    """Each record says which models its system uses."""
    return _found({each.title: _says(each, "models") or _says(each, "model_name") for each in seen.in_use()})


def find_late_measures(seen: Seen) -> Found:
    """No measure of an impact assessment is late; each system in use has at least one assessment."""
    late: dict[str, bool] = {}
    for record in seen.in_use():
        late[record.title] = is_assessed(record)
        for measure in (each for one in record.assessments for each in one.measures):
            late[f"{record.title}: {measure.words}"] = not is_late(measure, on=seen.on)
    return _found(late)


def is_assessed(record: PublicRecord) -> bool:
    """Does the record name an impact assessment? What runs elsewhere declares it as a field."""
    return bool(record.assessments) or _says(record, "impact_assessment_name")


def is_late(measure: Measure, *, on: date) -> bool:
    """Is it not in place although its day has gone?"""
    return measure.status == "overdue" or (measure.status == "planned" and measure.due is not None and measure.due < on)


def find_unsigned(seen: Seen) -> Found:
    """The ledger has a signed checkpoint."""
    return _found({"ledger": seen.signed_size is not None})


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "all-listed": find_unlisted,
        "records-complete": find_incomplete,
        "records-in-step": find_out_of_step,
        "evaluations-current": find_stale,
        "thresholds-reached": find_below,
        "production-unblocked": find_blocked,
        "owners-named": find_unowned,
        "challenge-route": find_unchallengeable,
        "limits-stated": find_unlimited,
        "legal-basis-stated": find_without_basis,
        "risks-with-mitigations": find_unmitigated,
        "models-named": find_unnamed_models,
        "measures-on-time": find_late_measures,
        "ledger-signed": find_unsigned,
    }
)
"""Every live check by the name that principles.toml gives it."""


def _run_here(seen: Seen) -> list[PublicRecord]:
    return [each for each in seen.in_use() if each.kind == "run here"]


def _has(record: PublicRecord, *kinds: FaultKind) -> bool:
    return any(each.kind in kinds for each in record.faults)


def _without(records: Sequence[PublicRecord], *kinds: FaultKind) -> Found:
    return _found({each.title: not _has(each, *kinds) for each in records})


def _says(record: PublicRecord, key: str) -> bool:
    field = record.field(key)
    if field is None:
        return False
    values = (field.value,) if isinstance(field.value, str) else field.value
    return bool(values) and all(each.strip() for each in values)


def _found(looked: Mapping[str, bool]) -> Found:
    wrong = tuple(name for name, is_right in looked.items() if not is_right)
    return Found(right=len(looked) - len(wrong), of=len(looked), wrong=wrong)
