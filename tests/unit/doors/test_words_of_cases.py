"""Every code of a case has words for officers, and times are told as people say them."""

from datetime import UTC, datetime, timedelta

import pytest

from fingerpost.casework.states import State
from fingerpost.contract.services import Urgency
from fingerpost.doors.staff.cases import words
from fingerpost.doors.staff.cases.bulk_acts import ACTS, problems_of
from fingerpost.doors.staff.cases.filters import STATES, read_chosen, reference_in, states_of

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_every_state_and_urgency_has_words_and_can_be_looked_for() -> None:
    assert {each for each in State if words.state_words(each) == each.value} == set()
    assert set(words.URGENCIES) == set(Urgency)
    assert set(State) - {State.ERASED} <= set(STATES)
    assert set(states_of("all")) == set(State)


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (timedelta(minutes=-20), "Late by less than an hour"),
        (timedelta(hours=-1, minutes=-1), "1 hour late"),
        (timedelta(hours=-47), "47 hours late"),
        (timedelta(days=-3), "3 days late"),
        (timedelta(hours=6), "Due today by 16:00"),
        (timedelta(days=1), "Due tomorrow"),
        (timedelta(days=8), "Due 1 December 2026"),
    ],
)
def test_when_it_is_due_is_told_as_people_say_it(due: timedelta, told: str) -> None:
    assert words.due_words(AT + due, state=State.OPEN, at=AT) == told


def test_what_waits_for_the_resident_or_is_over_is_not_late() -> None:
    assert words.due_words(AT - timedelta(days=9), state=State.WAITING, at=AT) == "The clock stands still"
    assert words.due_words(AT - timedelta(days=9), state=State.CLOSED, at=AT) == ""


@pytest.mark.parametrize("typed", ["FP-7K2M9-QX4DA", "fp 7k2m9 qx4da", "7K2M9QX4DA", "FP-7K2M9-QX4Do"])
def test_a_reference_is_known_however_it_is_typed(typed: str) -> None:
    assert reference_in(typed).startswith("FP-7K2M9-QX4D")


@pytest.mark.parametrize(
    "typed", ["pothole", "streetlamp", "bin not emptied", "", "12 Long Lane", "missed bins 2 weeks"]
)
def test_words_are_no_reference(typed: str) -> None:
    assert reference_in(typed) == ""


def test_what_an_address_asks_for_is_kept_only_where_it_is_known() -> None:
    chosen = read_chosen({"state": "narnia", "due": "late", "order": "x", "q": " bins ", "page": "7"})
    assert chosen.asked() == {"q": "bins", "due": "late"}
    assert chosen.without("q") == "?due=late"


def test_every_field_of_an_act_is_checked() -> None:
    nothing = dict.fromkeys(("to", "service", "team", "urgency", "reason", "on", "told"), "")
    assert {name for name, act in ACTS.items() if not problems_of(act, nothing)} == {"assign", "start"}
