"""Python in processes of their own, with a recorder on an installation of their own."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
START = """
import os, sys
import django
django.setup()
from tests.unit.record.ledger_runs import NOON, make_run, reply_to
from fingerpost.record.keys import KeyStore
from fingerpost.record.models import Entry, SubjectKey
from fingerpost.record.reading import find_run, list_unclosed
from fingerpost.record.recorder import Recorder
from django.conf import settings
keys = KeyStore(settings.HOME / "keys" / "record-master")
recorder = Recorder(keys=keys, system={"release": "test"})
"""


def start_python(home: Path, code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(code), env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )


def command(code: str) -> list[str]:
    return [sys.executable, "-c", START + textwrap.dedent(code)]


def environment(home: Path) -> dict[str, str]:
    """Of a process that runs on `home`, and on SQLite whatever the rest of the suite runs on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FINGERPOST_")}
    return {
        **kept,
        "FINGERPOST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings",
        "PYTHONPATH": str(ROOT),
    }
