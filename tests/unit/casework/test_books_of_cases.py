"""Cases are held to the ledger: whoever changes a row with the database in hand is found."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from tests.unit.casework.conftest import Desk

import fingerpost.casework
from fingerpost.casework import acting, deciding, following
from fingerpost.casework.books import HISTORY
from fingerpost.casework.models import Case, Decision, HistoryLine
from fingerpost.casework.retention import KeptCases
from fingerpost.casework.states import State
from fingerpost.record.commits import overwriting
from fingerpost.record.ledger.bookkeeping import compare_with_events

SOURCES = Path(fingerpost.casework.__file__).parent


@pytest.fixture
def worked(desk: Desk) -> str:
    """A case that was decided on, assigned, merged, parted, resolved, and reopened by its resident."""
    opened = desk.report()
    reference = opened.reference
    desk.open(reference)
    desk.act(deciding.decide, reference, verdict="accepted", chosen={}, reason="", services=desk.services)
    desk.act(acting.start, reference)
    desk.act(acting.assign, reference, to="mair")
    desk.act(acting.merge, reference, into=desk.report("The same hole").reference)
    desk.act(acting.part, reference, reason="It is another")
    desk.act(acting.resolve, reference, words="It is filled")
    following.say_not_done(
        reference, opened.link_secret, words="It is not", body="fernby", at=desk.at + timedelta(days=1), keys=desk.keys
    )
    return reference


def faults() -> list[str]:
    return [each.words for each in compare_with_events().faults]


def test_what_was_done_stands_in_both(worked: str) -> None:
    compared = compare_with_events()
    assert compared.faults == ()
    assert compared.rows >= HistoryLine.objects.count() + Case.objects.count()


def test_a_state_that_nothing_led_to_is_found(worked: str) -> None:
    Case.objects.filter(reference=worked).update(state=State.CLOSED)
    assert faults() == [
        f"The row of cases {worked} is in a state (closed) that nothing in the record led to.",
    ]


def test_a_line_that_says_something_else_is_found(worked: str) -> None:
    HistoryLine.objects.filter(case__reference=worked, kind="assigned").update(by="somebody else")
    (said,) = faults()
    assert said.endswith("of history of cases, has a row that says something else in: by.")


def test_a_line_that_was_taken_away_or_slipped_in_is_found(worked: str) -> None:
    HistoryLine.objects.filter(case__reference=worked, kind="assigned").delete()
    (said,) = faults()
    assert "has no row" in said
    line = HistoryLine.objects.filter(case__reference=worked, kind="opened").get()
    line.pk, line.number, line.event = None, 99, "FP-00000-00000"
    line.save()
    assert any("has no event in the ledger" in each for each in faults())


def test_a_decision_that_was_turned_is_found(worked: str) -> None:
    Decision.objects.update(verdict="refused")
    (said,) = faults()
    assert said.endswith("of decisions on cases, has a row that says something else in: verdict.")


def test_a_case_that_vanished_is_found(worked: str) -> None:
    Case.objects.filter(reference=worked).delete()
    assert len(faults()) > 5


def test_erasing_changes_nothing_that_is_compared(desk: Desk, worked: str) -> None:
    with overwriting():
        KeptCases().forget([Case.objects.get(reference=worked).subject], body="fernby", at=desk.at)
    assert faults() == []


def test_cases_made_up_for_show_may_go(desk: Desk) -> None:
    shown = desk.report(is_demo=True).reference
    Case.objects.filter(reference=shown).delete()
    assert faults() == []


def test_every_kind_of_line_is_in_the_book() -> None:
    texts = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES.rglob("*.py"))
    told = set(re.findall(r'Told\(\s*kind="([^"]+)"', texts))
    named = set(re.findall(r'^(?:PUBLISHED|REPLIED|PRINTED|SENT_ON|NEWS) = "([^"]+)"', texts, re.MULTILINE))
    assert len(told) > 15
    assert told | named <= set(HISTORY)
