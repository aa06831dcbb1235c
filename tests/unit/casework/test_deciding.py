"""A person decides: what was proposed never changes, the decision stands beside it, and planted ones do no harm."""

from datetime import timedelta
from typing import Any

import pytest
from tests.unit.casework.conftest import BODY, Desk, proposed

from fingerpost.casework import acting, deciding
from fingerpost.casework.deciding import review_figures
from fingerpost.casework.faults import NotAllowed, StaleCase
from fingerpost.casework.following import follow
from fingerpost.casework.models import Case, Decision, Suggestion
from fingerpost.casework.planting import MOST, plant, should_plant
from fingerpost.contract.classifying import Near, Ranked
from fingerpost.contract.intervals import wilson_interval
from fingerpost.contract.proposals import Sign, SignKind
from fingerpost.contract.services import Urgency
from fingerpost.record.models import Entry


def _decide(desk: Desk, reference: str, verdict: str = "accepted", **given: Any) -> Case:
    usual: dict[str, Any] = {"chosen": {}, "reason": "", "services": desk.services, "verdict": verdict}
    return desk.act(deciding.decide, reference, **{**usual, **given})


@pytest.fixture
def opened(desk: Desk) -> str:
    reference = desk.report().reference
    desk.open(reference)
    return reference


def test_accepting_puts_what_was_proposed_in_force(desk: Desk, opened: str) -> None:
    case = _decide(desk, opened)
    assert (case.service, case.team, case.urgency) == ("potholes", "highways", "routine")
    decided = desk.open(opened).suggestion.decided
    assert (decided.verdict, decided.by, decided.was_planted) == ("accepted", "mair", False)


def test_changing_sends_the_case_where_the_person_says_and_leaves_the_suggestion(desk: Desk, opened: str) -> None:
    before = Suggestion.objects.get().proposed
    chosen = {"service": "fly-tipping", "team": "streets", "urgency": "soon"}
    case = _decide(desk, opened, "changed", chosen=chosen, reason="It is rubbish in a hole")
    assert (case.service, case.team, case.urgency, case.rank) == ("fly-tipping", "streets", "soon", 1)
    assert Suggestion.objects.get().proposed == before
    assert Decision.objects.get().chosen == chosen


def test_refusing_leaves_the_case_as_it_is_unless_something_was_chosen(desk: Desk, opened: str) -> None:
    case = _decide(desk, opened, "refused", reason="I cannot tell")
    assert (case.service, case.team) == ("potholes", "highways")


@pytest.mark.parametrize("verdict", ["changed", "refused"])
def test_who_does_not_accept_says_why(desk: Desk, opened: str, verdict: str) -> None:
    with pytest.raises(NotAllowed):
        _decide(desk, opened, verdict, chosen={"urgency": "soon"}, reason=" ")
    assert not Decision.objects.exists()


def test_changing_to_just_what_was_proposed_is_no_change(desk: Desk, opened: str) -> None:
    with pytest.raises(NotAllowed):
        _decide(desk, opened, "changed", chosen={"service": "potholes"}, reason="yes")


