"""What a visitor thought of an answer is kept masked and sealed, counted in plain columns, and erased with the run."""

from collections.abc import Callable
from datetime import UTC, timedelta
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from tests.unit.record.feedback_runs import REFERENCE, held_run, keep_run
from tests.unit.record.ledger_runs import NOON

from fingerpost.contract.claims import OutcomeKind
from fingerpost.contract.errors import StoreUnavailable
from fingerpost.knowledge.models import Collection, Document
from fingerpost.record.feedback.keeping import ErasedAnswer, Opinion, Problem, UnknownAnswer, Useful, keep_feedback
from fingerpost.record.feedback.reading import (
    FeedbackFilter,
    choices_of_feedback,
    count_feedback,
    iterate_feedback,
    list_feedback,
    total_feedback,
)
from fingerpost.record.keys import Erased, KeyStore
from fingerpost.record.models import Feedback, SubjectKey
from fingerpost.record.reading import find_run

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(hours=1)
ALL = FeedbackFilter()


@pytest.fixture
def give(keys: KeyStore) -> Callable[..., object]:
    """Says what somebody thought of an answer."""

    def say(useful: str = "no", *, reference: str = REFERENCE, problem: str = "", wanted: str = "", **more: object):
        opinion = Opinion(useful=Useful(useful), problem=Problem(problem) if problem else None, wanted=wanted)
        where = {"reference": reference, "body": "fernby", "at": LATER, "keys": keys, **more}
        return keep_feedback(opinion, **where)

    return say


@pytest.fixture
def listed(keys: KeyStore) -> Callable[..., tuple]:
    return lambda body="fernby", **wanted: list_feedback(FeedbackFilter(**wanted), body=body, keys=keys).rows


def everything_stored() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM record_feedback")
        return b" ".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in cursor.fetchall()
            for value in row
        )


def test_what_a_visitor_thought_is_kept_with_the_facts_of_the_answer(recorder, give, listed):
    keep_run(recorder, nation="wales")
    give("no", problem="out-of-date", wanted="I wanted to know the new bin day")
    (row,) = listed()
    assert (row.reference, row.at, row.useful, row.problem) == (REFERENCE, LATER, "no", "out-of-date")
    assert row.wanted == "I wanted to know the new bin day"
    assert (row.capability, row.outcome, row.reason) == ("answer", "answered", "")
    assert (row.nation, row.language, row.page) == ("wales", "en", "Bin collection days")


def test_nobody_has_to_say_why(recorder, give, listed):
    keep_run(recorder)
    give("yes")
    assert (listed()[0].problem, listed()[0].wanted) == ("", "")


def test_what_they_wrote_is_sealed(recorder, give):
    keep_run(recorder)
    give(wanted="Xylophone lessons on Tuesdays")
    assert b"Xylophone" not in everything_stored()


def test_personal_details_are_masked_before_they_are_kept(recorder, give, listed, keys):
    keep_run(recorder)
    told = give(wanted="Write to ann.example@example.org, or ring 07700 900123")
    assert "ann.example" not in told.opinion.wanted
    assert "07700" not in listed()[0].wanted
    assert "[email 1]" in listed()[0].wanted


def test_characters_that_nobody_can_see_are_taken_out(recorder, give, listed):
    keep_run(recorder)
    give(wanted="my\u200b bin\U000e0041 day")
    assert listed()[0].wanted == "my bin day"


def test_somebody_in_danger_is_shown_where_help_is(recorder, give):
    keep_run(recorder)
    assert give(wanted="I want to die").signposts
    assert not give(wanted="I want to know my bin day").signposts


def test_help_is_in_the_language_of_the_page(recorder, give):
    keep_run(recorder)
    english, welsh = give(wanted="I want to die"), give(wanted="I want to die", language="cy")
    assert english.signposts[0].heading != welsh.signposts[0].heading


def test_the_latest_counts_and_the_earlier_stay(recorder, give, listed):
    keep_run(recorder)
    give("no", problem="wrong")
    give("yes")
    assert [row.useful for row in listed()] == ["yes"]
    assert total_feedback(ALL, body="fernby").total == 1
    assert Feedback.objects.count() == 2


