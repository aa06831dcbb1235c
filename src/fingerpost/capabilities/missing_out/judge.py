"""What counts as right, for one case of `cases/`."""

from collections.abc import Mapping
from typing import Any

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run


def judge(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """Yes or no to each figure the case says something of.

    `expected` has `expect`, and may have `missed`, the schemes that the household misses and no others; `sure`, how
    many of them are likely; and `amounts`, of schemes to pence, or to [lowest, highest].
    """
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    found = {each.about: each for claim in outcome.claims if (each := claim.reckoned)}
    figures = {"outcome_as_expected": outcome.kind.value == str(expected["expect"]).replace("_", " ")}
    if "missed" in expected:
        figures["missed_right"] = set(found) == set(expected["missed"])
    if "sure" in expected:
        figures["sure_right"] = outcome.found.get("likely") == expected["sure"]
    for scheme, value in expected.get("amounts", {}).items():
        low, high = value if isinstance(value, list) else (value, value)
        is_so = scheme in found and (found[scheme].low, found[scheme].high) == (low, high)
        figures["amount_right"] = figures.get("amount_right", True) and is_so
    return figures
