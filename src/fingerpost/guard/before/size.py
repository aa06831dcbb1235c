"""Is there a question, and is it short enough to read?"""

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard.texts import asked_in

NAME = "size"
GREATEST = 1000


def check_size(run: Run) -> Run:
    """Stop a question that is empty, holds no words, or is longer than its field allows."""
    text = asked_in(run.request)
    found = {"characters": len(text)}
    if len(text) > GREATEST:
        message = f"Your question is {len(text):,} characters long. We can read {GREATEST:,}. Make it shorter."
        return _stop(run, "too long", message, found)
    if not any(each.isalnum() for each in text):
        return _stop(run, "empty", "Type your question in words, for example: when is my bin day?", found)
    return run.after(Step(name=NAME, found=found))


def _stop(run: Run, reason: str, message: str, found: dict[str, int]) -> Run:
    outcome = Outcome(kind=OutcomeKind.STOPPED, reason=reason, message=message)
    return run.after(Step(name=NAME, verdict=Verdict.STOP, reason=reason, found=found), outcome=outcome)
