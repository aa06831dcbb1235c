"""Shares with their intervals. A figure without n and an interval is not a figure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fingerpost.contract.intervals import wilson_interval


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A share: `yes` of `n`, with its Wilson 95% interval, and the threshold of the card where there is one."""

    name: str
    yes: int
    n: int
    threshold: float | None = None

    @property
    def share(self) -> float:
        return self.yes / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        return wilson_interval(self.yes, self.n)

    @property
    def is_upper_bound(self) -> bool:
        return self.name.endswith("_at_most")

    @property
    def is_reached(self) -> bool:
        """Is the threshold reached? A figure over no cases never reaches one."""
        if self.threshold is None:
            return True
        if not self.n:
            return False
        return self.share <= self.threshold if self.is_upper_bound else self.share >= self.threshold


def count_figures(findings: Iterable[Mapping[str, bool]], *, thresholds: Mapping[str, float]) -> list[Figure]:
    """One figure a name, over the findings that have it. A threshold whose name nobody found has n = 0 and fails."""
    yes: dict[str, int] = {}
    n: dict[str, int] = {}
    for finding in findings:
        for name, value in finding.items():
            n[name] = n.get(name, 0) + 1
            yes[name] = yes.get(name, 0) + bool(value)
    names = [*thresholds, *(name for name in n if name not in thresholds)]
    return [Figure(name=name, yes=yes.get(name, 0), n=n.get(name, 0), threshold=thresholds.get(name)) for name in names]
