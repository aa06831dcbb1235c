"""One journey along the road: what travels. Frozen: each stage returns a new Run."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Self

from fingerpost.contract.claims import NextStep, Outcome
from fingerpost.contract.context import Context
from fingerpost.contract.explanation import Explanation


class Verdict(StrEnum):
    """What one check found. UNSURE ("could not tell") is not a pass: it sends the run to a person."""

    PASS = "pass"  # noqa: S105  # a verdict, not a password
    STOP = "stop"
    REVIEW = "review"
    UNSURE = "unsure"


class Route(StrEnum):
    """Where a run goes: to the reader, to a person, or nowhere."""

    DELIVER = "deliver"
    REVIEW = "review"
    STOP = "stop"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one stage found, under the stage's own name, so that a new stage needs no migration.

    `found` holds plain JSON values and never personal data. `milliseconds` is wall time.
    """

    name: str
    verdict: Verdict = Verdict.PASS
    reason: str = ""
    found: Mapping[str, object] = field(default_factory=dict)
    milliseconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Signpost:
    """Help for somebody who may be in danger, in fixed words. Always shown first."""

    name: str
    heading: str
    words: str
    contacts: tuple[NextStep, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Run:
    """One journey along the road.

    `request` is an instance of the capability's own request type. `masked` maps each placeholder, such as "[email 1]",
    to the words it stands for; it lives as long as the run, in memory only, and is left out of `repr`.
    """

    reference: str
    capability: str
    request: Any
    context: Context
    outcome: Outcome | None = None
    explanation: Explanation | None = None
    steps: tuple[Step, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    masked: Mapping[str, str] = field(default_factory=dict, repr=False)

    def after(self, step: Step, **changes: Any) -> Self:
        """This run with one more step, and whatever else the stage changed."""
        return replace(self, steps=(*self.steps, step), **changes)

    @property
    def route(self) -> Route:
        """The strictest step decides."""
        verdicts = {step.verdict for step in self.steps}
        if Verdict.STOP in verdicts:
            return Route.STOP
        if verdicts & {Verdict.REVIEW, Verdict.UNSURE}:
            return Route.REVIEW
        return Route.DELIVER

    def step(self, name: str) -> Step | None:
        """The last step of that name."""
        return next((step for step in reversed(self.steps) if step.name == name), None)

    def unmask(self, text: str) -> str:
        """Put the person's own words back into text that is shown to that same person."""
        for placeholder, original in self.masked.items():
            text = text.replace(placeholder, original)
        return text
