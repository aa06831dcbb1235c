"""Takes every case along the road, has the capability's judge look at what came back, and counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Clock, Engines, Passages
from fingerpost.contract.run import Run
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.evaluate.figures import Figure, count_figures
from fingerpost.evaluate.support import is_supported
from fingerpost.pipeline.run import travel
from fingerpost.pipeline.switch import stopped_by
from fingerpost.record.recorder import Recorder
from fingerpost.record.switches.reading import find_stopped


class SwitchedOff(FingerpostError):
    """The capability is switched off: nothing of it runs, so there is nothing to measure."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One case, the run it made, and what was found of it, each yes or no."""

    case: Case
    run: Run
    findings: Mapping[str, bool]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The figures of one capability, and the cases behind them. `half` is "all", "tune" or "test"."""

    capability: str
    version: str
    at: datetime
    half: str
    figures: Sequence[Figure]
    judged: Sequence[Judged]

    @property
    def is_passed(self) -> bool:
        return all(figure.is_reached for figure in self.figures)

    def failures(self, name: str) -> list[Judged]:
        """The cases that count against a figure."""
        wrong = name.endswith("_at_most")
        return [each for each in self.judged if each.findings.get(name) is wrong]

    def as_values(self) -> dict[str, Any]:
        """The same as plain JSON values."""
        return {
            "capability": self.capability,
            "version": self.version,
            "at": self.at.isoformat(timespec="seconds"),
            "half": self.half,
            "cases": len(self.judged),
            "passed": self.is_passed,
            "figures": [
                {
                    "name": each.name,
                    "share": round(each.share, 4),
                    "yes": each.yes,
                    "n": each.n,
                    "low": round(each.interval[0], 4),
                    "high": round(each.interval[1], 4),
                    "threshold": each.threshold,
                    "reached": each.is_reached,
                    "against": [judged.case.id for judged in self.failures(each.name)] if each.threshold else [],
                }
                for each in self.figures
            ],
        }


def evaluate_capability(
    capability: Capability,
    *,
    body: str,
    engines: Engines,
    recorder: Recorder,
    half: str = "all",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Evaluation:
    """Run the cases one after another.

    Raises SwitchedOff where the capability is switched off: every case would be refused, and that measures nothing.
    Raises InvalidCase, and whatever the road itself raises.
    """
    if stopped_by(capability.card, find_stopped(body)) is not None:
        raise SwitchedOff(f"'{capability.name}' is switched off, so it cannot be measured. See: fingerpost switch list")
    at = cast(Clock, engines.one("clock")).now()
    cases = [case for case in read_cases(capability) if half in ("all", case.half)]
    judged = []
    for done, case in enumerate(cases, start=1):
        judged.append(_judge(case, capability=capability, body=body, at=at, engines=engines, recorder=recorder))
        progress(done, len(cases))
    return Evaluation(
        capability=capability.name,
        version=capability.card.version,
        at=at,
        half=half,
        figures=count_figures((each.findings for each in judged), thresholds=capability.card.thresholds),
        judged=judged,
    )


def _judge(
    case: Case, *, capability: Capability, body: str, at: datetime, engines: Engines, recorder: Recorder
) -> Judged:
    context = Context(body=body, at=at, nation=case.nation, language=case.language, door="evaluate")
    run = travel(case.request, capability=capability, context=context, engines=engines, recorder=recorder)
    findings = dict(capability.judge(case.expected, run))
    claims = run.outcome.claims if run.outcome else ()
    if claims:
        ids = [claim.source.id for claim in claims]
        passages = cast(Passages, engines.one("passages")).fetch(ids, context=run.context)
        findings["unsupported_claims_at_most"] = not all(is_supported(claim, passages) for claim in claims)
    return Judged(case=case, run=run, findings=findings)
