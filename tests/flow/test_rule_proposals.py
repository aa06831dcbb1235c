"""A figure of the rules is proposed by one person, looked at, and put in force by another; never by the same."""

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from tests.accounts import signed_in
from typer.testing import CliRunner

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.doors.asking import ask
from fingerpost.doors.cli.application import build
from fingerpost.doors.installation import now
from fingerpost.doors.rulebook import rules_in_force
from fingerpost.doors.staff.rules import proposal as proposal_page
from fingerpost.doors.staff.rules.form import Unreadable, as_typed, read_value
from fingerpost.record.models import Entry
from fingerpost.record.reading import find_run
from fingerpost.record.rulemaking.in_force import put_in_force
from fingerpost.record.rulemaking.models import Decision, Proposal
from fingerpost.record.rulemaking.overrides import folder_of, plain
from fingerpost.record.rulemaking.past_results import count_changed
from fingerpost.rules import RuleBook, uk_rules
from fingerpost.rules.reading.parameters import inner_value
from fingerpost.rules.reforms import apply_reform, parse_reform
from fingerpost.rules.units import read_unit
from fingerpost.site import home, wiring
from fingerpost.site import rules as running

pytestmark = pytest.mark.django_db

FIGURE = "/staff/rules/figures/child_benefit/eldest"
CHANGE = {
    "value": "28.05",
    "starts_on": "2026-11-01",
    "ends_on": "",
    "source_title": "Child Benefit rates",
    "source_url": "https://www.gov.uk/child-benefit/what-youll-get",
    "reason": "A new rate from November.",
}
ON = date(2026, 11, 23)
BODY = settings.CONFIGURATION.body