def test_nobody_decides_on_a_case_that_they_did_not_open(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        _decide(desk, desk.report().reference)


def test_a_suggestion_is_decided_on_once(desk: Desk, opened: str) -> None:
    _decide(desk, opened)
    with pytest.raises(NotAllowed):
        _decide(desk, opened, "refused", reason="no")
    assert Decision.objects.count() == 1


def test_somebody_who_looks_at_an_older_case_is_told_what_changed(desk: Desk, opened: str) -> None:
    desk.act(acting.note, opened, words="The road is closed")
    with pytest.raises(StaleCase) as stale:
        _decide(desk, opened, version=1)
    assert [line.text for line in stale.value.changes] == ["The road is closed"]
    assert stale.value.version == 2


@pytest.mark.parametrize("chosen", [{"service": "dragons"}, {"team": "wizards"}, {"urgency": "yesterday"}])
def test_only_what_the_body_has_can_be_chosen(desk: Desk, opened: str, chosen: dict[str, str]) -> None:
    with pytest.raises(NotAllowed):
        _decide(desk, opened, "changed", chosen=chosen, reason="so")
    assert desk.case(opened).version == 1


def test_how_long_the_officer_had_it_open_is_kept(desk: Desk, opened: str) -> None:
    desk.open(opened, after=timedelta(seconds=30))
    _decide(desk, opened, at=desk.at + timedelta(seconds=95))
    assert Decision.objects.get().seconds == 95


def test_the_ledger_names_verdict_and_codes_and_no_word_of_the_reason(desk: Desk, opened: str) -> None:
    _decide(desk, opened, "changed", chosen={"urgency": "soon"}, reason="Mrs Jones fell")
    decision = Decision.objects.get()
    entry = Entry.objects.get(reference=decision.event)
    assert '"verdict":"changed"' in entry.leaf
    assert "Jones" not in entry.leaf
    assert desk.open(opened).suggestion.decided.reason == "Mrs Jones fell"


def test_none_is_planted_unless_the_owner_says_so(desk: Desk) -> None:
    for _ in range(5):
        desk.report()
    assert not Suggestion.objects.filter(is_planted=True).exists()


def test_which_are_planted_depends_on_the_secret_and_never_more_than_five_in_a_hundred() -> None:
    references = [f"FP-{number:05}-00000" for number in range(20_000)]
    chosen = {each for each in references if should_plant(each, 0.02, b"secret")}
    assert 0.017 < len(chosen) / len(references) < 0.023
    assert chosen == {each for each in references if should_plant(each, 0.02, b"secret")}
    assert chosen != {each for each in references if should_plant(each, 0.02, b"other")}
    assert sum(should_plant(each, 1.0, b"secret") for each in references) / len(references) < MOST + 0.01
    assert not any(should_plant(each, 0.0, b"secret") for each in references)


def test_no_case_with_a_sign_is_planted_and_none_is_shown_as_less_urgent(desk: Desk) -> None:
    signs = (Sign(code="trapped", kind=SignKind.DANGER),)
    for proposal in (proposed(signs=signs), proposed(needs_attention=True), proposed("", "")):
        assert plant(proposal, "FP-00000-00000", services=desk.services, secret=b"x") is None
    for service, each in desk.services.services.items():
        for urgency in Urgency:
            proposal = proposed(service, each.team, urgency=urgency)
            wrong = plant(proposal, "FP-00000-00000", services=desk.services, secret=b"x")
            if wrong is None:
                continue
            assert Urgency(wrong.get("urgency", urgency)).rank >= urgency.rank
            assert desk.services.team_of(wrong.get("service", service)) == each.team
            assert wrong != {"service": service, "urgency": urgency}


@pytest.fixture
def planted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("fingerpost.casework.opening.should_plant", lambda *given: True)
    opened = desk.report(planted_rate=0.05)
    desk.opened["planted"] = opened
    desk.open(opened.reference)
    return opened.reference


def test_a_planted_suggestion_lies_with_the_right_team_by_the_right_day_and_not_in_public(
    desk: Desk, planted: str
) -> None:
    case, right = desk.case(planted), desk.report()
    shown = desk.open(planted).suggestion
    assert shown.proposed["service"] != "potholes"
    assert case.service == shown.proposed["service"]  # its queue gives nothing away
    assert (case.team, case.due_at, case.is_public) == ("highways", right.due_at, False)
    assert "meant" not in str(shown)
    assert shown.decided is None


def test_nothing_beside_a_planted_suggestion_gives_it_away(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The service that is shown stands first, with the odds of the first, and the right one where it stood itself."""
    monkeypatch.setattr("fingerpost.casework.opening.should_plant", lambda *given: True)
    meant = proposed(
        services=(Ranked(label="potholes", probability=0.9), Ranked(label="bins", probability=0.06)),
        near=(Near(id="1", label="potholes", similarity=0.8, text="A hole in Low Road"),),
        missing=("depth",),
    )
    shown = desk.open(desk.report(planted_rate=0.05, proposal=meant).reference).suggestion
    wrong = shown.proposed["service"]
    assert wrong != "potholes"
    assert [each["label"] for each in shown.proposed["services"]] == [wrong, "bins"]
    assert [each["label"] for each in shown.near] == [wrong]
    assert "potholes" not in str(shown)
    assert not shown.proposed["missing"]  # a question of the right service


def test_the_resident_is_shown_no_wrong_service(desk: Desk, planted: str) -> None:
    secret = desk.opened["planted"].link_secret
    assert follow(planted, secret, body=BODY, at=desk.at, keys=desk.keys).service == ""


def test_who_accepts_a_planted_suggestion_is_told_and_the_right_one_counts(desk: Desk, planted: str) -> None:
    case = _decide(desk, planted)
    assert case.service == "potholes"
    assert case.is_public
    decided = desk.open(planted).suggestion.decided
    assert decided.was_planted
    assert decided.meant["service"] == "potholes"


def test_who_changes_a_planted_suggestion_caught_it(desk: Desk, planted: str) -> None:
    case = _decide(desk, planted, "changed", chosen={"service": "potholes"}, reason="It is a hole")
    assert case.service == "potholes"
    figures = review_figures(BODY, desk.at - timedelta(days=1))
    assert (figures.shown, figures.caught, figures.waiting) == (1, 1, 0)


def test_review_is_counted_with_how_sure_that_is(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.casework.opening.should_plant", lambda *given: True)
        planted = [desk.report(planted_rate=0.05).reference for _ in range(4)]
    plain = [desk.report().reference for _ in range(3)]
    for number, reference in enumerate([*planted[:3], *plain]):
        desk.open(reference)
        right = {"chosen": {"service": "potholes"}, "reason": "a hole", "verdict": "changed"}
        given = right if number in {0, 1} else {}
        _decide(desk, reference, at=desk.at + timedelta(seconds=10 * (number + 1)), **given)
    figures = review_figures(BODY, desk.at - timedelta(days=1))
    assert (figures.shown, figures.caught, figures.waiting) == (3, 2, 1)
    assert (figures.decisions, figures.accepted, figures.changed, figures.refused) == (6, 4, 2, 0)
    assert figures.median_seconds == 35.0
    assert figures.lowest is not None
    assert figures.highest is not None
    assert figures.lowest < 2 / 3 < figures.highest
    assert review_figures(BODY, desk.at + timedelta(days=1)).lowest is None


def test_the_interval_is_wilsons() -> None:
    low, high = wilson_interval(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson_interval(0, 5)[0] == 0.0
    assert wilson_interval(5, 5)[1] == 1.0
