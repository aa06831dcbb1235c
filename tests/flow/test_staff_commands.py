"""`fingerpost staff`: accounts are made, shown and taken away from the command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
PASSWORD = "a long walk by the river"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def staff(own_home: Callable[..., dict[str, str]]) -> Run:
    """Runs `fingerpost staff ...` in one home, with what is typed on stdin."""
    env = own_home()

    def run(*typed: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        whole = [*FINGERPOST, "staff", *typed]
        return subprocess.run(whole, env=env, input=stdin, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_an_account_is_made_listed_changed_and_removed(staff: Run, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\n", encoding="utf-8")
    made = staff("add", "Anna", "--role", "owner", "--password-file", str(file))
    assert made.returncode == 0
    assert made.stdout.splitlines()[0] == "anna can sign in at /staff/ as owner."
    assert "second factor" in made.stdout
    assert PASSWORD not in made.stdout + made.stderr
    assert staff("password", "anna", "--password-file", "-", stdin="another walk by the sea\n").returncode == 0
    (listed,) = json.loads(staff("list", "--json").stdout)["staff"]
    assert (listed["name"], listed["role"], listed["last_signed_in"]) == ("anna", "owner", None)
    assert (listed["second_factor"], listed["from"]) == (False, "here")
    assert staff("second-factor", "reset", "anna", stdin="n\n").returncode == 1
    assert staff("second-factor", "reset", "anna", "--yes").stdout == "anna had no second factor.\n"
    assert staff("remove", "anna").returncode == 0
    assert json.loads(staff("list", "--json").stdout) == {"staff": []}
    assert "Nobody has an account yet" in staff("list").stdout


def test_what_does_not_fit_is_told_without_a_traceback(staff: Run) -> None:
    for typed, stdin, told in (
        (("add", "anna", "--role", "owner", "--password-file", "-"), "short\n", "too short"),
        (
            ("add", "anna", "--role", "king", "--password-file", "-"),
            PASSWORD,
            "must be one of: editor, policy, benefits, officer, team-lead, viewer, auditor, data-protection, owner",
        ),
        (("add", "anna", "--role", "owner", "--password-file", "/no/such/file"), "", "could not be read"),
        (("add", "anna", "--role", "owner"), "", "nobody to ask for a password"),
        (("remove", "anna"), "", "no account named anna"),
        (("password", "anna", "--password-file", "-"), PASSWORD, "no account named anna"),
        (("second-factor", "reset", "anna", "--yes"), "", "no account named anna"),
    ):
        ended = staff(*typed, stdin=stdin)
        assert ended.returncode == 2, typed
        assert told in ended.stderr, ended.stderr
        assert "Traceback" not in ended.stderr
