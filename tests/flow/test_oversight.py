"""Behind the oversight door: what may be seen by whom, opening words for a purpose, and switching off at once."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.accounts import signed_in
from tests.addresses import every_address
from typer.testing import CliRunner

from fingerpost.capabilities import find_capability
from fingerpost.contract.ports import Engines
from fingerpost.doors.cli import switch
from fingerpost.doors.installation import installation
from fingerpost.doors.oversight import words
from fingerpost.doors.retention import Purpose, Reason, erase_subject, export_subject
from fingerpost.evaluate.evaluation import SwitchedOff, evaluate_capability
from fingerpost.record.models import Entry
from fingerpost.record.overseeing import openings
from fingerpost.record.overseeing.models import Opening, RunFigures
from fingerpost.record.switches.turning import stop

ASKED = "How much is the Child Grant a year, asks Aneurin?"
PAGES = ("/", "/trends", "/runs", "/evaluations", "/switches", "/ledger", "/openings")
WHY = {"purpose": "audit", "why": "The yearly audit looks at ten answers."}
OFF = {"do": "stop", "reason": "It quotes last year's amounts.", "sure": "yes"}


def ask(client: Client, question: str = ASKED) -> str:
    return client.post("/ask", {"question": question}).headers["Location"].rpartition("/")[2]


def number_of(reference: str) -> int:
    """What a run goes by behind this door."""
    return Entry.objects.get(reference=reference, event="closed").seq


def text_of(reply: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


@pytest.fixture
def auditor(client: Client) -> Client:
    return signed_in("auditor")


@pytest.fixture
def owner(client: Client) -> Client:
    return signed_in("owner")


def test_a_viewer_sees_every_page_and_an_editor_none(client: Client) -> None:
    ask(client)
    viewer, editor = signed_in("viewer"), signed_in("editor")
    for page in PAGES:
        assert viewer.get(f"/oversight{page}").status_code == 200
        assert viewer.get(f"/cy/oversight{page}").status_code == 200
        assert editor.get(f"/oversight{page}").status_code == 403
        assert "/staff/sign-in" in client.get(f"/oversight{page}").headers["Location"]


def test_today_counts_what_was_asked_today(client: Client, auditor: Client) -> None:
    for question in (ASKED, ASKED, "Who will win the football on Saturday?"):
        ask(client, question)
    seen = text_of(auditor.get("/oversight/"))
    assert "3 questions and reports so far today" in seen
    assert "Answered, in full or in part 2 67%" in seen


def test_today_says_what_cannot_be_read_and_shows_the_rest(
    client: Client, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(client)

    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr("fingerpost.record.switches.reading.Switch.objects.filter", broken)
    seen = text_of(auditor.get("/oversight/"))
    assert "could not read the record" in seen
    assert "1 question or report so far today" in seen


def test_no_list_or_run_shows_a_word_of_what_was_asked(client: Client, auditor: Client) -> None:
    reference = ask(client)
    for page in (*PAGES, f"/runs/{number_of(reference)}"):
        assert "Aneurin" not in auditor.get(f"/oversight{page}", follow=True).content.decode()


def test_runs_are_found_by_what_the_filters_say(client: Client, auditor: Client) -> None:
    answered, declined, danger = ask(client), ask(client, "Who will win the football?"), ask(client, "I want to die")
    found = {
        "outcome=answered": {answered},
        "step=crisis&verdict=stop": {danger},
        "verdict=stop": {danger},
        f"reference={answered.lower()}": {answered},
        "step=crisis&verdict=pass": {answered, declined},
        "until=2020-01-01": set(),
    }
    for query, references in found.items():
        seen = auditor.get(f"/oversight/runs?{query}").content.decode()
        assert set(re.findall(r"runs/(\d+)\"", seen)) == {str(number_of(each)) for each in references}, query


def test_a_day_that_is_none_is_told(auditor: Client) -> None:
    for page in ("runs", "trends"):
        reply = auditor.get(f"/oversight/{page}?since=soon")
        assert (reply.status_code, "Enter a date" in text_of(reply)) == (422, True)


def test_a_run_shows_its_steps_versions_and_place_in_the_ledger(client: Client, auditor: Client) -> None:
    seen = text_of(auditor.get(f"/oversight/runs/{number_of(ask(client))}"))
    for told in ("Personal details Passed", "It stands in the ledger as number", "Hash of its leaf"):
        assert told in seen


def test_an_unknown_run_is_not_found(auditor: Client) -> None:
    for number in ("0", "1" + "0" * 30, "FP-00000-00000"):
        assert auditor.get(f"/oversight/runs/{number}").status_code == 404
        assert auditor.post(f"/oversight/runs/{number}/open", WHY).status_code == 404


def test_only_the_closing_entry_of_a_run_is_its_number(client: Client, auditor: Client) -> None:
    reference = ask(client)
    before = Entry.objects.get(reference=reference, event="opened").seq
    assert auditor.get(f"/oversight/runs/{before}").status_code == 404
    assert auditor.get(f"/oversight/runs/{reference}").status_code == 404


def test_words_open_for_a_purpose_and_that_is_noted_first(client: Client, auditor: Client) -> None:
    reference = ask(client)
    reply = auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY)
    assert "Aneurin" in reply.content.decode()
    assert reference in text_of(reply), "it stands in what was opened, and is noted with it"
    assert reply.headers["Cache-Control"] == "no-store"
    row = Opening.objects.get()
    assert (row.reference, row.by, row.purpose) == (reference, "auditor-one", "audit")
    leaf = json.loads(Entry.objects.get(reference=row.event).leaf)
    assert (leaf["type"], leaf["facts"]["of"], leaf["facts"]["by"]) == ("text/opened", reference, "auditor-one")
    assert "yearly" not in json.dumps(leaf), "why may tell of a resident: it is sealed"


def test_each_look_needs_a_purpose_of_its_own(client: Client, auditor: Client) -> None:
    reference = ask(client)
    auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY)
    assert "Aneurin" not in auditor.get(f"/oversight/runs/{number_of(reference)}").content.decode()
    assert auditor.get(f"/oversight/runs/{number_of(reference)}/open").status_code == 405
    auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY)
    assert Opening.objects.count() == 2


@pytest.mark.parametrize(
    "form", [{}, {**WHY, "purpose": "curious"}, {**WHY, "why": "short"}, {**WHY, "why": "x" * 501}]
)
def test_without_a_purpose_nothing_opens(client: Client, auditor: Client, form: dict[str, str]) -> None:
    reply = auditor.post(f"/oversight/runs/{number_of(ask(client))}/open", form)
    assert reply.status_code == 422
    assert "Aneurin" not in reply.content.decode()
    assert not Opening.objects.exists()


def test_a_viewer_cannot_open_words(client: Client) -> None:
    reference, viewer = ask(client), signed_in("viewer")
    assert "may not open" in text_of(viewer.get(f"/oversight/runs/{number_of(reference)}"))
    assert viewer.post(f"/oversight/runs/{number_of(reference)}/open", WHY).status_code == 403
    assert not Opening.objects.exists()


def test_no_page_of_the_oversight_door_gives_a_viewer_a_reference(client: Client) -> None:
    """Whoever has one reads the words at their public address, and nobody notes that."""
    references = _everything_that_names_a_run(client)
    viewer, walked, waiting = signed_in("viewer"), set(), [*_addresses("/oversight/"), *_addresses("/cy/oversight/")]
    while waiting:
        address = waiting.pop().replace("&amp;", "&")
        if address in walked:
            continue
        walked.add(address)
        reply = viewer.get(address)
        seen = reply.content.decode()
        assert [each for each in references if each.casefold() in (seen + str(reply.headers)).casefold()] == [], address
        waiting += re.findall(r'(?:href|action)="((?:/cy)?/oversight/[^"#]*)', seen)
    for place in ("/oversight", "/cy/oversight"):
        of_runs = {
            f"{place}/runs/{number_of(each)}"
            for each in references
            if Entry.objects.filter(reference=each, event="closed")
        }
        assert {*of_runs, f"{place}/trends.csv", f"{place}/openings", f"{place}/retention"} <= walked


def test_a_fault_of_the_ledger_is_told_without_the_reference_in_it() -> None:
    told = "Entry 12 (FP-7K2M9-QX4DA) was changed."
    assert words.without_references(told) == "Entry 12 ([a reference]) was changed."


@pytest.mark.parametrize("typed", ["FP-7K2M9-QX4DA", "fp7k2m9qx4da", "FP 7K2M9 QX4DA", "7k2m9-qx4da"])
def test_a_reference_that_somebody_typed_as_why_is_not_shown(client: Client, auditor: Client, typed: str) -> None:
    number = number_of(ask(client))
    auditor.post(f"/oversight/runs/{number}/open", {**WHY, "why": f"They rang about {typed} in the after-hours line"})
    viewer = signed_in("viewer")
    for page in ("openings", f"runs/{number}"):
        seen = text_of(viewer.get(f"/oversight/{page}"))
        assert "They rang about [a reference] in the after-hours line" in seen


def test_a_leaf_without_its_reference_says_so(client: Client, auditor: Client) -> None:
    reference = ask(client)
    number = number_of(reference)
    seen = text_of(auditor.get(f"/oversight/runs/{number}"))
    assert "The hash is of the whole leaf" in seen
    assert "left out here" in seen
    opened = text_of(auditor.post(f"/oversight/runs/{number}/open", WHY))
    assert ("left out here" in opened, reference in opened) == (False, True)


def test_what_cannot_be_noted_does_not_open(client: Client, auditor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("the disk is full")

    reference = ask(client)
    auditor.raise_request_exception = False
    monkeypatch.setattr(openings.Opening, "save", broken)
    reply = auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY)
    assert reply.status_code == 503
    assert "Aneurin" not in reply.content.decode()
    assert not Entry.objects.filter(event="noted", leaf__contains="text/opened").exists()


def test_whoever_oversees_sees_who_opened_what_and_why(client: Client, auditor: Client) -> None:
    reference = ask(client)
    auditor.post(f"/oversight/runs/{number_of(reference)}/open", {**WHY, "why": "Ann rang on 01632 960001 about it"})
    seen = text_of(signed_in("viewer").get("/oversight/openings"))
    shown = [f"Run {number_of(reference)}" in seen, reference in seen, "auditor-one" in seen, "Ann rang" in seen]
    assert shown == [True, False, True, True]
    assert "960001" not in seen, "personal details are masked"


def test_once_the_resident_is_erased_so_is_why(client: Client, auditor: Client) -> None:
    reference = ask(client)
    auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY)
    subject = Entry.objects.get(reference=reference, event="closed").subject
    installation().build_keys().erase(subject=subject, body=settings.CONFIGURATION.body, at=timezone.now())
    seen = text_of(auditor.get("/oversight/openings"))
    assert ("Erased" in seen, "yearly" in seen) == (True, False)
    assert "have been erased" in text_of(auditor.post(f"/oversight/runs/{number_of(reference)}/open", WHY))


def test_an_owner_switches_a_service_off_and_on_again(client: Client, owner: Client) -> None:
    assert "We can't" not in text_of(client.get("/"))
    assert owner.post("/oversight/switches/capability/answer", OFF).status_code == 303
    reply = client.get(f"/answers/{ask(client)}")
    assert "This service is switched off" in text_of(reply)
    assert "owner-one" not in reply.content.decode()
    seen = text_of(owner.get("/oversight/switches"))
    assert "by owner-one: “It quotes last year&#39;s amounts.”" in seen
    owner.post("/oversight/switches/capability/answer", {**OFF, "do": "start"})
    assert "What the guidance says" in text_of(client.get(f"/answers/{ask(client)}"))


def test_the_start_page_says_that_the_service_is_off(client: Client) -> None:
    _stop("capability", "answer")
    for path in ("/", "/cy/", "/embed/"):
        page = client.get(path).content.decode()
        assert 'class="fp-off"' in page
        assert "<textarea" not in page


def test_every_door_says_that_it_is_off(client: Client) -> None:
    _stop("capability", "answer")
    reply = client.post("/api/v1/ask", {"question": "How much?"}, content_type="application/json")
    assert (reply.status_code, reply.json()["outcome"], reply.json()["reason"]) == (200, "stopped", "switched off")
    stream = client.post("/ask", {"question": "How much?"}, headers={"Accept": "text/event-stream"})
    told = b"".join(stream.streaming_content) if stream.streaming else client.get(stream.headers["Location"]).content
    assert b"switched off" in told


def test_without_the_model_search_goes_by_words(client: Client) -> None:
    _stop("model", "embedder")
    reference = ask(client)
    leaf = json.loads(Entry.objects.get(reference=reference, event="closed").leaf)
    assert leaf["system"]["search"] == "words only"
    assert leaf["outcome"]["kind"] in {"answered", "partly answered", "cannot answer"}


@pytest.mark.parametrize("form", [{}, {**OFF, "reason": " "}, {**OFF, "sure": ""}, {**OFF, "reason": "x" * 501}])
def test_nothing_is_switched_off_by_accident(client: Client, owner: Client, form: dict[str, str]) -> None:
    assert owner.post("/oversight/switches/capability/answer", form).status_code == 422
    assert 'class="fp-off"' not in client.get("/").content.decode()


def test_a_switch_that_was_turned_meanwhile_is_told(owner: Client) -> None:
    owner.post("/oversight/switches/capability/answer", OFF)
    assert owner.post("/oversight/switches/capability/answer", OFF).status_code == 409
    assert owner.get("/oversight/switches/capability/nothing").status_code == 404


def test_only_an_owner_may_turn_a_switch(client: Client, auditor: Client) -> None:
    assert auditor.post("/oversight/switches/capability/answer", OFF).status_code == 403
    assert "Switch off" not in text_of(auditor.get("/oversight/switches"))


def test_a_spreadsheet_has_the_numbers_of_the_page(client: Client, auditor: Client) -> None:
    ask(client)
    reply = auditor.get("/oversight/trends.csv")
    rows = list(csv.DictReader(io.StringIO(reply.content.decode("utf-8-sig"))))
    assert rows[-1]["runs"] == rows[-1]["answered"] == "1"
    assert len(rows) == 30


def test_trends_go_by_weeks_and_months(client: Client, auditor: Client) -> None:
    ask(client)
    RunFigures.objects.update(day=timezone.localdate() - timedelta(days=1))
    for step in ("week", "month"):
        assert "1 All runs" in text_of(auditor.get(f"/oversight/trends?step={step}")).replace(
            "All runs 1", "1 All runs"
        )


def test_runs_of_an_older_release_are_counted_too(client: Client) -> None:
    """What the migration does with leaves that closed before there were figures."""
    from importlib import import_module  # noqa: PLC0415 - a module whose name begins with a digit

    from django.apps import apps  # noqa: PLC0415

    reference = ask(client)
    before = RunFigures.objects.get()
    RunFigures.objects.all().delete()
    import_module("fingerpost.record.overseeing.migrations.0002_figures_of_earlier_runs").fill(apps, None)
    after = RunFigures.objects.get()
    for name in ("reference", "day", "capability", "door", "outcome", "reason", "route", "unpassed"):
        assert getattr(after, name) == getattr(before, name)
    assert (after.reference, after.whole_time) == (reference, None)


def _everything_that_names_a_run(client: Client) -> list[str]:
    """The references of runs that were opened, contested, given out, erased, or left alone, and of the challenge."""
    opened, contested, given, erased, left = (ask(client) for _ in range(5))
    signed_in("auditor").post(f"/oversight/runs/{number_of(opened)}/open", {**WHY, "why": f"They rang about {opened}"})
    sent = client.post(
        f"/api/v1/runs/{contested}/challenge", {"kind": "wrong", "text": "I am 17."}, content_type="application/json"
    ).json()["reference"]
    export_subject(given, by="delyth", purpose=Purpose.ASKED)
    erase_subject(erased, by="delyth", reason=Reason.ASKED)
    return [opened, contested, given, erased, left, sent]


def _addresses(place: str) -> list[str]:
    """Every address of the door, with something in each gap."""
    return [each for each in every_address() if each.startswith(place)]


def _stop(kind: str, name: str) -> None:
    body = settings.CONFIGURATION.body
    stop(kind=kind, name=name, body=body, by="olwen", reason="A test.", at=timezone.now())


def test_an_answer_opened_from_the_feedback_is_noted_too(client: Client) -> None:
    reference, editor = ask(client), signed_in("editor")
    assert "Aneurin" in editor.get(f"/staff/answers/{reference}").content.decode()
    row = Opening.objects.get()
    assert (row.reference, row.by, row.purpose) == (reference, "editor-one", "feedback")
    assert "To read feedback and mend the guidance" in text_of(signed_in("viewer").get("/oversight/openings"))


def test_the_command_line_stops_and_starts(client: Client) -> None:
    runner = CliRunner()
    turned = runner.invoke(switch.app, ["stop", "answer", "--reason", "It quotes an old amount", "--json"])
    assert json.loads(turned.stdout)["stopped"] is True
    listed = json.loads(runner.invoke(switch.app, ["list", "--json"]).stdout)["switches"]
    (answer,) = [each for each in listed if each["name"] == "answer"]
    assert (answer["stopped"], answer["reason"]) == (True, "It quotes an old amount")
    assert answer["by"].startswith("command line: ")
    assert runner.invoke(switch.app, ["stop", "answer", "--reason", "Again"]).exit_code == 1
    assert runner.invoke(switch.app, ["stop", "nothing", "--reason", "It is"]).exit_code == 2
    assert runner.invoke(switch.app, ["start", "answer", "--reason", "Put right"]).exit_code == 0
    assert "What the guidance says" in text_of(client.get(f"/answers/{ask(client)}"))


def test_what_is_off_is_not_measured(library: Engines) -> None:
    _stop("capability", "answer")
    with pytest.raises(SwitchedOff, match="cannot be measured"):
        evaluate_capability(
            find_capability("answer"),
            body=settings.CONFIGURATION.body,
            engines=library,
            recorder=installation().build_recorder(),
        )
