"""How good suggestions were, by what people decided: for each service, and whether 8 in 10 means 8 in 10.

Planted suggestions are left out: they were wrong on purpose (see `deciding.review_figures`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.casework.models import Decision, Suggestion
from fingerpost.contract.intervals import wilson_interval

MOST = 20_000
"""Decisions that are read, newest first: what is older tells little of how it goes."""
EDGES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Between which sureness is put together. Finer where most suggestions lie."""


@dataclass(frozen=True, kw_only=True)
class ServiceFigures:
    """What became of suggestions of one service, "" where none was suggested. `taken` is how many went to it although
    another was suggested. `lowest` and `highest` bound the share that was accepted (Wilson, 95%)."""

    service: str
    decided: int
    accepted: int
    changed: int
    refused: int
    taken: int
    lowest: float | None
    highest: float | None


@dataclass(frozen=True, kw_only=True)
class Bin:
    """Suggestions about as sure as each other. `said` is the mean of what they said of being right, `right` how many of
    `count` had the service that the person chose, with the bounds of that share (Wilson, 95%)."""

    said: float
    count: int
    right: int
    lowest: float
    highest: float


@dataclass(frozen=True, kw_only=True)
class Times:
    """Seconds for which officers had a case before they decided. A tenth took `quick` or less, a tenth `slow` or more;
    `hasty` were decided within five seconds of opening."""

    count: int
    quick: float
    middle: float
    slow: float
    hasty: int


@dataclass(frozen=True, kw_only=True)
class Review:
    """All that the decisions since a day tell. `times` is None where nobody decided anything."""

    services: tuple[ServiceFigures, ...]
    bins: tuple[Bin, ...]
    times: Times | None


HASTY = 5  # seconds


def review(body: str, *, since: datetime) -> Review:
    """In one query."""
    made = Decision.objects.filter(
        body=body, at__gte=since, suggestion__kind=Suggestion.Kind.TRIAGE, suggestion__is_planted=False
    )
    columns = ("verdict", "seconds", "chosen", "suggestion__proposed", "suggestion__confidence")
    rows = list(made.order_by("-at").values(*columns)[:MOST])
    return Review(services=_by_service(rows), bins=_bins(rows), times=_times([row["seconds"] for row in rows]))


def _by_service(rows: Sequence[Mapping[str, Any]]) -> tuple[ServiceFigures, ...]:
    """Those with most suggestions first."""
    verdicts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    taken: dict[str, int] = defaultdict(int)
    for row in rows:
        proposed, chosen = _service(row["suggestion__proposed"]), _service(row["chosen"])
        verdicts[proposed][row["verdict"]] += 1
        if chosen and chosen != proposed:
            taken[chosen] += 1
    made = [_figures(each, verdicts[each], taken[each]) for each in {*verdicts, *taken}]
    return tuple(sorted(made, key=lambda each: (-each.decided, each.service)))


def _figures(service: str, counts: Mapping[str, int], taken: int) -> ServiceFigures:
    decided = sum(counts.values())
    accepted = counts.get(Decision.Verdict.ACCEPTED, 0)
    lowest, highest = wilson_interval(accepted, decided) if decided else (None, None)
    return ServiceFigures(
        service=service,
        decided=decided,
        accepted=accepted,
        changed=counts.get(Decision.Verdict.CHANGED, 0),
        refused=counts.get(Decision.Verdict.REFUSED, 0),
        taken=taken,
        lowest=lowest,
        highest=highest,
    )


def _bins(rows: Sequence[Mapping[str, Any]]) -> tuple[Bin, ...]:
    """Of suggestions that named a service and how sure they were, least sure first. Empty bins are left out."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        said, proposed = row["suggestion__confidence"], _service(row["suggestion__proposed"])
        if said is not None and proposed:
            at = next(place for place, edge in enumerate(EDGES[1:]) if said <= edge or edge == EDGES[-1])
            found[at].append((said, _service(row["chosen"]) == proposed))
    return tuple(_bin(found[at]) for at in sorted(found))


def _bin(pairs: Sequence[tuple[float, bool]]) -> Bin:
    right = sum(hit for _said, hit in pairs)
    lowest, highest = wilson_interval(right, len(pairs))
    said = sum(said for said, _hit in pairs) / len(pairs)
    return Bin(said=said, count=len(pairs), right=right, lowest=lowest, highest=highest)


def _times(seconds: Sequence[int]) -> Times | None:
    if not seconds:
        return None
    ordered = sorted(seconds)

    def at(share: float) -> float:
        return float(ordered[min(int(share * len(ordered)), len(ordered) - 1)])

    return Times(
        count=len(ordered), quick=at(0.1), middle=at(0.5), slow=at(0.9), hasty=sum(each <= HASTY for each in ordered)
    )


def _service(codes: Mapping[str, Any]) -> str:
    return str(codes.get("service") or "")
