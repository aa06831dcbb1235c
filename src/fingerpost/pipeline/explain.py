"""explain: why, in words for the person concerned, made now and kept with the outcome."""

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Card
from fingerpost.contract.explanation import Explanation
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline.timing import timed


def explain_outcome(run: Run, capability: Capability, engines: Engines) -> Run:
    """Ask the capability why. Also done for a run that a guard stopped, so that no reply is without its reasons."""
    return timed(lambda run: run.after(Step(name="explain"), explanation=capability.explain(run, capability.card)), run)


def explain_failure(card: Card) -> Explanation:
    """Why there is no answer when a part of the service broke. Needs nothing of the capability, which may be broken."""
    return Explanation(
        rationale="A part of the service did not work, so nothing was decided and no answer was made.",
        responsibility=f"{card.owner} is responsible for this service. You can ask {card.contact.team} instead.",
        data="What you typed was looked at to keep you safe and to hide personal details. It was used for nothing else.",
        fairness="Nothing about you was judged.",
        safety_and_performance="When a part fails, the service says so and does not guess.",
        impact="You have not lost anything by asking. Your rights and deadlines stay as they are.",
    )
