"""When guidance changes, answers that quoted it are found, asked again, and listed where they come out otherwise."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from tests.accounts import signed_in
from tests.flow.repair.conftest import DEARER, Change, ask, text_of

from fingerpost.doors import repairs
from fingerpost.pipeline.repairing import Again
from fingerpost.record.models import Entry
from fingerpost.record.repair.findings import MOST_TRIES
from fingerpost.record.repair.models import Finding, Quoted


def events(kind: str) -> list[dict[str, object]]:
    rows = Entry.objects.filter(event="noted", leaf__contains=f'"type":"{kind}"').order_by("seq")
    return [json.loads(row.leaf)["facts"] for row in rows]


def test_each_answer_notes_what_it_quoted(asked: str) -> None:
    rows = list(Quoted.objects.filter(reference=asked))
    assert {row.passage.partition("#")[0] for row in rows} == {f"{settings.CONFIGURATION.body}/tests/child-grant"}
    assert {(len(row.digest), row.seen) for row in rows} == {(64, None)}


def test_nothing_is_asked_again_while_nothing_has_changed(asked: str) -> None:
    swept = repairs.sweep_here()
    assert (swept.affected, swept.found) == (0, ())
    assert events("repair/swept") == [{"affected": 0, "found": 0}]


def test_an_answer_whose_words_changed_is_found_and_nothing_public_is_recorded(asked: str, change: Change) -> None:
    change(child_grant=DEARER)
    before = Entry.objects.exclude(event="noted").count()
    swept = repairs.sweep_here()
    assert (swept.affected, swept.found) == (1, (asked,))
    assert Entry.objects.exclude(event="noted").count() == before
    finding = Finding.objects.get()
    assert (finding.what, finding.why, finding.state) == (",words,", ",changed,", "open")
    assert events("repair/found") == [{"of": asked, "what": ["words"], "why": ["changed"]}]
    assert events("repair/swept") == [{"affected": 1, "found": 1, "different": 1}]


def test_doing_it_again_finds_nothing_new(asked: str, change: Change) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    again = repairs.sweep_here()
    assert (again.affected, Finding.objects.count()) == (0, 1)


def test_a_change_that_the_answer_does_not_quote_is_looked_at_and_makes_no_finding(asked: str, change: Change) -> None:
    change(child_grant=("checked_on: 2026-11-01", "checked_on: 2026-11-20"))
    swept = repairs.sweep_here()
    assert (swept.affected, swept.counts, Finding.objects.count()) == (1, {Again.SAME: 1}, 0)
    assert repairs.sweep_here().affected == 0


def test_a_page_that_is_taken_away_makes_another_outcome(asked: str, change: Change) -> None:
    change(child_grant=None)
    assert repairs.sweep_here().found == (asked,)
    finding = Finding.objects.get()
    assert (finding.kind_then, finding.why) == ("answered", ",gone,")
    assert finding.what.startswith(",kind,")


def test_guidance_that_is_no_longer_in_force_is_found_by_the_day(
    asked: str, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(child_grant=("language: en\n", "language: en\nvalid_to: 2027-03-31\n"))
    later = repairs.now() + timedelta(days=60)
    repairs.sweep_here()
    assert Finding.objects.count() == 0
    monkeypatch.setattr(repairs, "now", lambda: later.replace(year=2027, month=4, day=1))
    settings_days = settings.CONFIGURATION.repair_days
    swept = repairs.sweep_here(since="2026-01-01")
    assert settings_days == 90
    assert swept.found == (asked,)
    assert Finding.objects.get().why == ",out-of-force,"


def test_what_changes_back_is_over(asked: str, change: Change) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    change()
    assert repairs.sweep_here().counts == {Again.SAME: 1}
    assert [each.state for each in Finding.objects.all()] == ["over"]


def test_a_second_change_takes_the_place_of_the_first(asked: str, change: Change) -> None:
    change(child_grant=DEARER)
    repairs.sweep_here()
    change(child_grant=("£1,406.60", "£2,500.00"))
    assert repairs.sweep_here().found == (asked,)
    assert [each.state for each in Finding.objects.order_by("pk")] == ["over", "open"]


def test_an_answer_that_was_erased_is_counted_and_forgotten(asked: str, change: Change) -> None:
    from fingerpost.record.models import SubjectKey  # noqa: PLC0415

    SubjectKey.objects.update(wrapped=b"")
    change(child_grant=DEARER)
    assert repairs.sweep_here().counts == {Again.ERASED: 1}
    assert not Quoted.objects.exists()


def test_a_service_that_is_switched_off_is_put_off_until_it_is_on(
    asked: str, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(child_grant=DEARER)
    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.pipeline.repairing._is_off", lambda *_, **__: True)
        assert repairs.sweep_here().counts == {Again.PUT_OFF: 1}
    assert repairs.sweep_here().found == (asked,)


def test_what_is_put_off_too_often_is_listed_with_why_and_left_alone(
    asked: str, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(child_grant=DEARER)
    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.pipeline.repairing._is_off", lambda *_, **__: True)
        results = [repairs.sweep_here().counts for _ in range(MOST_TRIES)]
        assert results == [{Again.PUT_OFF: 1}] * (MOST_TRIES - 1) + [{Again.GIVEN_UP: 1}]
        assert repairs.sweep_here().affected == 0
    (stuck,) = Finding.objects.all()
    assert (stuck.state, stuck.what, stuck.kind_now, stuck.sealed) == ("stuck", ",off,", "", None)
    assert events("repair/stuck") == [{"of": asked, "what": ["off"]}]

    editor = signed_in("editor")
    assert "1 answer could not be asked again, after 7 tries" in text_of(editor, "/staff/repair")
    assert "Not known: the service was switched off" in text_of(editor, "/staff/repair?state=stuck")
    page = text_of(editor, f"/staff/repair/{stuck.pk}")
    assert "Not known: it could not be asked again" in page
    assert "Mark as dealt with" not in page


def test_nobody_is_told_that_an_answer_differs_when_it_could_not_be_asked(
    asked: str, client: Client, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(child_grant=DEARER)
    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.pipeline.repairing._is_off", lambda *_, **__: True)
        for _ in range(MOST_TRIES):
            repairs.sweep_here()
    page = text_of(client, f"/answers/{asked}")
    assert "The guidance this answer quotes has changed since" in page
    assert "Today we would answer otherwise" not in page
    assert "<entry>" not in client.get(f"/answers/{asked}/changes.atom").content.decode()


def test_a_page_that_changes_once_more_is_asked_about_again(
    asked: str, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(child_grant=DEARER)
    with monkeypatch.context() as patch:
        patch.setattr("fingerpost.pipeline.repairing._is_off", lambda *_, **__: True)
        for _ in range(MOST_TRIES):
            repairs.sweep_here()
    change(child_grant=(DEARER[0], "£2,111.00"))
    assert repairs.sweep_here().found == (asked,)
    assert [each.state for each in Finding.objects.order_by("pk")] == ["over", "open"]


def test_answers_from_before_the_bound_are_left_alone(asked: str, change: Change) -> None:
    Quoted.objects.update(on="2026-01-01")
    change(child_grant=DEARER)
    assert repairs.sweep_here().affected == 0
    assert repairs.sweep_here(since="2026-01-01").affected == 1


def test_a_sweep_that_is_broken_off_goes_on_where_it_was(client: Client, change: Change) -> None:
    references = [ask(client) for _ in range(3)]
    change(child_grant=DEARER)

    def break_off(what: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        repairs.sweep_here(break_off)
    assert events("repair/swept") == []
    assert repairs.sweep_here().found == (references[2],)
    assert sorted(Finding.objects.values_list("reference", flat=True)) == sorted(references)


def test_one_record_that_cannot_be_opened_keeps_no_other_from_being_asked_again(
    client: Client, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fingerpost.contract.errors import StoreUnavailable  # noqa: PLC0415

    broken, sound = ask(client), ask(client)
    change(child_grant=DEARER)
    find = repairs.find_run

    def find_or_fail(reference: str, **more: object) -> object:
        if reference == broken:
            raise StoreUnavailable("altered")
        return find(reference, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(repairs, "find_run", find_or_fail)
    swept = repairs.sweep_here()
    assert (swept.found, swept.counts["faults"]) == ((sound,), 1)
