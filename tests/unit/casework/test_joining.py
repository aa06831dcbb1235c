"""Merging two cases and taking them apart again: each stands as it stood, whatever happened meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.casework.conftest import Desk, proposed

from fingerpost.casework import acting
from fingerpost.casework.faults import NotAllowed, StaleCase, UnknownCase
from fingerpost.casework.models import Case, Link
from fingerpost.casework.states import State
from fingerpost.contract.proposals import Sign, SignKind

CHANGES_ANYWAY = {"version", "changed_at"}


def _stands(case: Case) -> dict[str, Any]:
    return {
        field.attname: getattr(case, field.attname)
        for field in Case._meta.concrete_fields
        if field.attname not in CHANGES_ANYWAY
    }


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    return desk.report("A hole by the chemist").reference, desk.report("The hole at the chemist").reference


def _danger() -> Any:
    return proposed(signs=(Sign(code="trapped", kind=SignKind.DANGER),), needs_attention=True)


@pytest.mark.parametrize("state", ["received", "open", "waiting", "planned"])
def test_undoing_a_merge_restores_both_exactly(desk: Desk, two: tuple[str, str], state: str) -> None:
    mine, main = two
    if state == "open":
        desk.act(acting.start, mine)
    if state == "waiting":
        desk.act(acting.ask_resident, mine, words="Where?")
    if state == "planned":
        desk.act(acting.plan, mine, on=desk.at.date())
    before = [_stands(desk.case(each)) for each in two]
    merged = desk.act(acting.merge, mine, into=main, at=desk.at + timedelta(hours=3))
    assert (merged.state, merged.is_live, merged.merged_into) == (State.MERGED, False, desk.case(main))
    desk.act(acting.part, mine, reason="", at=desk.at + timedelta(days=3))
    assert [_stands(desk.case(each)) for each in two] == before


def test_a_chain_of_merges_is_undone_from_either_end(desk: Desk, two: tuple[str, str]) -> None:
    first, second = two
    third = desk.report("A hole at the chemist's door").reference
    three = (first, second, third)
    before = [_stands(desk.case(each)) for each in three]
    desk.act(acting.merge, first, into=second)
    desk.act(acting.merge, second, into=third)
    assert desk.case(third).supporters == 3 - 1 + desk.case(first).supporters
    desk.act(acting.part, first, reason="")  # while the second is merged itself
    assert desk.case(first).state == State.RECEIVED
    desk.act(acting.part, second, reason="")
    after = [_stands(desk.case(each)) for each in three]
    assert [each["state"] for each in after] == [each["state"] for each in before]
    assert [each["merged_into_id"] for each in after] == [None, None, None]
    assert [each["due_at"] for each in after] == [each["due_at"] for each in before]


def test_what_happened_to_either_meanwhile_stays(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    desk.act(acting.merge, mine, into=main)
    desk.act(acting.note, mine, words="They rang again")
    desk.act(acting.start, main)
    desk.act(acting.route, main, services=desk.services, urgency="urgent")
    desk.act(acting.part, mine, reason="They are two")
    assert (desk.case(main).state, desk.case(main).urgency) == ("open", "urgent")
    assert desk.case(mine).state == State.RECEIVED
    assert "They rang again" in [line.text for line in desk.open(mine).history]
    assert desk.open(mine).links == ()


def test_attention_goes_along_with_a_merge_and_back_with_its_undoing(desk: Desk) -> None:
    mine = desk.report("Somebody fell into it and cannot get up", proposal=_danger()).reference
    main = desk.report().reference
    assert desk.case(main).is_public
    desk.act(acting.merge, mine, into=main)
    assert desk.case(main).attention
    assert not desk.case(main).is_public
    desk.act(acting.part, mine, reason="")
    assert not desk.case(main).attention
    assert desk.case(main).is_public


def test_attention_stays_where_somebody_said_so_meanwhile_or_another_brings_it(desk: Desk) -> None:
    main, other = desk.report().reference, desk.report("Another").reference
    first, second = (desk.report(f"Help {number}", proposal=_danger()).reference for number in (1, 2))
    desk.act(acting.merge, first, into=main)
    desk.act(acting.merge, second, into=main)
    desk.act(acting.part, first, reason="")
    assert desk.case(main).attention
    desk.act(acting.merge, first, into=other)
    desk.act(acting.escalate, other, reason="I know the place")
    desk.act(acting.part, first, reason="")
    assert desk.case(other).attention


def test_supporters_of_both_are_counted_and_given_back(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    Case.objects.filter(reference=mine).update(supporters=4)
    Case.objects.filter(reference=main).update(supporters=2)
    desk.act(acting.merge, mine, into=main)
    assert desk.case(main).supporters == 2 + 1 + 4
    desk.act(acting.part, mine, reason="")
    assert (desk.case(mine).supporters, desk.case(main).supporters) == (4, 2)


def test_no_circle_can_be_made(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    with pytest.raises(NotAllowed):
        desk.act(acting.merge, mine, into=mine)
    desk.act(acting.merge, mine, into=main)
    with pytest.raises(NotAllowed):
        desk.act(acting.merge, main, into=mine)


def test_nothing_is_merged_into_a_case_that_is_over(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    desk.act(acting.close, main, reason="Not ours")
    with pytest.raises(NotAllowed):
        desk.act(acting.merge, mine, into=main)
    assert desk.case(mine).state == State.RECEIVED
    assert not Link.objects.exists()


def test_a_merge_with_a_case_of_another_team_is_a_merge_with_none(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    desk.act(acting.route, main, services=desk.services, team="waste")
    with pytest.raises(UnknownCase):
        desk.act(acting.merge, mine, into=main)
    assert desk.case(mine).state == State.RECEIVED


def test_merging_a_case_that_somebody_changed_meanwhile_tells_so(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    desk.act(acting.note, mine, words="Seen")
    with pytest.raises(StaleCase) as stale:
        desk.act(acting.merge, mine, into=main, version=1)
    assert [line.text for line in stale.value.changes] == ["Seen"]
    assert not Link.objects.exists()


def test_two_cases_are_linked_once_from_either_side(desk: Desk, two: tuple[str, str]) -> None:
    mine, main = two
    desk.act(acting.relate, mine, other=main)
    for one, other in (two, (main, mine)):
        with pytest.raises(NotAllowed):
            desk.act(acting.relate, one, other=other)
    assert [each.how for each in desk.open(main).links] == ["related"]
