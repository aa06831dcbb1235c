"""Whoever leaves a shared computer closes their answers to the next person; the ledger keeps them."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from tests.unit.record.feedback_runs import keep_run
from tests.unit.record.ledger_runs import NOON

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.closing import close_answers, is_closed, note_follow_up
from fingerpost.record.models import ClosedAnswer, FollowUp
from fingerpost.record.reading import find_run

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, OTHER = (f"FP-0000{number}-00000" for number in range(1, 5))


@pytest.fixture
def conversation(recorder):
    """Three answers of one conversation, and one of another."""
    for reference in (FIRST, SECOND, THIRD, OTHER):
        keep_run(recorder, reference)
    note_follow_up(SECOND, follows=FIRST, body="fernby")
    note_follow_up(THIRD, follows=SECOND, body="fernby")


def closed() -> set[str]:
    return {each for each in (FIRST, SECOND, THIRD, OTHER) if is_closed(each, body="fernby")}


def test_a_closed_answer_is_closed_and_stays_in_the_ledger(conversation, keys):
    assert close_answers([OTHER], body="fernby", at=NOON) == 1
    assert closed() == {OTHER}
    assert find_run(OTHER, body="fernby", keys=keys).reply


@pytest.mark.parametrize("named", [FIRST, SECOND, THIRD])
def test_naming_one_answer_closes_the_whole_conversation_and_no_other(conversation, named):
    assert close_answers([named], body="fernby", at=NOON) == 3
    assert closed() == {FIRST, SECOND, THIRD}


def test_what_tied_the_answers_together_is_gone_once_they_are_closed(conversation):
    close_answers([THIRD], body="fernby", at=NOON)
    assert not FollowUp.objects.exists()


def test_closing_twice_changes_nothing(conversation):
    close_answers([FIRST], body="fernby", at=NOON)
    close_answers([FIRST], body="fernby", at=NOON.replace(hour=20))
    assert ClosedAnswer.objects.get(reference=FIRST).at == NOON


def test_references_that_no_run_of_the_body_has_are_left_out(conversation):
    assert close_answers(["FP-NOBDY-00000", "", "'; --"], body="fernby", at=NOON) == 0
    assert close_answers([FIRST], body="otherby", at=NOON) == 0
    assert not ClosedAnswer.objects.exists()


def test_a_reference_that_we_gave_out_is_closed_before_its_run_sets_out():
    assert close_answers([], ours=["FP-00000-00009"], body="fernby", at=NOON) == 1
    assert is_closed("FP-00000-00009", body="fernby")


def test_the_answers_of_another_body_stay_open(conversation, recorder):
    keep_run(recorder, FIRST, body="otherby")
    close_answers([FIRST], body="fernby", at=NOON)
    assert not is_closed(FIRST, body="otherby")


def test_many_answers_are_closed_at_once(recorder):
    keep_run(recorder)
    assert close_answers([f"FP-{number:010}" for number in range(2_000)], body="fernby", at=NOON) == 0


def test_when_they_cannot_be_closed_the_visitor_is_told_and_none_is(conversation):
    fault = patch("fingerpost.record.closing.FollowUp.objects.filter", side_effect=OperationalError("locked"))
    with fault, pytest.raises(StoreUnavailable, match="close the browser"):
        close_answers([FIRST], body="fernby", at=NOON)
    assert closed() == set()
