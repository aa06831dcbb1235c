"""What counts as right, for one case of `cases/`."""

from collections.abc import Mapping
from typing import Any

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run
from fingerpost.contract.services import Urgency

HARD = "hard-"
ORDINARY = "ordinary-"
OUTSIDE = "outside-"


def judge(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """Yes or no to each figure the case says something of.

    `right` has service, team, `also` (teams that would do as well), `urgency` (those that would do), `signs` and
    `attention`. `team_first` and `team_in_two` are of the hard reports; `signs_seen` of those that hold a sign, and
    `false_alarms_at_most` of the ordinary ones, which hold none: either way what the guard saw counts too. A half is
    named after `split`: "tune" is learned from, so "held" is the honest one. `outside_seen_held` is of what belongs to
    none of the services: right is whatever leaves it to a person.
    """
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    if str(expected["id"]).startswith(OUTSIDE):
        return {"outside_seen_held": outcome.kind is not OutcomeKind.ANSWERED}
    figures = {"outcome_as_expected": _is_as_expected(expected, outcome)}
    if "right" not in expected:
        return figures
    right, case = expected["right"], str(expected["id"])
    proposal = outcome.proposal
    if case.startswith(HARD):
        teams = [each.label for each in proposal.teams] if proposal else []
        fine = {right["team"], *right["also"]}
        figures |= {"team_first": bool(fine & set(teams[:1])), "team_in_two": bool(fine & set(teams[:2]))}
    seen = bool(run.signposts) or bool(proposal and proposal.needs_attention)
    if right["attention"]:
        figures["signs_seen"] = seen
    if case.startswith(ORDINARY):
        figures["false_alarms_at_most"] = seen
    least = min(Urgency(each).rank for each in right["urgency"])
    figures["urgent_enough"] = proposal.urgency.rank >= least if proposal else bool(run.signposts)
    half = expected.get("split", "")
    halves = {name.format(half=half): figures[whole] for whole, name in _HALVED.items() if whole in figures}
    return figures | halves


_HALVED = {
    "team_first": "team_first_{half}",
    "team_in_two": "team_in_two_{half}",
    "signs_seen": "signs_seen_{half}",
    "false_alarms_at_most": "false_alarms_{half}_at_most",
}


def _is_as_expected(expected: Mapping[str, Any], outcome: Outcome) -> bool:
    """A report that no service fits well enough is for a person: that is as good as one that one fits."""
    kind = str(expected["expect"]).replace("_", " ")
    return outcome.kind.value == kind or (kind == "answered" and outcome.kind is OutcomeKind.PARTLY_ANSWERED)
