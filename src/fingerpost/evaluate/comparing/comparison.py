"""The loop: each case with one model and with the other, in turn, along the road, recorded nowhere."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.language_models import WhyNoModel
from fingerpost.contract.ports import Clock, Engines
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.evaluate.comparing.kept import Kept, keeping
from fingerpost.evaluate.comparing.purse import MICROPOUNDS, Purse
from fingerpost.evaluate.comparing.results import Comparison, sum_up_comparison
from fingerpost.evaluate.comparing.sides import ComparisonStopped, Side, SideEngines
from fingerpost.evaluate.evaluation import FELL_BACK, Judged, check_is_on, judge_case
from fingerpost.evaluate.measured import system_of
from fingerpost.evaluate.measuring import Measured
from fingerpost.evaluate.unrecorded import Unrecorded
from fingerpost.pipeline.models import ENGINE

SAYS_NOTHING_OF_A_MODEL = {
    WhyNoModel.SWITCHED_OFF.value: "it is switched off",
    WhyNoModel.OVER_BUDGET.value: "its budget for the day is spent",
    WhyNoModel.RESTING.value: "it rests after faults",
}
"""Why a model did not write, where that tells of this machine and not of the model."""

NOT_READY = frozenset({WhyNoModel.SLOW.value, WhyNoModel.BUSY.value})
WARM_UPS = 5
"""Times that a model is asked before it counts, at most: one on this machine may take a while to load."""

Progress = Callable[[int, int], None]


def compare_models(
    capability: Capability,
    *,
    a: Side,
    b: Side,
    body: str,
    engines: Engines,
    release: str,
    folder: Path,
    purse: Purse,
    half: str = "all",
    limit: int | None = None,
    progress: Progress = lambda done, total: None,
) -> Comparison:
    """Run the cases of a half with both, at one moment of the clock, and sum up.

    `limit` takes that many of them, the same each time. What is measured is kept in `folder` until all of it is done.
    Raises SwitchedOff, InvalidCase, InvalidRequest, AlreadyRunning, StoreUnavailable, and ComparisonStopped where it
    cannot go on now: then the same call goes on where it stopped.
    """
    _check(capability, a, b)
    cases = choose_cases(read_cases(capability), half=half, limit=limit)
    if not cases:
        raise InvalidRequest({"half": "There is no case to compare them on."})
    at = cast(Clock, engines.one("clock")).now()
    sides = {"a": a, "b": b}
    systems = {
        name: system_of(capability, SideEngines(engines, side, at=at, purse=purse), release=release)
        for name, side in sides.items()
    }
    for side in sides.values():
        check_is_on(capability, body=body, engines=SideEngines(engines, side, at=at, purse=purse))
    with keeping(folder, key=_key(sides, systems, half=half, limit=limit), at=at) as kept:
        bench = _Bench(capability=capability, body=body, engines=engines, sides=sides, kept=kept, purse=purse)
        bench.run(cases, progress)
        judged = {name: bench.judged(name, cases) for name in sides}
    return sum_up_comparison(
        capability=capability,
        at=kept.at,
        half="part" if limit is not None and len(cases) == limit else half,
        names=(a.name, b.name),
        systems=(systems["a"], systems["b"]),
        judged=(judged["a"], judged["b"]),
    )


def choose_cases(cases: Sequence[Case], *, half: str, limit: int | None) -> list[Case]:
    """Those of the half; of them `limit`, drawn by a hash of their id, so that each kind of case comes in."""
    chosen = [case for case in cases if half in ("all", case.half)]
    if limit is None or limit >= len(chosen):
        return chosen
    drawn = sorted(chosen, key=lambda case: hashlib.sha256(f"drawn {case.id}".encode()).digest())[:limit]
    return [case for case in chosen if case in drawn]


def _check(capability: Capability, a: Side, b: Side) -> None:
    if a.name == b.name:
        raise InvalidRequest({"b": "Name two models that differ, or one and 'none', which quotes only."})
    if ENGINE not in capability.card.may_use:
        raise InvalidRequest({"capability": f"No language model may write for '{capability.name}'."})


def _key(sides: Mapping[str, Side], systems: Mapping[str, Mapping[str, str]], *, half: str, limit: int | None) -> str:
    """What is compared, as a digest: anything else of it begins anew."""
    named = {name: [side.name, side.digest] for name, side in sides.items()}
    text = json.dumps([named, systems, half, limit], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class _Bench:
    """One comparison under way."""

    def __init__(
        self,
        *,
        capability: Capability,
        body: str,
        engines: Engines,
        sides: Mapping[str, Side],
        kept: Kept,
        purse: Purse,
    ) -> None:
        self._capability = capability
        self._body = body
        self._sides = sides
        self._kept = kept
        self._purse = purse
        self._engines = {name: SideEngines(engines, side, at=kept.at, purse=purse) for name, side in sides.items()}

    def run(self, cases: Sequence[Case], progress: Progress) -> None:
        """Every case that is not measured yet. The side that begins changes from case to case."""
        turns = [(case, name) for number, case in enumerate(cases) for name in ("ab", "ba")[number % 2]]
        done = sum((name, case.id) in self._kept.found for case, name in turns)
        progress(done, len(turns))
        if done < len(turns):
            self._warm_up(cases[0])
        for case, name in turns:
            if (name, case.id) in self._kept.found:
                continue
            judged = self._measure(case, name, done=done, total=len(turns))
            self._kept.add(name, case.id, _values_of(judged))
            done += 1
            progress(done, len(turns))

    def _warm_up(self, case: Case) -> None:
        """What is loaded at the first question should not be counted against whoever has it."""
        for engines in self._engines.values():
            for _ in range(WARM_UPS):
                measured = self._judge(case, engines).measured
                self._purse.pay(measured.micropounds)
                if measured.why_quoted not in NOT_READY:
                    break

    def judged(self, name: str, cases: Sequence[Case]) -> list[Judged]:
        """What was measured of one side, in the order of the cases."""
        return [_judged_from(self._kept.found[name, case.id], case) for case in cases]

    def _measure(self, case: Case, name: str, *, done: int, total: int) -> Judged:
        while True:
            judged = self._judge(case, self._engines[name])
            self._purse.pay(judged.measured.micropounds)
            if self._purse.is_empty:  # then nothing was sent
                if self._purse.may_go_on(done=done, total=total):
                    continue
                spent = self._purse.spent / MICROPOUNDS
                raise ComparisonStopped(f"Stopped before it cost more: £{spent:.2f} is spent. {_goes_on(done, total)}")
            why = SAYS_NOTHING_OF_A_MODEL.get(judged.measured.why_quoted)
            if why:
                raise ComparisonStopped(
                    f"'{self._sides[name].name}' does not write now: {why}. {_goes_on(done, total)}"
                )
            return judged

    def _judge(self, case: Case, engines: Engines) -> Judged:
        return judge_case(
            case,
            capability=self._capability,
            body=self._body,
            at=self._kept.at,
            engines=engines,
            recorder=Unrecorded(),
            shows_early=True,
        )


def _goes_on(done: int, total: int) -> str:
    return f"{done} of {total} runs are measured and kept: the same command goes on from there."


def _values_of(judged: Judged) -> dict[str, Any]:
    return {"measured": judged.measured.as_values(), "findings": dict(judged.findings)}


def _judged_from(values: Mapping[str, Any], case: Case) -> Judged:
    findings = {FELL_BACK: False, **values["findings"]} if values["measured"]["claims"] else values["findings"]
    return Judged(case=case, measured=Measured.from_values(values["measured"]), findings=findings)
