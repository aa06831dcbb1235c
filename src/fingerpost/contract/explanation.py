"""Why, in words for the person concerned.

The six kinds are those of "Explaining decisions made with AI" (ICO and The Alan Turing Institute, 2020).
"""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Made when the outcome is made and kept with it; never rebuilt later. Each is one to three plain sentences."""

    rationale: str
    responsibility: str
    data: str
    fairness: str
    safety_and_performance: str
    impact: str

    def kinds(self) -> dict[str, str]:
        """The six kinds by name, in their usual order."""
        return asdict(self)
