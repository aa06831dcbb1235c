"""From the text of a reform to its figures over made-up households. Open this first.

It calls the same `simulate` as the command and the pages do, so what is measured here is what analysts use.
"""

from datetime import date
from typing import Any

from fingerpost.capabilities.simulate.phrases import say
from fingerpost.capabilities.simulate.request import ReformAsked
from fingerpost.capabilities.simulate.simulating import simulate, synthetic_population
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.context import Context
from fingerpost.rules.book import RuleBook
from fingerpost.rules.faults import OutsideDates, RulesInvalid
from fingerpost.rules.reforms import parse_reform

FEWEST, MOST = 100, 20_000  # households: more than a person would wait for


def handle(request: ReformAsked, *, context: Context, rules: RuleBook) -> Outcome:
    """A fixed sentence, with the figures in `found`: pounds a year, households, and shares from 0 to 1.

    There is no claim in it: how far a sample speaks for a country is for whoever reads the figures and their bounds.
    """
    if not request.reform.strip():
        return _nothing("no reform", context)
    if not FEWEST <= request.households <= MOST or request.seed < 0:
        return _nothing("too few or too many", context)
    try:
        found = _simulated(request, rules, on=request.on or context.on, context=context)
    except RulesInvalid:
        return _nothing("reform that does not fit", context)
    except OutsideDates:
        return _nothing("outside the dates", context)
    figures = _figures(found)
    reason = "changes something" if figures["gain"] or figures["lose"] else "changes nothing"
    return Outcome(
        kind=OutcomeKind.ANSWERED, reason=reason, message=say(reason, context.language), found=figures, complete=True
    )


def _simulated(request: ReformAsked, rules: RuleBook, *, on: date, context: Context) -> dict[str, Any]:
    reform = parse_reform(request.reform, name="reform")
    drawn = synthetic_population(size=request.households, seed=request.seed, on=on)
    return simulate(rules, reform, drawn, name=reform.name, on=on, at=context.at, by="", workers=1)


def _figures(found: dict[str, Any]) -> dict[str, float]:
    """The first figures of a simulation, and its bounds where a sum has them."""
    everyone, cost = found["everyone"], found["cost"]
    parts = {f"change_in_{name}": part["change"]["value"] for name, part in found["parts"].items()}
    return {
        "rows": found["rows"],
        "households": found["households"],
        "cost": cost["value"],
        "cost_low": cost["low"],
        "cost_high": cost["high"],
        "gain": everyone["win"]["value"],
        "lose": everyone["lose"]["value"],
        "people_in_poverty": found["poverty"]["people"]["change"]["value"],
        "children_in_poverty": found["poverty"]["children"]["change"]["value"],
        **parts,
    }


def _nothing(reason: str, context: Context) -> Outcome:
    return Outcome(kind=OutcomeKind.CANNOT_ANSWER, reason=reason, message=say(reason, context.language))
