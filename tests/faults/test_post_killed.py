"""kill -9 while messages are being sent: none is lost, and none goes again but those that were on their way."""

import json
import subprocess
import sys
from pathlib import Path

from tests.unit.record.ledger_processes import environment, start_python

MESSAGES, KILLS = 150, 20


def test_no_message_is_lost_by_killing_senders(tmp_path):
    home = tmp_path / "home"
    made = start_python(home, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    assert made.returncode == 0, made.stderr
    program = Path(__file__).with_name("post_killing.py")
    done = subprocess.run(
        [sys.executable, str(program), str(MESSAGES), str(KILLS)],
        env=environment(home),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert (found["never sent"], found["not marked"]) == (0, 0)
    assert found["sent again"] <= found["killed"]  # only what a killed sender held
    assert found["killed"] > 0
