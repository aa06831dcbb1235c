"""A claim reaches the reader only if the passage, as the database has it now, bears it out in every part."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.pipeline.road_twins import BINS, FIXED, HERE, MISSED, PassagesInMemory, answer, claim_from

from fingerpost.contract.claims import Outcome, OutcomeKind, SourceKind
from fingerpost.contract.context import Access, Nation
from fingerpost.contract.ports import Engines
from fingerpost.pipeline.check import NOTHING_BORNE_OUT

pytestmark = pytest.mark.django_db

TRUE = claim_from(BINS)


def source(**changes):
    return replace(TRUE, source=replace(TRUE.source, **changes))


LIES = {
    "a letter of the quote": replace(TRUE, quote=TRUE.quote.replace("Tuesdays", "Thursdays")),
    "a full stop of the quote": replace(TRUE, quote=TRUE.quote.replace("Tuesdays.", "Tuesdays")),
    "capitals of the quote": replace(TRUE, quote=TRUE.quote.upper()),
    "two lines swapped": replace(TRUE, quote="\n".join(line.text for line in reversed(BINS.lines))),
    "an empty quote": replace(TRUE, quote=" "),
    "no text": replace(TRUE, text=""),
    "other text": replace(TRUE, text="Bins are emptied every day."),
    "an amount": replace(TRUE, text=TRUE.text.replace("£58.50", "£5.50")),
    "a number": replace(TRUE, text="Bins are emptied on 3 Tuesdays."),
    "a date": replace(TRUE, text=TRUE.text.replace("1 April 2026", "1 April 2027")),
    "a phone number": replace(TRUE, text=TRUE.text.replace("960123", "960124")),
    "a link in the text": replace(TRUE, text=TRUE.text + "\nhttps://evil.example"),
    "a line left out of the middle": replace(TRUE, quote=f"{BINS.lines[0].text} {BINS.lines[2].text}"),
    "a line cut in two": replace(TRUE, quote="entitled to a second bin.", text="entitled to a second bin.", marked=()),
    "a word at the end cut off": claim_from(
        BINS, 0, quote="Bins are emptied on", text="Bins are emptied on", marked=()
    ),
    "a text cut out of a line": replace(TRUE, text="entitled to a second bin."),
    "a marked line of its own": replace(TRUE, marked=("Pay now.",)),
    "a marked line cut in two": replace(TRUE, marked=("entitled to a second bin.",)),
    "a marked line that is not quoted": claim_from(BINS, 0, marked=(BINS.lines[1].text,)),
    "a shown line of its own": replace(TRUE, lines=(("sentence", 0, "Pay now."),)),
    "a line shown as another kind": replace(TRUE, lines=(("table-head", 0, BINS.lines[0].text),)),
    "another id": source(id="fernby/starter/other#days"),
    "no id": source(id=""),
    "the id of another passage": source(id=MISSED.id),
    "the digest": source(digest="00" * 32),
    "no digest": source(digest=""),
    "the title": source(title="GOV.UK"),
    "the heading": source(heading="Pay here"),
    "the address": source(url="https://evil.example"),
    "the link": source(link="https://evil.example"),
    "the anchor": source(anchor="elsewhere"),
    "the nations": source(nations=frozenset({Nation.WALES})),
    "no nation": source(nations=frozenset()),
    "the language": source(language="cy"),
    "the date it was checked": source(checked_on=date(2026, 11, 22)),
    "the kind of source": source(kind=SourceKind.DATUM),
}


def test_a_true_claim_is_shown_as_it_is(go):
    outcome = go(answer(TRUE)).outcome
    assert outcome.claims == (TRUE,)
    assert (outcome.kind, outcome.complete) == (OutcomeKind.ANSWERED, True)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_a_claim_that_lies_about_one_thing_is_taken_out(go, lie):
    run = go(answer(lie))
    assert run.outcome.claims == ()
    assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.CANNOT_ANSWER, NOTHING_BORNE_OUT)
    assert run.outcome.message
    assert run.step("check").found["kept"] == 0
    assert run.step("check").reason


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
def test_an_answer_that_loses_a_claim_is_partial(go, lie):
    run = go(answer(claim_from(MISSED), lie))
    assert [claim.source.id for claim in run.outcome.claims] == [MISSED.id]
    assert (run.outcome.kind, run.outcome.complete) == (OutcomeKind.PARTLY_ANSWERED, False)
    assert run.step("check").found["claims"] == 2
    assert [each["check"] for each in run.step("check").found["taken_out"]] == [run.step("check").reason]


@pytest.mark.parametrize("copy", ["https://evil.example", "/guidance/other", ""])
def test_what_no_check_looks_at_is_read_from_the_database_all_the_same(go, copy):
    """The address of our own copy is shown too: wherever a claim has it from, the passage's own is used."""
    outcome = go(answer(source(copy=copy))).outcome
    assert all(claim.source.copy == BINS.copy for claim in outcome.claims)


def test_lines_that_a_claim_leaves_out_are_put_back(go):
    outcome = go(answer(replace(TRUE, lines=()))).outcome
    assert [text for _kind, _block, text in outcome.claims[0].lines] == [line.text for line in BINS.lines]


