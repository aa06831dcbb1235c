"""Every action by every state: what is allowed leads where the table says, and nothing else is allowed."""

from datetime import timedelta

import pytest
from tests.unit.casework.conftest import BODY, Desk

from fingerpost.casework import acting, following
from fingerpost.casework.changing import set_state
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.models import Case, HistoryLine
from fingerpost.casework.states import BEFORE_MERGE, IS_LIVE, MOVES, OWNERS, Action, Owner, State, may
from fingerpost.record.models import Entry

EVERY = [(action, state) for action in Action if action is not Action.ERASE for state in State]
"""Erasing is the record's: see test_erasing_cases."""


def test_both_tables_are_whole() -> None:
    assert set(MOVES) == set(Action)
    assert set(OWNERS) == set(State)


def test_every_state_can_be_reached_and_only_an_erased_case_is_stuck() -> None:
    reached = {to for moves in MOVES.values() for to in moves.values()} - {BEFORE_MERGE} | {State.RECEIVED}
    assert reached == set(State)
    stuck = {state for state in State if not any(may(action, state) for action in Action)}
    assert stuck == {State.ERASED}


def test_the_team_acts_next_on_what_is_live_unless_the_resident_must() -> None:
    for state in State:
        wanted = Owner.RESIDENT if state is State.WAITING else Owner.TEAM if state in IS_LIVE else Owner.NOBODY
        assert OWNERS[state] is wanted


@pytest.mark.parametrize(("action", "state"), EVERY, ids=[f"{a.value}-{s.value}" for a, s in EVERY])
def test_an_action_does_what_the_table_says_or_nothing(desk: Desk, action: Action, state: State) -> None:
    opened, other = desk.report(), desk.report("Another hole").reference
    _put(desk, opened.reference, state)
    before = desk.case(opened.reference)
    lines = HistoryLine.objects.filter(case=before).count()
    entries = Entry.objects.count()
    if may(action, state):
        _do(desk, action, opened.reference, opened.link_secret, other=other)
        to = MOVES[action][state]
        after = desk.case(opened.reference)
        assert after.state == (State.OPEN if to is BEFORE_MERGE else to)
        assert after.version == before.version + 1
        assert after.is_live == (State(after.state) in IS_LIVE)
        assert (after.closed_at is None) == after.is_live
        assert HistoryLine.objects.filter(case=before).count() > lines
        assert Entry.objects.count() > entries
    else:
        with pytest.raises(NotAllowed) as refused:
            _do(desk, action, opened.reference, opened.link_secret, other=other)
        assert refused.value.public.endswith(".")
        assert _values(desk.case(opened.reference)) == _values(before)
        assert HistoryLine.objects.filter(case=before).count() == lines
        assert Entry.objects.count() == entries


def _put(desk: Desk, reference: str, state: State) -> None:
    """The case in that state, the way it gets there."""
    if state is State.MERGED:
        desk.act(acting.start, reference)
        desk.act(acting.merge, reference, into=desk.report("The same hole again").reference)
        return
    case = desk.case(reference)
    set_state(case, state, at=desk.at)
    case.save()


def _do(desk: Desk, action: Action, reference: str, secret: str, *, other: str) -> None:
    later = desk.at + timedelta(days=1)
    own = {"body": BODY, "at": later, "keys": desk.keys}
    if action is Action.HEAR:
        following.add(reference, secret, words="It is still there", **own)
    elif action is Action.WITHDRAW:
        following.withdraw(reference, secret, **own)
    elif action is Action.MERGE:
        desk.act(acting.merge, reference, into=other, at=later)
    else:
        act, given = {
            Action.START: (acting.start, {}),
            Action.ASK: (acting.ask_resident, {"words": "Where is it?"}),
            Action.PLAN: (acting.plan, {"on": later.date()}),
            Action.RESOLVE: (acting.resolve, {"words": "We filled it."}),
            Action.REOPEN: (acting.reopen, {"reason": "It is back."}),
            Action.CLOSE: (acting.close, {"reason": "It is not on our road."}),
            Action.HAND_ON: (acting.hand_on, {"to": "National Highways", "words": "It is their road."}),
            Action.PART: (acting.part, {"reason": "Two holes"}),
        }[action]
        desk.act(act, reference, at=later, **given)


def _values(case: Case) -> dict[str, object]:
    return {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
