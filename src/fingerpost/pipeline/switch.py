"""switch: is the capability, or a model that it cannot do without, switched off? Read from the database in each run.

It stands before everything else, so nothing of a stopped capability runs, not even the words in which it explains
itself. Somebody in danger is shown where help is all the same: those words are fixed and no model chooses them.
"""

from collections.abc import Mapping

from fingerpost.contract.capability import Capability
from fingerpost.contract.card import Card
from fingerpost.contract.claims import NextStep, Outcome, OutcomeKind
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard.before.crisis import read_danger, signposts_for
from fingerpost.guard.texts import asked_in
from fingerpost.pipeline.explain import explain_switched_off
from fingerpost.pipeline.phrases import say
from fingerpost.pipeline.timing import timed
from fingerpost.record.register.phases import RETIRED, phase_of
from fingerpost.record.switches.reading import Key, Stopped, find_stopped

NAME = "switch"
SWITCHED_OFF = "switched off"
READ_FOR_DANGER = 5_000  # characters


def check_switch(run: Run, capability: Capability, engines: Engines) -> Run:
    """Stop the run where its switch is off. Raises StoreUnavailable when that cannot be read: then nothing runs."""
    return timed(lambda run: _check(run, capability), run)


def stopped_by(card: Card, stopped: Mapping[Key, Stopped]) -> Key | None:
    """The switch that keeps this capability from running: its own, or that of a model which its card names."""
    keys: list[Key] = [("capability", card.name), *(("model", name) for name in card.needs)]
    return next((key for key in keys if key in stopped), None)


def what_stops(card: Card, *, body: str) -> Key | None:
    """The switch that keeps it from running here; None while it runs. What the register has retired is switched off
    too. Raises StoreUnavailable."""
    return stopped_by(card, find_stopped(body)) or _retired(card, body)


def _retired(card: Card, body: str) -> Key | None:
    """What the register has retired is served no more. Raises StoreUnavailable."""
    phase = phase_of(card.name, declared=card.phase, body=body)
    return ("capability", card.name) if phase == RETIRED else None


def _check(run: Run, capability: Capability) -> Run:
    key = what_stops(capability.card, body=run.context.body)
    if key is None:
        return run.after(Step(name=NAME))
    text = asked_in(run.request)[:READ_FOR_DANGER]
    found = {"kind": key[0], "name": key[1]}
    outcome = Outcome(
        kind=OutcomeKind.STOPPED,
        reason=SWITCHED_OFF,
        message=say(SWITCHED_OFF, run.context.language),
        next_steps=_ways_to_a_person(capability.card),
    )
    return run.after(
        Step(name=NAME, verdict=Verdict.STOP, reason=SWITCHED_OFF, found=found),
        outcome=outcome,
        signposts=signposts_for(run, read_danger(text)),
        explanation=explain_switched_off(capability.card, reference=run.reference, language=run.context.language),
    )


def _ways_to_a_person(card: Card) -> tuple[NextStep, ...]:
    contact = card.contact
    if not (contact.url or contact.phone):
        return ()
    return (NextStep(kind="contact", label=contact.team, url=contact.url, phone=contact.phone),)
