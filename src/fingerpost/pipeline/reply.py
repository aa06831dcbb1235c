"""What the reader is given: one shape for every door, and the shape that the record keeps."""

from dataclasses import asdict
from typing import Any

from fingerpost.contract.card import Card
from fingerpost.contract.claims import Claim, NextStep, Outcome, OutcomeKind, Reckoned
from fingerpost.contract.run import Run, Signpost, Step
from fingerpost.pipeline.phrases import say
from fingerpost.pipeline.proposing import plain_proposal
from fingerpost.pipeline.route import waits_for_a_person

WAITS = "waits for a person"


def reply_of(run: Run, card: Card) -> dict[str, Any]:
    """The reply as plain JSON values. While a run waits for a person, its claims are held back.

    The reader's own words, where they were masked, are put back for the reader only: a run without `masked` keeps the
    placeholders.
    """
    return {
        "reference": run.reference,
        "capability": run.capability,
        "at": run.context.at.isoformat(timespec="seconds"),
        "nation": run.context.nation.value if run.context.nation else None,
        "language": run.context.language,
        **_outcome(_shown_outcome(run), run),
        "signposts": [signpost_of(each) for each in run.signposts],
        "contact": {
            "team": card.contact.team,
            "email": card.contact.email,
            "phone": card.contact.phone,
            "url": card.contact.url,
        },
        "explanation": run.explanation.kinds() if run.explanation else {},
        "steps": [_step(each) for each in run.steps],
    }


def held_back_from(run: Run) -> dict[str, Any] | None:
    """What a person must look at before the reader is given it; None when nothing is held back. A proposal to officers
    stands here alone: no reader is given one."""
    if run.outcome is None or not waits_for_a_person(run):
        return None
    proposal = run.outcome.proposal
    return {**_outcome(run.outcome, run), **({"proposal": plain_proposal(proposal)} if proposal else {})}


def _shown_outcome(run: Run) -> Outcome:
    if waits_for_a_person(run):
        return Outcome(kind=OutcomeKind.HANDED_OVER, reason=WAITS, message=say("held", run.context.language))
    return run.outcome or Outcome(kind=OutcomeKind.FAILED, message=say("failed", run.context.language))


def _outcome(outcome: Outcome, run: Run) -> dict[str, Any]:
    return {
        "outcome": outcome.kind.value,
        "reason": outcome.reason,
        "complete": outcome.complete,
        "message": outcome.message,
        "message_language": outcome.message_language or run.context.language,
        "claims": [claim_of(each) for each in outcome.claims],
        "written": {"by": outcome.written.by, "why_quoted": outcome.written.why_quoted},
        "not_found": [run.unmask(each) for each in outcome.not_found],
        "next_steps": [_next_step(each) for each in outcome.next_steps],
        "asks": [
            {"field": ask.field, "question": ask.question, "choices": [list(choice) for choice in ask.choices]}
            for ask in outcome.asks
        ],
        "suggestions": list(outcome.suggestions),
        "suggested": [
            {"heading": each.heading, "anchor": each.anchor, "copy": each.copy} for each in outcome.suggested
        ],
        "compares": [nation.value for nation in outcome.compares],
        "confidence": outcome.confidence,
    }


def claim_of(claim: Claim) -> dict[str, Any]:
    """One claim as plain JSON values."""
    source = claim.source
    return {
        "text": claim.text,
        "quote": claim.quote,
        "marked": list(claim.marked),
        "lines": [
            {"text": text, "kind": kind, "block": block, "marked": text in claim.marked}
            for kind, block, text in claim.lines
        ],
        "beside": [claim_of(each) for each in claim.beside],
        "source": {
            "id": source.id,
            "digest": source.digest,
            "title": source.title,
            "url": source.url,
            "heading": source.heading,
            "anchor": source.anchor,
            "link": source.link,
            "copy": source.copy,
            "nation": source.nation,
            "nations": sorted(nation.value for nation in source.nations),
            "language": source.language,
            "checked_on": source.checked_on.isoformat() if source.checked_on else None,
        },
        **({"reckoned": _reckoned(claim.reckoned)} if claim.reckoned else {}),
    }


def _reckoned(reckoned: Reckoned) -> dict[str, Any]:
    """What rules reckoned, without what is empty. No passage has it: its replies stay as they were."""
    values = {name: value for name, value in asdict(reckoned).items() if value not in (None, "", ())}
    return {name: _listed(value) for name, value in values.items()}


def _listed(value: Any) -> Any:
    return [_listed(each) for each in value] if isinstance(value, tuple) else value


def _next_step(step: NextStep) -> dict[str, str]:
    return {"kind": step.kind, "label": step.label, "url": step.url, "phone": step.phone}


def signpost_of(signpost: Signpost) -> dict[str, Any]:
    """Help for somebody who may be in danger, as plain JSON values."""
    return {
        "name": signpost.name,
        "heading": signpost.heading,
        "words": signpost.words,
        "contacts": [_next_step(each) for each in signpost.contacts],
    }


def _step(step: Step) -> dict[str, Any]:
    """What the step found stands beside its name: `masked` of the personal data step, `kept` of the check."""
    return {
        **step.found,
        "name": step.name,
        "verdict": step.verdict.value,
        "reason": step.reason,
        "milliseconds": step.milliseconds,
    }