def test_an_unknown_reference_is_refused_kindly(give):
    with pytest.raises(UnknownAnswer, match="letter by letter"):
        give(reference="FP-00000-00000")
    assert not Feedback.objects.exists()


def test_a_run_of_another_body_takes_no_feedback_of_ours_and_shows_none(recorder, give, listed):
    keep_run(recorder, body="otherby")
    with pytest.raises(UnknownAnswer):
        give()
    give(body="otherby")
    assert listed() == ()
    assert len(listed(body="otherby")) == 1
    assert count_feedback(ALL, body="fernby") == []
    assert choices_of_feedback(body="fernby")["topic"] == []


def test_an_erased_run_is_refused_kindly(recorder, give, keys):
    keep_run(recorder)
    keys.erase(subject=REFERENCE, body="fernby", at=LATER)
    with pytest.raises(ErasedAnswer, match="erased"):
        give(wanted="once more")
    assert not Feedback.objects.exists()


def test_a_run_that_is_erased_while_feedback_is_on_its_way_keeps_none_of_it(recorder, give, keys):
    """No new key is made for somebody who was erased: their words would outlive them."""
    run = keep_run(recorder)
    kept = find_run(run.reference, body="fernby", keys=keys)
    keys.erase(subject=REFERENCE, body="fernby", at=LATER)
    with patch("fingerpost.record.feedback.keeping.find_run", return_value=kept), pytest.raises(ErasedAnswer):
        give(wanted="on its way")
    assert not Feedback.objects.exists()
    assert SubjectKey.objects.filter(subject=REFERENCE).count() == 1


def test_erasing_the_run_erases_what_they_wrote_and_what_they_read(recorder, give, listed, keys):
    keep_run(recorder, subject="one person")
    give(wanted="Xylophone lessons")
    sealed = bytes(Feedback.objects.get().sealed)
    keys.erase(subject="one person", body="fernby", at=LATER)
    (row,) = listed()
    assert (row.wanted, row.page, row.useful) == ("", "", "no")
    with pytest.raises(Erased):
        keys.unseal(sealed, subject="one person", body="fernby", bound_to=f"{REFERENCE}/feedback")
    assert keys.erase(subject="nobody", body="fernby", at=LATER) is None


def test_words_cannot_be_moved_to_another_run(recorder, give, listed):
    keep_run(recorder, "FP-FIRST-00000", subject="one person")
    keep_run(recorder, "FP-SECND-00000", subject="one person")
    give(reference="FP-FIRST-00000", wanted="mine")
    give(reference="FP-SECND-00000", wanted="yours")
    first = Feedback.objects.get(reference="FP-FIRST-00000")
    Feedback.objects.filter(reference="FP-SECND-00000").update(sealed=first.sealed)
    with pytest.raises(StoreUnavailable):
        listed()


def test_an_answer_that_waits_for_a_person_is_counted_as_its_reader_saw_it(recorder, give, listed):
    held_run(recorder)
    give()
    assert (listed()[0].outcome, listed()[0].reason) == ("handed over", "waits for a person")


def test_the_topic_is_that_of_the_page_suggested_where_nothing_was_quoted(recorder, give, listed):
    collection = Collection.objects.create(body="fernby", name="tests", title="Tests")
    Document.objects.create(
        body="fernby", collection=collection, key="bins", source="bins.md", title="Bins", copy="/guidance/tests/bins",
        language="en", digest="d", imported_at=NOON, details={"topic": "council"},
    )  # fmt: skip
    suggested = [{"heading": "Bins", "anchor": "", "copy": "/guidance/tests/bins"}]
    keep_run(recorder, "FP-FIRST-00000", kind=OutcomeKind.CANNOT_ANSWER, reason="off topic", suggested=suggested)
    keep_run(recorder, "FP-SECND-00000", kind=OutcomeKind.CANNOT_ANSWER, reason="off topic")
    give(reference="FP-FIRST-00000")
    give(reference="FP-SECND-00000")
    assert {row.reference: row.topic for row in listed()} == {"FP-FIRST-00000": "council", "FP-SECND-00000": "none"}


