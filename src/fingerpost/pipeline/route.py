"""route: to the reader, to a person, or nowhere. An outcome that cannot say how sure it is goes to a person."""

from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Outcome
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Route, Run, Step, Verdict
from fingerpost.pipeline.timing import timed


def choose_route(run: Run, capability: Capability, engines: Engines) -> Run:
    """Apply the card's review rule. What is not an answer (a refusal, a question back) needs no review."""
    return timed(lambda run: _choose(run, capability), run)


def _choose(run: Run, capability: Capability) -> Run:
    reason = why_a_person(run.outcome, capability)
    route = Route.REVIEW if reason and run.route is Route.DELIVER else run.route
    verdict = Verdict.REVIEW if reason else Verdict.PASS
    return run.after(Step(name="route", verdict=verdict, reason=reason, found={"route": route.value}))


def why_a_person(outcome: Outcome | None, capability: Capability) -> str:
    """Why a person must look before this outcome is shown, as the card has it; "" where nobody must."""
    review = capability.card.review
    if outcome is None or not outcome.speaks:
        return ""
    if review.always:
        return "a person always decides"
    if outcome.confidence is None:
        return "no stated confidence"
    if outcome.confidence < review.below:
        return "not sure enough"
    return ""


def waits_for_a_person(run: Run) -> bool:
    """Is an answer held back from the reader until a person has looked?"""
    return run.route is Route.REVIEW and run.outcome is not None and run.outcome.speaks
