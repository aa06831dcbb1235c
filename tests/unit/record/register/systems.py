"""A system as the register is told of it: the card of `answer` with a body's own values, and digests made up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fingerpost.capabilities import FOLDER
from fingerpost.contract.card import Assessment, Card, Contact, Measure, read_card
from fingerpost.record.register.running import DataSource, Running, System

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BODY = "fernby"
SYSTEM = {
    "capability": "answer 1",
    "card": "c" * 64,
    "search": "5" * 64,
    "release": "0.1.0",
    "behaviour": "b" * 64,
    "cases": "e" * 64,
}
SOURCE = DataSource(
    collection="starter",
    title="Starter library",
    pages=150,
    checked_from=date(2026, 1, 2),
    checked_to=date(2026, 11, 1),
)
FIGURES = [
    ("right_page_first", 93, 100, 0.9),
    ("right_page_in_first_three", 99, 100, 0.97),
    ("off_topic_declined", 20, 20, 0.95),
    ("near_miss_declined_or_named", 9, 10, 0.8),
    ("answerable_declined_at_most", 1, 100, 0.05),
    ("everyday_beside_the_point_declined", 50, 100, 0.4),
    ("everyday_declined_at_most", 9, 100, 0.14),
    ("unsupported_claims_at_most", 0, 120, 0.0),
    ("clarified", 3, 4, None),
]


def own_card(**changes: Any) -> Card:
    """Without a placeholder: what a body makes of the card that comes along."""
    card = read_card(FOLDER / "answer" / "card.toml")
    told = replace(
        card.transparency,
        website_url="https://www.bristol.gov.uk/ask",
        organisation="Bristol City Council",
        team="Digital team",
        senior_responsible_owner="Director of Digital",
    )
    measure = Measure(words="Test with people", owner="Head of Digital", status="planned", due=date(2027, 2, 22))
    assessment = Assessment(
        kind="equality", name="Equality impact", date=date(2026, 11, 1), summary="Looked at.", measures=(measure,)
    )
    own = replace(
        card,
        owner="Head of Digital",
        contact=Contact(team="Digital team", email="digital@bristol.gov.uk"),
        transparency=told,
        assessments=(assessment,),
    )
    return replace(own, **changes)


def system_with(card: Card | None = None, **changes: Any) -> System:
    """What runs, with other digests or counts."""
    running = Running(system={**SYSTEM, **changes.pop("system", {})}, challenge_address="/register/answer#challenge")
    return System(card=card or own_card(), running=replace(running, **{"sources": (SOURCE,), **changes}))


def evaluation(
    *, at: datetime = AT - timedelta(days=1), half: str = "all", **figures: tuple[int, int]
) -> dict[str, Any]:
    """The values of an evaluation that reaches every threshold, but for the figures that are named."""
    rows = [(name, *figures.get(name, (yes, n)), bound) for name, yes, n, bound in FIGURES]
    return {
        "capability": "answer",
        "version": "1",
        "at": at.isoformat(),
        "half": half,
        "cases": 341,
        "passed": all(_reached(*row) for row in rows),
        "figures": [
            {
                "name": name,
                "share": yes / n,
                "yes": yes,
                "n": n,
                "low": 0.5,
                "high": 0.99,
                "threshold": bound,
                "reached": _reached(name, yes, n, bound),
                "against": [],
            }
            for name, yes, n, bound in rows
        ],
    }


def _reached(name: str, yes: int, n: int, bound: float | None) -> bool:
    if bound is None:
        return True
    return yes / n <= bound if name.endswith("_at_most") else yes / n >= bound