@pytest.mark.parametrize("lines", [(0,), (1,), (0, 1), (1, 2, 3), (2, 3, 4), (4,)])
def test_any_run_of_whole_lines_may_be_quoted(go, lines):
    outcome = go(answer(claim_from(BINS, *lines))).outcome
    assert outcome.claims == (claim_from(BINS, *lines),)


def test_whitespace_may_differ_and_is_set_right(go):
    loose = replace(TRUE, quote=TRUE.quote.replace("\n", "  \t "), text=TRUE.text.replace(" ", "\n"))
    assert go(answer(loose)).outcome.claims == (TRUE,)


WRONG_PLACES = {
    "it is gone": None,
    "it changed since": replace(BINS, digest="ef" * 32),
    "it is for staff": replace(BINS, access=Access.STAFF),
    "nobody may see it": replace(BINS, access=None),
    "it is for another audience": replace(BINS, audience=frozenset({"landlords"})),
    "it is of another body": replace(BINS, body="otherby"),
    "it is not in force yet": replace(BINS, valid_from=date(2026, 11, 23)),
    "it is no longer in force": replace(BINS, valid_to=date(2026, 11, 21)),
    "it is for no nation": replace(BINS, nations=frozenset()),
}


@pytest.mark.parametrize("stored", WRONG_PLACES.values(), ids=WRONG_PLACES.keys())
def test_a_true_quote_is_not_shown_when(go, stored):
    passages = PassagesInMemory([stored] if stored else [])
    said = claim_from(replace(stored, body="fernby", digest=BINS.digest)) if stored else TRUE
    outcome = go(answer(said), engines=Engines(passages=passages)).outcome
    assert (outcome.kind, outcome.claims) == (OutcomeKind.CANNOT_ANSWER, ())


def test_a_true_quote_of_another_nation_is_not_shown(go):
    welsh = replace(BINS, nations=frozenset({Nation.WALES}))
    engines = Engines(passages=PassagesInMemory([welsh]))
    said = answer(claim_from(welsh))
    assert go(said, engines=engines, context=replace(HERE, nation=Nation.SCOTLAND)).outcome.claims == ()
    assert go(said, engines=engines, context=replace(HERE, nation=Nation.WALES)).outcome.claims


def test_a_true_quote_outside_the_collections_asked_for_is_not_shown(go):
    assert go(context=replace(HERE, collections=frozenset({"other"}))).outcome.claims == ()
    assert go(context=replace(HERE, collections=frozenset({"starter"}))).outcome.claims


@pytest.mark.parametrize("kind", [each for each in OutcomeKind if each not in {"answered", "partly answered"}])
def test_what_is_not_an_answer_carries_nothing_of_one(go, kind):
    said = answer(
        kind=kind, message=FIXED, suggestions=(MISSED.heading,), suggested_from=(MISSED.id,), not_found=("bin",)
    )
    run = go(said)
    assert (run.outcome.claims, run.outcome.suggestions, run.outcome.not_found) == ((), (), ())
    assert not run.outcome.complete
    assert run.outcome.message


def test_a_partial_answer_never_calls_itself_complete(go):
    assert not go(answer(kind=OutcomeKind.PARTLY_ANSWERED, complete=True)).outcome.complete
    named = go(answer(not_found=("bin",), complete=True)).outcome
    assert (named.not_found, named.complete) == (("bin",), False)


INVENTED = st.text("ΔΘΛΞΠΣΦΨΩ", min_size=3, max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=INVENTED, name=st.sampled_from(["text", "quote", "marked", "lines"]), kind=st.sampled_from(OutcomeKind))
def test_no_invented_word_reaches_the_reply_through_a_claim(reply, word, name, kind):
    value = {"marked": (word,), "lines": (("sentence", 0, word),)}.get(name, f"{BINS.lines[0].text} {word}")
    assert word not in json.dumps(reply(answer(replace(TRUE, **{name: value}), kind=kind)), ensure_ascii=False)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(word=INVENTED, name=st.sampled_from(["id", "digest", "title", "url", "heading", "anchor", "link", "copy"]))
def test_no_invented_word_reaches_the_reply_through_a_source(reply, word, name):
    assert word not in json.dumps(reply(answer(source(**{name: word}))), ensure_ascii=False)


def test_a_fixed_reply_needs_no_claim(go):
    outcome = go(Outcome(kind=OutcomeKind.ANSWERED, complete=True, confidence=1.0, message=FIXED)).outcome
    assert (outcome.kind, outcome.message, outcome.complete) == (OutcomeKind.ANSWERED, FIXED, True)


def test_the_reader_is_told_in_welsh_that_nothing_is_left(go):
    welsh = "Pryd mae fy niwrnod bin yn y gwanwyn a sut mae gwneud cais?"
    run = go(answer(LIES["a letter of the quote"]), welsh, context=replace(HERE, language="cy"))
    assert run.outcome.message.startswith("Ni allwn ateb hyn")


def test_a_passage_in_a_language_that_is_not_served_is_not_shown(go):
    german = replace(BINS, language="de")
    assert go(answer(claim_from(german)), engines=Engines(passages=PassagesInMemory([german]))).outcome.claims == ()
