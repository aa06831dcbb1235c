"""Goes through a recorded run again, along the same road, with its engines off the tape, and says what differs.

Nothing is recorded anew and no engine is asked. What was taken out of the words at the door (personal details, hidden
characters) was never kept: of those steps, what they counted is taken from the record.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Contact
from fingerpost.contract.context import Context
from fingerpost.contract.ports import Embedder, Engines
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.contract.services import Services
from fingerpost.guard.before import hidden_characters, personal_data, size
from fingerpost.knowledge.content import with_digest
from fingerpost.knowledge.reading import read_kept
from fingerpost.pipeline.guard import guard_request
from fingerpost.pipeline.playing import OffTheTape, TapedEngines
from fingerpost.pipeline.run import travel
from fingerpost.pipeline.stages import STAGES, Stage
from fingerpost.pipeline.switch import NAME as SWITCH
from fingerpost.pipeline.tape import VERSION, calls_on, digests_on, unpack_context
from fingerpost.record.leaves import closed_leaf
from fingerpost.record.reading import KeptRun
from fingerpost.record.recorder import OpenEntry, Recorder
from fingerpost.rules.book import RuleBook

COUNTED_AT_THE_DOOR = (size.NAME, hidden_characters.NAME, personal_data.NAME)
TIME = "milliseconds"
_OF_THE_LEAF = ("route", "outcome", "sources", "steps")


class Replayed(StrEnum):
    """How it came out."""

    SAME = "the same"
    DIFFERENT = "different"
    ERASED = "erased"
    NO_TAPE = "no tape"
    NOT_POSSIBLE = "not possible"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that is not as it was, by its path such as "reply.claims.0.quote"."""

    field: str
    kept: Any
    now: Any


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What came of it. `because` says in words why it could not be done, or what may have made the difference.

    `from_the_record` are the steps whose counts were taken from the record.
    """

    reference: str
    result: Replayed
    differences: tuple[Difference, ...] = ()
    because: tuple[str, ...] = ()
    from_the_record: tuple[str, ...] = ()


def replay(
    kept: KeptRun,
    *,
    capability: Capability | None,
    system: Mapping[str, str],
    rules: RuleBook | None = None,
    services: Services | None = None,
    embedder: Embedder | None = None,
) -> Replay:
    """Go through the run again off its tape. `capability` is the one of that name as it is today, `system` what would
    stand in the leaf of a run today: it explains a difference.
    `rules`, `services` and `embedder` are today's: a run that used
    others says so.
    Raises StoreUnavailable."""
    told = why_not(kept, capability)
    if told is not None:
        return told
    tape = kept.tape or {}
    digests = digests_on(tape)
    passages = read_kept(digests, body=kept.leaf["body"])
    if len(passages) < len(set(digests)):
        gone = len(set(digests)) - len(passages)
        return _not_possible(kept, f"{gone} of the passages that it read are no longer kept.")
    engines = TapedEngines(
        calls_on(tape, [passages[each] for each in digests]), rules=rules, services=services, embedder=embedder
    )
    context = unpack_context(tape["context"], subject=kept.subject or kept.reference)
    try:
        now = travel_again(kept, _with_contact(capability, tape), context=context, engines=engines)
    except OffTheTape as error:
        here = Difference(field="road", kept="as on the tape", now=f"asked {error}")
        return _differs(kept, [here], system, because=_altered(passages))
    if engines.left:
        here = Difference(field="road", kept="as on the tape", now=f"left out {engines.left} calls of an engine")
        return _differs(kept, [here], system, because=_altered(passages))
    found = list(differences(_kept_values(kept), now))
    if found:
        return _differs(kept, found, system, because=_altered(passages))
    return Replay(reference=kept.reference, result=Replayed.SAME, from_the_record=_from_the_record(kept))


def replay_today(
    kept: KeptRun, *, capability: Capability | None, system: Mapping[str, str], engines: Engines, at: datetime
) -> Replay:
    """Ask the same again of today's library, at `at`, and say what comes out otherwise. Raises StoreUnavailable."""
    told = why_not(kept, capability)
    if told is not None:
        return told
    tape = kept.tape or {}
    context = replace(unpack_context(tape["context"], subject=kept.subject or kept.reference), at=at)
    now = travel_again(kept, _with_contact(capability, tape), context=context, engines=engines)
    found = [each for each in differences(_kept_values(kept), now) if each.field != "reply.at"]
    if found:
        return _differs(kept, found, system, because=("It was asked of today's library, as of now.",))
    return Replay(reference=kept.reference, result=Replayed.SAME, from_the_record=_from_the_record(kept))


