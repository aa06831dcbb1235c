"""A day's budget holds for every process together; what a dead one had set aside stays so; midnight begins anew."""

import json
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError
from tests.unit.record.ledger_processes import environment

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.record.spending.budget import Bounds, DayBudget
from fingerpost.record.spending.models import SpentDay
from fingerpost.record.spending.reading import Spending, find_spending

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = date(2026, 11, 23)

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


def budget(*, tokens: int = 0, micropounds: int = 0, body: str = "fernby", clock: Clock | None = None) -> DayBudget:
    bounds = Bounds(tokens=tokens, micropounds=micropounds)
    return DayBudget(body=body, model="claude", bounds=bounds, now=clock or Clock())


def spent(day: date = DAY, body: str = "fernby") -> Spending:
    return find_spending(body=body, day=day).get("claude", Spending())


def test_what_is_reserved_stands_until_it_is_settled() -> None:
    reserved = budget().reserve(tokens=1_000, micropounds=500)
    assert reserved is not None
    assert (spent().tokens, spent().tokens_reserved, spent().micropounds_reserved) == (0, 1_000, 500)
    reserved.settle(tokens=120, micropounds=60)
    assert spent() == Spending(calls=1, tokens=120, micropounds=60)


def test_what_is_settled_twice_counts_once() -> None:
    reserved = budget().reserve(tokens=1_000, micropounds=500)
    assert reserved is not None
    for _ in range(2):
        reserved.settle(tokens=120, micropounds=60)
    assert spent().tokens == 120


def test_what_it_took_is_what_was_reserved_where_nobody_knows() -> None:
    reserved = budget().reserve(tokens=1_000, micropounds=500)
    assert reserved is not None
    reserved.settle(tokens=None, micropounds=None, fault="too slow")
    assert spent() == Spending(
        calls=1, tokens=1_000, micropounds=500, faults=1, last_fault="too slow", last_fault_at=NOON
    )


@pytest.mark.parametrize("bounds", [{"tokens": 2_500}, {"micropounds": 1_250}, {"tokens": 9_999, "micropounds": 1_250}])
def test_no_more_is_reserved_than_there_is(bounds: dict[str, int]) -> None:
    of = budget(**bounds)
    first, second = (of.reserve(tokens=1_000, micropounds=500) for _ in range(2))
    assert first
    assert second
    assert of.reserve(tokens=1_000, micropounds=500) is None
    second.settle(tokens=0, micropounds=0)
    assert of.reserve(tokens=1_000, micropounds=500)
    assert spent().calls == 3


def test_a_call_that_is_larger_than_the_whole_budget_is_never_sent() -> None:
    assert budget(tokens=999).reserve(tokens=1_000, micropounds=0) is None


def test_without_a_bound_everything_is_counted_and_nothing_refused() -> None:
    for _ in range(3):
        assert budget().reserve(tokens=10**9, micropounds=10**9)
    assert spent().tokens_reserved == 3 * 10**9


def test_each_body_and_each_model_has_its_own() -> None:
    assert budget(tokens=1_000).reserve(tokens=1_000, micropounds=0)
    assert budget(tokens=1_000, body="hill").reserve(tokens=1_000, micropounds=0)
    assert budget(tokens=1_000).reserve(tokens=1_000, micropounds=0) is None


def test_at_midnight_by_the_bodys_own_clock_the_budget_begins_anew() -> None:
    clock = Clock(datetime(2026, 6, 30, 22, 59, 59, tzinfo=UTC))  # one second before midnight in a British summer
    of = budget(tokens=1_000, clock=clock)
    late = of.reserve(tokens=1_000, micropounds=0)
    assert late is not None
    assert of.reserve(tokens=1, micropounds=0) is None
    clock.at += timedelta(seconds=1)
    assert of.reserve(tokens=1_000, micropounds=0)
    late.settle(tokens=70, micropounds=0)
    assert spent(date(2026, 6, 30)).tokens == 70
    assert (spent(date(2026, 7, 1)).tokens, spent(date(2026, 7, 1)).tokens_reserved) == (0, 1_000)


def test_a_store_that_is_out_of_reach_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_, **__) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(SpentDay.objects, "filter", broken)
    with pytest.raises(StoreUnavailable, match="none was asked"):
        budget().reserve(tokens=1, micropounds=0)


THREE_SPENDERS = """
import json, os
import django
django.setup()
from datetime import UTC, datetime
from django.db import connection
from fingerpost.record.spending.budget import Bounds, DayBudget
from fingerpost.record.spending.models import SpentDay

with connection.schema_editor() as editor:
    editor.create_model(SpentDay)
connection.close()
noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
opened, gate = os.pipe()

def spend(dies):
    of = DayBudget(body="fernby", model="claude", bounds=Bounds(tokens=100), now=lambda: noon)
    if not dies:
        os.read(opened, 1)
    had = 0
    while (reserved := of.reserve(tokens=3, micropounds=7)) is not None:
        had += 1
        if dies:
            os.kill(os.getpid(), 9)
        reserved.settle(tokens=3, micropounds=7)

def begin(dies):
    child = os.fork()
    if not child:
        spend(dies)
        os._exit(0)
    return child

died = os.waitpid(begin(dies=True), 0)[1]
children = [begin(dies=False) for _ in range(2)]
os.write(gate, b"go")
ended = [os.waitpid(child, 0)[1] for child in children]
row = SpentDay.objects.get()
figures = [row.calls, row.tokens, row.tokens_reserved, row.micropounds, row.micropounds_reserved]
print(json.dumps({"died": died, "ended": ended, "figures": figures}))
"""


def test_many_processes_at_once_take_all_there_is_and_no_more_and_a_dead_one_gives_nothing_back(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", THREE_SPENDERS], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["died"], told["ended"]) == (signal.SIGKILL, [0, 0])
    calls, tokens, tokens_reserved, micropounds, micropounds_reserved = told["figures"]
    assert (calls, tokens + tokens_reserved, micropounds + micropounds_reserved) == (33, 99, 33 * 7)
    assert (tokens_reserved, micropounds_reserved) == (3, 7)