@pytest.fixture(autouse=True)
def _rules_of_their_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test puts in force is gone with it, and is seen at once."""
    monkeypatch.setattr(running, "LOOK_EVERY", -1.0)
    wiring.build_rules.forget()  # type: ignore[attr-defined]
    yield
    shutil.rmtree(Path(settings.HOME) / "rules", ignore_errors=True)
    wiring.build_rules.forget()  # type: ignore[attr-defined]


@pytest.fixture
def pat(client: Client) -> Client:
    """A policy officer."""
    return signed_in("policy", name="pat")


@pytest.fixture
def dana(client: Client) -> Client:
    """Another."""
    return signed_in("policy", name="dana")


def words_of(reply: Any) -> str:
    text = re.sub(r"<[^>]+>", " ", reply.content.decode())
    return re.sub(r"\s+", " ", text)


def propose(who: Client, **changes: str) -> str:
    """The address of the proposal."""
    reply = who.post(FIGURE, {**CHANGE, **changes, "do": "propose"})
    assert reply.status_code == 303, words_of(reply)
    return str(reply.headers["Location"])


def decide(who: Client, address: str, do: str, reason: str = "Looked up.") -> Any:
    return who.post(f"{address}/decide", {"do": do, "reason": reason})


def eldest() -> Any:
    dated = rules_in_force().parameters["child_benefit.eldest"].at(ON)
    return dated.value if dated else None


class TestLooking:
    def test_a_figure_is_found_by_words(self, pat: Client) -> None:
        shown = pat.get("/staff/rules/figures?words=eldest").content.decode()
        assert FIGURE in shown
        assert "£27.05 a week" in shown
        assert "universal_credit/taper" not in shown

    def test_the_form_shows_its_history_and_the_value_of_today(self, pat: Client) -> None:
        shown = pat.get(FIGURE).content.decode()
        assert "6 April 2026 to 5 April 2027" in shown
        assert 'value="27.05"' in shown

    def test_a_figure_that_is_not_there_has_no_form(self, pat: Client) -> None:
        assert pat.get("/staff/rules/figures/child_benefit/none").status_code == 404

    def test_what_it_would_do_is_seen_before_anything_is_kept(self, pat: Client) -> None:
        reply = pat.post(FIGURE, {**CHANGE, "do": "check"})
        told = words_of(reply)
        assert reply.status_code == 200
        assert "£28.05 a week" in told
        assert "Child Benefit" in told and "Universal Credit" in told
        assert re.search(r"Worked examples that change (?!0)\d", told)
        assert "Past results that would change fewer than 10, of the newest fewer than 10" in told
        assert not Proposal.objects.exists()
        assert eldest() == 2705

    def test_what_was_typed_is_there_again_to_be_changed(self, pat: Client) -> None:
        shown = pat.post(FIGURE, {**CHANGE, "do": "change"}).content.decode()
        assert 'value="28.05"' in shown and "A new rate from November." in shown

    def test_a_year_for_which_other_figures_are_missing_is_told(self, pat: Client) -> None:
        told = words_of(pat.post(FIGURE, {**CHANGE, "starts_on": "2027-04-06", "do": "check"}))
        assert "have no value on that day yet" in told


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("value", "lots"),
            ("value", "-1"),
            ("value", "1.234"),
            ("value", "NaN"),
            ("value", "1e40"),
            ("starts_on", "soon"),
            ("ends_on", "2026-10-01"),
            ("source_title", ""),
            ("source_url", "javascript:alert(1)"),
            ("reason", ""),
        ],
    )
    def test_what_does_not_fit_is_told_beside_its_field(self, pat: Client, field: str, typed: str) -> None:
        reply = pat.post(FIGURE, {**CHANGE, field: typed, "do": "propose"})
        assert reply.status_code == 422
        assert f'href="#{field}"' in reply.content.decode()
        assert not Proposal.objects.exists()

    def test_a_gap_before_the_new_value_is_refused(self, pat: Client) -> None:
        reply = pat.post(FIGURE, {**CHANGE, "starts_on": "2028-01-01", "do": "propose"})
        assert (reply.status_code, "gap" in words_of(reply)) == (422, True)

    def test_the_same_change_waits_once(self, pat: Client) -> None:
        propose(pat)
        reply = pat.post(FIGURE, {**CHANGE, "do": "propose"})
        assert (reply.status_code, "waits already" in words_of(reply)) == (422, True)
        assert Proposal.objects.count() == 1


class TestTwoPeople:
    def test_a_proposal_changes_nothing(self, pat: Client) -> None:
        address = propose(pat)
        assert eldest() == 2705
        assert "Waiting for a decision" in words_of(pat.get("/staff/rules"))
        assert "You made this proposal" in words_of(pat.get(address))
        assert 'value="approve"' not in pat.get(address).content.decode()

    def test_nobody_approves_their_own(self, pat: Client) -> None:
        address = propose(pat)
        reply = decide(pat, address, "approve")
        assert (reply.status_code, "Somebody else must decide" in words_of(reply)) == (409, True)
        assert not Decision.objects.exists()
        assert eldest() == 2705

    def test_a_second_person_puts_it_in_force_for_everybody(self, pat: Client, dana: Client) -> None:
        address = propose(pat)
        assert decide(dana, address, "approve").status_code == 303
        assert eldest() == 2805
        assert "Approved" in words_of(dana.get(address))
        assert "A new rate from November." in words_of(Client().get("/rules/child_benefit"))

    def test_before_its_first_day_the_old_value_holds(self, pat: Client, dana: Client) -> None:
        decide(dana, propose(pat), "approve")
        dated = rules_in_force().parameters["child_benefit.eldest"].at(date(2026, 10, 31))
        assert dated is not None and dated.value == 2705

    def test_proposal_and_decision_stand_in_the_ledger_with_the_file(self, pat: Client, dana: Client) -> None:
        decide(dana, propose(pat), "approve")
        leaves = [json.loads(leaf) for leaf in Entry.objects.order_by("seq").values_list("leaf", flat=True)]
        proposed, approved = [each for each in leaves if each.get("type", "").startswith("rule/")]
        assert (proposed["facts"]["by"], approved["facts"]["by"]) == ("pat", "dana")
        assert len(approved["facts"]["file"]) == 64

    def test_one_that_is_refused_changes_nothing(self, pat: Client, dana: Client) -> None:
        address = propose(pat)
        decide(dana, address, "refuse", "Not yet law.")
        assert "Refused" in words_of(dana.get(address)) and "Not yet law." in words_of(dana.get(address))
        assert eldest() == 2705

    def test_its_maker_takes_it_back_and_nobody_else_can(self, pat: Client, dana: Client) -> None:
        address = propose(pat)
        assert decide(dana, address, "withdraw").status_code == 409
        assert decide(pat, address, "withdraw").status_code == 303
        assert "Taken back" in words_of(pat.get("/staff/rules"))

    def test_what_is_decided_is_not_decided_again(self, pat: Client, dana: Client) -> None:
        address = propose(pat)
        decide(dana, address, "refuse")
        assert decide(dana, address, "approve").status_code == 409
        assert Decision.objects.get().kind == "refused"

    def test_a_decision_has_a_reason(self, pat: Client, dana: Client) -> None:
        address = propose(pat)
        assert decide(dana, address, "approve", " ").status_code == 422
        assert not Decision.objects.exists()

    def test_an_auditor_sees_it_and_decides_nothing(self, pat: Client) -> None:
        address = propose(pat)
        auditor = signed_in("auditor")
        assert auditor.get(address).status_code == 200
        assert decide(auditor, address, "approve").status_code == 403
        assert auditor.get(FIGURE).status_code == 403

    def test_one_that_no_longer_fits_is_not_approved(
        self, pat: Client, dana: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The rules became others meanwhile: the figure is gone."""
        address = propose(pat)
        Proposal.objects.update(parameter="child_benefit.gone")
        assert "would not hold together" in words_of(dana.get(address))
        assert decide(dana, address, "approve").status_code == 409
        assert not Decision.objects.exists()

    def test_a_number_that_no_proposal_has(self, pat: Client) -> None:
        assert pat.get("/staff/rules/proposals/99").status_code == 404


