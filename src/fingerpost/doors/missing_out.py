"""Looking for those who miss out, as every door does it: no run, letter or approval without its entry in the ledger.

The entry says who did what, for which purpose, on what legal basis and by which rules. It holds no household, and no
count from which a small number could be worked out.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from fingerpost.capabilities.missing_out import kept, letters, running
from fingerpost.capabilities.missing_out.counts import publishable
from fingerpost.capabilities.missing_out.running import MissingOut
from fingerpost.doors.installation import now
from fingerpost.doors.rulebook import rules_in_force, today
from fingerpost.doors.switchable import check_runs
from fingerpost.record.commits import committing
from fingerpost.record.events import note_event
from fingerpost.record.faults import store_faults
from fingerpost.rules.populations.mapping import SourceMapping

CAPABILITY = "missing_out"
LOOKED, DRAFTED, APPROVED, REMOVED = (f"missing-out/{what}" for what in ("looked", "drafted", "approved", "removed"))
NOT_NOTED = "We could not note this in the ledger, so it was not done. Try again."
Counting = Callable[[int], None]


def look(source: str, mapping: SourceMapping, *, by: str, on: date | None = None, progress: Counting) -> MissingOut:
    """Look through a source and keep what was found. Raises what `find_missing_out` raises, SwitchedOff where the tool
    is switched off, and StoreUnavailable."""
    check_runs(CAPABILITY)
    found = running.find_missing_out(
        source,
        mapping=mapping,
        book=rules_in_force(),
        on=on or today(),
        at=now(),
        home=settings.HOME,
        by=by,
        progress=progress,
    )
    summary = found.summary
    facts = {name: summary[name] for name in ("purpose", "legal_basis", "by", "on", "rules", "mapping")}
    try:
        _note(LOOKED, {**facts, "schemes": list(mapping.schemes), "rows": publishable(summary["rows"])})
    except BaseException:
        kept.remove_run(found)
        raise
    return found


def approve(*, scheme: str, language: str, person: str, by: str) -> Path:
    """Approve a letter's words in a person's name; `by` is the account. Raises InvalidRequest, StoreUnavailable."""
    template = letters.read_template(settings.HOME, scheme=scheme, language=language)
    _note(APPROVED, {"scheme": scheme, "language": language, "by": by, "words": template.digest})
    return letters.approve_template(settings.HOME, scheme=scheme, language=language, by=person, on=today())


def draft(run: MissingOut, *, by: str, also_may: bool, progress: Counting) -> Path:
    """Draft the letters of a run. Nothing is sent.

    Raises SwitchedOff, NotApproved, InvalidRequest, StoreUnavailable.
    """
    check_runs(CAPABILITY)
    here = settings.CONFIGURATION
    folder = letters.draft_letters(
        run,
        home=settings.HOME,
        book=rules_in_force(),
        body=here.body_name,
        contact=f"{here.contact_phone}, {here.contact_email}",
        on=today(),
        also_may=also_may,
        progress=progress,
    )
    _note(DRAFTED, {"schemes": list(run.summary["schemes"]), "by": by, "also_may": also_may})
    return folder


def remove(run: MissingOut, *, by: str) -> None:
    """Remove a run with its lists and letters. Raises StoreUnavailable."""
    _note(REMOVED, {"schemes": list(run.summary["schemes"]), "by": by, "looked_on": run.summary["at"][:10]})
    kept.remove_run(run)


def remove_ended(*, by: str) -> list[str]:
    """Remove the runs whose time is over. Gives their names."""
    ended = [run for run in kept.list_runs(settings.HOME) if kept.is_over(run, today=today())]
    for run in ended:
        remove(run, by=by)
    return [run.folder.name for run in ended]


def _note(kind: str, facts: Mapping[str, Any], *, at: datetime | None = None) -> None:
    with store_faults(NOT_NOTED), committing():
        note_event(kind, body=settings.CONFIGURATION.body, at=at or now(), capability=CAPABILITY, facts=facts)
