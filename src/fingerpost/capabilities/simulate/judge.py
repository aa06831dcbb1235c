"""What counts as right, for one case of `cases/`."""

from collections.abc import Mapping
from typing import Any

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run


def judge(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """Yes or no to each figure the case says something of.

    `expected` has `expect`, and may have `signs`, of figures to "more", "less" or "same" than nought; and `adds_up`,
    which asks whether the cost is the sum of its parts, taxes counted against it.
    """
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    found = {name: float(str(value)) for name, value in outcome.found.items()}
    figures = {"outcome_as_expected": outcome.kind.value == str(expected["expect"]).replace("_", " ")}
    if signs := expected.get("signs"):
        figures["direction_right"] = all(name in found and _sign(found[name]) == sign for name, sign in signs.items())
    if expected.get("adds_up"):
        parts = sum(value for name, value in found.items() if name.startswith("change_in_"))
        figures["adds_up"] = "cost" in found and abs(found["cost"] - parts) <= max(1.0, abs(parts) / 1_000)
    return figures


def _sign(value: float) -> str:
    return "same" if value == 0 else "more" if value > 0 else "less"
