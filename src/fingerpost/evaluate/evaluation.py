"""Takes every case along the road, has the capability's judge look at what came back, and counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any, cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Claim
from fingerpost.contract.context import Context
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.language_models import LanguageModel, LanguageModels
from fingerpost.contract.ports import Clock, Engines, Passages
from fingerpost.contract.run import Run
from fingerpost.evaluate.calibration import Calibration, Said, calibrate, served_thresholds
from fingerpost.evaluate.cases import Case, read_cases
from fingerpost.evaluate.figures import Figure, count_figures
from fingerpost.evaluate.measuring import Measured, measure_run
from fingerpost.evaluate.support import is_supported
from fingerpost.evaluate.support_by_rules import are_supported
from fingerpost.pipeline.claims import sources_of
from fingerpost.pipeline.models import ENGINE, REGISTRY
from fingerpost.pipeline.reckoning import ENGINE as RULES
from fingerpost.pipeline.reckoning import rests_on_a_rule
from fingerpost.pipeline.run import travel
from fingerpost.pipeline.switch import stopped_by
from fingerpost.record.recorder import Recorder
from fingerpost.record.switches.reading import find_stopped
from fingerpost.rules.book import RuleBook

UNSUPPORTED = "unsupported_claims_at_most"
FELL_BACK = "fell_back_to_quotes_at_most"


class SwitchedOff(FingerpostError):
    """The capability, or the model that writes for it, is switched off: nothing of it runs, so there is nothing to
    measure."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """One case, what was measured of its run, and what was found of it, each yes or no."""

    case: Case
    measured: Measured
    findings: Mapping[str, bool]


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """The figures of one capability, and the cases behind them. `half` is "all", "tune" or "test", or "part" for some
    of the cases. `calibration` is None where no outcome stated a confidence."""

    capability: str
    version: str
    at: datetime
    half: str
    figures: Sequence[Figure]
    judged: Sequence[Judged]
    calibration: Calibration | None = None

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
            **({"calibration": self.calibration.as_values()} if self.calibration else {}),
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
    check_is_on(capability, body=body, engines=engines)
    at = cast(Clock, engines.one("clock")).now()
    cases = [case for case in read_cases(capability) if half in ("all", case.half)]
    judged = []
    for done, case in enumerate(cases, start=1):
        judged.append(judge_case(case, capability=capability, body=body, at=at, engines=engines, recorder=recorder))
        progress(done, len(cases))
    return sum_up(judged, capability=capability, at=at, half=half)


def check_is_on(capability: Capability, *, body: str, engines: Engines) -> None:
    """Raises SwitchedOff where the capability is switched off, or the model that the settings choose for it."""
    stopped = find_stopped(body)
    if stopped_by(capability.card, stopped) is not None:
        raise SwitchedOff(f"'{capability.name}' is switched off, so it cannot be measured. See: fingerpost switch list")
    model = chosen_model(capability, engines)
    if model is not None and ("model", model.name) in stopped:
        raise SwitchedOff(
            f"The language model '{model.name}' is switched off, so what would be measured is not what is chosen. "
            "See: fingerpost switch list"
        )


def chosen_model(capability: Capability, engines: Engines) -> LanguageModel | None:
    """The language model that the settings choose for it; None where they choose none, or its card names none."""
    if REGISTRY not in engines.names or ENGINE not in capability.card.may_use:
        return None
    return cast(LanguageModels, engines.one(REGISTRY)).chosen_for(capability.name)


def sum_up(judged: Sequence[Judged], *, capability: Capability, at: datetime, half: str) -> Evaluation:
    """The figures of cases that were judged."""
    return Evaluation(
        capability=capability.name,
        version=capability.card.version,
        at=at,
        half=half,
        figures=count_figures((each.findings for each in judged), thresholds=capability.card.thresholds),
        judged=judged,
        calibration=_calibrate(judged, capability=capability, half=half),
    )


def _calibrate(judged: Sequence[Judged], *, capability: Capability, half: str) -> Calibration | None:
    """Over the half that nothing was fitted on, unless the other was asked for."""
    looked_at = "tune" if half == "tune" else "test"
    said = [
        Said(
            confidence=each.measured.confidence if each.measured.speaks else None,
            is_right=is_right(each, thresholds=capability.card.thresholds),
        )
        for each in judged
        if each.case.half == looked_at
    ]
    return calibrate(said, half=looked_at, served=served_thresholds(capability.card))


def is_right(judged: Judged, *, thresholds: Mapping[str, float]) -> bool:
    """Did it come out as the card promises for each single case: every figure with a threshold that it speaks to? Where
    it speaks to none, did the outcome come out as the case expects?"""
    promised = {name: value for name, value in judged.findings.items() if name in thresholds}
    if not promised:
        return judged.measured.outcome == judged.case.expect.value
    return all(value is not name.endswith("_at_most") for name, value in promised.items())


def judge_case(
    case: Case,
    *,
    capability: Capability,
    body: str,
    at: datetime,
    engines: Engines,
    recorder: Recorder,
    shows_early: bool = False,
) -> Judged:
    """Take one case along the road, and look at what came back. Raises what the road raises.

    `shows_early` times the first claim as a page that shows claims as they come would.
    """
    context = Context(body=body, at=at, nation=case.nation, language=case.language, door="evaluate")
    shown: list[float] = []
    began = perf_counter()
    run = travel(
        case.request,
        capability=capability,
        context=context,
        engines=engines,
        recorder=recorder,
        show=(lambda number, claim: shown.append((perf_counter() - began) * 1000)) if shows_early else None,
    )
    measured = measure_run(run, whole_ms=(perf_counter() - began) * 1000, first_claim_ms=shown[0] if shown else None)
    findings = dict(capability.judge(case.expected, run))
    claims = run.outcome.claims if run.outcome else ()
    if claims:
        findings[UNSUPPORTED] = not _are_supported(claims, run, engines)
        if measured.fell_back or measured.model_spoke:
            findings[FELL_BACK] = measured.fell_back
    return Judged(case=case, measured=measured, findings=findings)


def _are_supported(claims: Sequence[Claim], run: Run, engines: Engines) -> bool:
    """A second look, by whatever the claims rest on."""
    quoted = [claim for claim in claims if not rests_on_a_rule(claim)]
    passages = cast(Passages, engines.one("passages")).fetch(sorted(sources_of(*quoted)), context=run.context)
    if not all(is_supported(claim, passages) for claim in quoted):
        return False
    if len(quoted) == len(claims):
        return True
    book = cast(RuleBook, engines.one(RULES))
    return are_supported(claims, request=run.request, context=run.context, book=book)
