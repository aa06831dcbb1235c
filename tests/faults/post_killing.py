"""Sends messages in two processes at a time and kills them, again and again. Run as a program by test_post_killed.py.

    python post_killing.py MESSAGES KILLS

Each sender is a fork of this process. What went is noted by the other side: a file that each try adds a line to. After
each kill the clock is an hour later, so that leases are over. Says at the end how often each message went, as JSON.
"""

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connections  # noqa: E402

from fingerpost.casework.models import Message  # noqa: E402
from fingerpost.casework.post.outbox import put, send_due  # noqa: E402
from fingerpost.record.keys import KeyStore  # noqa: E402

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
BODY = settings.CONFIGURATION.body
HEARD = settings.HOME / "heard"
keys = KeyStore(settings.HOME / "keys" / "record-master")


class OtherSide:
    """Takes a moment for each, as servers do."""

    def send(self, content):
        heard = os.open(HEARD, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        os.write(heard, f"{content['key']}\n".encode())
        os.close(heard)
        time.sleep(0.001)


def send_in_a_fork(at: datetime) -> int:
    pid = os.fork()
    if pid == 0:
        send_due(at=at, senders={"email": OtherSide()}, keys=keys, body=BODY, limit=10_000)
        os._exit(0)
    return pid


def heard_so_far() -> int:
    return HEARD.read_bytes().count(b"\n") if HEARD.exists() else 0


def wait_until_heard(number: int) -> None:
    """At most ten seconds: at the end there is nothing left to hear."""
    for _ in range(5_000):
        if heard_so_far() >= number:
            return
        time.sleep(0.002)


def main() -> None:
    messages, kills = int(sys.argv[1]), int(sys.argv[2])
    draw, killed, at = random.Random(9), 0, AT
    for number in range(messages):
        content = {"to": "mair@example.org", "subject": "x", "words": str(number)}
        put(None, way="email", key=str(number), content=content, due_at=AT, by="tests", keys=keys, body=BODY)
    for _ in range(kills):
        connections.close_all()
        pids = [send_in_a_fork(at) for _ in range(2)]
        wait_until_heard(heard_so_far() + draw.randrange(1, 6))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        killed += sum(os.WIFSIGNALED(os.waitpid(pid, 0)[1]) for pid in pids)
        at += timedelta(hours=1)
    left = Message.objects.exclude(state="sent").count()
    for _ in range(9):  # as often as tries are left, a day and more apart
        at += timedelta(days=2)
        send_due(at=at, senders={"email": OtherSide()}, keys=keys, body=BODY, limit=10_000)
    heard = Counter(HEARD.read_text().split())
    found = {
        "killed": killed,
        "left after the kills": left,
        "never sent": messages - len(heard),
        "not marked": Message.objects.exclude(state="sent").count(),
        "sent again": sum(heard.values()) - len(heard),
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
