"""The files that put approved changes in force: one a change, by the number of its proposal, and never taken away.

Each is made from its row alone, so a file that is missing can be written again, and one that somebody altered is known
by its digest, which stands in the ledger. Whether a file is in force: see `in_force`.
"""

import hashlib
import re
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from fingerpost.record.rulemaking.models import Proposal

FOLDER = ("rules", "overrides")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def folder_of(home: Path) -> Path:
    """Where the files stand."""
    return home.joinpath(*FOLDER)


def name_of(proposal: Proposal) -> str:
    """The name of the file. Files are laid over the rules in the order of their names."""
    return f"{proposal.pk:06d}-{proposal.parameter}.yaml"


def override_of(proposal: Proposal) -> dict[str, Any]:
    """The change as a reform of the rules (see `fingerpost.rules.reforms`). One that is not kept yet has number 0."""
    dated: dict[str, Any] = {"from": proposal.starts_on}
    if proposal.ends_on:
        dated["to"] = proposal.ends_on
    return {
        "reform": f"change_{proposal.pk or 0}",
        "title": f"Change {proposal.pk or 0}: {proposal.parameter}",
        "why": f"{proposal.reason} Source: {proposal.source_title}, {proposal.source_url}",
        "parameters": {proposal.parameter: [{**dated, "value": plain(proposal.value)}]},
    }


def text_of(proposal: Proposal) -> str:
    """The words of the file."""
    head = f"# Made by Fingerpost from proposal {proposal.reference}. Do not edit it: propose another change.\n"
    return head + yaml.dump(override_of(proposal), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)


def digest_of(proposal: Proposal) -> str:
    """SHA-256 of the file, in hex."""
    return hashlib.sha256(text_of(proposal).encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as a rule file has it: amounts that were kept as text are numbers again."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if not isinstance(value, str):
        return value
    try:
        return Decimal(value)
    except InvalidOperation:
        return date.fromisoformat(value) if _DAY.match(value) else value


class _Dumper(yaml.SafeDumper):
    """Writes exact amounts as plain numbers."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.ScalarNode:
    words = f"{value:f}"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in words else 'int'}", words)


_Dumper.add_representer(Decimal, _number)
