"""Who counts as one visitor, and that counting never takes more room, loses a count, or keeps an address."""

import errno
import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.limits import throttle
from fingerpost.doors.limits.counters import SIZE, Counters
from fingerpost.doors.limits.throttle import CROWD, seconds_to_wait
from fingerpost.doors.limits.visitors import one_network

NOON = 1_795_348_800.0


@pytest.fixture
def counters(tmp_path: Path) -> Iterator[Counters]:
    made = Counters(tmp_path / "counters", secret=b"secret", seconds=60)
    yield made
    made.close()


@pytest.fixture
def asks_from(settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Asks once, within one minute that never ends; gives how long to wait. Six questions a minute are allowed."""
    settings.HOME = tmp_path
    settings.CONFIGURATION = replace(settings.CONFIGURATION, questions_a_minute=6)
    monkeypatch.setattr(throttle.time, "time", lambda: NOON + 12.5)

    def ask(address: str, *, session: str = "", kind: throttle.Kind = "ask") -> int:
        request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR=address)
        request.session = SessionStore()
        if session:
            request.session["nation"] = "wales"
            request.session._session_key = session  # type: ignore[attr-defined]
        return seconds_to_wait(request, kind)

    return ask


def test_one_more_than_the_limit_waits_for_the_minute_to_turn(asks_from: Callable[..., int]) -> None:
    assert [asks_from("192.0.2.1") for _ in range(7)] == [0] * 6 + [48]
    assert asks_from("192.0.2.2") == 0


def test_a_new_minute_begins_at_nothing(counters: Counters) -> None:
    assert [counters.add("a", at=NOON + second) for second in (0, 59, 60, 61)] == [1, 2, 1, 2]


def test_two_visitors_behind_one_address_have_a_count_each(asks_from: Callable[..., int]) -> None:
    assert not any(asks_from("192.0.2.1", session="session-of-ann") for _ in range(6))
    assert asks_from("192.0.2.1", session="session-of-ann")
    assert not asks_from("192.0.2.1", session="session-of-bob")


def test_an_address_cannot_ask_without_end_by_new_sessions(asks_from: Callable[..., int]) -> None:
    waits = [asks_from("192.0.2.1", session=f"session-{number}") for number in range(6 * CROWD + 1)]
    assert waits == [0] * 6 * CROWD + [48]


def test_each_kind_has_its_own_limit(asks_from: Callable[..., int]) -> None:
    assert asks_from("192.0.2.1", kind="dictate") == 0
    assert asks_from("192.0.2.1", kind="dictate") > 0  # a sixth of the questions
    assert asks_from("192.0.2.1", kind="feedback") == 0
    assert asks_from("192.0.2.1") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2:bbbb::2", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("", "", True),
        ("192.0.2.1:49152", "192.0.2.1:49153", True),
        ("192.0.2.1:49152", "192.0.2.1", True),
        ("192.0.2.1:49152", "192.0.2.2:49152", False),
        ("[2001:db8:1:2::1]:49152", "2001:db8:1:2::2", True),
        ("[2001:db8:1:2::1]", "[2001:db8:1:3::1]", False),
    ],
)
def test_a_whole_network_of_ipv6_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (one_network(one) == one_network(other)) is same


def test_a_full_disk_is_told_when_the_file_is_made_and_not_when_it_is_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hole in the file that is filled through the map on a full disk would end the process (SIGBUS)."""
    in_pieces, write = tmp_path / "in-pieces", os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda file, data, at: write(file, data[:100_000], at))
    Counters(in_pieces, secret=b"s", seconds=60).close()
    assert in_pieces.read_bytes() == bytes(SIZE)

    def refuse(file: int, data: bytes, at: int) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", refuse)
    with pytest.raises(StoreUnavailable):
        Counters(tmp_path / "none", secret=b"s", seconds=60)


def test_what_was_counted_can_be_taken_back(counters: Counters) -> None:
    for _ in range(5):
        counters.add("ann", at=NOON)
    counters.take_back("ann", at=NOON, times=2)
    assert counters.add("ann", at=NOON) == 4
    counters.take_back("ann", at=NOON)
    counters.take_back("ann", at=NOON)
    assert counters.add("ann", at=NOON) == 1
    counters.clear()
    assert counters.add("ann", at=NOON) == 1


def test_a_flood_of_addresses_takes_no_more_room_and_makes_nobody_wait(counters: Counters, tmp_path: Path) -> None:
    for number in range(20_000):
        counters.add(f"ask address flood-{number}", at=NOON)
    assert (tmp_path / "counters").stat().st_size == SIZE == 524_296
    too_high = [counters.add(f"ask address visitor-{number}", at=NOON) for number in range(1_000)]
    assert max(too_high) <= 4  # never near the 60 that one may ask


def test_what_is_counted_cannot_be_read_from_the_file(counters: Counters, tmp_path: Path) -> None:
    counters.add("ask address 192.0.2.1", at=NOON)
    held = (tmp_path / "counters").read_bytes()
    assert b"192.0.2.1" not in held
    assert len(held.replace(b"\0", b"")) <= 10  # the minute, and a one in each of two rows
    assert (tmp_path / "counters").stat().st_mode & 0o077 == 0


def _add_often(path: Path, times: int) -> None:
    counters = Counters(path, secret=b"secret", seconds=60)
    for _ in range(times):
        counters.add("one", at=NOON)


def test_processes_and_threads_lose_no_count(counters: Counters, tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    others = [spawn.Process(target=_add_often, args=(tmp_path / "counters", 2_000)) for _ in range(2)]
    threads = [Thread(target=lambda: [counters.add("one", at=NOON) for _ in range(1_000)]) for _ in range(3)]
    for each in (*others, *threads):
        each.start()
    for each in (*others, *threads):
        each.join()
    assert counters.add("one", at=NOON) == 2 * 2_000 + 3 * 1_000 + 1


def test_counts_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"):
        Counters(tmp_path / "nowhere" / "counters", secret=b"secret", seconds=60)
