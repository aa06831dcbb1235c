"""`serve --workers`: one port, several processes. What dies is replaced, what was begun is ended, none is left over."""

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

PATIENCE = 60  # seconds, on a busy machine


@pytest.fixture
def serving(own_home: Callable[..., dict[str, str]]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()", "serve", "--port", "0"]
    started = subprocess.Popen(
        [*command, "--workers", "2"], env=own_home(NO_COLOR="1"), stderr=subprocess.PIPE, text=True
    )
    yield started
    for pid in workers_of(started):
        os.kill(pid, signal.SIGKILL)
    started.kill()
    started.wait()
    started.stderr.close()  # type: ignore[union-attr]


def port_of(serving: "subprocess.Popen[str]") -> int:
    for line in serving.stderr:  # type: ignore[union-attr]
        if found := re.search(r"http://127\.0\.0\.1:(\d+)", line):
            return int(found[1])
    raise AssertionError("The server did not start.")


def workers_of(serving: "subprocess.Popen[str]") -> set[int]:
    """The child processes, without the one that Python keeps for its own accounts."""
    try:
        children = Path(f"/proc/{serving.pid}/task/{serving.pid}/children").read_text(encoding="ascii").split()
        return {
            int(pid) for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text("utf-8")
        }
    except (FileNotFoundError, ProcessLookupError):
        return set()


def wait_until_one_is_gone(*pids: int) -> None:
    try:
        watched = [os.pidfd_open(pid) for pid in pids]
    except ProcessLookupError:
        return
    ended, _, _ = select.select(watched, [], [], PATIENCE)
    for each in watched:
        os.close(each)
    assert ended, f"{pids} still run"


def ask_health(port: int) -> int:
    asking = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    asking.request("GET", "/api/v1/health")
    status = asking.getresponse().status
    asking.close()
    return status


def test_a_worker_that_dies_is_replaced_and_the_port_answers_on(serving: "subprocess.Popen[str]") -> None:
    port = port_of(serving)
    assert ask_health(port) == 200
    before = workers_of(serving)
    assert len(before) == 2
    killed = before.pop()
    os.kill(killed, signal.SIGKILL)
    wait_until_one_is_gone(killed)
    while len(workers_of(serving) - {killed}) < 2:
        assert ask_health(port) == 200


def test_what_was_begun_is_ended_after_sigterm(serving: "subprocess.Popen[str]") -> None:
    port = port_of(serving)
    assert ask_health(port) == 200
    body = json.dumps({"question": "How much is the Child Grant?"}).encode()
    half = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    half.putrequest("POST", "/api/v1/ask")
    half.putheader("Content-Type", "application/json")
    half.putheader("Content-Length", str(len(body)))
    half.putheader("Expect", "100-continue")
    half.endheaders()
    half.sock.recv(100)  # "100 Continue": a worker has it in hand
    serving.terminate()
    wait_until_one_is_gone(*workers_of(serving))  # the idle one: the other waits for the rest of the question
    half.send(body)
    assert half.getresponse().status == 200
    half.close()
    assert serving.wait(timeout=PATIENCE) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def test_workers_do_not_outlive_a_parent_that_was_killed(serving: "subprocess.Popen[str]") -> None:
    port = port_of(serving)
    assert ask_health(port) == 200
    left = workers_of(serving)
    serving.kill()
    serving.wait()
    for pid in left:
        wait_until_one_is_gone(pid)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))
