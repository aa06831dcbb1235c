"""`fingerpost verify`: with no environment, no network and no installation."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.unit.record.receipts.logs import MemoryLog, receipt_in

FINGERPOST = [sys.executable, "-I", "-c", "from fingerpost.doors.cli import main; main()"]
# Ends with 0 only where nothing was set up on the way.
WITHOUT_DJANGO = """
import sys
from fingerpost.doors.cli import main
from django.conf import settings
try:
    main()
except SystemExit as ended:
    sys.exit(99 if settings.configured else ended.code)
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    log = MemoryLog()
    (tmp_path / "r.tlog-proof").write_bytes(receipt_in(log))
    (tmp_path / "keys.txt").write_bytes(log.key_file)
    return [str(tmp_path / "r.tlog-proof"), "--key", str(tmp_path / "keys.txt")]


def run(*command: str, **more: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, env={}, capture_output=True, text=True, check=False, timeout=60, **more)


def test_a_receipt_is_checked_in_an_empty_environment(files: list[str], tmp_path: Path) -> None:
    done = run(sys.executable, "-I", "-c", WITHOUT_DJANGO, "verify", *files, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("GENUINE.")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["keys.txt", "r.tlog-proof"]


def test_a_receipt_is_checked_without_a_network(files: list[str]) -> None:
    alone = ["unshare", "-rn"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let a test part a process from the network")
    done = run(*alone, *FINGERPOST, "verify", *files, "--require-witness", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["result"] == "genuine"


def test_its_codes_are_those_of_the_program(files: list[str], tmp_path: Path) -> None:
    path = Path(files[0])
    path.write_bytes(path.read_bytes().replace(b"\n7\n", b"\n8\n"))
    assert run(*FINGERPOST, "verify", *files).returncode == 1
    assert run(*FINGERPOST, "verify", str(tmp_path / "none"), *files[1:]).returncode == 2
    assert run(*FINGERPOST, "verify").returncode == 2


def test_a_receipt_may_be_piped_in(files: list[str]) -> None:
    with Path(files[0]).open("rb") as file:
        assert run(*FINGERPOST, "verify", "-", *files[1:], stdin=file).returncode == 0
