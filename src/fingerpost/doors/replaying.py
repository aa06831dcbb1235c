"""Goes through recorded runs again, for an auditor. No word of what was asked is shown unless somebody asks for it."""

import getpass
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version

from django.conf import settings

from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.asking import installed
from fingerpost.doors.days import midnight, read_day
from fingerpost.doors.installation import installation, now
from fingerpost.pipeline.replay import Replay, replay, replay_today
from fingerpost.pipeline.versions import versions_of
from fingerpost.record.overseeing.openings import Purpose, open_text
from fingerpost.record.reading import KeptRun, find_run, iterate_closed
from fingerpost.rules.book import RuleBook


def replay_one(typed: str, *, today: bool = False, note_words: bool = False) -> Replay:
    """One run, however its reference was typed. `note_words`: its words will be shown, which the ledger notes first.

    Raises InvalidRequest where there is none, and StoreUnavailable, also where it was tampered with.
    """
    reference, body = tidy_reference(typed), settings.CONFIGURATION.body
    kept = find_run(reference, body=body, keys=installation().build_keys())
    if kept is None:
        raise InvalidRequest({"reference": "No run has this reference. Check it, letter by letter."})
    if note_words and kept.reply is not None:
        open_text(
            reference,
            purpose=Purpose.AUDIT,
            why="To see what differs when the run is gone through again.",
            by=f"command line: {getpass.getuser()}",
            body=body,
            at=now(),
            keys=installation().build_keys(),
        )
    return _replay(kept, today=today)


def replay_all(*, since: str = "", today: bool = False) -> list[Replay]:
    """Every run from the day `since` on, oldest first. Raises InvalidRequest and StoreUnavailable."""
    day = read_day(since)
    if since and day is None:
        raise InvalidRequest({"since": "--since must be a day such as 2026-11-22."})
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    told = []
    for reference in iterate_closed(body=body, since=midnight(day) if day else None):
        kept = find_run(reference, body=body, keys=keys)
        if kept is not None:
            told.append(_replay(kept, today=today))
    return told


def _replay(kept: KeptRun, *, today: bool) -> Replay:
    capability = _by_name().get(kept.capability)
    system = _system(kept.capability) if capability else {}
    if not today:
        services = installation().build_services() if capability and "services" in capability.card.needs else None
        rules = _rules_for(capability)
        uses_it = bool(capability and "embedder" in capability.card.may_use)
        embedder = installation().build_report_embedder() if uses_it else None
        return replay(kept, capability=capability, system=system, rules=rules, services=services, embedder=embedder)
    engines = installation().build_engines()
    return replay_today(kept, capability=capability, system=system, engines=engines, at=now())


def _rules_for(capability: Capability | None) -> RuleBook | None:
    """Today's rules, for a capability that needs them."""
    needs = capability.card.needs if capability else ()
    return installation().build_rules().book if "rules" in needs else None


@cache
def _by_name() -> dict[str, Capability]:
    return {each.name: each for each in installed().values()}


@cache
def _system(name: str) -> Mapping[str, str]:
    """What would stand in the leaf of a run today."""
    return {"release": version("fingerpost"), **versions_of(_by_name()[name], installation().build_engines())}