def differences(kept: Any, now: Any, *, path: str = "") -> Iterator[Difference]:
    """Every field that is not the same, by its path."""
    if isinstance(kept, Mapping) and isinstance(now, Mapping):
        for name in dict.fromkeys([*kept, *now]):
            yield from differences(kept.get(name), now.get(name), path=f"{path}.{name}" if path else str(name))
    elif isinstance(kept, list) and isinstance(now, list) and len(kept) == len(now):
        for number, (before, after) in enumerate(zip(kept, now, strict=True)):
            yield from differences(before, after, path=f"{path}.{number}")
    elif kept != now or type(kept) is not type(now):
        yield Difference(field=path, kept=kept, now=now)


def why_not(kept: KeptRun, capability: Capability | None) -> Replay | None:
    """Why it cannot be gone through again at all; None where it can."""
    if kept.reply is None:
        words = "What was asked and answered has been erased. The proof that it stood in the ledger still holds."
        return Replay(reference=kept.reference, result=Replayed.ERASED, because=(words,))
    if kept.tape is None:
        words = "This run was recorded before runs kept a tape, or broke off, so it cannot be gone through again."
        return Replay(reference=kept.reference, result=Replayed.NO_TAPE, because=(words,))
    words = _hindrance(kept.tape, steps=kept.reply["steps"])
    if capability is None:
        words = f"The capability '{kept.capability}' is no longer here."
    return _not_possible(kept, words) if words else None


def _hindrance(tape: Mapping[str, Any], *, steps: list[Mapping[str, Any]]) -> str:
    """What of the run itself stands in the way; "" where nothing does."""
    if tape["version"] != VERSION:
        return f"Its tape has version {tape['version']}, and this release plays version {VERSION}."
    if tape["unheard"]:
        return f"It used {', '.join(tape['unheard'])}, which no tape holds."
    if any(each["name"] == SWITCH and each["verdict"] == Verdict.STOP for each in steps):
        return "It was stopped because it was switched off. Nothing was run."
    if not any(each["name"] == personal_data.NAME for each in steps):
        return "It was stopped before its words were looked at, so they were not kept."
    return ""


def _not_possible(kept: KeptRun, words: str) -> Replay:
    return Replay(reference=kept.reference, result=Replayed.NOT_POSSIBLE, because=(words,))


def _differs(
    kept: KeptRun, found: list[Difference], system: Mapping[str, str], *, because: tuple[str, ...] = ()
) -> Replay:
    then = kept.leaf["system"]
    changed = tuple(
        f"{name} was {then.get(name) or 'not there'} and is {system.get(name) or 'not there'}"
        for name in dict.fromkeys([*then, *system])
        if then.get(name) != system.get(name)
    )
    return Replay(
        reference=kept.reference,
        result=Replayed.DIFFERENT,
        differences=tuple(found),
        because=because + changed,
        from_the_record=_from_the_record(kept),
    )


def _altered(passages: Mapping[str, Any]) -> tuple[str, ...]:
    """A kept passage whose words no longer fit its digest: somebody changed it, or another release wrote it."""
    odd = [digest for digest, passage in passages.items() if with_digest(passage).digest != digest]
    return (f"{len(odd)} of the passages kept with it no longer fit their digest.",) if odd else ()


def _with_contact(capability: Capability | None, tape: Mapping[str, Any]) -> Capability:
    """The capability with the contact that the reply gave then: the body may have another now."""
    if capability is None:
        raise ValueError("`why_not` has looked at that")
    team, email, phone, url = tape["contact"]
    contact = Contact(team=team, email=email, phone=phone, url=url)
    return replace(capability, card=replace(capability.card, contact=contact))


