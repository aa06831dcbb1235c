"""Makes the folder of a new capability: one that works, and whose card and cases are yours to fill in.

It quotes one page of guidance, because a quote is what the check can bear out. Change it into what it is to become.
"""

import re
import tomllib
from datetime import date, timedelta
from keyword import iskeyword
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory

from fingerpost.capabilities import FOLDER, discover
from fingerpost.contract.errors import InvalidRequest

TEMPLATES = FOLDER / "_scaffold"
SUFFIX = ".template"
LONGEST = 40
TO_ASSESS = timedelta(days=90)
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")

# Addresses and commands that the doors keep for themselves. A contract test holds this list to the doors' own.
TAKEN = frozenset(
    {"about", "accessibility", "answers", "api", "assurance", "backup", "bench", "challenge", "challenges", "choices"}
    | {"contact", "cy", "dictate", "doctor", "embed", "evaluate", "feedback", "guidance", "import", "index", "leave"}
    | {
        "ledger",
        "left",
        "maintenance-page",
        "new-capability",
        "open311",
        "oversight",
        "privacy",
        "receipt",
        "receipts",
        "register",
    }
    | {
        "replay",
        "restore",
        "retention",
        "rules",
        "scaffold",
        "serve",
        "staff",
        "start",
        "static",
        "subject",
        "switch",
        "verify",
    }
    | {
        "alerts",
        "follow",
        "mcp",
        "missing-out",
        "models",
        "repair",
        "report",
        "reports",
        "simulate",
        "token",
        "triage",
        "version",
        "cases",
        "demo",
        "mail",
        "post",
        "webhooks",
        "words",
    }
)


def new_capability(name: str, *, folder: Path = FOLDER, today: date | None = None) -> list[Path]:
    """Make `folder/name` and give the files in it, in order of their paths. Nothing else is touched.

    `today` is the day from which its impact assessment is due. Raises InvalidRequest when the name cannot be used. A
    fault on the way leaves nothing behind.
    """
    _check_name(name, folder)
    today = today or date.today()  # noqa: DTZ011 - a day on a card, in the place where its author sits
    words = {
        **{"name": name, "command": name.replace("_", "-"), "title": name.replace("_", " ").capitalize()},
        **{"today": f"{today}", "due": f"{today + TO_ASSESS}"},
    }
    with TemporaryDirectory(dir=folder, prefix="_draft-") as place:  # a folder deep, where `discover` does not look
        draft = Path(place) / name
        for template in sorted(TEMPLATES.rglob(f"*{SUFFIX}")):
            _write(template, draft / _path_of(template, words), words)
        made = draft.rename(folder / name)
    discover.cache_clear()
    return sorted(path for path in made.rglob("*") if path.is_file())


def _path_of(template: Path, words: dict[str, str]) -> Path:
    """Where the file goes: tests/test_NAME.py.template becomes tests/test_find_school.py."""
    path = template.relative_to(TEMPLATES)
    return path.with_name(path.name.removesuffix(SUFFIX).replace("NAME", words["name"]))


def _write(template: Path, path: Path, words: dict[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")


def _check_name(name: str, folder: Path) -> None:
    if len(name) > LONGEST or not _NAME.fullmatch(name) or iskeyword(name):
        raise _refused(
            f"'{name}' cannot be a name. Use small letters, digits and underscores, at most {LONGEST}, "
            "beginning with a letter, such as find_school."
        )
    if (folder / name).exists():
        raise _refused(f"There is a capability '{name}' already. Choose another name.")
    command = name.replace("_", "-")
    if command in TAKEN | _commands_in(folder):
        raise _refused(f"'{command}' is taken as a command or an address. Choose another name.")


def _commands_in(folder: Path) -> set[str]:
    cards = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/card.toml")]
    return {str(card.get("command", "")) for card in cards}


def _refused(sentence: str) -> InvalidRequest:
    return InvalidRequest({"name": sentence})
