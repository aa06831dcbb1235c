"""Somebody in danger is signposted at once, in fixed words."""

import re

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Signpost, Step, Verdict
from fingerpost.guard.contacts import CONTACTS
from fingerpost.guard.texts import asked_in

NAME = "crisis"
_DANGER = re.compile(r"(?i)\b(kill myself|end my life|suicidal|want to die)\b")
_SIGNPOST = Signpost(
    name="suicide",
    heading="If you might hurt yourself, talk to someone now",
    words="If your life is in danger, call 999. You can talk to Samaritans at any time, free, on 116 123.",
    contacts=(CONTACTS["999"], CONTACTS["samaritans"]),
)


def check_crisis(run: Run) -> Run:
    """Hand over a person in danger now; signpost and go on for every other mention."""
    if not _DANGER.search(asked_in(run.request)):
        return run.after(Step(name=NAME))
    outcome = Outcome(
        kind=OutcomeKind.HANDED_OVER, reason="suicide", message=_SIGNPOST.words, next_steps=_SIGNPOST.contacts
    )
    step = Step(name=NAME, verdict=Verdict.STOP, reason="suicide", found={"groups": ["suicide"]})
    return run.after(step, outcome=outcome, signposts=(*run.signposts, _SIGNPOST))