def travel_again(kept: KeptRun, capability: Capability, *, context: Context, engines: Engines) -> dict[str, Any]:
    """Along the same road, and what would have been kept of it."""
    recorder = _KeepsNothing()
    travel(
        _request_of(kept, capability),
        capability=capability,
        context=context,
        engines=engines,
        recorder=recorder,
        reference=kept.reference,
        stages=_stages_for(kept),
    )
    return recorder.values


def _request_of(kept: KeptRun, capability: Capability) -> Any:
    """The request as the capability got it. A field that has come since has its usual value."""
    names = {each.name for each in fields(capability.request)}
    asked = {name: value for name, value in (kept.request or {}).items() if name in names}
    return TypeAdapter(capability.request).validate_python(asked)


def _stages_for(kept: KeptRun) -> Mapping[str, Stage]:
    recorded = {each["name"]: each for each in (kept.reply or {})["steps"] if each["name"] in _from_the_record(kept)}

    def guard_again(run: Run, capability: Capability, engines: Engines) -> Run:
        guarded = guard_request(run, capability, engines)
        steps = tuple(
            replace(step, reason=recorded[step.name]["reason"], found=_found(recorded[step.name]))
            if step.name in recorded
            else step
            for step in guarded.steps
        )
        return replace(guarded, steps=steps, masked={**guarded.masked, **_placeholders(recorded)})

    return {**STAGES, SWITCH: _switch_as_it_was(kept), "guard": guard_again}


def _switch_as_it_was(kept: KeptRun) -> Stage:
    """On, or not looked at where the run is from before there were any. What is switched off today is no matter."""
    was_read = any(each["name"] == SWITCH for each in (kept.reply or {})["steps"])
    return lambda run, capability, engines: run.after(Step(name=SWITCH)) if was_read else run


def _from_the_record(kept: KeptRun) -> tuple[str, ...]:
    """The steps whose counts cannot come out again, because what they took out was not kept: none, or all of them."""
    steps = {each["name"]: each for each in (kept.reply or {})["steps"]}
    masked = steps.get(personal_data.NAME, {}).get("masked")
    hidden = steps.get(hidden_characters.NAME, {}).get("removed")
    return COUNTED_AT_THE_DOOR if masked or hidden else ()


def _placeholders(recorded: Mapping[str, Any]) -> dict[str, str]:
    """Each placeholder stands for itself: how many there were is known, what they stood for is not."""
    counts = recorded.get(personal_data.NAME, {}).get("masked", {})
    names = [f"[{kind} {number}]" for kind, count in counts.items() for number in range(1, count + 1)]
    return {name: name for name in names}


def _found(step: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name not in {"name", "verdict", "reason", TIME}}


def _kept_values(kept: KeptRun) -> dict[str, Any]:
    leaf = {name: kept.leaf[name] for name in _OF_THE_LEAF}
    return _plain({"reply": kept.reply, "held": kept.held, "leaf": leaf})


def _plain(values: Any) -> dict[str, Any]:
    """As JSON would give it back, without the time that each step took."""
    plain: dict[str, Any] = json.loads(json.dumps(values))
    for step in plain["reply"]["steps"]:
        step.pop(TIME, None)
    return plain


class _KeepsNothing(Recorder):
    """Takes what a run would have recorded, and writes it nowhere."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    @contextmanager
    def open(self, run: Run, *, system: Mapping[str, str] | None = None) -> Iterator[OpenEntry]:
        yield _Unwritten(self.values)


class _Unwritten(OpenEntry):
    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def close(self, run: Run, *, reply: Mapping[str, Any], held: Mapping[str, Any] | None = None, **more: Any) -> None:
        leaf = json.loads(closed_leaf(run, system={}, commitments={}, sealed_sha256=""))
        kept = {name: leaf[name] for name in _OF_THE_LEAF}
        self._values.update(_plain({"reply": reply, "held": held, "leaf": kept}))
