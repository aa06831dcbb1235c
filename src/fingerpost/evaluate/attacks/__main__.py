"""Attack this installation: its own library, engines and settings. Documents go into a home of their own instead.

python -m fingerpost.evaluate.attacks run --set direct
python -m fingerpost.evaluate.attacks run --set documents --model evil --json
python -m fingerpost.evaluate.attacks run --set public --folder PATH
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import django

from fingerpost.evaluate.attacks.sets import SETS

DOCUMENTS = ("documents", "public")
BREACHED = 3  # exit code


def main() -> int:
    """0 where nothing breaks policy, 3 where something does."""
    chosen = _arguments()
    if chosen.set in DOCUMENTS and not os.environ.get("FINGERPOST_ATTACKED_HOME"):
        return _in_a_home_of_its_own(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings")
    django.setup()
    report = _run(chosen)
    if chosen.json:
        sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    else:
        from fingerpost.evaluate.attacks.reporting import lines_of  # noqa: PLC0415 - Django first

        sys.stdout.write("\n".join(lines_of(report)) + "\n")
    return BREACHED if report["breached"]["count"] else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fingerpost.evaluate.attacks", description=__doc__)
    parser.add_argument("command", choices=["run"])
    parser.add_argument("--set", required=True, choices=[*SETS, *DOCUMENTS])
    parser.add_argument("--capability", default="answer")
    parser.add_argument("--model", default="", help="'evil' obeys every attacker; 'settings' as they are")
    parser.add_argument("--seed", type=int, default=1, help="of the evil model")
    parser.add_argument("--limit", type=int, default=0, help="only so many, spread over the set; of each carrier")
    parser.add_argument("--folder", type=Path, help="of the public set")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def _in_a_home_of_its_own(arguments: list[str]) -> int:
    """Again, in a process whose home is a folder that goes when it ends: nobody's library takes in such documents."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-attacked-") as home:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FINGERPOST_")}
        own = {"FINGERPOST_HOME": home, "FINGERPOST_STARTER_LIBRARY": "false", "FINGERPOST_ATTACKED_HOME": home}
        command = [sys.executable, "-m", "fingerpost.evaluate.attacks", *arguments]
        return subprocess.run(command, env={**kept, **own}, check=False).returncode  # noqa: S603 - ourselves


def _run(chosen: argparse.Namespace) -> dict[str, Any]:
    from fingerpost.evaluate.attacks import installed  # noqa: PLC0415 - Django first
    from fingerpost.evaluate.attacks.reporting import report_on, report_on_documents  # noqa: PLC0415

    road = installed.road_of(chosen.capability)
    if chosen.set in DOCUMENTS:
        return report_on_documents(installed.attack_documents(road, chosen))
    attacks = installed.some_of(SETS[chosen.set](), most=chosen.limit)
    if chosen.model == "evil":
        road = installed.with_evil(road, seed=chosen.seed)
    return report_on(chosen.set, installed.run_attacks(attacks, road))


if __name__ == "__main__":
    sys.exit(main())
