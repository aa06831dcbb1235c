"""Every report becomes a case: sorted by the road, or by a person where the road could not."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from fingerpost.capabilities import find_capability
from fingerpost.casework.models import Case, Suggestion
from fingerpost.casework.reports import Report
from fingerpost.casework.retention import KeptCases
from fingerpost.casework.sealing import unseal_words
from fingerpost.contract.classifying import Classified, Ranked
from fingerpost.contract.errors import ModelUnavailable, StoreUnavailable
from fingerpost.doors import reporting
from fingerpost.doors.asking import typed_of
from fingerpost.doors.streets import all_streets
from fingerpost.record.models import Entry
from fingerpost.record.retention.erasing import erase_conversation
from fingerpost.record.switches.turning import stop
from fingerpost.site import wiring

HOLE = Report(
    text="There is a deep pothole outside the chemist in Mill Lane", channel="web", latitude=54.6, longitude=-2.4
)
BODY = settings.CONFIGURATION.body


class Knows:
    """A classifier that is sure of potholes."""

    digest = "knows"

    def classify(self, text: str) -> Classified:
        ranked = (Ranked(label="potholes", probability=0.9), Ranked(label="street-lights", probability=0.05))
        return Classified(ranked=ranked, outside=0.01, is_known=True, version="knows")

    def classify_many(self, texts: Any) -> list[Classified]:
        return [self.classify(text) for text in texts]


@pytest.fixture(autouse=True)
def _road(library: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(wiring, "build_classifier", Knows)
    wiring.build_engines.forget()
    yield
    wiring.build_engines.forget()


def test_a_report_goes_along_the_road_and_becomes_a_case_with_its_suggestion() -> None:
    done = reporting.report(HOLE, door="citizen")
    case = Case.objects.get(reference=done.reference)
    assert (case.service, case.team, case.state) == ("potholes", "highways", "received")
    assert case.run == done.run
    assert Entry.objects.filter(reference=case.run, event="closed", capability="triage").exists()
    assert Suggestion.objects.get(case=case).run == case.run
    assert done.link == f"/follow/{done.reference}/{done.link.rpartition('/')[2]}"
    assert len(done.link) > 40


def test_the_case_is_sealed_under_the_key_of_its_run_and_goes_with_it() -> None:
    done = reporting.report(HOLE, door="citizen")
    case = Case.objects.get(reference=done.reference)
    assert case.subject == case.run
    assert KeptCases().subjects_of(done.reference, body=BODY) == {case.run}
    erase_conversation(case.run, body=BODY, by="dpo", reason="asked", at=case.received_at, home=settings.HOME)
    assert Case.objects.get(pk=case.pk).state == "erased"


def test_whoever_contests_how_it_was_sorted_sees_what_they_wrote_and_no_codes(client: Client) -> None:
    done = reporting.report(HOLE, door="citizen")
    page = client.get(f"/answers/{done.run}/challenge").content.decode()
    assert HOLE.text in page
    asked = page.split("You asked", 1)[1].split("</dd>", 1)[0]
    assert ">web<" not in asked


def test_only_what_was_written_is_what_was_asked() -> None:
    request = {"text": "A hole", "channel": "web", "has_photo": True, "latitude": 54.6}
    assert typed_of(request, of="triage") == {"text": "A hole"}
    assert typed_of(request, of="gone since") == {"text": "A hole", "channel": "web"}


def test_words_of_danger_open_a_case_that_needs_attention_and_show_where_to_get_help() -> None:
    done = reporting.report(Report(text="I am going to kill myself tonight", channel="web"), door="citizen")
    assert done.signposts
    assert Case.objects.get(reference=done.reference).attention


@pytest.mark.parametrize("words", ["There is a hole in the road outside number 4", "Big hole in road, needs filling"])
def test_a_plain_hole_in_the_road_is_no_danger_and_everybody_may_see_it(client: Client, words: str) -> None:
    """From the first page to the public list, as somebody goes who answers only what is asked."""
    address = client.post("/report", {"text": words}).headers["Location"]
    street = all_streets()[0]
    answers = {"place": {"place": f"4 {street.name}"}, "nearby": {"same": "none"}, "contact": {}}
    while not address.endswith("/check"):
        assert "fp-signpost" not in client.get(address).content.decode()
        address = client.post(address, answers.get(address.rpartition("/")[2], {"skip": "1"})).headers["Location"]
    assert "Everybody will see what kind of problem it is" in client.get(address).content.decode()
    client.post(address)
    case = Case.objects.latest("pk")
    assert (case.is_public, case.attention, case.latitude) == (True, False, street.latitude)
    page = client.get("/reports").content.decode()
    assert f"/reports/{case.reference}" in page
    assert words not in page


def test_a_machine_that_is_switched_off_loses_no_report() -> None:
    stop(kind="capability", name="triage", reason="It errs.", by="ffion", body=BODY, at=reporting.now())
    done = reporting.report(HOLE, door="citizen")
    case = Case.objects.get(reference=done.reference)
    assert (case.service, done.proposal) == ("", None)


@pytest.mark.parametrize("fault", [ModelUnavailable("The model is missing."), RuntimeError("a slip")])
def test_a_model_that_fails_loses_no_report(monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    def fail(self: Knows, text: str) -> Classified:
        raise fault

    monkeypatch.setattr(Knows, "classify", fail)
    done = reporting.report(HOLE, door="citizen")
    assert Case.objects.get(reference=done.reference).state == "received"


def test_without_the_capability_a_person_sorts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "installed", dict)
    done = reporting.report(HOLE, door="citizen")
    case = Case.objects.get(reference=done.reference)
    assert (case.run, case.service, case.subject) == ("", "", done.reference)


def test_a_record_that_cannot_be_kept_opens_no_case_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: Any, **named: Any) -> Any:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(reporting, "travel", refuse)
    with pytest.raises(StoreUnavailable):
        reporting.report(HOLE, door="citizen")
    assert not Case.objects.exists()


def test_what_the_resident_picked_counts_and_never_lowers_anything() -> None:
    done = reporting.report(HOLE, door="citizen", chosen="street-lights")
    case = Case.objects.get(reference=done.reference)
    assert (case.service, case.team) == ("street-lights", "highways")
    assert Case.objects.get(reference=done.reference).suggestions.get().proposed["service"] == "street-lights"


def test_what_was_sorted_before_is_not_sorted_twice() -> None:
    found = reporting.sort(HOLE, door="citizen")
    done = reporting.report(HOLE, door="citizen", sorted_before=found)
    assert done.run == found.run
    assert Entry.objects.filter(event="closed").count() == 1


def test_many_are_taken_and_one_that_fails_is_told_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = reporting.open_case

    def refuse_the_second(report: Report, **given: Any) -> Any:
        if report.text == "bad":
            raise StoreUnavailable("The disk is full.")
        return kept(report, **given)

    monkeypatch.setattr(reporting, "open_case", refuse_the_second)
    reports = [HOLE, Report(text="bad", channel="import"), HOLE]
    told = list(reporting.report_many(reports, door="cli", by="ffion"))
    assert [type(each) for each in told] == [reporting.Reported, reporting.Refused, reporting.Reported]
    assert isinstance(told[1], reporting.Refused)
    assert told[1].number == 2


def test_the_reports_own_words_stand_in_no_plain_column() -> None:
    done = reporting.report(Report(text="Zephyrine Quackenbush at 1 Mill Lane", channel="web"), door="citizen")
    assert done.reference
    for table in (Case, Suggestion, Entry):
        assert "Quackenbush" not in str(list(table._default_manager.values()))


def test_a_letter_of_many_pages_is_sorted_by_how_it_begins_and_ends_and_kept_whole() -> None:
    text = "There is a hole in the road. " + "It is a long story. " * 450
    done = reporting.report(Report(text=text, channel="e-mail"), door="mail")
    case = Case.objects.get(reference=done.reference)
    assert (case.service, done.proposal is None) == ("potholes", False)
    assert len(str((unseal_words(case, keys=wiring.build_keys()) or {})["text"])) == len(text)


def test_triage_is_for_staff() -> None:
    assert find_capability("triage").card.is_for_staff


def test_whoever_reports_is_told_no_service_that_was_planted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fingerpost.casework.opening.should_plant", lambda *given: True)
    monkeypatch.setattr(settings, "CONFIGURATION", replace(settings.CONFIGURATION, planted_suggestions=0.05))
    done = reporting.report(HOLE, door="citizen")
    assert Suggestion.objects.get(case__reference=done.reference).is_planted
    assert done.service == "potholes" != Case.objects.get(reference=done.reference).service
