"""Whoever suggests a change of a figure does not decide on it, and both stand in the ledger."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import yaml

from fingerpost.contract.errors import FingerpostError
from fingerpost.record.models import Entry
from fingerpost.record.rulemaking import deciding
from fingerpost.record.rulemaking.deciding import CannotDecide, approve, refuse, withdraw
from fingerpost.record.rulemaking.models import Decision, Proposal
from fingerpost.record.rulemaking.overrides import digest_of, override_of, text_of
from fingerpost.record.rulemaking.proposing import CannotPropose, Change, propose
from fingerpost.record.rulemaking.reading import decision_on, find_proposal, list_decided, list_waiting

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CHANGE = Change(
    parameter="child_benefit.eldest",
    value="27.55",
    starts_on=date(2027, 4, 5),
    source_title="Child Benefit rates",
    source_url="https://www.gov.uk/child-benefit/what-youll-get",
    reason="The rates of the new year.",
)

pytestmark = pytest.mark.django_db


def proposed(**changes: Any) -> Proposal:
    return propose(replace(CHANGE, **changes), digest="2" * 64, body="fernby", by="pat", at=AT)


def approved(proposal: Proposal, *, by: str = "dana") -> Decision:
    return approve(proposal.pk, body="fernby", by=by, reason="Looked up.", at=AT, check=lambda proposal: None)


def leaves() -> list[dict[str, Any]]:
    return [json.loads(text) for text in Entry.objects.order_by("seq").values_list("leaf", flat=True)]


def test_a_proposal_waits_and_stands_in_the_ledger() -> None:
    row = proposed()
    assert list_waiting(body="fernby") == [row]
    assert decision_on(row) is None
    (leaf,) = leaves()
    assert (leaf["type"], leaf["facts"]["value"], leaf["facts"]["by"]) == ("rule/proposed", "27.55", "pat")


def test_nobody_decides_on_their_own_proposal() -> None:
    row = proposed()
    with pytest.raises(CannotDecide, match="Somebody else must decide"):
        approved(row, by="pat")
    with pytest.raises(CannotDecide, match="Somebody else must decide"):
        refuse(row.pk, body="fernby", by="pat", reason="No.", at=AT)
    assert decision_on(row) is None


def test_a_second_person_approves_and_the_ledger_holds_the_file() -> None:
    decision = approved(proposed())
    assert [each["type"] for each in leaves()] == ["rule/proposed", "rule/approved"]
    assert leaves()[1]["facts"]["file"] == decision.file_digest != ""
    assert list_waiting(body="fernby") == []
    assert list_decided(body="fernby") == [decision]


def test_only_who_made_it_takes_it_back() -> None:
    row = proposed()
    with pytest.raises(CannotDecide, match="Only they can take it back"):
        withdraw(row.pk, body="fernby", by="dana", reason="No.", at=AT)
    assert withdraw(row.pk, body="fernby", by="pat", reason="A slip.", at=AT).kind == "withdrawn"


def test_what_is_decided_stays_decided() -> None:
    row = proposed()
    refuse(row.pk, body="fernby", by="dana", reason="Not yet law.", at=AT)
    with pytest.raises(CannotDecide, match="decided already"):
        approved(row, by="olwen")


def test_of_two_who_decide_at_once_one_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both looked before either wrote: the table itself holds one decision a proposal."""
    row = proposed()
    refuse(row.pk, body="fernby", by="dana", reason="Not yet law.", at=AT)
    with monkeypatch.context() as patch:
        patch.setattr(deciding, "_check_may_decide", lambda *_, **__: None)
        with pytest.raises(CannotDecide, match="decided already"):
            approved(row, by="olwen")
    assert Decision.objects.get().kind == "refused"
    assert [each["type"] for each in leaves()] == ["rule/proposed", "rule/refused"]


def test_what_the_rules_would_not_stand_with_is_not_approved() -> None:
    class Unfit(FingerpostError):
        pass

    def refuse_it(proposal: Proposal) -> None:
        raise Unfit("It does not fit.")

    row = proposed()
    with pytest.raises(Unfit):
        approve(row.pk, body="fernby", by="dana", reason="Yes.", at=AT, check=refuse_it)
    assert decision_on(row) is None
    assert len(leaves()) == 1


def test_one_figure_from_one_day_waits_once() -> None:
    proposed()
    with pytest.raises(CannotPropose, match="waits already"):
        proposed(value="28.00")
    proposed(starts_on=date(2028, 4, 3))
    assert Proposal.objects.count() == 2


def test_a_file_holds_until_its_last_day() -> None:
    held = yaml.safe_load(text_of(proposed(ends_on=date(2028, 4, 2))))
    assert held["parameters"]["child_benefit.eldest"][0]["to"] == date(2028, 4, 2)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Say why"),
        ({"reason": "x" * 501}, "Say why"),
        ({"source_title": ""}, "Say where"),
        ({"source_url": "http://www.gov.uk"}, "https://"),
        ({"source_url": "javascript:alert(1)"}, "https://"),
        ({"ends_on": date(2027, 4, 4)}, "before the first"),
    ],
)
def test_a_proposal_has_a_reason_and_a_source(changes: dict[str, str], words: str) -> None:
    with pytest.raises(CannotPropose, match=words):
        proposed(**changes)
    assert not Entry.objects.exists()


def test_another_body_sees_none_of_it() -> None:
    row = proposed()
    assert list_waiting(body="millbeck") == []
    assert find_proposal(row.pk, body="millbeck") is None
    with pytest.raises(CannotDecide, match="no proposal"):
        refuse(row.pk, body="millbeck", by="dana", reason="No.", at=AT)


def test_the_words_of_a_file_never_change() -> None:
    """A later release must make the very file of a decision that stands already: its digest is in the ledger."""
    row = Proposal(pk=7, reference="FP-1234", **vars(replace(CHANGE, ends_on=date(2028, 4, 2))))
    assert digest_of(row) == "1a368ade884d744b7fd41092d790ab038cc9d077bd821da8506f9e228560013a"


def test_a_file_says_exactly_what_was_approved() -> None:
    row = proposed(value="27.50")
    assert "value: 27.50" in text_of(row)
    held = yaml.safe_load(text_of(row))
    assert held["parameters"]["child_benefit.eldest"] == [{"from": date(2027, 4, 5), "value": 27.5}]


def test_amounts_choices_bands_and_switches_are_written_as_rule_files_have_them() -> None:
    value = {"england": "1000", "wales": "1000.50"}
    assert override_of(proposed(value=value))["parameters"]["child_benefit.eldest"][0]["value"] == {
        "england": Decimal(1000),
        "wales": Decimal("1000.50"),
    }
    bands = [{"above": "0", "rate": "0.20"}]
    text = text_of(proposed(value=bands, starts_on=date(2029, 1, 1)))
    assert yaml.safe_load(text)["parameters"]["child_benefit.eldest"][0]["value"] == [{"above": 0, "rate": 0.2}]
    assert "value: true" in text_of(proposed(value=True, starts_on=date(2030, 1, 1)))
