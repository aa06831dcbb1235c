"""Runs that end together are committed together, each is told of its own fault, and one alone waits for nobody."""

START = """
import threading
from contextlib import contextmanager
from django.db import connection
from fingerpost.record import groups
from fingerpost.record.faults import StoreUnavailable
commits, told = [], {}
at_the_door = threading.Event()
usual = groups._commit
def counted(group):
    commits.append(len(group))
    at_the_door.wait(60)
    usual(group)
groups._commit = counted
keys.master
def record_one(number, with_it=None):
    run = make_run(f"FP-{number:05}-00000")
    try:
        entry.close(run, reply=reply_to(run), with_it=with_it)
        told[number] = Entry.objects.filter(reference=run.reference, event="closed").count()
    except BaseException as error:
        told[number] = type(error).__name__
    finally:
        connection.close()
with recorder.open(make_run("FP-FIRST-00000")) as entry: pass
def all_at_once(*, with_its=None, count=20):
    at_the_door.clear()
    threads = [threading.Thread(target=record_one, args=(n, (with_its or {}).get(n))) for n in range(count)]
    threads[0].start()
    while not commits: pass
    for in_line, each in enumerate(threads[1:], start=2):
        each.start()
        while len(recorder._commits._line) < in_line: pass
    at_the_door.set()
    for each in threads:
        each.join(60)
"""
START = START.replace(
    'with recorder.open(make_run("FP-FIRST-00000")) as entry: pass',
    'at_the_door.set()\nwith recorder.open(make_run("FP-FIRST-00000")) as entry: pass\ncommits.clear()',
)


def printed_by(python_at, code: str) -> list[str]:
    done = python_at(START + code)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_those_who_wait_are_committed_together_and_told_once_it_stands(python_at):
    code = "all_at_once()\nprint(commits)\nprint(set(told.values()), len(told))"
    assert printed_by(python_at, code) == ["[1, 19]", "{1} 20"]


def test_one_that_fails_is_told_its_own_fault_and_takes_nobody_along(python_at):
    code = """
def write_then_break():
    Entry.objects.create(body="fernby", reference="FP-WITH0-00000", event="noted", at=NOON, leaf="{}")
    raise ValueError("not ours")
def full():
    from django.db import OperationalError
    raise OperationalError("database or disk is full")
all_at_once(with_its={5: write_then_break, 7: full})
print(told.pop(5), told.pop(7), set(told.values()), len(told))
print(Entry.objects.filter(event="noted").count(), Entry.objects.filter(event="closed").count())
print(SubjectKey.objects.count())
"""
    assert printed_by(python_at, code) == ["ValueError StoreUnavailable {1} 18", "0 18", "18"]


def test_when_the_commit_itself_fails_everybody_is_told_and_nothing_stands(python_at):
    code = """
from django.db import OperationalError
@contextmanager
def failing():
    with usual_committing():
        yield
        raise OperationalError("disk I/O error")
usual_committing, groups.committing = groups.committing, failing
all_at_once()
print(set(told.values()), Entry.objects.filter(event="closed").count())
groups.committing = usual_committing
told.clear()
record_one(99)
print(told)
"""
    assert printed_by(python_at, code) == ["{'StoreUnavailable'} 0", "{99: 1}"]


def test_where_the_leading_thread_is_interrupted_the_others_go_on(python_at):
    code = """
def interrupted():
    raise KeyboardInterrupt
all_at_once(with_its={1: interrupted})
print(told.pop(1), set(told.values()), len(told))
"""
    assert printed_by(python_at, code) == ["KeyboardInterrupt {1} 19"]


def test_where_a_full_disk_takes_back_what_others_wrote_they_are_told_too(python_at):
    """SQLite may end the whole transaction by itself, and a lost connection always does."""
    code = """
from django.db import OperationalError
calls = []
def full_the_second_time():
    calls.append(1)
    if len(calls) == 2:
        connection.connection.execute("ROLLBACK")
    raise OperationalError("database or disk is full")
all_at_once(with_its={9: full_the_second_time})
print(told.pop(0), set(told.values()), Entry.objects.filter(event="closed").count())
told.clear()
record_one(99)
print(told)
"""
    assert printed_by(python_at, code) == ["1 {'StoreUnavailable'} 1", "{99: 1}"]
