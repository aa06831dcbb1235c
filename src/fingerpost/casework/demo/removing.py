"""Takes away everything of the made-up year. What the ledger holds of it stays: codes and numbers, and no words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fingerpost.casework.changing import keeping
from fingerpost.casework.demo.lives import LEAD
from fingerpost.casework.members import leave_team, list_all_members
from fingerpost.casework.models import Case
from fingerpost.record.events import note_event
from fingerpost.record.models import SubjectKey

AT_ONCE = 250
MARK = "demo-"


@dataclass(frozen=True, kw_only=True)
class Removed:
    cases: int
    members: int


def count_demo(body: str) -> int:
    """How many made-up cases the body has."""
    return Case.objects.filter(body=body, is_demo=True).count()


def has_real_cases(body: str) -> bool:
    """Has anybody reported anything here?"""
    return Case.objects.filter(body=body, is_demo=False).exists()


def remove_demo(
    *, body: str, by: str, at: datetime, told: Callable[[int, int], None] = lambda done, of: None
) -> Removed:
    """Delete each made-up case with all that belongs to it and the key of its words, and the demo officers from their
    teams. A piece at a time, so that others can work meanwhile: broken off, it is done again. Raises StoreUnavailable.
    """
    cases, of = 0, count_demo(body)
    while rows := list(
        Case.objects.filter(body=body, is_demo=True).order_by("pk").values_list("pk", "subject")[:AT_ONCE]
    ):
        with keeping():
            SubjectKey.objects.filter(body=body, subject__in=[subject for _, subject in rows]).update(
                wrapped=b"", erased_at=at
            )
            Case.objects.filter(pk__in=[number for number, _ in rows], body=body, is_demo=True).delete()
            note_event("demo/removed", body=body, at=at, facts={"cases": len(rows), "by": by})
        cases += len(rows)
        told(cases, of)
    return Removed(cases=cases, members=_remove_members(body=body, by=by, at=at))


def _remove_members(*, body: str, by: str, at: datetime) -> int:
    ours = [each for each in list_all_members(body) if each.account.startswith(MARK) or each.account == LEAD]
    return sum(leave_team(each.team, each.account, body=body, by=by, at=at) for each in ours)
