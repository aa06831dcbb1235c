"""What is put into the outbox goes at least once, is tried again later, and is told when it never went."""

from datetime import timedelta

import pytest
from django.db import transaction

from fingerpost.casework.models import HistoryLine, Message
from fingerpost.casework.post.outbox import BACKOFF, LEASE, Sent, put, read_content, retry, send_due
from fingerpost.engines.post.sending import NotSent

from .conftest import AT, BODY, Noting

pytestmark = pytest.mark.django_db
LETTER = {"to": "mair@example.org", "subject": "Your report", "words": "We have it."}


def waiting(case, keys, key="opened"):
    return put(case, way="email", key=key, content=LETTER, due_at=AT, by="fingerpost", keys=keys)


def sent(sender, keys, at=AT):
    return send_due(at=at, senders={"email": sender}, keys=keys, body=BODY)


def test_a_message_goes_once_with_its_key_and_the_reference(case, keys):
    waiting(case, keys)
    sender = Noting()
    assert sent(sender, keys) == Sent(sent=1)
    assert sent(sender, keys) == Sent()
    assert sender.given == [{**LETTER, "key": f"{BODY}/opened", "reference": case.reference}]


def test_a_second_message_of_one_key_is_not_made(case, keys):
    assert waiting(case, keys) is not None
    assert waiting(case, keys) is None
    assert Message.objects.count() == 1


def test_a_message_is_put_in_with_what_it_tells_of_or_not_at_all(case, keys):
    with pytest.raises(RuntimeError), transaction.atomic():
        waiting(case, keys)
        raise RuntimeError
    assert not Message.objects.exists()


def test_to_whom_and_what_is_sealed(case, keys):
    row = waiting(case, keys)
    row.refresh_from_db()
    assert b"mair" not in bytes(row.sealed)
    assert read_content(row, keys=keys) == LETTER


def test_a_message_whose_subject_was_erased_is_given_up(case, keys):
    waiting(case, keys)
    keys.erase(subject=case.subject, body=BODY, at=AT)
    sender = Noting()
    assert sent(sender, keys) == Sent(failed=1)
    assert sender.given == []


def test_each_try_waits_longer_and_the_last_is_told_to_officers(case, keys):
    waiting(case, keys)
    sender, at = Noting(fault=NotSent("mail server: OSError", try_again=True)), AT
    for wait in BACKOFF:
        assert sent(sender, keys, at) == Sent(later=1)
        assert sent(sender, keys, at + wait - timedelta(seconds=1)) == Sent()
        at += wait
    assert sent(sender, keys, at) == Sent(failed=1)
    line = HistoryLine.objects.get(case=case)
    assert (line.kind, line.facts) == (
        "message/failed",
        {"way": "email", "why": "mail server: OSError", "tries": len(BACKOFF) + 1},
    )
    assert not line.is_shown


def test_what_will_never_be_taken_is_not_tried_again(case, keys):
    waiting(case, keys)
    assert sent(Noting(fault=NotSent("address refused", try_again=False)), keys) == Sent(failed=1)
    assert Message.objects.get().fault == "address refused"


def test_what_failed_can_be_tried_anew(case, keys):
    waiting(case, keys)
    sent(Noting(fault=NotSent("address refused", try_again=False)), keys)
    assert retry(body=BODY, at=AT) == 1
    assert sent(Noting(), keys) == Sent(sent=1)


def test_a_fault_that_nobody_foresaw_does_not_keep_the_others_from_going(case, keys, caplog):
    class Broken(Noting):
        def send(self, content):
            if content["key"].endswith("first"):
                raise ValueError("mair@example.org cannot be read")
            super().send(content)

    waiting(case, keys, "first")
    waiting(case, keys, "second")
    assert sent(Broken(), keys) == Sent(sent=1, later=1)
    assert "ValueError at test_outbox.py" in caplog.text
    assert "mair" not in caplog.text


def test_what_a_killed_process_held_is_sent_when_its_lease_is_over(case, keys):
    waiting(case, keys)

    class Killed(BaseException):
        """As a process that ends in the middle."""

    class Dying(Noting):
        def send(self, content):
            raise Killed

    with pytest.raises(Killed):
        sent(Dying(), keys)
    assert sent(Noting(), keys, AT + LEASE - timedelta(seconds=1)) == Sent()
    assert sent(Noting(), keys, AT + LEASE) == Sent(sent=1)


def test_whoever_comes_back_after_its_lease_changes_nothing(case, keys):
    """A slow sender is overtaken: what the second one wrote stands."""
    waiting(case, keys)

    class Slow(Noting):
        def send(self, content):
            assert sent(Noting(), keys, AT + LEASE) == Sent(sent=1)
            raise NotSent("too late", try_again=False)

    sent(Slow(), keys)
    assert Message.objects.get().state == "sent"
    assert not HistoryLine.objects.exists()


def test_only_ways_that_are_set_up_are_tried(case, keys):
    put(case, way="letter", key="paper", content=LETTER, due_at=AT, by="anna", keys=keys)
    assert sent(Noting(), keys) == Sent()
    assert Message.objects.get().tries == 0


def test_a_message_without_a_case_has_a_key_of_its_own(db, keys):
    row = put(None, way="email", key="alone", content=LETTER, due_at=AT, by="anna", keys=keys, body=BODY)
    assert read_content(row, keys=keys) == LETTER
    assert sent(Noting(), keys) == Sent(sent=1)


def test_another_bodys_messages_are_left_alone(case, keys):
    waiting(case, keys)
    assert send_due(at=AT, senders={"email": Noting()}, keys=keys, body="another") == Sent()
