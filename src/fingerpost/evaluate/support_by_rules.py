"""An auditor's second look at claims that rest on rules, written apart from the road's check of them.

Where the check makes the claims anew and compares, this asks the rules for verdict and amount alone, and holds the
figures of each headline to them.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from fingerpost.contract.claims import Claim, Reckoned
from fingerpost.contract.context import Context
from fingerpost.rules.book import RuleBook
from fingerpost.rules.evaluating import evaluate
from fingerpost.rules.households.reading import read_household
from fingerpost.rules.results import SchemeResult, Verdict

_POUNDS = re.compile(r"£[\d,]+(?:\.\d\d)?")
_MAY_SAY = {
    Verdict.YES: frozenset({"likely", "may", "pays"}),
    Verdict.NO: frozenset({"unlikely", "pays"}),
    Verdict.UNKNOWN: frozenset({"may", "pays"}),
}


def are_supported(claims: Iterable[Claim], *, request: Any, context: Context, book: RuleBook) -> bool:
    """Does each claim of a scheme say what the rules come to, with no other sum in its words?"""
    asked = getattr(request, "on", None)
    on = asked if isinstance(asked, date) else context.on
    evaluation = evaluate(book, read_household(book, request.facts), on=on, nation=context.nation)
    stated = [(claim, claim.reckoned) for claim in claims if claim.reckoned and claim.reckoned.part == "scheme"]
    return all(_is_so(claim, reckoned, evaluation.results[reckoned.about]) for claim, reckoned in stated)


def _is_so(claim: Claim, reckoned: Reckoned, result: SchemeResult) -> bool:
    if reckoned.verdict not in _MAY_SAY[result.verdict]:
        return False
    if reckoned.low is None:
        return not _POUNDS.search(claim.text)
    amount = result.amount
    if amount is None or (reckoned.low, reckoned.high, reckoned.period) != (amount.low, amount.high, amount.period):
        return False
    return {_pence(each) for each in _POUNDS.findall(claim.text)} <= {amount.low, amount.high}


def _pence(written: str) -> int:
    pounds, _, pence = written.removeprefix("£").replace(",", "").partition(".")
    return int(pounds) * 100 + int(pence or 0)
