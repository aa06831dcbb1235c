"""check: what goes out is looked at, and what cannot be borne out is taken away. It fails closed.

The passages are read anew from the database: what a capability says it read is never believed. What rests on a rule is
reckoned anew (see `reckoning`).
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from fingerpost.contract.capability import Capability
from fingerpost.contract.citing import cite
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.contract.passages import Passage
from fingerpost.contract.ports import Engines, Passages
from fingerpost.contract.run import Run, Step
from fingerpost.pipeline.claims import Removed, check_claim, sources_of
from fingerpost.pipeline.offers import may_ask, may_offer, may_suggest, suggestions_of, was_asked
from fingerpost.pipeline.phrases import say
from fingerpost.pipeline.proposing import check_proposal, settle_proposal
from fingerpost.pipeline.reckoning import check_reckoned, is_of_a_rule, rests_on_a_rule, said_by_rules
from fingerpost.pipeline.sources import remember_removed
from fingerpost.pipeline.timing import timed
from fingerpost.rules.saying.said import Said

NOTHING_BORNE_OUT = "nothing borne out"


def check_outcome(run: Run, capability: Capability, engines: Engines) -> Run:
    """Check all that the outcome would put before the reader, and take out whatever fails."""
    return timed(lambda run: _check(run, capability, engines), run)


def _check(run: Run, capability: Capability, engines: Engines) -> Run:
    outcome = run.outcome
    if outcome is None:
        raise RuntimeError("the capability stage left no outcome")
    passages = _read_sources(outcome, run.context, engines)
    said = said_by_rules(outcome, run, engines)
    claims, removed = _sort_claims(outcome.claims, passages, run.context, said=said)
    remember_removed(engines, removed)
    failures = [each.finding for each in removed]
    borne_out = _take_out(replace(outcome, claims=claims), passages, run, capability, said=said)
    found = {
        "claims": len(outcome.claims),
        "kept": len(claims),
        "taken_out": [{"check": each.check, "reason": each.reason} for each in failures],
        **_count_taken_out(outcome, borne_out),
    }
    language = run.context.language
    checked = _settle(outcome, borne_out, language=language)
    kept, wrong = check_proposal(outcome, run, capability, engines)
    if outcome.proposal is not None:
        found["proposal_kept"] = not wrong
        message = say("nothing left", language)
        checked = settle_proposal(checked, kept, wrong=wrong, reason=NOTHING_BORNE_OUT, message=message)
    reason = failures[0].check if failures else f"proposal: {wrong}" if wrong else ""
    return run.after(Step(name="check", reason=reason, found=found), outcome=checked)


def _read_sources(outcome: Outcome, context: Context, engines: Engines) -> Mapping[str, Passage]:
    steps = {step.source_id for step in outcome.next_steps if not is_of_a_rule(step)}
    named = sources_of(*(claim for claim in outcome.claims if not rests_on_a_rule(claim))) | steps
    ids = (named | set(outcome.suggested_from)) - {""}
    if not ids:
        return {}
    return cast(Passages, engines.one("passages")).fetch(sorted(ids), context=context)


def _sort_claims(
    claims: tuple[Claim, ...], passages: Mapping[str, Passage], context: Context, *, said: Said
) -> tuple[tuple[Claim, ...], list[Removed]]:
    checked = [
        (claim, check_reckoned(claim, said) if rests_on_a_rule(claim) else check_claim(claim, passages, context))
        for claim in claims
    ]
    kept = tuple(each.claim for _, each in checked if each.claim is not None)
    return kept, [Removed(claim=claim, finding=each.failure) for claim, each in checked if each.failure is not None]


def _take_out(
    outcome: Outcome, passages: Mapping[str, Passage], run: Run, capability: Capability, *, said: Said
) -> Outcome:
    """The outcome without a message, next step, suggestion, question or missing word that is not borne out."""
    context = run.context
    suggested = tuple(
        cite(passages[source])
        for heading, source in suggestions_of(outcome)
        if may_suggest(heading, passages.get(source), context)
    )
    return replace(
        outcome,
        message=outcome.message if outcome.message in capability.phrases else "",
        next_steps=tuple(
            step
            for step in outcome.next_steps
            if (
                step in said.next_steps
                if is_of_a_rule(step)
                else may_offer(step, passages.get(step.source_id), capability, context)
            )
        ),
        suggestions=tuple(each.heading for each in suggested),
        suggested_from=(),
        suggested=suggested,
        asks=tuple(ask for ask in outcome.asks if may_ask(ask, capability)),
        not_found=tuple(words for words in outcome.not_found if was_asked(words, run)),
    )


def _count_taken_out(before: Outcome, after: Outcome) -> dict[str, object]:
    names = ("next_steps", "suggestions", "asks", "not_found")
    counts = {name: len(getattr(before, name)) - len(getattr(after, name)) for name in names}
    return {
        **{f"{name}_taken_out": count for name, count in counts.items() if count},
        "message_known": before.message == after.message,
    }


def _settle(outcome: Outcome, left: Outcome, *, language: str) -> Outcome:
    """What kind of outcome it is, after what was taken out of it."""
    if outcome.speaks:
        return _settle_answer(outcome, left, language)
    silent = replace(left, claims=(), complete=False, suggestions=(), suggested=(), compares=())
    if outcome.kind is OutcomeKind.NEEDS_DETAIL:
        return silent if silent.asks else _cannot_answer(language)
    return replace(silent, asks=(), not_found=(), message=silent.message or say("nothing left", language))


def _settle_answer(outcome: Outcome, left: Outcome, language: str) -> Outcome:
    """An answer that lost a claim is no longer whole; one that lost them all is none. A fixed reply has no claim."""
    if not left.claims and (outcome.claims or not left.message):
        return _cannot_answer(language)
    is_whole = left.kind is OutcomeKind.ANSWERED and len(left.claims) == len(outcome.claims)
    return replace(
        left,
        kind=OutcomeKind.ANSWERED if is_whole else OutcomeKind.PARTLY_ANSWERED,
        complete=is_whole and left.complete and not left.not_found,
        asks=(),
    )


def _cannot_answer(language: str) -> Outcome:
    return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason=NOTHING_BORNE_OUT, message=say("nothing left", language))
