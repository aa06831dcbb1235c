"""Which language is the question in? English and Welsh are served; others are told so in their own language."""

from dataclasses import replace

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run, Step, Verdict
from fingerpost.guard.contacts import CONTACTS
from fingerpost.guard.languages import SERVED, not_served
from fingerpost.guard.texts import asked_in
from fingerpost.guard.tongues.telling import tell_language

NAME = "language"


def check_language(run: Run) -> Run:
    """Set the language of the context to that of the question, or stop with fixed words in a language not served."""
    told = tell_language(asked_in(run.request), assumed=run.context.language)
    found: dict[str, object] = {"language": told.language, "by": told.by}
    if told.confidence is not None:
        found["confidence"] = told.confidence
    if told.language in SERVED:
        return run.after(Step(name=NAME, found=found), context=replace(run.context, language=told.language))
    message, language = not_served(told.language, chosen=run.context.language)
    outcome = Outcome(
        kind=OutcomeKind.CANNOT_ANSWER,
        reason="language",
        message=message,
        message_language=language,
        next_steps=(CONTACTS["council offices"].step(run.context.language),),
        found={"language": told.language},
    )
    return run.after(Step(name=NAME, verdict=Verdict.STOP, reason="language not served", found=found), outcome=outcome)
