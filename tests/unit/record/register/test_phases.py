"""Only the moves of the table are made, each with who, why and an event; nothing faulty goes into production."""

import itertools
import json
from typing import Any

import pytest
from django.db import DatabaseError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.record.register.systems import AT, BODY

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.transparency import PHASES
from fingerpost.record.models import Entry
from fingerpost.record.register import phases
from fingerpost.record.register.models import PhaseMove
from fingerpost.record.register.phases import ALLOWED, CannotMove, list_moves, may_move, move_phase, phase_of
from fingerpost.record.register.public import Fault

FAULT = Fault(field="performance", kind="stale", words="It was last measured in spring.")
LEADS_TO = {
    "pre-deployment": {"beta-pilot", "private-beta", "public-beta", "retired"},
    "beta-pilot": {"pre-deployment", "private-beta", "public-beta", "production", "retired"},
    "private-beta": {"pre-deployment", "beta-pilot", "public-beta", "production", "retired"},
    "public-beta": {"pre-deployment", "private-beta", "production", "retired"},
    "production": {"public-beta", "retired"},
    "retired": {"pre-deployment"},
}

pytestmark = pytest.mark.django_db


def move(to: str, *, declared: str = "pre-deployment", **changes: Any) -> Any:
    told = {"by": "olwen", "owner": "Head of Digital", "reason": "The pilot went well.", "blocking": (), "at": AT}
    return move_phase("answer", to=to, declared=declared, body=BODY, **{**told, **changes})


@pytest.mark.parametrize(("moved_from", "moved_to"), list(itertools.product(PHASES, PHASES)))
def test_every_pair_of_phases_is_allowed_or_refused_as_the_table_says(moved_from: str, moved_to: str) -> None:
    allowed = moved_to in LEADS_TO[moved_from]
    assert may_move(moved_from, moved_to) is allowed
    if allowed:
        assert move(moved_to, declared=moved_from).moved_to == moved_to
    else:
        with pytest.raises(CannotMove):
            move(moved_to, declared=moved_from)
    assert PhaseMove.objects.count() == Entry.objects.count() == int(allowed)


def test_the_table_knows_every_phase_and_no_other() -> None:
    assert tuple(ALLOWED) == PHASES
    assert set().union(*ALLOWED.values()) == set(PHASES)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(PHASES), st.booleans()), max_size=8))
def test_whatever_is_tried_the_history_is_a_path_through_the_table(db: None, tried: list[tuple[str, bool]]) -> None:
    PhaseMove.objects.all().delete()
    stands = "pre-deployment"
    for to, has_faults in tried:
        try:
            move(to, blocking=(FAULT,) if has_faults else ())
        except CannotMove:
            continue
        assert to in LEADS_TO[stands]
        assert not (to == "production" and has_faults)
        stands = to
    assert phase_of("answer", declared="pre-deployment", body=BODY) == stands
    path = [(each.moved_from, each.moved_to) for each in reversed(list_moves("answer", body=BODY))]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(path))


def test_the_card_says_where_it_begins_and_the_last_move_counts_after_that() -> None:
    assert phase_of("answer", declared="private-beta", body=BODY) == "private-beta"
    move("public-beta", declared="private-beta")
    assert phase_of("answer", declared="pre-deployment", body=BODY) == "public-beta"
    assert phase_of("answer", declared="private-beta", body="another") == "private-beta"


def test_production_is_refused_while_a_fault_stands_and_each_is_named() -> None:
    move("public-beta")
    with pytest.raises(CannotMove, match="last measured in spring") as refused:
        move("production", blocking=(FAULT,))
    assert refused.value.faults == (FAULT,)
    assert phase_of("answer", declared="pre-deployment", body=BODY) == "public-beta"


def test_a_move_stands_in_the_ledger_with_its_owner_and_reason() -> None:
    move("public-beta", reason="  The pilot\nwent well. ")
    leaf = json.loads(Entry.objects.get().leaf)
    assert (leaf["type"], leaf["capability"]) == ("register/phase", "answer")
    assert leaf["facts"] == {
        "name": "answer",
        "from": "pre-deployment",
        "to": "public-beta",
        "by": "olwen",
        "owner": "Head of Digital",
        "reason": "The pilot went well.",
    }


@pytest.mark.parametrize(("to", "reason"), [("beta", "why"), ("public-beta", " "), ("public-beta", "x" * 501)])
def test_a_phase_that_is_none_and_a_move_without_a_reason_are_refused(to: str, reason: str) -> None:
    with pytest.raises(CannotMove):
        move(to, reason=reason)
    assert not Entry.objects.exists()


def test_without_its_event_there_is_no_move(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise DatabaseError("disk full")

    monkeypatch.setattr(phases, "note_event", fail)
    with pytest.raises(StoreUnavailable):
        move("public-beta")
    assert not PhaseMove.objects.exists()
