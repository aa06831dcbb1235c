"""A claim is shown only where the passage bears it out. Every check fails closed."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.unit.guard.guard_runs import ANYWHERE, CLAIMED_BY, CONTEXT, HOUSING, claim_of, source_of, verdicts

from fingerpost import guard
from fingerpost.contract.claims import SourceKind
from fingerpost.contract.context import ALL_NATIONS, Access, Nation
from fingerpost.contract.run import Verdict
from fingerpost.guard import Finding

NAMES = ["source", "digest", "permitted", "current", "nation", "language", "citation", "quote", "wording", "figures"]


def failed(claim, passage=HOUSING, context=CLAIMED_BY):
    return [name for name, verdict in verdicts(claim, passage, context).items() if verdict is not Verdict.PASS]


def test_the_checks_stand_in_this_order():
    assert list(verdicts(claim_of(HOUSING))) == NAMES


@pytest.mark.parametrize(("start", "end"), [(0, 1), (0, 3), (2, 6), (6, 11), (0, 11), (10, 11)])
def test_whole_lines_pass_every_check(start, end):
    assert failed(claim_of(HOUSING, start, end)) == []


def test_every_check_stops_a_claim_without_a_source():
    findings = [check(claim_of(HOUSING), None, CLAIMED_BY) for check in guard.AFTER]
    assert {finding.verdict for finding in findings} == {Verdict.STOP}
    assert all(finding.reason for finding in findings)


def test_a_finding_says_which_check_and_why():
    finding = guard.AFTER[1](claim_of(HOUSING, source=source_of(HOUSING, digest="00")), HOUSING, CLAIMED_BY)
    assert finding == Finding(
        check="digest", verdict=Verdict.STOP, reason="The guidance changed between reading it and answering."
    )


SOURCES = {
    "another id": ("source", {"id": "fernby/starter/housing#other"}),
    "a rule for a source": ("source", {"kind": SourceKind.RULE}),
    "a datum for a source": ("source", {"kind": SourceKind.DATUM}),
    "another digest": ("digest", {"digest": HOUSING.digest[:-1] + "0"}),
    "no digest": ("digest", {"digest": ""}),
    "one nation more": ("nation", {"nations": frozenset({Nation.WALES, Nation.ENGLAND})}),
    "another nation": ("nation", {"nations": frozenset({Nation.SCOTLAND})}),
    "another language": ("language", {"language": "cy"}),
    "another title": ("citation", {"title": "Housing help in England"}),
    "another heading": ("citation", {"heading": "How it is payed"}),
    "another address": ("citation", {"url": "https://www.fernby.example/housing/"}),
    "another link": ("citation", {"link": "https://evil.example/housing#how-it-is-paid"}),
    "another anchor": ("citation", {"anchor": "how-it-is-pay"}),
    "another date": ("citation", {"checked_on": date(2026, 11, 2)}),
    "no date": ("citation", {"checked_on": None}),
}


@pytest.mark.parametrize(("check", "changes"), SOURCES.values(), ids=SOURCES.keys())
def test_a_citation_that_differs_in_one_thing_is_stopped(check, changes):
    assert check in failed(claim_of(HOUSING, source=source_of(HOUSING, **changes)))


PASSAGES = {
    "of another body": ("permitted", {"body": "otherby"}),
    "without an access level": ("permitted", {"access": None}),
    "for staff": ("permitted", {"access": Access.STAFF}),
    "for another audience": ("permitted", {"audience": frozenset({"landlords"})}),
    "for no audience": ("permitted", {"audience": frozenset()}),
    "not yet in force": ("current", {"valid_from": date(2026, 11, 23)}),
    "no longer in force": ("current", {"valid_to": date(2026, 11, 21)}),
    "without a nation": ("nation", {"nations": frozenset()}),
    "for another nation": ("nation", {"nations": frozenset({Nation.ENGLAND})}),
    "in a language that is not served": ("language", {"language": "fr"}),
    "without a language": ("language", {"language": ""}),
    "without a digest": ("digest", {"digest": ""}),
    "without lines": ("quote", {"lines": ()}),
}


@pytest.mark.parametrize(("check", "changes"), PASSAGES.values(), ids=PASSAGES.keys())
def test_a_passage_that_may_not_be_used_is_stopped_even_where_the_claim_agrees_with_it(check, changes):
    passage = replace(HOUSING, **changes)
    assert check in failed(claim_of(HOUSING, source=source_of(passage)), passage)


@pytest.mark.parametrize("on", [date(2026, 4, 6), date(2027, 4, 5)])
def test_the_first_and_the_last_day_count(on):
    context = replace(CLAIMED_BY, at=datetime.combine(on, datetime.min.time(), tzinfo=UTC))
    assert failed(claim_of(HOUSING), HOUSING, context) == []


def test_a_collection_that_is_not_open_to_the_person_is_stopped():
    assert failed(claim_of(HOUSING), HOUSING, replace(CLAIMED_BY, collections=frozenset({"other"}))) == ["permitted"]


def test_where_the_person_has_not_said_their_nation_any_nation_will_do():
    assert failed(claim_of(HOUSING), HOUSING, CONTEXT) == []
    assert ANYWHERE.nations == ALL_NATIONS
    assert failed(claim_of(ANYWHERE), ANYWHERE, CONTEXT) == []


QUOTES = {
    "a word": lambda words: words.replace("can get", "must pay"),
    "a letter": lambda words: words.replace("month", "Month"),
    "a comma": lambda words: words.replace(",250", "250"),
    "cut at the front": lambda words: words.partition(" ")[2],
    "cut at the end": lambda words: words.rpartition(" ")[0],
    "nothing": lambda words: "",
    "more": lambda words: words + " Pay now.",
}


@pytest.mark.parametrize("change", QUOTES.values(), ids=QUOTES.keys())
def test_a_quote_is_whole_lines_letter_for_letter(change):
    claim = claim_of(HOUSING, 0, 2)
    assert "quote" in failed(replace(claim, quote=change(claim.quote)))
    assert "quote" in failed(replace(claim, marked=(change(claim.quote),)))
    kind, block, text = claim.lines[0]
    assert "quote" in failed(replace(claim, lines=((kind, block, change(text) or "x"),)))


def test_only_whitespace_may_differ():
    claim = claim_of(HOUSING, 0, 3)
    loose = claim.quote.replace(" ", "\u00a0 ").replace("\n", "\t")
    assert failed(replace(claim, quote=loose, text=loose)) == []


def test_a_shown_line_keeps_its_kind_and_block_and_is_one_that_is_quoted():
    claim = claim_of(HOUSING, 4, 6)
    kind, block, text = claim.lines[0]
    assert "quote" in failed(replace(claim, lines=(("sentence", block, text),)))
    assert "quote" in failed(replace(claim, lines=((kind, block + 1, text),)))
    assert "quote" in failed(replace(claim, lines=claim_of(HOUSING, 0, 1).lines))
    assert "quote" in failed(replace(claim, marked=(HOUSING.lines[0].text,)))


def test_reworded_text_is_unsure_and_unsure_is_no_pass():
    claim = claim_of(HOUSING, 0, 1, text="From 6 April 2026 you can get up to £1,250.50 a month.")
    assert verdicts(claim)["wording"] is Verdict.UNSURE
    assert failed(claim) == ["wording"]


def test_a_line_that_says_the_opposite_when_it_is_cut_is_not_shown():
    cut = HOUSING.lines[10].text.replace("You do not pay", "pay")
    assert set(failed(claim_of(HOUSING, 10, 11, text=cut, quote=cut, marked=(cut,), lines=()))) >= {"quote", "wording"}
