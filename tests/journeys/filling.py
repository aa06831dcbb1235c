"""Puts cases into a running service from beside it, as a door would: reports with a proposal that the test knows."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.journeys.conftest import ROOT, _environment

_SCRIPT = """
import json, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "fingerpost.site.settings"
import django
django.setup()
from dataclasses import replace
from django.conf import settings
from tests.casefiles import POTHOLES, opened, report_of
from fingerpost.casework.members import join_team
from fingerpost.contract.services import Urgency
from fingerpost.doors.installation import now
given = json.load(sys.stdin)
for account, team in given["members"]:
    join_team(team, account, body=settings.CONFIGURATION.body, by="test", at=now())
made = []
for each in given["reports"]:
    asked = {name: each[name] for name in ("service", "team", "needs_attention") if name in each}
    proposal = replace(POTHOLES, urgency=Urgency(each.get("urgency", "soon")), **asked)
    made.append(opened(report_of(each["text"]), proposal, like=each.get("like", "")).reference)
print(json.dumps(made))
"""


def fill(
    home: Path, *, reports: Sequence[Mapping[str, object]] = (), members: Sequence[tuple[str, str]] = ()
) -> list[str]:
    """Open a case for each report, and let accounts work in teams as (account, team); gives the references in order.

    A report has its text, and may have service, team, urgency, needs_attention, and in `like` the reference of a case.
    """
    given = json.dumps({"reports": list(reports), "members": list(members)})
    ran = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        input=given,
        env={**_environment(home), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    found: list[str] = json.loads(ran.stdout.splitlines()[-1])
    return found
