"""Imports in processes of their own, on an installation of their own with a real SQLite file."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

START = """
import sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from fingerpost.contract.errors import FingerpostError
from fingerpost.knowledge import importing, publishing, staging
from fingerpost.knowledge.models import Document, ImportRun, OutboxEntry, StagedDocument, StoredPassage
from fingerpost.knowledge.reading import count_passages, iterate_passages

parsed = []
real_pack = staging.pack_draft
def pack(draft, defaults):
    parsed.append(draft.key)
    return real_pack(draft, defaults)
staging.pack_draft = pack

def bring_in(folder, **changes):
    settings = dict(body="fernby", collection="guide", title="Guide") | changes
    return importing.import_folder(folder, **settings)

def try_it(folder, **changes):
    try:
        report = bring_in(folder, **changes)
    except FingerpostError as fault:
        return f"{type(fault).__name__}: {fault.public}"
    return f"added {report.added}, changed {report.changed}, resumed {report.resumed}"

class Wait:
    \"\"\"Tells the test when so many documents have been read, and waits there for ever.\"\"\"
    def __init__(self, after):
        self.left = after
    def start(self, total): pass
    def finish(self): pass
    def advance(self, name):
        self.left -= 1
        if self.left == 0:
            print("waiting", flush=True)
            sys.stdin.read()
"""


def environment(home: Path) -> dict[str, str]:
    """Of a process that runs on `home`, and on SQLite whatever the rest of the suite runs on."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FINGERPOST_")}
    return {**kept, "FINGERPOST_HOME": str(home), "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings"}


def command(code: str) -> list[str]:
    return [sys.executable, "-c", START + textwrap.dedent(code)]


def run_python(home: Path, code: str) -> list[str]:
    """The lines that it prints. It must end well."""
    done = subprocess.run(
        command(code), env=environment(home), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()
