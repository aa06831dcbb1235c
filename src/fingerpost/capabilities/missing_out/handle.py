"""From the facts of one household to what it probably misses, in the words of the rules. Open this first.

It looks with the `look_at` that a whole source is looked through with, so what is measured here is what officers use.
"""

from collections import Counter

from fingerpost.capabilities.missing_out.finding import Confidence, Standing, look_at
from fingerpost.capabilities.missing_out.phrases import say
from fingerpost.capabilities.missing_out.request import HouseholdOnRecord
from fingerpost.contract.claims import Claim, NextStep, Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import FactsInvalid
from fingerpost.rules.households.contradictions import find_contradictions
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.populations.reading import SourceRow
from fingerpost.rules.saying.claims import say as say_by_rules
from fingerpost.rules.saying.said import RULE, Said


def handle(request: HouseholdOnRecord, *, context: Context, rules: RuleBook) -> Outcome:
    """A claim for each scheme that the household probably misses, worded by the rules.

    The confidence is the share of those that nothing leaves open. Facts that do not fit are an outcome, not a fault.
    """
    if not request.facts:
        return _nothing("no facts", context)
    if not request.schemes or any(name not in rules.public or _is_tax(name, rules) for name in request.schemes):
        return _nothing("nothing to look for", context)
    try:
        missed, counts = _look(request, context, rules)
        said = _said(request, context, rules)
    except FactsInvalid:
        return _nothing("facts that do not fit", context)
    if not missed:
        message = say("nothing missed", context.language)
        return Outcome(
            kind=OutcomeKind.ANSWERED, reason="nothing missed", message=message, confidence=1.0, found=counts
        )
    still_open = counts[Confidence.MAY.value]
    return Outcome(
        kind=OutcomeKind.PARTLY_ANSWERED if still_open else OutcomeKind.ANSWERED,
        claims=tuple(claim for claim in said.claims if _about(claim) in missed),
        complete=not still_open,
        message=say("some open", context.language) if still_open else "",
        confidence=1 - still_open / len(missed),
        next_steps=tuple(step for step in said.next_steps if _scheme_of(step) in missed),
        found=counts,
    )


def _look(request: HouseholdOnRecord, context: Context, rules: RuleBook) -> tuple[set[str], dict[str, int]]:
    """The schemes that are missed, and how many stand where. Raises FactsInvalid, also for what contradicts itself."""
    on = request.on or context.on
    household = read_household(rules, request.facts)
    wrong = {path: each.words["en"] for each in find_contradictions(household, on=on) for path in each.paths[:1]}
    if wrong:
        raise FactsInvalid(wrong)
    known = request.receives or {}
    row = SourceRow(line=1, reference="", nation=context.nation, weight=1, values=household.answers, receives=known)
    found = list(look_at(row, schemes=request.schemes, book=rules, on=on))
    standings = Counter(finding.confidence.value if finding else standing.value for _, standing, finding in found)
    counts = {
        "likely": standings[Confidence.LIKELY.value],
        "may": standings[Confidence.MAY.value],
        "receives_it": standings[Standing.RECEIVES.value],
        "not_entitled": standings[Standing.NOT_ENTITLED.value],
    }
    return {scheme for scheme, _, finding in found if finding}, counts


def _said(request: HouseholdOnRecord, context: Context, rules: RuleBook) -> Said:
    """All that the rules say of the schemes looked for, just as the check will make it anew."""
    return say_by_rules(
        rules,
        request.facts,
        on=request.on or context.on,
        nation=context.nation,
        language=context.language,
        schemes=request.schemes,
    )


def _is_tax(scheme: str, rules: RuleBook) -> bool:
    return not rules.schemes[scheme].entitled


def _about(claim: Claim) -> str:
    return claim.reckoned.about if claim.reckoned else ""


def _scheme_of(step: NextStep) -> str:
    return step.source_id.removeprefix(RULE)


def _nothing(reason: str, context: Context) -> Outcome:
    return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason=reason, message=say(reason, context.language))
