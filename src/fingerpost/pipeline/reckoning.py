"""Whether what rests on a rule is what the rules themselves say. They are evaluated anew, and it fails closed.

No model can speak here: a claim stays only if it is, word for word and figure for figure, one that the rule files make
of the run's own facts, for its nation, on its day and in its language.
"""

import logging
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from fingerpost.contract.claims import Claim, NextStep, Outcome, SourceKind
from fingerpost.contract.errors import FingerpostError
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run, Verdict
from fingerpost.guard import Finding
from fingerpost.pipeline.claims import Checked
from fingerpost.rules.book import RuleBook
from fingerpost.rules.saying.claims import say
from fingerpost.rules.saying.said import NOTHING_SAID, RULE, Said

ENGINE = "rules"
NOT_SAID = Finding(
    check="rules", verdict=Verdict.STOP, reason="The rules do not say this of the facts that were given."
)

log = logging.getLogger(__name__)


def rests_on_a_rule(claim: Claim) -> bool:
    """Does any part of the claim name a rule as its source, or say what was reckoned?"""
    parts = (claim, *claim.beside)
    return any(each.source.kind is SourceKind.RULE or each.reckoned is not None for each in parts)


def is_of_a_rule(step: NextStep) -> bool:
    """Does the next step come from a scheme's file?"""
    return step.source_id.startswith(RULE)


def said_by_rules(outcome: Outcome, run: Run, engines: Engines) -> Said:
    """All that the rules say of the run's facts; nothing where no claim rests on them, or they cannot be asked.

    The facts are those of the request, under `facts` and `changes`, and the day is its `on`, else that of the run.
    """
    if not any(map(rests_on_a_rule, outcome.claims)):
        return NOTHING_SAID
    facts = getattr(run.request, "facts", None)
    if not isinstance(facts, Mapping):
        return NOTHING_SAID
    try:
        return _say_anew(run, facts, cast(RuleBook, engines.one(ENGINE)))
    except FingerpostError as error:
        log.warning("%s: the rules could not be asked anew: %s", run.reference, type(error).__name__)
        return NOTHING_SAID


def _say_anew(run: Run, facts: Mapping[str, Any], book: RuleBook) -> Said:
    asked = getattr(run.request, "on", None)
    return say(
        book,
        facts,
        on=asked if isinstance(asked, date) else run.context.on,
        nation=run.context.nation,
        language=run.context.language,
        schemes=tuple(getattr(run.request, "schemes", ())),
        changes=getattr(run.request, "changes", None),
    )


def check_reckoned(claim: Claim, said: Said) -> Checked:
    """The claim as the rules make it; None where they do not make it."""
    own = next((each for each in said.claims if each == claim), None)
    return Checked(claim=own) if own is not None else Checked(claim=None, failure=NOT_SAID)
