"""Which questions found no guidance, and which words of them no page has: what editors read."""

from datetime import timedelta

import pytest
from tests.unit.record.feedback_runs import REFERENCE, held_run, keep_run
from tests.unit.record.ledger_runs import NOON

from fingerpost.contract.claims import OutcomeKind
from fingerpost.record.feedback.keeping import Opinion, Useful, keep_feedback
from fingerpost.record.feedback.unanswered import count_unanswered

pytestmark = pytest.mark.django_db

CANNOT, PARTLY = OutcomeKind.CANNOT_ANSWER, OutcomeKind.PARTLY_ANSWERED


@pytest.fixture
def counted(keys):
    return lambda body="fernby", **when: count_unanswered(body=body, keys=keys, **when)


def test_questions_without_an_answer_are_counted_by_reason(recorder, counted):
    keep_run(recorder, "FP-00000-00001", kind=CANNOT, reason="off topic")
    keep_run(recorder, "FP-00000-00002", kind=CANNOT, reason="off topic")
    keep_run(recorder, "FP-00000-00003", kind=CANNOT, reason="advice")
    keep_run(recorder, "FP-00000-00004")
    assert [(each.outcome, each.reason, each.runs) for each in counted()] == [
        ("cannot answer", "off topic", 2),
        ("cannot answer", "advice", 1),
    ]
    assert counted()[0].newest == ("FP-00000-00002", "FP-00000-00001")


def test_the_words_that_no_page_has_are_counted_once_a_question(recorder, counted):
    keep_run(recorder, "FP-00000-00001", kind=PARTLY, not_found=["Unicorn", "unicorn", "Atlantis"])
    keep_run(recorder, "FP-00000-00002", kind=PARTLY, not_found=["unicorn"])
    (partly,) = counted()
    assert partly.missing == (("unicorn", 2), ("atlantis", 1))


def test_words_of_an_erased_run_are_gone_and_it_is_still_counted(recorder, counted, keys):
    keep_run(recorder, kind=PARTLY, not_found=["unicorn"])
    keys.erase(subject=REFERENCE, body="fernby", at=NOON)
    (partly,) = counted()
    assert (partly.runs, partly.missing) == (1, ())


def test_it_is_told_how_many_of_them_nobody_gave_feedback_on(recorder, counted, keys):
    keep_run(recorder, "FP-00000-00001", kind=CANNOT, reason="off topic")
    keep_run(recorder, "FP-00000-00002", kind=CANNOT, reason="off topic")
    keep_feedback(Opinion(useful=Useful.NO), reference="FP-00000-00001", body="fernby", at=NOON, keys=keys)
    (off_topic,) = counted()
    assert (off_topic.runs, off_topic.without_feedback) == (2, 1)


def test_an_evaluation_is_nobody_who_found_no_answer(recorder, counted):
    keep_run(recorder, kind=CANNOT, reason="off topic", door="evaluate")
    assert counted() == []


def test_what_waits_for_a_person_is_not_missing_from_the_guidance(recorder, counted):
    held_run(recorder)
    assert counted() == []


def test_only_those_of_the_body_and_of_the_days_asked_for_are_counted(recorder, counted):
    keep_run(recorder, "FP-00000-00001", kind=CANNOT, reason="advice")
    keep_run(recorder, "FP-00000-00002", kind=CANNOT, reason="advice", body="otherby")
    assert [each.runs for each in counted()] == [1]
    assert counted(since=NOON + timedelta(seconds=1)) == []
    assert counted(until=NOON) == []
    assert [each.runs for each in counted(since=NOON, until=NOON + timedelta(seconds=1))] == [1]
