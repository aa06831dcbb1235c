"""One reference finds, gives and erases all that is kept of whoever was given it. The ledger does not change."""

import json

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from tests.unit.record.ledger_runs import NOON, make_run
from tests.unit.record.retention.conftest import DAY, FIRST, OTHER, SECOND

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.citizen.leaving import KEPT
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.record.closing import close_answers
from fingerpost.record.models import Entry, Feedback, SubjectKey
from fingerpost.record.reading import find_run
from fingerpost.record.retention.erasing import UnknownSubject, erase_conversation, reapply_erasures
from fingerpost.record.retention.erasures import NAME, note_erasures, read_erasures
from fingerpost.record.retention.exporting import count_subject, export_subject
from fingerpost.record.retention.forgetting import ASKED
from fingerpost.record.subjects import find_subjects

pytestmark = pytest.mark.django_db


@pytest.fixture
def erase(installation_home):
    return lambda reference, **more: erase_conversation(
        reference, body="fernby", by="dana", reason="asked", at=NOON, home=more.pop("home", installation_home)
    )


def is_gone(reference, keys):
    return find_run(reference, body="fernby", keys=keys).reply is None


@pytest.mark.parametrize("reference", [FIRST, SECOND, "fp first 00000"])
def test_any_reference_of_a_conversation_finds_all_of_it(conversation, reference):
    assert find_subjects(reference, body="fernby") == [FIRST]
    assert count_subject(FIRST, body="fernby").references == (FIRST, SECOND)


def test_it_is_found_as_well_once_it_was_closed(conversation, erase, keys):
    close_answers([FIRST], body="fernby", at=NOON)
    erase(SECOND)
    assert [is_gone(each, keys) for each in (FIRST, SECOND, OTHER)] == [True, True, False]


def test_a_challenge_is_found_by_its_own_reference(conversation, contest):
    assert find_subjects(contest(FIRST).reference, body="fernby") == [FIRST]


def test_nobody_is_found_in_another_body_or_under_an_unknown_reference(conversation):
    assert find_subjects(FIRST, body="otherby") == []
    assert find_subjects("FP-00000-00000", body="fernby") == []


def test_erasing_takes_answers_feedback_challenges_and_files(conversation, tell, contest, erase, keys):
    tell(SECOND)
    contest(FIRST)
    done = erase(FIRST)
    assert (done.references, done.feedback, done.challenges, done.was_erased) == ((FIRST, SECOND), 1, 1, False)
    assert is_gone(FIRST, keys) and is_gone(SECOND, keys) and not is_gone(OTHER, keys)
    assert Feedback.objects.get().sealed is None
    assert Challenge.objects.get().sealed is None
    assert not ChallengeFile.objects.exists()
    assert not SubjectKey.objects.filter(subject=FIRST).exclude(wrapped=b"").exists()


def test_the_ledger_does_not_change_and_says_that_it_was_erased(conversation, erase):
    before = list(Entry.objects.order_by("seq").values_list("leaf", "leaf_hash", "sealed"))
    erase(FIRST)
    after = list(Entry.objects.order_by("seq").values_list("leaf", "leaf_hash", "sealed"))
    assert after[: len(before)] == before
    leaf = json.loads(after[-1][0])
    assert leaf["type"] == "subject/erased"
    assert leaf["facts"] == {
        "about": FIRST,
        "by": "dana",
        "challenges": 0,
        "feedback": 0,
        "reason": "asked",
        "runs": 2,
    }


def test_erasing_again_does_no_harm(conversation, erase):
    erase(FIRST)
    entries = Entry.objects.count()
    assert erase(SECOND).was_erased
    assert Entry.objects.count() == entries


def test_an_unknown_reference_is_told(erase):
    with pytest.raises(UnknownSubject):
        erase("FP-00000-00000")


def test_what_follows_an_erased_conversation_is_not_kept_with_it(conversation, erase, recorder):
    """It was read before the erasure and repeats what was said: keeping it would bring back what was erased."""
    run = make_run("FP-TH1RD-00000", question="Zebedee again", subject=FIRST)
    with pytest.raises(StoreUnavailable, match="has been erased"), recorder.open(run) as entry:
        erase(FIRST)
        entry.close(run, reply={})


def test_a_browser_that_leaves_at_that_moment_does_not_break_it_off(conversation, erase, monkeypatch):
    store = SessionStore()
    store[ASKED] = [FIRST, OTHER]
    store.save()
    encode = SessionStore.encode

    def left_meanwhile(self, values):
        Session.objects.all().delete()
        return encode(self, values)

    monkeypatch.setattr(SessionStore, "encode", left_meanwhile)
    erase(SECOND)
    assert not Session.objects.exists()


def test_the_sessions_of_browsers_forget_the_references(conversation, erase):
    store = SessionStore()
    store[ASKED] = [FIRST, OTHER]
    store.create()
    erase(FIRST)
    assert SessionStore(session_key=store.session_key)[ASKED] == [OTHER]
    assert ASKED == KEPT


def test_a_database_from_before_the_erasure_is_erased_again_at_the_start(conversation, erase, keys, installation_home):
    before = SubjectKey.objects.get(subject=FIRST).wrapped
    erase(FIRST)
    SubjectKey.objects.filter(subject=FIRST).update(wrapped=before, erased_at=None)  # as an older copy has it
    assert not is_gone(FIRST, keys)
    assert reapply_erasures(home=installation_home, at=NOON + DAY) == 1
    assert is_gone(FIRST, keys) and not is_gone(OTHER, keys)
    assert reapply_erasures(home=installation_home, at=NOON + DAY) == 0


def test_the_list_of_erasures_outlives_a_torn_line(tmp_path):
    note_erasures(["a" * 32], home=tmp_path)
    with (tmp_path / NAME).open("a") as file:
        file.write("b" * 10)
    assert read_erasures(tmp_path) == ["a" * 32]


def test_everything_that_is_held_is_given_and_that_is_noted(conversation, tell, contest, keys):
    tell(SECOND)
    contest(FIRST)
    held = export_subject(SECOND, body="fernby", by="dana", purpose="asked", at=NOON, keys=keys)
    assert [run["request"]["question"] for run in held.runs] == ["My landlord is Zebedee", "And what about Zebedee?"]
    assert held.feedback[0]["wanted"] == "Zebedee's roof"
    assert (held.challenges[0]["words"], held.challenges[0]["reach_at"]) == ("Zebedee is wrong", "zebedee@example.com")
    assert [(each.name, each.content) for each in held.files] == [("1-zebedee.txt", b"Zebedee's letter")]
    noted = json.loads(Entry.objects.order_by("seq").last().leaf)
    assert (noted["type"], noted["facts"]["purpose"]) == ("subject/exported", "asked")
    assert "challenge/received" in [each["what"] for each in held.noted]


def test_of_an_erased_subject_nothing_but_references_is_given(conversation, erase, keys):
    erase(FIRST)
    held = export_subject(FIRST, body="fernby", by="dana", purpose="asked", at=NOON, keys=keys)
    assert held.is_erased
    assert held.references == (FIRST, SECOND)
