"""What is over age goes, in batches; what is not, or is contested, stays. Afterwards nothing is over age."""

import json

import pytest
from django.contrib.sessions.models import Session
from tests.unit.record.ledger_processes import start_python
from tests.unit.record.ledger_runs import NOON
from tests.unit.record.retention.conftest import DAY, FIRST, OTHER, SECOND

from fingerpost.record.challenges.answering import answer_challenge, open_challenge
from fingerpost.record.challenges.matters import Decision
from fingerpost.record.challenges.models import Challenge, ChallengeFile
from fingerpost.record.models import Entry, Feedback
from fingerpost.record.reading import find_run
from fingerpost.record.retention import sweeping
from fingerpost.record.retention.ageing import count_held, count_over_age
from fingerpost.record.retention.schedule import SCHEDULE, Kind

pytestmark = pytest.mark.django_db
YEAR = 366 * DAY


@pytest.fixture
def sweep(installation_home):
    return lambda at, **more: sweeping.sweep(body="fernby", at=at, schedule=SCHEDULE, home=installation_home, **more)


def over_age(at):
    return sum(count_over_age(body="fernby", at=at, schedule=SCHEDULE).values())


def is_gone(reference, keys):
    return find_run(reference, body="fernby", keys=keys).reply is None


def test_words_go_when_they_are_a_year_old_and_not_before(conversation, sweep, keys):
    assert sweep(NOON + 364 * DAY).swept == {}
    done = sweep(NOON + YEAR)
    assert (done.swept, done.left) == ({Kind.RUNS: 2}, 0)
    assert is_gone(FIRST, keys) and is_gone(SECOND, keys) and is_gone(OTHER, keys)


def test_a_conversation_is_as_old_as_the_last_question_of_it(conversation, ask, sweep, keys):
    ask("FP-TH1RD-00000", subject=FIRST, at=NOON + 300 * DAY)
    sweep(NOON + YEAR)
    assert (is_gone(FIRST, keys), is_gone(OTHER, keys)) == (False, True)


def test_feedback_goes_earlier_and_is_counted_on(conversation, tell, sweep):
    tell(FIRST)
    assert sweep(NOON + 181 * DAY).swept == {Kind.FEEDBACK: 1}
    row = Feedback.objects.get()
    assert (row.sealed, row.page, row.useful) == (None, "", "no")


def test_a_challenge_that_waits_keeps_its_answer_however_old(conversation, contest, sweep, keys):
    contest(FIRST)
    sweep(NOON + 5 * YEAR)
    assert (is_gone(FIRST, keys), is_gone(OTHER, keys)) == (False, True)
    assert count_held(body="fernby", at=NOON + 5 * YEAR, schedule=SCHEDULE) == 1
    assert over_age(NOON + 5 * YEAR) == 0


def test_a_challenge_that_was_answered_keeps_it_for_two_years_more(conversation, contest, sweep, keys):
    sent = contest(FIRST)
    given = {"by": "pat", "body": "fernby", "keys": keys}
    open_challenge(sent.reference, at=NOON + YEAR, **given)
    answer_challenge(sent.reference, decision=Decision.UPHELD, reasons="Right.", at=NOON + YEAR, **given)
    sweep(NOON + 2 * YEAR)
    assert not is_gone(FIRST, keys)
    done = sweep(NOON + 3 * YEAR + DAY)
    assert is_gone(FIRST, keys)
    assert done.swept[Kind.CHALLENGES] == 1
    assert Challenge.objects.get().sealed is None
    assert not ChallengeFile.objects.exists()


def test_each_batch_stands_in_the_ledger_with_its_count(ask, sweep):
    for number in range(5):
        ask(f"FP-{number:05}-00000")
    told = []
    sweep(NOON + YEAR, at_once=2, progress=lambda what, done, total: told.append((what, done, total)))
    leaves = [
        json.loads(each) for each in Entry.objects.filter(event="noted").order_by("seq").values_list("leaf", flat=True)
    ]
    assert [(leaf["type"], leaf["facts"]["kind"], leaf["facts"]["count"]) for leaf in leaves] == [
        ("retention/swept", "runs", count) for count in (2, 2, 1)
    ]
    assert told[-1] == ("Sweeping runs", 5, 5)


def test_sweeping_again_finds_nothing_and_notes_nothing(conversation, sweep):
    sweep(NOON + YEAR)
    entries = Entry.objects.count()
    assert sweep(NOON + YEAR).swept == {}
    assert Entry.objects.count() == entries


def test_sessions_that_ended_go(sweep):
    Session.objects.create(session_key="old", session_data="x", expire_date=NOON - DAY)
    Session.objects.create(session_key="young", session_data="x", expire_date=NOON + DAY)
    sweep(NOON)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["young"]


KILLED = """
import os
from datetime import timedelta
from fingerpost.record.retention.sweeping import sweep
from fingerpost.record.retention.ageing import count_over_age
from fingerpost.record.retention.schedule import SCHEDULE, Kind
import signal
for number in range(6):
    run = make_run(f"FP-{number:05}-00000")
    with recorder.open(run) as entry:
        entry.close(run, reply=reply_to(run))
at = NOON + timedelta(days=366)
def die(what, done, total):
    print(done, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
sweep(body="fernby", at=at, schedule=SCHEDULE, home=settings.HOME, at_once=2, progress=die)
"""
RESUMED = """
from datetime import timedelta
from fingerpost.record.retention.sweeping import sweep
from fingerpost.record.retention.schedule import SCHEDULE, Kind
import json
done = sweep(body="fernby", at=NOON + timedelta(days=366), schedule=SCHEDULE, home=settings.HOME, at_once=2)
noted = [json.loads(each) for each in Entry.objects.filter(event="noted").values_list("leaf", flat=True)]
print(done.swept[Kind.RUNS], done.left, sum(leaf["facts"]["count"] for leaf in noted))
"""


def test_a_sweep_that_was_killed_goes_on_where_it_was_and_the_counts_add_up(home):
    killed = start_python(home, KILLED)
    assert (killed.returncode, killed.stdout.strip()) == (-9, "2")
    resumed = start_python(home, RESUMED)
    assert resumed.stdout.strip() == "4 0 6", resumed.stderr