class TestFiles:
    def test_a_full_disk_leaves_it_approved_and_not_in_force_until_the_file_is_written(
        self, pat: Client, dana: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(**_: object) -> None:
            raise StoreUnavailable("The disk is full.")

        address = propose(pat)
        dana.raise_request_exception = False
        with monkeypatch.context() as patch:
            patch.setattr(proposal_page, "put_in_force", full)
            assert decide(dana, address, "approve").status_code == 503
        assert eldest() == 2705
        assert "is approved and not there" in words_of(dana.get("/staff/rules"))
        dana.post("/staff/rules/files")
        assert eldest() == 2805
        assert "is approved and not there" not in words_of(dana.get("/staff/rules"))

    def test_a_file_with_an_error_is_shown_and_what_ran_before_goes_on(self, pat: Client, dana: Client) -> None:
        decide(dana, propose(pat), "approve")
        assert eldest() == 2805
        folder = Path(settings.HOME) / "rules" / "schemes"
        folder.mkdir(parents=True)
        (folder / "own.yaml").write_text("scheme: own\ntitle: {en: Own\n")
        told = words_of(pat.get("/staff/rules"))
        assert "These rule files are not in force" in told
        assert "own.yaml:" in told
        assert eldest() == 2805

    def test_a_file_that_nobody_approved_or_that_was_altered_is_named_and_not_in_force(
        self, pat: Client, dana: Client
    ) -> None:
        decide(dana, propose(pat), "approve")
        (path,) = folder_of(settings.HOME).glob("*.yaml")
        path.write_text(path.read_text().replace("28.05", "99.05"))
        (folder_of(settings.HOME) / "000999-mine.yaml").write_text(path.read_text())
        assert eldest() == 2805
        told = words_of(pat.get("/staff/rules"))
        assert f"{path.name}.altered-1 is not what was approved. It is put aside" in told
        assert "000999-mine.yaml was approved by nobody. It is not in force." in told

    def test_the_command_line_tells_of_both(self, pat: Client, dana: Client) -> None:
        decide(dana, propose(pat), "approve")
        (path,) = folder_of(settings.HOME).glob("*.yaml")
        path.write_text(path.read_text()[:-9])
        (folder_of(settings.HOME) / "000999-mine.yaml").write_text("reform: [\n")
        done = CliRunner().invoke(build(), ["rules", "check", "--json"])
        assert done.exit_code == 1
        told = [(each["file"], each["words"].partition(":")[0]) for each in json.loads(done.stdout)["problems"]]
        assert told == [("000999-mine.yaml", "was approved by nobody"), (f"{path.name}.altered-1", "was put aside")]
        assert eldest() == 2805

    def test_the_doctor_tells_of_both(self, pat: Client, dana: Client) -> None:
        def rules_line() -> tuple[str, str]:
            (found,) = [each for each in wiring.examine() if each.name == "rules"]
            return found.state, found.found

        assert rules_line()[0] == "ok"
        decide(dana, propose(pat), "approve")
        (path,) = folder_of(settings.HOME).glob("*.yaml")
        path.write_text(path.read_text().replace("28.05", "99.05"))
        state, told = rules_line()
        assert (state, f"{path.name}.altered-1 was put aside" in told) == ("fault", True)
        path.with_name(f"{path.name}.altered-1").unlink()
        assert rules_line()[0] == "ok"
        (path.parent / "000999-mine.yaml").write_text(path.read_text())
        state, told = rules_line()
        assert (state, "000999-mine.yaml was approved by nobody" in told) == ("fault", True)

    def test_a_start_writes_what_is_approved_and_missing(self, pat: Client, dana: Client) -> None:
        """As after a restore: a backup holds the database, and the files follow from it."""
        decide(dana, propose(pat), "approve")
        shutil.rmtree(folder_of(settings.HOME))
        wiring.build_rules.forget()  # type: ignore[attr-defined]
        assert eldest() == 2705
        home.make_ready(lambda what, done, total: None, update_index=lambda progress: 0)
        assert eldest() == 2805

    def test_writing_again_changes_nothing(self, pat: Client, dana: Client) -> None:
        decide(dana, propose(pat), "approve")
        assert put_in_force(body=settings.CONFIGURATION.body, home=settings.HOME) == []


class TestPastResults:
    """What residents were told before is worked out again under both books; only a rounded number is shown."""

    @pytest.fixture
    def told(self, client: Client) -> list[str]:
        """Twelve families who were told of their Child Benefit, and one without children."""
        families = [{"children": [{"age": age}], "no_public_funds": False} for age in range(12)]
        return [
            str(ask("entitlements", {"facts": facts, "nation": "wales"}, door="cli")["reference"])
            for facts in (*families, {"number_of_children": 0, "no_public_funds": False})
        ]

    def test_those_that_would_differ_are_counted_and_rounded(self, pat: Client, told: list[str]) -> None:
        shown = words_of(pat.post(FIGURE, {**CHANGE, "do": "check"}))
        assert "Past results that would change 10, of the newest 10 that are kept" in shown

    def test_one_that_was_erased_is_not_looked_at(self, told: list[str]) -> None:
        keys = wiring.build_keys()
        for reference in told[:4]:
            keys.erase(subject=find_run(reference, body=BODY, keys=keys).subject, body=BODY, at=now())  # type: ignore[union-attr]
        after = lay_over(rules_in_force(), "28.05")
        found = count_changed(rules_in_force(), after, schemes=["child_benefit"], body=BODY, keys=keys)
        assert (found.changed.value, found.looked_at.value) == (None, None)  # 8 of 9

    def test_rules_that_did_not_change_change_nothing(self, told: list[str]) -> None:
        book = rules_in_force()
        found = count_changed(book, book, schemes=["child_benefit"], body=BODY, keys=wiring.build_keys())
        assert (found.changed.value, found.looked_at.value) == (None, 10)


def lay_over(book: RuleBook, value: str) -> RuleBook:
    """The book with another rate of Child Benefit from November on."""
    rate = f"- {{from: 2026-11-01, to: 2027-04-05, value: {value}}}"
    text = f"reform: x\ntitle: X\nparameters:\n  child_benefit.eldest:\n    {rate}\n"
    return apply_reform(book, parse_reform(text, name="x"))


class TestValues:
    @pytest.mark.parametrize("name", uk_rules().parameters)
    def test_every_figure_of_ours_can_be_typed_and_is_read_back_as_it_was(self, name: str) -> None:
        parameter = uk_rules().parameters[name]
        for dated in parameter.values:
            for value in dated.value.values() if parameter.by else [dated.value]:
                kept = read_value(as_typed(value, parameter.unit), parameter.unit)
                assert inner_value(parameter.unit, plain(kept)) == value

    @pytest.mark.parametrize(
        ("typed", "unit", "kept"),
        [
            ("£1,250.50", "money/week", "1250.50"),
            ("55%", "share", "0.55"),
            ("0.55", "share", "0.55"),
            ("yes", "yes-no", True),
            ("2027-04-06", "date", "2027-04-06"),
            ("0 20%\n37,700 40%\n", "bands/year", [{"above": "0", "rate": "0.2"}, {"above": "37700", "rate": "0.4"}]),
        ],
    )
    def test_what_people_type_is_understood(self, typed: str, unit: str, kept: object) -> None:
        assert read_value(typed, read_unit(unit)) == kept

    @pytest.mark.parametrize(
        ("typed", "unit"),
        [
            ("", "money"),
            ("perhaps", "yes-no"),
            ("5 April", "date"),
            ("40%", "bands/year"),
            ("10 5%\n5 9%", "bands/year"),
        ],
    )
    def test_what_is_no_value_is_refused(self, typed: str, unit: str) -> None:
        with pytest.raises(Unreadable):
            read_value(typed, read_unit(unit))
