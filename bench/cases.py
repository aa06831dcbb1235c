"""How quick the officers' queue is over 100,000 cases, and how many queries a page takes, beside plain paging.

    python bench/cases.py --json figures.json

The cases are synthetic and sealed as real ones are: a key for each subject, line and report encrypted, words indexed.
One in five is live. Peers, in turns with ours in the same database: 25 rows by rowid of the bare table, which filters,
sorts and opens nothing; and paging as the admin of Django does it: count all, sort, skip with OFFSET, without words.
See README.md.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BODY = "fernby"
AT = datetime(2026, 11, 2, 11, tzinfo=UTC)
SEED = 20261102
A_BATCH = 2_000
MOST_MS, MOST_QUERIES = 150.0, 12


def main() -> None:
    options = _read_options()
    with tempfile.TemporaryDirectory(prefix="fingerpost-queue-", dir=options.folder) as folder:
        os.environ["FINGERPOST_HOME"] = str(Path(folder) / "home")
        os.environ["FINGERPOST_STARTER_LIBRARY"] = "false"
        os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0, skip_checks=True)
        figures = _measure(options)
    print(json.dumps(figures, indent=2))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    slow = [
        name for name, each in figures["pages"].items() if each["p95_ms"] > MOST_MS or each["queries"] > MOST_QUERIES
    ]
    sys.exit(f"Over {MOST_MS:.0f} ms or {MOST_QUERIES} queries: {', '.join(slow)}" if slow else 0)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=40, help="how often each page is read")
    parser.add_argument("--folder", help="where the database is made: the disk that is measured")
    parser.add_argument("--json", help="write the figures here too")
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    from django.conf import settings

    from fingerpost.site import home, wiring

    home.make_folders(settings.HOME)
    keys = wiring.build_keys()
    began = time.perf_counter()
    made = _fill(options.cases, keys)
    filled = time.perf_counter() - began
    pages = _pages(keys) | _whole_pages()
    found = {name: _time(read, options.times) for name, read in pages.items()}
    peers = {name: _time(read, options.times) for name, read in _peers(options.cases).items()}
    return {
        "cases": options.cases,
        "live": made["live"],
        "index_rows": made["words"],
        "times": options.times,
        "filled_in_seconds": round(filled, 1),
        "database_mb": round((settings.HOME / "fingerpost.sqlite3").stat().st_size / 1e6),
        "pages": found,
        "peers": peers,
        "ratio_of_the_queue_to": {
            name: round(found["queue, page 1"]["p50_ms"] / each["p50_ms"], 2) for name, each in peers.items()
        },
    }


def _time(read: Callable[[], Any], times: int) -> dict[str, Any]:
    """Milliseconds of many readings, and the queries of one."""
    from django.db import connection

    queries: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *given: Any) -> Any:
        queries.append(sql)
        return execute(sql, *given)

    read()  # once before: what a process reads only once is not a page's own
    with connection.execute_wrapper(note):
        read()
    took, worked = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        read()
        took.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return {
        "p50_ms": round(statistics.median(took), 1),
        "p95_ms": _p95(took),
        "processor_p95_ms": _p95(worked),
        "queries": len(queries),
    }


def _p95(figures: list[float]) -> float:
    return round(sorted(figures)[min(len(figures) - 1, int(len(figures) * 0.95))], 1)


def _pages(keys: Any) -> dict[str, Callable[[], Any]]:
    from fingerpost.casework.queues import Filter, Order, count_by, list_cases, workload
    from fingerpost.casework.viewing import Viewer

    officer = Viewer(body=BODY, name="officer1", teams=frozenset({"highways", "streets"}))
    every = Viewer(body=BODY, name="owner", teams=frozenset(_teams()), may_lead=True)

    def listed(
        wanted: Filter, *, page: int = 1, order: Order = Order.QUEUE, who: Viewer = officer
    ) -> Callable[[], Any]:
        return lambda: list_cases(wanted, viewer=who, at=AT, keys=keys, page=page, order=order)

    over = ("resolved", "closed")
    return {
        "queue, page 1": listed(Filter()),
        "queue, page 20": listed(Filter(), page=20),
        "queue, last page": listed(Filter(), page=10**6),
        "queue of every team": listed(Filter(), who=every),
        "queue of every team, last page": listed(Filter(), who=every, page=10**6),
        "due first": listed(Filter(), order=Order.DUE),
        "newest, every team": listed(Filter(), order=Order.NEWEST, who=every),
        "late": listed(Filter(late=True)),
        "late, every team": listed(Filter(late=True), who=every),
        "my own": listed(Filter(assigned="officer1")),
        "nobody's": listed(Filter(assigned="-")),
        "one service, urgent": listed(Filter(services=("potholes",), urgency=("urgent",))),
        "needs attention": listed(Filter(attention=True)),
        "due soon": listed(Filter(soon=True)),
        "due soon, every team": listed(Filter(soon=True), who=every),
        "two rare words": listed(Filter(words="chemist gully")),
        "a word in half of all": listed(Filter(words="street")),
        "a word in half of all, every team, over": listed(Filter(words="street", states=over), who=every),
        "over, newest": listed(Filter(states=over), order=Order.NEWEST, who=every),
        "over, newest, last page": listed(Filter(states=over), order=Order.NEWEST, who=every, page=10**6),
        "within 200 metres": listed(Filter(near=(54.6, -2.4, 200.0))),
        "one reference": listed(Filter(reference="FP-7K2M9-QX4DA")),
        "workload of every team": lambda: workload(every, at=AT),
        "counts by state": lambda: count_by("state", Filter(), viewer=officer),
    }


def _whole_pages() -> dict[str, Callable[[], Any]]:
    """From the request to the HTML, as somebody gets it who has signed in."""
    from django.conf import settings
    from django.test import Client

    from fingerpost.casework.models import Membership
    from fingerpost.doors.accounts import add_member, keep_roles

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    keep_roles()

    def signed_in(name: str, role: str, teams: list[str]) -> Client:
        password = "a long walk by the river"  # noqa: S105 - of an account of this run alone
        add_member(name, role=role, password=password)
        Membership.objects.bulk_create(Membership(body=BODY, team=team, account=name) for team in teams)
        client = Client()
        client.post("/staff/sign-in", {"name": name, "password": password})
        return client

    def page(client: Client, path: str) -> Callable[[], Any]:
        def read() -> None:
            if (status := client.get(path).status_code) != 200:
                raise SystemExit(f"{path}: {status}")

        return read

    officer = signed_in("officer1", "officer", ["highways", "streets"])
    lead = signed_in("lead1", "team-lead", _teams())
    return {
        "whole page: queue": page(officer, "/staff/cases"),
        "whole page: queue, page 20": page(officer, "/staff/cases?page=20"),
        "whole page: queue of every team": page(lead, "/staff/cases"),
        "whole page: queue of every team, last page": page(lead, "/staff/cases?page=100000"),
        "whole page: late, every team": page(lead, "/staff/cases?due=late"),
        "whole page: due soon, every team": page(lead, "/staff/cases?due=soon"),
        "whole page: everything, newest": page(lead, "/staff/cases?state=all&order=newest"),
        "whole page: a word in half of all, over": page(lead, "/staff/cases?q=street&state=over"),
    }


def _peers(cases: int) -> dict[str, Callable[[], Any]]:
    from django.db import connection

    from fingerpost.casework.models import Case

    def by_rowid() -> Any:
        first = random.Random(SEED).randrange(1, max(2, cases - 25))  # noqa: S311 - no secret
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM casework_case WHERE id >= %s ORDER BY id LIMIT 25", [first])
            return cursor.fetchall()

    def by_offset(skip: int) -> Callable[[], Any]:
        def read() -> Any:
            everything = Case.objects.all()
            everything.count()
            return list(everything.order_by("-received_at", "-pk")[skip : skip + 25])

        return read

    return {
        "25 rows by rowid": by_rowid,
        "count, sort and OFFSET 0": by_offset(0),
        "count, sort and OFFSET of the last page": by_offset(max(0, cases - 25)),
    }


def _teams() -> list[str]:
    from fingerpost.casework.services import starter_services

    return list(starter_services().teams)


def _fill(count: int, keys: Any) -> dict[str, int]:
    from fingerpost.casework.models import Case, CaseWord
    from fingerpost.casework.words import marks_of
    from fingerpost.record.models import SubjectKey

    chance = random.Random(SEED)  # noqa: S311 - synthetic cases, no secret
    made = {"live": 0, "words": 0}
    for first in range(0, count, A_BATCH):
        pairs = [_case(chance, keys, number) for number in range(first, min(first + A_BATCH, count))]
        SubjectKey.objects.bulk_create([key for _, key, _ in pairs])
        rows = Case.objects.bulk_create([row for row, _, _ in pairs])
        words = [
            CaseWord(body=BODY, case=row, word=mark)
            for row, (_, _, text) in zip(rows, pairs, strict=True)
            for mark in marks_of(text, body=BODY, keys=keys)
        ]
        CaseWord.objects.bulk_create(words, batch_size=5_000)
        made["live"] += sum(row.is_live for row in rows)
        made["words"] += len(words)
        if sys.stderr.isatty():
            print(f"\r{first + len(pairs):,} of {count:,} cases", end="", file=sys.stderr)
    return made


_PARTS = (
    *(
        "street",
        "hole",
        "lamp",
        "bin",
        "rubbish",
        "tree",
        "drain",
        "noise",
        "water",
        "road",
        "path",
        "corner",
        "school",
    ),
    *("church", "chemist", "bridge", "gully", "kerb", "sign", "light", "week", "dark", "broken", "blocked", "smell"),
)


def _case(chance: random.Random, keys: Any, number: int) -> tuple[Any, Any, str]:
    from fingerpost.casework.models import Case
    from fingerpost.casework.sealing import CASE, LINE, bound_to, packed
    from fingerpost.casework.services import starter_services
    from fingerpost.contract.references import new_reference
    from fingerpost.contract.services import PlaceKind, Urgency
    from fingerpost.record.sealed import seal_bytes

    service = chance.choice(list(starter_services().services.values()))
    is_live = chance.random() < 0.2
    received = AT - timedelta(minutes=chance.randrange(60, (30 if is_live else 700) * 24 * 60))
    urgency = chance.choices(list(Urgency), weights=(80, 14, 5, 1))[0]
    is_street = service.place is PlaceKind.STREET
    usual = [part for part in _PARTS if chance.random() < 0.25]
    text = " ".join([*(("street",) if chance.random() < 0.5 else ()), *usual, f"house {chance.randrange(400)}"])
    reference = new_reference()
    case = Case(
        body=BODY,
        reference=reference,
        subject=reference,
        service=service.slug,
        team=service.team,
        state=chance.choice(("received", "open", "planned")) if is_live else chance.choice(("resolved", "closed")),
        is_live=is_live,
        urgency=urgency,
        rank=urgency.rank,
        attention=chance.random() < 0.03,
        received_at=received,
        changed_at=received,
        due_at=received + timedelta(days=chance.randrange(1, 20)),
        closed_at=None if is_live else received + timedelta(days=5),
        channel=chance.choice(("web", "web", "e-mail", "officer")),
        assigned_to=chance.choice(("", "", f"officer{chance.randrange(60)}")),
        latitude=54.6 + chance.uniform(-0.05, 0.05) if is_street else None,
        longitude=-2.4 + chance.uniform(-0.08, 0.08) if is_street else None,
        is_public=is_street and service.is_public,
        is_demo=True,
    )
    words = packed({"text": text, "email": f"person{number}@fernby.example"})
    row, key = keys._new_key(reference, body=BODY, at=received)

    def seal(plain: bytes, what: str) -> bytes:
        bound = f"{BODY}/{reference}/{bound_to(case, what)}"
        return bytes.fromhex(row.id) + seal_bytes(key, plain, bound_to=bound.encode())

    case.sealed, case.line = seal(words, CASE), seal(text[:120].encode(), LINE)
    return case, row, text


if __name__ == "__main__":
    main()
