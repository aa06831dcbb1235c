"""Doing one thing to many cases: what is refused for one is done to the others, and each is told."""

from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from tests.unit.casework.conftest import BODY, Desk, proposed

from fingerpost.casework import acting, queues
from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.models import Case, SavedView
from fingerpost.casework.queues.filters import NOBODY
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.services import Urgency

MANY = 500


def test_five_hundred_at_once_with_some_refused(desk: Desk) -> None:
    references = [desk.report(f"Hole {number}").reference for number in range(MANY - 2)]
    theirs = desk.report("A bin", proposal=proposed("missed-bins", "waste")).reference
    for reference in references[:7]:
        desk.act(acting.close, reference, reason="no")
    old = [(references[10], 99)]
    given = [*references[:10], *old, *references[11:], theirs, "FP-00000-00000"]
    done = acting.bulk(given, acting.start, viewer=desk.mair, at=desk.at, keys=desk.keys)
    assert [reference for reference, _ in done] == [*references, theirs, "FP-00000-00000"]
    faults = {reference: type(fault) for reference, fault in done if fault}
    assert faults == {
        **dict.fromkeys(references[:7], NotAllowed),
        references[10]: StaleCase,
        theirs: UnknownCase,
        "FP-00000-00000": UnknownCase,
    }
    assert Case.objects.filter(state="open", assigned_to="mair").count() == MANY - 2 - 8


def test_no_more_than_five_hundred_are_taken(desk: Desk) -> None:
    given = [f"FP-{number:05}-00000" for number in range(600)]
    assert len(acting.bulk(given, acting.start, viewer=desk.mair, at=desk.at, keys=desk.keys)) == MANY


def test_a_disk_that_fills_up_half_way_is_told_for_all_that_is_left(desk: Desk) -> None:
    references = [desk.report(f"Hole {number}").reference for number in range(4)]
    kept, full = acting.start, iter([False, False, True, True])

    def start(reference: str, **given: object) -> Case:
        if next(full):
            with patch("fingerpost.casework.changing.add_line", side_effect=DatabaseError("full")):
                return kept(reference, **given)  # type: ignore[arg-type]
        return kept(reference, **given)  # type: ignore[arg-type]

    done = acting.bulk(references, start, viewer=desk.mair, at=desk.at, keys=desk.keys)
    assert [type(fault) for _, fault in done] == [type(None), type(None), StoreUnavailable, StoreUnavailable]
    assert Case.objects.filter(state="open").count() == 2


def test_a_queue_puts_attention_first_then_urgency_then_the_day(desk: Desk) -> None:
    routine = desk.report("Routine").reference
    soon = desk.report("Soon", proposal=proposed(urgency=Urgency.SOON)).reference
    waits = desk.report("Waits").reference
    desk.act(acting.ask_resident, waits, words="Where?")
    needs = desk.report("Needs attention", needs_attention=True).reference
    page = queues.list_cases(queues.Filter(), viewer=desk.mair, at=desk.at, keys=desk.keys)
    assert [row.reference for row in page.rows] == [needs, soon, routine, waits]


def test_every_filter_leaves_what_it_says(desk: Desk) -> None:
    hole = desk.report("A hole").reference
    lamp = desk.report(
        "A lamp", proposal=proposed("street-lights", urgency=Urgency.URGENT), channel="officer"
    ).reference
    done = desk.report("Done").reference
    desk.act(acting.resolve, done, words="Filled")
    desk.act(acting.assign, lamp, to="mair")

    def found(**given: object) -> set[str]:
        wanted = queues.Filter(**given)  # type: ignore[arg-type]
        page = queues.list_cases(wanted, viewer=desk.mair, at=desk.at, keys=desk.keys)
        return {row.reference for row in page.rows}

    assert found() == {hole, lamp}
    assert found(states=("resolved",)) == {done}
    assert found(states=("resolved", "received")) == {hole, lamp, done}
    assert found(services=("street-lights",)) == found(urgency=("urgent",)) == found(channel="officer") == {lamp}
    assert found(assigned="mair") == {lamp}
    assert found(assigned=NOBODY) == {hole}
    assert found(reference=done.lower()) == {done}
    assert found(late=True) == set()
    assert found(late=False) == {hole, lamp}
    assert found(demo=True) == set()
    assert found(since=desk.at, words="lamp") == {lamp}
    assert found(until=desk.at) == set()


@pytest.mark.parametrize("order", list(queues.Order))
def test_pages_hold_every_case_once_in_any_order(desk: Desk, order: queues.Order) -> None:
    references = {desk.report(f"Hole {number}").reference for number in range(11)}
    pages = [
        queues.list_cases(queues.Filter(), viewer=desk.mair, at=desk.at, keys=desk.keys, page=page, size=4, order=order)
        for page in (1, 2, 3)
    ]
    rows = [row.reference for page in pages for row in page.rows]
    assert (len(rows), set(rows)) == (11, references)
    assert {(page.total, page.pages) for page in pages} == {(11, 3)}
    behind = queues.list_cases(
        queues.Filter(), viewer=desk.mair, at=desk.at, keys=desk.keys, page=99, size=4, order=order
    )
    assert (behind.number, behind.rows) == (3, pages[2].rows)


def test_a_page_takes_the_same_few_queries_however_many_rows_it_has(desk: Desk) -> None:
    counts = []
    for number in range(2):
        for each in range(12):
            desk.report(f"Hole {number} {each}")
        with CaptureQueriesContext(connection) as queries:
            queues.list_cases(queues.Filter(), viewer=desk.mair, at=desk.at, keys=desk.keys)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


def test_views_are_ones_own_or_a_teams(desk: Desk) -> None:
    given = {"viewer": desk.mair, "at": desk.at}
    mine = queues.save_view(name="Late", query="late=1", **given)
    queues.save_view(name="Our lamps", query="service=street-lights", team="highways", **given)
    assert [view.name for view in queues.list_views(desk.mair)] == ["Late", "Our lamps"]
    assert queues.list_views(desk.tom) == []
    assert [view.name for view in queues.list_views(desk.ffion)] == ["Our lamps"]
    assert not queues.remove_view(mine.number, viewer=desk.tom)
    assert queues.remove_view(mine.number, viewer=desk.mair)
    with pytest.raises(NotAllowed):
        queues.save_view(name="Theirs", query="", team="waste", **given)
    assert SavedView.objects.filter(body=BODY).count() == 1
