"""A process of its own that types many lines of one command, in an installation of its own: it starts once for all."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import environment_of

_BEFORE = """
import json, sys
from typer.testing import CliRunner
from fingerpost.doors.cli.application import build
command, *arguments = sys.argv[1:]
runner, told = CliRunner(), {}

def type_(name, *line):
    done = runner.invoke(build(), [command, *line])
    told[name] = [done.exit_code, done.stdout, done.stderr]
"""
_AFTER = """
json.dump(told, sys.stdout)
"""


def type_in(command: str, script: str, *arguments: str, home: Path) -> dict[str, Any]:
    """What each line told: exit code, stdout and stderr, by the name that `script` gives it with `type_(name, *line)`.
    It finds `arguments` under that name."""
    done = subprocess.run(
        [sys.executable, "-c", _BEFORE + script + _AFTER, command, *arguments],
        env=environment_of(home),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3_000:]
    return dict(json.loads(done.stdout))
