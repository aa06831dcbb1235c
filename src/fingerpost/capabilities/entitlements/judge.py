"""What counts as right, for one case of `cases/`."""

from collections.abc import Mapping
from typing import Any

from fingerpost.contract.claims import Outcome, OutcomeKind, Reckoned
from fingerpost.contract.run import Run


def judge(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """Yes or no to each figure the case says something of.

    `expected` has `expect`, and may have `verdicts`, a mapping of schemes to likely, may or unlikely, and `amounts`, of
    schemes to pence, or to [lowest, highest].
    """
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    found = {each.about: each for claim in outcome.claims if (each := claim.reckoned) and each.part == "scheme"}
    figures = {"outcome_as_expected": outcome.kind.value == str(expected["expect"]).replace("_", " ")}
    if verdicts := expected.get("verdicts"):
        figures["verdict_right"] = all(name in found and found[name].verdict == sure for name, sure in verdicts.items())
    if amounts := expected.get("amounts"):
        figures["amount_right"] = all(_amount_of(found.get(name)) == _pair(value) for name, value in amounts.items())
    return figures


def _amount_of(reckoned: Reckoned | None) -> tuple[int | None, int | None]:
    return (reckoned.low, reckoned.high) if reckoned else (None, None)


def _pair(value: Any) -> tuple[int, int]:
    low, high = value if isinstance(value, list) else (value, value)
    return int(low), int(high)
