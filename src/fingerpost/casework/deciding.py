"""A person decides on what a run proposed. The suggestion stays as it was; the decision stands beside it for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from django.utils.translation import gettext_noop

from fingerpost.casework.acting.routing import apply_way, way_of
from fingerpost.casework.changing import change
from fingerpost.casework.faults import NotAllowed
from fingerpost.casework.history import Told
from fingerpost.casework.models import Case, Decision, HistoryLine, Presence, Suggestion
from fingerpost.casework.sealing import seal
from fingerpost.casework.suggestions import meant_by, suggestion_of
from fingerpost.casework.viewing import Viewer
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.services import ServiceBook
from fingerpost.record.keys import KeyStore

__all__ = ["ReviewFigures", "decide", "review_figures", "suggestion_of"]

Verdict = Decision.Verdict
_CODES = ("service", "team", "urgency")


@dataclass(frozen=True, kw_only=True)
class ReviewFigures:
    """How review went since a day. Of `shown` planted suggestions that were decided on, `caught` were changed or
    refused; `lowest` and `highest` bound the share (Wilson, 95%), None where none was shown. `median_seconds` is how
    long an officer had a case before they decided, of all `decisions`; None where there are none. `waiting` planted
    ones have no decision yet."""

    shown: int
    caught: int
    waiting: int
    lowest: float | None
    highest: float | None
    decisions: int
    accepted: int
    changed: int
    refused: int
    median_seconds: float | None


def decide(
    reference: str,
    *,
    verdict: str,
    chosen: Mapping[str, Any],
    reason: str,
    services: ServiceBook,
    viewer: Viewer,
    version: int | None,
    at: datetime,
    keys: KeyStore,
) -> Case:
    """Accept, change or refuse what was proposed, by an officer who opened the case.

    `chosen` holds service, team, urgency and attention, as far as they were chosen; of what was accepted, nothing.
    Changing and refusing want a reason. Of a planted suggestion that was accepted, what was really proposed is put in
    force. Raises what `acting` raises.
    """
    wish = _Wish(verdict=verdict, chosen=chosen, reason=reason.strip(), by=viewer.name, at=at)
    _check_wish(wish)

    def do(case: Case) -> Told:
        row = _undecided(case)
        seconds = _seconds_before(case, wish)
        codes = _codes(wish, meant_by(case, row, keys=keys))
        _check_codes(row, wish, codes)
        way = way_of(case, *(codes.get(name) for name in (*_CODES, "attention")), services=services)
        apply_way(case, way, services=services, reason="", at=at, keys=keys)
        return _told(case, row, _keep(case, row, wish, seconds=seconds, keys=keys))

    return change(reference, do, viewer=viewer, version=version, at=at, keys=keys)


def review_figures(body: str, since: datetime) -> ReviewFigures:
    """How officers dealt with suggestions since then. Planted ones are counted apart as well."""
    made = Decision.objects.filter(body=body, at__gte=since, suggestion__kind=Suggestion.Kind.TRIAGE)
    rows = list(made.values_list("verdict", "seconds", "suggestion__is_planted"))
    planted = [verdict for verdict, _, is_planted in rows if is_planted]
    caught = sum(verdict != Verdict.ACCEPTED for verdict in planted)
    lowest, highest = wilson_interval(caught, len(planted)) if planted else (None, None)
    return ReviewFigures(
        shown=len(planted),
        caught=caught,
        waiting=Suggestion.objects.filter(body=body, is_planted=True, at__gte=since, decision=None).count(),
        lowest=lowest,
        highest=highest,
        decisions=len(rows),
        **{
            name: sum(each == name for each, _, _ in rows)
            for name in (Verdict.ACCEPTED.value, Verdict.CHANGED.value, Verdict.REFUSED.value)
        },
        median_seconds=float(median(seconds for _, seconds, _ in rows)) if rows else None,
    )


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What an officer wants done with a suggestion."""

    verdict: str
    chosen: Mapping[str, Any]
    reason: str
    by: str
    at: datetime


def _check_wish(wish: _Wish) -> None:
    """Raises NotAllowed."""
    if wish.verdict not in list(Verdict):
        raise NotAllowed(gettext_noop("Accept, change or refuse what was suggested."))
    if wish.verdict != Verdict.ACCEPTED and not wish.reason:
        raise NotAllowed(gettext_noop("Say why, in a few words: it is how the suggestions get better."))


def _undecided(case: Case) -> Suggestion:
    """The suggestion that waits for a decision. Raises NotAllowed."""
    row = Suggestion.objects.filter(case=case, kind=Suggestion.Kind.TRIAGE).order_by("-pk").first()
    if row is None:
        raise NotAllowed(gettext_noop("Nothing was suggested for this case. Choose a service and a team instead."))
    if Decision.objects.filter(suggestion=row).exists():
        raise NotAllowed(gettext_noop("Somebody has decided on this already. You can still change the case."))
    return row


def _seconds_before(case: Case, wish: _Wish) -> int:
    """How long they had the case before them. Raises NotAllowed where they never opened it."""
    first = Presence.objects.filter(case=case, by=wish.by).values_list("first_at", flat=True).first()
    if first is None:
        raise NotAllowed(gettext_noop("Open the case and read it first."))
    return max(0, int((wish.at - first).total_seconds()))


def _codes(wish: _Wish, meant: Mapping[str, Any]) -> dict[str, Any]:
    """The codes to put in force: those that were chosen, or what was really proposed where it was accepted."""
    if wish.verdict == Verdict.ACCEPTED:
        return {name: meant[name] for name in _CODES if meant.get(name)}
    return {name: wish.chosen[name] for name in (*_CODES, "attention") if wish.chosen.get(name) is not None}


def _check_codes(row: Suggestion, wish: _Wish, codes: Mapping[str, Any]) -> None:
    """Raises NotAllowed where what is called changed is what was suggested."""
    same = all(codes.get(name, row.proposed.get(name)) == row.proposed.get(name) for name in _CODES)
    if wish.verdict == Verdict.CHANGED and same and "attention" not in codes:
        raise NotAllowed(gettext_noop("You chose just what was suggested. Accept it, or change something."))


def _keep(case: Case, row: Suggestion, wish: _Wish, *, seconds: int, keys: KeyStore) -> Decision:
    """The decision beside its suggestion, with the codes as they now stand on the case."""
    return Decision.objects.create(
        body=case.body,
        suggestion=row,
        verdict=wish.verdict,
        chosen={"service": case.service, "team": case.team, "urgency": str(case.urgency)},
        by=wish.by,
        at=wish.at,
        seconds=seconds,
        reason=seal(case, wish.reason, f"decision/{row.pk}", keys=keys, at=wish.at) if wish.reason else None,
    )


def _told(case: Case, row: Suggestion, kept: Decision) -> Told:
    """What the history and the ledger say of it. Its entry in the ledger is noted on it once there is one."""

    def carry_event(line: HistoryLine) -> None:
        Decision.objects.filter(pk=kept.pk).update(event=line.event)

    facts = {
        "verdict": str(kept.verdict),
        "run": row.run,
        "service": case.service,
        "team": case.team,
        "urgency": str(case.urgency),
        "seconds": kept.seconds,
        "planted": row.is_planted,
    }
    return Told(kind="decided", facts=facts, then=carry_event)
