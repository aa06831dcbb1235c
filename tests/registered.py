"""Systems for the tests of the register: one that runs here and was measured, one elsewhere, one that is retired."""

from datetime import timedelta
from typing import Any

from django.conf import settings

from fingerpost.doors.installation import now
from fingerpost.doors.systems import find_systems, keep_versions, register_system
from fingerpost.record.register.evaluations import keep_evaluation

BODY = settings.CONFIGURATION.body
ELSEWHERE = {
    "name": "Plate reader",
    "description": "Reads number plates on photos, so that nobody has to type them.",
    "organisation": "Fernby Council",
    "senior_responsible_owner": "Head of Parking",
    "phase": "public-beta",
    "appeals_and_review": "Ask for an officer to look at the photo.",
    "challenge_address": "https://www.fernby.example/parking/appeal",
    "finder_capability": "computer-vision",
    "finder_function": "general-public-services",
    "limits": "It cannot read foreign plates.",
}


def figure(name: str, yes: int, n: int, threshold: float, *, reached: bool = True) -> dict[str, Any]:
    """One row of an evaluation; its interval is near enough for a page."""
    share = yes / n
    return {
        **{"name": name, "share": share, "yes": yes, "n": n, "threshold": threshold, "reached": reached},
        **{"low": max(0.0, share - 0.03), "high": min(1.0, share + 0.03)},
    }


def measured(*, days_ago: int = 3, passed: bool = True) -> str:
    """Keep an evaluation of what runs here; gives its reference."""
    figures = [
        figure("right_page_first", 262, 283, 0.9),
        figure("off_topic_declined", 61, 66, 0.95, reached=passed),
        figure("answerable_declined_at_most", 6, 283, 0.05),
    ]
    values = {"capability": "answer", "version": "1", "half": "all", "cases": 349, "passed": passed, "figures": figures}
    system = find_systems()["answer"].running.system
    return keep_evaluation(values, system=system, body=BODY, at=now() - timedelta(days=days_ago))


def register_all() -> None:
    """All three, with versions of each record: two of the one that runs elsewhere."""
    measured(passed=False)
    register_system(ELSEWHERE, by="olwen")
    register_system({**ELSEWHERE, "limits": "It cannot read foreign plates.\nIt is slow at night."}, by="olwen")
    register_system({**ELSEWHERE, "name": "Letter sorter", "phase": "retired"}, by="olwen")
    keep_versions("For the tests")
