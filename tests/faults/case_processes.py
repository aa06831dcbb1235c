"""Officers who work on the same cases in processes of their own, and a door that is killed. Run by test_cases_*.py.

    python case_processes.py edit CASES EDITS    two officers edit the same cases at once
    python case_processes.py kill KILLS          reports are taken until the process is killed, again and again
    python case_processes.py once WORKERS        the same report of another system comes to several workers at once
    python case_processes.py erase               a case is erased, and every byte that is kept is looked through

Each process is a fork of this one, which has Django loaded. Says at the end what came of it, as JSON.
"""

import json
import os
import random
import signal
import struct
import sys
from datetime import UTC, datetime

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.db.models import Count  # noqa: E402

from fingerpost.casework import acting  # noqa: E402
from fingerpost.casework.faults import StaleCase  # noqa: E402
from fingerpost.casework.history import read_lines  # noqa: E402
from fingerpost.casework.models import Case, CaseWord, HistoryLine, Membership, Suggestion  # noqa: E402
from fingerpost.casework.opening import open_case  # noqa: E402
from fingerpost.casework.reports import Report  # noqa: E402
from fingerpost.casework.sealing import unseal_words  # noqa: E402
from fingerpost.casework.services import starter_services  # noqa: E402
from fingerpost.casework.viewing import viewer_of  # noqa: E402
from fingerpost.casework.words import marks_of  # noqa: E402
from fingerpost.contract.proposals import Proposal  # noqa: E402
from fingerpost.contract.services import Urgency  # noqa: E402
from fingerpost.record.models import Entry, SubjectKey  # noqa: E402
from fingerpost.record.retention.erasing import erase_conversation  # noqa: E402
from fingerpost.site import wiring  # noqa: E402

BODY, AT = "fernby", datetime(2026, 3, 2, 10, tzinfo=UTC)
keys = wiring.build_keys()


def take_report(number: int | str, *, outside_id: str = "") -> str:
    proposal = Proposal(service="potholes", team="highways", urgency=Urgency.ROUTINE)
    opened = open_case(
        Report(text=f"Hole number {number}", channel="web", latitude=54.612345, longitude=-2.4, outside_id=outside_id),
        proposal=proposal,
        run_reference="",
        run_subject="",
        services=starter_services(),
        by="resident",
        body=BODY,
        at=AT,
        keys=keys,
    )
    return opened.reference


def edit(officer: str, references: list[str], edits: int) -> None:
    """Write a note, and give the case to oneself, on a version that may be old by then; if so, look again."""
    viewer, draw, stale = viewer_of(officer, body=BODY), random.Random(officer), 0
    for number in range(edits):
        reference = draw.choice(references)
        while True:
            version = Case.objects.values_list("version", flat=True).get(reference=reference)
            try:
                given = {"viewer": viewer, "version": version, "at": AT, "keys": keys}
                if number % 5:
                    acting.note(reference, words=f"{officer} {number}", **given)
                else:
                    acting.assign(reference, to=officer, **given)
                break
            except StaleCase:
                stale += 1
    os.write(1, f"{officer} {stale}\n".encode())


def edit_together(cases: int, edits: int) -> dict[str, object]:
    references = [take_report(number) for number in range(cases)]
    officers = ("mair", "tom")
    for officer in officers:
        Membership.objects.create(body=BODY, team="highways", account=officer)
    connections.close_all()
    children = []
    for officer in officers:
        pid = os.fork()
        if pid == 0:
            edit(officer, references, edits // len(officers))
            os._exit(0)
        children.append(pid)
    ended = [os.waitpid(pid, 0)[1] for pid in children]
    kept = [line for case in Case.objects.all() for line in read_lines(case, keys=keys)]
    notes = [line.text for line in kept if line.kind == "noted"]
    wanted = [f"{who} {number}" for who in officers for number in range(edits // 2) if number % 5]
    rows = Case.objects.annotate(lines=Count("history"))
    return {
        "ended": ended,
        "lost": sorted(set(wanted) - set(notes)),
        "twice": len(notes) - len(set(notes)),
        "assigned": sum(line.kind == "assigned" for line in kept),
        "versions_fit": all(row.version == row.lines for row in rows),
        "numbers_fit": all(
            list(row.history.values_list("number", flat=True)) == list(range(1, row.lines + 1)) for row in rows
        ),
        "entries": Entry.objects.exclude(leaf__contains="case/read").count(),
        "lines": HistoryLine.objects.count(),
    }


def take_together(workers: int) -> dict[str, object]:
    connections.close_all()
    children = []
    for _ in range(workers):
        pid = os.fork()
        if pid == 0:
            for number in range(5):
                take_report(number, outside_id=f"mail:{number}")
            os._exit(0)
        children.append(pid)
    return {"ended": [os.waitpid(pid, 0)[1] for pid in children], "cases": Case.objects.count()}


def take_until_killed(told: int) -> None:
    number = 0
    while True:
        number += 1
        os.write(told, f"{take_report(number)}\n".encode())


def kill_one(draw: random.Random) -> list[str]:
    hear, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hear)
        take_until_killed(told)
    os.close(told)
    heard, wanted = b"", draw.randrange(1, 5)
    while heard.count(b"\n") < wanted:
        heard += os.read(hear, 4096)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while more := os.read(hear, 4096):
        heard += more
    os.close(hear)
    return [line for line in heard.decode().split("\n")[: heard.count(b"\n")] if line]


def kill_often(kills: int) -> dict[str, object]:
    take_report(0)
    connection.close()
    draw, told = random.Random(7), []
    for _ in range(kills):
        told += kill_one(draw)
    cases = list(Case.objects.all())
    words = CaseWord.objects.values_list("case_id", flat=True).distinct()
    return {
        "told": len(told),
        "lost": sorted(set(told) - {case.reference for case in cases}),
        "unread": [case.reference for case in cases if not unseal_words(case, keys=keys)],
        "cases": len(cases),
        "lines": HistoryLine.objects.count(),
        "entries": Entry.objects.filter(leaf__contains="case/opened").count(),
        "suggestions": Suggestion.objects.count(),
        "with_words": len(words),
    }


def erase_one() -> dict[str, object]:
    """How many marks of words, sealed texts and names the files hold, before and after."""
    home, words = settings.HOME, "Quackenbush Grumbleby ploughman"
    reference = take_report(words)
    case = Case.objects.get(reference=reference)
    marks = [mark.to_bytes(8, "big") for mark in marks_of(words, body=BODY, keys=keys)]
    wanted = [*marks, bytes(case.sealed or b""), bytes(case.line or b"")]
    wrapped = [bytes(row.wrapped) for row in SubjectKey.objects.filter(subject=case.subject)]
    place = struct.pack(">d", case.latitude)

    def count(parts: list[bytes]) -> int:
        held = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
        return sum(part in held for part in parts)

    before = count([*wanted, *wrapped, place])
    erase_conversation(reference, body=BODY, by="dpo", reason="asked", at=AT, home=home)
    connection.close()
    names = [word.encode() for word in words.split()]
    return {
        "before": before,
        "wanted": len(wanted) + 2,
        "after": count([*wanted, *wrapped, place]),
        "names": count(names),
    }


if __name__ == "__main__":
    if sys.argv[1] == "erase":
        found = erase_one()
    elif sys.argv[1] == "once":
        found = take_together(int(sys.argv[2]))
    else:
        found = edit_together(*map(int, sys.argv[2:])) if sys.argv[1] == "edit" else kill_often(int(sys.argv[2]))
    sys.stdout.write(json.dumps(found) + "\n")
