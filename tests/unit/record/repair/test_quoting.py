"""What is noted of an answer when it closes, and how it is found again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.unit.record.ledger_runs import NOON, answered, make_run

from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Step, Verdict
from fingerpost.record.repair.affected import Quotation, Why, find_affected, quotations_of
from fingerpost.record.repair.findings import note_the_same
from fingerpost.record.repair.models import Quoted
from fingerpost.record.repair.quoting import note_quotes, quotes_of

pytestmark = pytest.mark.django_db

BINS, CALL = "fernby/starter/bins#days", "fernby/starter/bins#call"
TODAY = NOON.date()


def run_of(*passages: str, reference: str = "FP-7K2M9-QX4DA"):
    (claim,) = answered().claims
    claims = [replace(claim, source=replace(claim.source, id=each)) for each in passages]
    return make_run(reference, outcome=replace(answered(), claims=tuple(claims)))


def test_each_passage_is_noted_once_also_one_beside_a_claim_in_other_words():
    run = run_of(BINS, BINS)
    (first, _) = run.outcome.claims
    (beside,) = run_of(CALL).outcome.claims
    written = replace(run.outcome, claims=(replace(first, text="In other words.", beside=(beside,)),))
    assert quotes_of(replace(run, outcome=written)) == [(BINS, "ab" * 32), (CALL, "ab" * 32)]


@pytest.mark.parametrize(
    "run",
    [
        make_run(outcome=Outcome(kind=OutcomeKind.CANNOT_ANSWER)),
        make_run(steps=(Step(name="route", verdict=Verdict.REVIEW),)),
        make_run(steps=(Step(name="size", verdict=Verdict.STOP),)),
    ],
)
def test_what_the_reader_was_not_shown_is_not_noted(run):
    note_quotes(run)
    assert not Quoted.objects.exists()


def test_an_answer_is_found_while_its_passage_stands_otherwise_and_was_not_looked_at():
    note_quotes(run_of(BINS, CALL))  # neither is in the library: both are gone
    assert find_affected(body="fernby", on=TODAY, since=TODAY) == ["FP-7K2M9-QX4DA"]
    assert find_affected(body="other", on=TODAY, since=TODAY) == []
    assert find_affected(body="fernby", on=TODAY, since=TODAY + timedelta(days=1)) == []
    quotations = quotations_of("FP-7K2M9-QX4DA", body="fernby", on=TODAY)
    assert [each.why for each in quotations] == [Why.GONE, Why.GONE]
    note_the_same("FP-7K2M9-QX4DA", quotations, body="fernby", at=NOON)
    assert find_affected(body="fernby", on=TODAY, since=TODAY) == []


def test_many_answers_are_found_once_each_in_their_order(monkeypatch):
    monkeypatch.setattr("fingerpost.record.repair.affected.AT_ONCE", 2)
    references = [f"FP-00000-0000{number}" for number in range(5)]
    for each in references:
        note_quotes(run_of(BINS, CALL, reference=each))
    assert find_affected(body="fernby", on=date(2026, 11, 22), since=date(2026, 11, 22)) == references


@pytest.mark.parametrize(
    ("mark", "why"), [("d", None), ("e", Why.CHANGED), ("", Why.GONE), ("out:d", Why.OUT_OF_FORCE)]
)
def test_a_mark_says_what_became_of_a_passage(mark, why):
    each = Quotation(pk=1, passage=BINS, digest="d", known="d", mark=mark)
    assert (each.why, each.is_news) == (why, mark != "d")
