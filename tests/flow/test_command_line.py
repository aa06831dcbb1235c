"""The command line as people run it: in a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FINGERPOST = [sys.executable, "-c", "from fingerpost.doors.cli import main; main()"]
Home = Callable[..., dict[str, str]]


def run(*typed: str, env: dict[str, str], timeout: int = 120) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*FINGERPOST, *typed], env=env, capture_output=True, text=True, timeout=timeout, check=False)


EVERY_HELP = """
import json
from typer.main import get_command
from typer.testing import CliRunner
from fingerpost.doors.cli.application import build

def leaves(command, typed=()):
    under = getattr(command, "commands", {})
    return [each for name, one in under.items() for each in leaves(one, (*typed, name))] if under else [typed]

app = build()
told = {" ".join(typed): CliRunner().invoke(app, [*typed, "--help"]) for typed in leaves(get_command(app))}
print(json.dumps({name: " ".join(each.stdout.split()) if each.exit_code == 0 else "" for name, each in told.items()}))
"""


def test_every_command_explains_itself_where_nothing_is_set(tmp_path: Path) -> None:
    """No settings module, no home and no variable of ours: as on the machine of somebody who has just installed it."""
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", EVERY_HELP], env=bare, capture_output=True, text=True, timeout=120, check=True
    )
    told = json.loads(done.stdout)
    assert {command for command, words in told.items() if f"Example: fingerpost {command}" not in words} == set()
    assert len(told) > 50
    assert run("--help", env=bare).returncode == 0
    assert run("doctor", "--json", env=bare).returncode in {0, 1}


@pytest.mark.model
def test_first_command_makes_everything_ready_and_the_next_one_finds_it(own_home: Home, pages: Path) -> None:
    env = own_home()
    imported = run("import", str(pages), "--json", env=env)
    assert imported.returncode == 0, imported.stderr
    assert json.loads(imported.stdout)["added"] == 7
    assert "Making the tables" in imported.stderr
    home = Path(env["FINGERPOST_HOME"])
    assert home.stat().st_mode & 0o077 == 0
    assert {"fingerpost.sqlite3", "index", "keys", "logs"} <= {path.name for path in home.iterdir()}

    asked = run("ask", "How much is the Child Grant for two children?", env=env)
    assert asked.returncode == 0, asked.stderr
    assert "£17.90 a week" in asked.stdout
    assert "https://www.fernby.example/child-grant" in asked.stdout
    assert re.search(r"Reference: FP-[0-9A-Z]{5}-[0-9A-Z]{5}", asked.stdout)
    assert asked.stderr == ""

    checked = run("index", "check", "--json", env=env)
    assert json.loads(checked.stdout) == {"in_step": True, "faults": []}
    assert run("doctor", env=env).returncode == 0

    again = run("import", str(pages), "--json", env=env)
    assert json.loads(again.stdout)["unchanged"] == 7


def test_two_that_start_at_once_do_not_disturb_each_other(own_home: Home) -> None:
    env = own_home()
    started = [
        subprocess.Popen([*FINGERPOST, "index", "check"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [each.communicate(timeout=120) for each in started]
    assert [each.returncode for each in started] == [0, 0, 0], ended


def test_json_is_all_there_is_on_stdout(own_home: Home) -> None:
    for typed in (["ask", "hello", "--json"], ["doctor", "--json"], ["index", "rebuild", "--json"]):
        assert isinstance(json.loads(run(*typed, env=own_home()).stdout), dict)


def test_doctor_says_what_is_missing_and_changes_nothing(own_home: Home) -> None:
    env = own_home()
    told = run("doctor", env=env)
    assert "Any command makes" in told.stdout
    assert not (Path(env["FINGERPOST_HOME"]) / "index").exists()


def test_a_taken_port_is_told_with_another_to_try(own_home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = run("serve", "--port", str(port), env=own_home())
    assert told.returncode == 1
    assert f"Port {port} is taken by another program" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_wrong_setting_is_named_without_a_traceback(own_home: Home) -> None:
    told = run("ask", "hello", env=own_home(FINGERPOST_NATION="mars"))
    assert told.returncode == 1
    assert "'nation' must be one of england" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_database_of_another_kind_is_refused(own_home: Home) -> None:
    told = run("ask", "hello", env=own_home(FINGERPOST_DATABASE_URL="mysql://localhost/x"))
    assert "must look like postgresql://" in told.stderr


def test_a_home_that_cannot_be_written_is_told(own_home: Home, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    told = run("ask", "hello", env={**own_home(), "FINGERPOST_HOME": str(tmp_path / "file" / "home")})
    assert told.returncode == 1
    assert "Set FINGERPOST_HOME" in told.stderr
    assert "Traceback" not in told.stderr


def test_what_is_not_a_folder_cannot_be_imported(own_home: Home) -> None:
    told = run("import", "/no/such/folder", env=own_home())
    assert told.returncode == 2
    assert "is not a folder" in told.stderr


def test_a_test_collection_with_a_file_missing_is_told(own_home: Home, tmp_path: Path) -> None:
    told = run("bench", "retrieval", "--data", str(tmp_path), env=own_home())
    assert told.returncode == 2
    assert "corpus.jsonl" in told.stderr


def test_a_reader_that_goes_away_is_no_fault(own_home: Home) -> None:
    env = own_home()
    asking = subprocess.Popen(
        [*FINGERPOST, "doctor"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert asking.stdout is not None
    asking.stdout.close()
    said = asking.stderr.read() if asking.stderr else ""
    asking.wait(timeout=60)
    assert "Traceback" not in said
    if asking.stderr:
        asking.stderr.close()


def test_ctrl_c_stops_the_server_cleanly(own_home: Home) -> None:
    serving = subprocess.Popen(
        [*FINGERPOST, "serve", "--port", "0"], env=own_home(), stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert serving.stderr is not None
    said = ""
    for line in serving.stderr:
        said += line
        if "http://127.0.0.1:" in line:
            break
    serving.send_signal(signal.SIGINT)
    rest = serving.communicate(timeout=60)[1]
    assert "Traceback" not in said + rest
    assert serving.returncode in {0, 130}


def test_colour_is_left_out_when_asked(own_home: Home) -> None:
    told = run("doctor", env=own_home(NO_COLOR="1", FORCE_COLOR="1", TERM="xterm-256color"))
    assert "\x1b[32m" not in told.stdout
