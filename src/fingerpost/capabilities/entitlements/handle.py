"""From facts to an outcome: all that the rules say of them. Open this first."""

from fingerpost.capabilities.entitlements.phrases import say
from fingerpost.capabilities.entitlements.request import Household
from fingerpost.contract.claims import Claim, Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.saying.claims import say as say_by_rules


def handle(request: Household, *, context: Context, rules: RuleBook) -> Outcome:
    """Work out every scheme for this household, in words that the check makes anew.

    The confidence is the share of schemes that the facts settle. Facts that do not fit are an outcome, not a fault.
    """
    if not request.facts:
        return _nothing("no facts", context)
    try:
        said = say_by_rules(
            rules,
            request.facts,
            on=request.on or context.on,
            nation=context.nation,
            language=context.language,
            schemes=request.schemes,
            changes=request.changes,
        )
    except FactsInvalid:
        return _nothing("facts that do not fit", context)
    schemes = [claim for claim in said.claims if claim.reckoned is not None and claim.reckoned.part == "scheme"]
    still_open = sum(bool(claim.reckoned.missing) for claim in schemes if claim.reckoned)
    return Outcome(
        kind=OutcomeKind.PARTLY_ANSWERED if still_open else OutcomeKind.ANSWERED,
        claims=said.claims,
        complete=not still_open,
        message=say("some open", context.language) if still_open else "",
        confidence=1 - still_open / len(schemes) if schemes else None,
        next_steps=said.next_steps,
        found=_counts(schemes, still_open),
    )


def _counts(schemes: list[Claim], still_open: int) -> dict[str, object]:
    """How many of each; which ones, and how much, is nobody's to count."""
    verdicts = [claim.reckoned.verdict for claim in schemes if claim.reckoned]
    sure = {name: verdicts.count(name) for name in ("likely", "may", "unlikely")}
    return {"schemes": len(schemes), "open": still_open, **sure}


def _nothing(reason: str, context: Context) -> Outcome:
    return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason=reason, message=say(reason, context.language))
