"""Writes runs until it is killed, again and again, on one installation. Run as a program by test_ledger_crashes.py.

    python ledger_killing.py KILLS

Each writer is a fork of this process, which has Django loaded: that takes milliseconds, not seconds. A writer tells the
reference of each run once it is closed, and signs the ledger on the way. It is killed after a number of replies drawn
by a seed. Says at the end how many were killed and acknowledged, and what is missing.
"""

import json
import os
import random
import signal
import sys
import threading

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from tests.unit.record.ledger_runs import make_run, reply_to  # noqa: E402

from fingerpost.contract.references import new_reference  # noqa: E402
from fingerpost.record.keys import KeyStore  # noqa: E402
from fingerpost.record.models import Entry  # noqa: E402
from fingerpost.record.recorder import Recorder  # noqa: E402
from fingerpost.site.wiring import build_ledger  # noqa: E402

THREADS = 4
keys = KeyStore(settings.HOME / "keys" / "record-master")


def write_until_killed(told: int) -> None:
    recorder = Recorder(keys=keys, system={"release": "test"})

    def record() -> None:
        while True:
            run = make_run(new_reference())
            with recorder.open(run) as entry:
                entry.close(run, reply=reply_to(run))
            os.write(told, f"{run.reference}\n".encode())

    def sign() -> None:
        while True:
            build_ledger().keep_up()

    for work in (*(record,) * THREADS, sign):
        threading.Thread(target=work, daemon=True).start()
    threading.Event().wait()


def kill_one(draw: random.Random) -> list[str]:
    """Start a writer, let it tell so many runs, kill it; gives every run that it told."""
    hear, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        write_until_killed(told)
    os.close(told)
    heard, wanted = b"", draw.randrange(1, 12)
    while heard.count(b"\n") < wanted:
        heard += os.read(hear, 4096)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(hear, 4096):
        heard += more
    os.close(hear)
    return [line for line in heard.decode().split("\n")[: heard.count(b"\n")] if line]


def main() -> None:
    draw, acknowledged = random.Random(9), []
    kills = int(sys.argv[1])
    keys.master  # noqa: B018 - made before the forks
    connection.close()
    for _ in range(kills):
        acknowledged += kill_one(draw)
    kept = set(Entry.objects.filter(event="closed").values_list("reference", flat=True))
    ledger = build_ledger()
    ledger.keep_up()
    report = ledger.verify(keys=keys)
    with connection.cursor() as cursor:
        whole = cursor.execute("PRAGMA integrity_check").fetchone()[0]
    found = {
        "kills": kills,
        "acknowledged": len(acknowledged),
        "lost": sorted(set(acknowledged) - kept),
        "faults": [fault.words for fault in report.faults],
        "entries": report.size,
        "checkpoints": report.checkpoints,
        "whole": whole,
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