def test_feedback_is_filtered_by_what_staff_look_for(recorder, give, listed):
    keep_run(recorder, "FP-FIRST-00000", kind=OutcomeKind.CANNOT_ANSWER, reason="off topic")
    keep_run(recorder, "FP-SECND-00000")
    give("no", reference="FP-FIRST-00000", at=NOON)
    give("partly", reference="FP-SECND-00000", at=LATER)
    found = lambda **wanted: [row.reference for row in listed(**wanted)]  # noqa: E731 - said once, used often
    assert found() == ["FP-SECND-00000", "FP-FIRST-00000"]
    assert found(outcome="cannot answer") == found(reason="off topic") == found(useful="no") == ["FP-FIRST-00000"]
    assert found(since=LATER) == ["FP-SECND-00000"]
    assert found(until=LATER) == ["FP-FIRST-00000"]
    assert found(topic="none", language="cy") == []


def test_an_opinion_that_changed_is_found_only_as_it_is_now(recorder, give, listed):
    keep_run(recorder)
    give("no")
    give("yes")
    assert listed(useful="no") == ()


def test_feedback_is_counted_by_topic_and_by_reason(recorder, give):
    for number, useful in enumerate(("yes", "yes", "no", "partly")):
        reference = f"FP-0000{number}-00000"
        kind = OutcomeKind.CANNOT_ANSWER if useful == "no" else OutcomeKind.ANSWERED
        keep_run(recorder, reference, kind=kind, reason="advice" if useful == "no" else "")
        give(useful, reference=reference)
    (topic,) = count_feedback(ALL, body="fernby")
    assert (topic.name, topic.yes, topic.partly, topic.no, topic.total) == ("none", 2, 1, 1, 4)
    assert [(each.name, each.total) for each in count_feedback(ALL, body="fernby", by="reason")] == [
        ("", 3),
        ("advice", 1),
    ]
    with pytest.raises(ValueError, match="counted by"):
        count_feedback(ALL, body="fernby", by="sealed")


def test_feedback_is_listed_a_page_at_a_time_and_whole_for_a_file(recorder, give, keys):
    for number in range(5):
        keep_run(recorder, f"FP-0000{number}-00000")
        give(reference=f"FP-0000{number}-00000", wanted=f"thing {number}")
    second = list_feedback(ALL, body="fernby", keys=keys, page=2, size=2)
    assert (second.page, second.pages, second.total, len(second.rows)) == (2, 3, 5, 2)
    assert list_feedback(ALL, body="fernby", keys=keys, page=9, size=2).rows == ()
    assert [row.wanted for row in iterate_feedback(ALL, body="fernby", keys=keys)] == [f"thing {n}" for n in range(5)]


def test_when_it_cannot_be_kept_the_visitor_is_told(recorder, give):
    keep_run(recorder)
    fault = patch("fingerpost.record.models.Feedback.save", side_effect=OperationalError("database is locked"))
    with fault, pytest.raises(StoreUnavailable, match="feedback"):
        give()
    assert not Feedback.objects.exists()


def test_ten_thousand_are_listed_by_as_many_queries_as_one(recorder, give, keys):
    keep_run(recorder)
    give(wanted="one of many")
    one = Feedback.objects.get()
    with CaptureQueriesContext(connection) as of_one:
        list_feedback(ALL, body="fernby", keys=keys)
    rows = [_copy_of(one, number) for number in range(10_000)]
    Feedback.objects.bulk_create(rows, batch_size=500)
    with CaptureQueriesContext(connection) as of_many:
        page = list_feedback(ALL, body="fernby", keys=keys)
        count_feedback(ALL, body="fernby")
    assert page.total == 10_001
    assert len(of_many) == len(of_one) + 1


def _copy_of(one: Feedback, number: int) -> Feedback:
    names = ("body", "useful", "problem", "capability", "outcome", "reason", "topic", "language", "page", "subject")
    same = {name: getattr(one, name) for name in names}
    return Feedback(**same, reference=f"FP-{number:010}", at=NOON.astimezone(UTC) - timedelta(seconds=number))
