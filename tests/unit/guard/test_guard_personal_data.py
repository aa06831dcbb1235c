"""Identifiers of a person are masked, and can be put back; ordinary numbers are left alone."""

import importlib
import json
import pkgutil
import re
import re._parser as parser
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.guard.guard_runs import Turn, run_of

from fingerpost.guard import identifiers
from fingerpost.guard.before.personal_data import mask_personal_data
from fingerpost.guard.danger.signs import load_signs
from fingerpost.guard.folding import fold_characters
from fingerpost.guard.identifiers import find_identifiers
from fingerpost.guard.identifiers.checksums import is_iban, is_luhn, is_nhs, is_tax_reference

HERE = Path(__file__).parent
ORDINARY = HERE.joinpath("ordinary_questions.txt").read_text(encoding="utf-8").splitlines()
PLANTED = [
    json.loads(line) for line in HERE.joinpath("planted_personal_data.jsonl").read_text(encoding="utf-8").splitlines()
]


def masked(text, **circumstances):
    return mask_personal_data(run_of(text, **circumstances))


def test_there_are_at_least_200_ordinary_questions():
    assert len(set(ORDINARY)) >= 203
    assert "Do I lose tax-free childcare if I earn 100000 a year?" in ORDINARY
    assert "form SA100 for 2025 2026" in ORDINARY
    assert "company number 12345678" in ORDINARY


@pytest.mark.parametrize("question", ORDINARY)
def test_an_ordinary_question_passes_unmasked(question):
    run = masked(question)
    assert run.request.question == question
    assert run.steps[0].found == {"masked": {}}
    assert not run.masked


@pytest.mark.parametrize("planted", PLANTED, ids=lambda each: f"{each['kind']}: {each['text'][:40]}")
def test_a_planted_identifier_is_masked(planted):
    run = masked(planted["text"])
    for value in planted["values"]:
        assert value not in run.request.question
    assert planted["kind"] in run.steps[0].found["masked"]
    assert run.unmask(run.request.question) == planted["text"]


def test_recall_is_counted_over_at_least_150_sentences():
    found, wanted = Counter(), Counter()
    for planted in PLANTED:
        run = masked(planted["text"])
        wanted[planted["kind"]] += len(planted["values"])
        found[planted["kind"]] += sum(value not in run.request.question for value in planted["values"])
    assert len(PLANTED) >= 150
    assert sum(found.values()) / sum(wanted.values()) >= 0.99, {kind: (found[kind], wanted[kind]) for kind in wanted}


def test_the_step_counts_by_kind_and_never_holds_a_value():
    run = masked("I am QQ123456C, call 07700 900123 or 07700 900456")
    assert run.request.question == "I am [national insurance number 1], call [phone number 1] or [phone number 2]"
    assert run.steps[0].found == {"masked": {"national insurance number": 1, "phone number": 2}}
    assert run.steps[0].reason == "3 masked."
    shown = repr(run) + json.dumps(run.steps[0].found)
    assert not any(secret in shown for secret in ("QQ123456C", "900123", "900456"))


def test_the_same_words_get_the_same_placeholder_everywhere():
    run = masked(
        "mail jo@example.com", more="again jo@example.com", conversation=(Turn(question="it was jo@example.com"),)
    )
    assert run.request.question == "mail [email 1]"
    assert run.request.more == "again [email 1]"
    assert run.request.conversation[0].question == "it was [email 1]"
    assert run.steps[0].found == {"masked": {"email": 1}}


def test_what_was_masked_before_keeps_its_placeholder():
    first = masked("mail jo@example.com")
    again = mask_personal_data(first)
    assert again.request == first.request
    assert again.masked == first.masked
    assert again.steps[-1].found == {"masked": {}}


def test_a_placeholder_that_somebody_typed_is_not_taken_for_ours():
    text = "what is [email 1] and [email 2]? mine is jo@example.com"
    run = masked(text)
    assert run.request.question == "what is [email 1] and [email 2]? mine is [email 3]"
    assert run.unmask(run.request.question) == text


def test_a_choice_that_is_not_free_text_is_left_alone():
    assert masked("bins", team="07700 900123").request.team == "07700 900123"


def test_overlapping_findings_become_one():
    run = masked("My card 4111 1111 1111 1111 is on file with jo.07700900123@example.com")
    assert run.request.question == "My card [bank card number 1] is on file with [email 1]"


NOT_PERSONAL = {
    "a born-before rule": "Was your mother born before 6 April 1951?",
    "a born-after rule": "for children born on or after 6 April 2017",
    "a born-between rule": "people born between 6 April 1960 and 5 March 1961",
    "a date that is no birth": "I moved on 5 March 2026",
    "ten digits with a right check digit and no context": "reference 9434765919",
    "an NHS shape with a wrong check digit": "943 476 5918 is what it says",
    "a taxpayer shape without the word": "1123456782 is on the letter",
    "nine digits without a passport": "123456789",
    "an account without a bank": "22334455 is the case",
    "a postcode alone": "LS1 4AP",
    "an amount before a postcode": "I pay 85 a week in LS1 4AP",
    "a post office box": "PO Box 123, Fernby FB1 1AA",
    "a registration shape without a car": "AB12 CDE",
    "sixteen digits that fail the card check": "4111 1111 1111 1112",
    "a helpline": "0808 2000 247",
    "a helpline in one run": "08003285644",
    "an organisation's range": "0300 123 4567",
    "seven digits": "1234567",
    "an amount of six digits and a year": "earn at 100000 a year",
    "a date with spaces": "from 01 04 2026 05 04 2027",
}


@pytest.mark.parametrize("text", NOT_PERSONAL.values(), ids=NOT_PERSONAL.keys())
def test_it_is_not_personal_data(text):
    assert masked(text).request.question == text


IS_PERSONAL = {
    "an organisation's range that somebody calls theirs": ("my number is 0300 123 4567", "phone number"),
    "an NHS number with a wrong check digit, by its name": ("my NHS number is 943 476 5918", "nhs number"),
    "wide digits": ("call ０７７００ ９００１２３", "phone number"),
    "digits of another script": ("call ٠٧٧٠٠٩٠٠١٢٣", "phone number"),
    "long dashes": ("QQ–12–34–56–C", "national insurance number"),
    "a space that does not break": ("ring 07700\u00a0900\u00a0123", "phone number"),
    "house number after the postcode": ("I live in FB1 1AA, house number 7", "address"),
    "a hidden-free e-mail in capitals": ("JO@EXAMPLE.COM", "email"),
    "an account by its name": ("council tax account number 71234567", "bank account"),
}


@pytest.mark.parametrize(("text", "kind"), IS_PERSONAL.values(), ids=IS_PERSONAL.keys())
def test_it_is_personal_data(text, kind):
    assert kind in masked(text).steps[0].found["masked"]


def test_a_tax_office_account_is_public_and_a_persons_is_not():
    assert "12001039" in masked("Do I pay sort code 08 32 10 account 12001039?").request.question
    assert "55779911" not in masked("my sort code 08 32 10 account 55779911").request.question


def test_check_digits_are_those_of_their_owners():
    assert is_luhn("4111111111111111")
    assert is_nhs("9434765919")
    assert is_tax_reference("1123456789")
    assert not is_tax_reference("2123456789")
    assert is_iban("GB82WEST12345698765432")
    for check, right in ((is_luhn, "4111111111111111"), (is_nhs, "9434765919")):
        wrong = [right[:at] + str((int(right[at]) + 1) % 10) + right[at + 1 :] for at in range(len(right))]
        assert not any(check(each) for each in wrong)


VALUES = st.sampled_from([value for planted in PLANTED for value in planted["values"]] + ["[email 1]", "[address 12]"])
PIECES = st.lists(st.one_of(VALUES, st.text(max_size=12), st.sampled_from([" call me on ", " dob ", "[", "]", " "])))


@settings(max_examples=200)
@given(PIECES)
def test_masking_and_unmasking_gives_back_every_letter(pieces):
    text = "".join(pieces)
    run = masked(text, conversation=(Turn(question=text[::-1], answer=text),))
    assert run.unmask(run.request.question) == text
    assert run.unmask(run.request.conversation[0].question) == text[::-1]
    assert run.unmask(run.request.conversation[0].answer) == text


@given(st.text())
def test_folding_keeps_the_length_so_that_places_hold(text):
    assert len(fold_characters(text)) == len(text)
    spans = find_identifiers(fold_characters(text))
    assert all(span.start < span.end for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))


HOSTILE = {
    "ones": "1",
    "ones and spaces": "1 ",
    "zeros": "0",
    "phone start": "07 ",
    "letters": "a",
    "at signs": "a@",
    "dots": "a.",
    "e-mail tail": "a@a.",
    "dashes": "1-",
    "postcodes": "LS1 4AP ",
    "numbers before postcodes": "1 a ",
    "iban starts": "GB82 ",
    "births": "born 1 ",
    "accounts": "sort 11223344 ",
    "plates": "reg AB12CDE ",
    "spelt e-mail": "a at a dot ",
    "ni": "AB 12 ",
    "brackets": "(0",
}


def count_steps(work):
    """How many lines of Python a piece of work takes: steps, where wall time would depend on the machine."""
    steps = 0

    def count(frame, event, argument):
        nonlocal steps
        steps += 1
        return count

    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(None)
    return steps


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_costs_no_more_than_its_length(piece):
    short, long = ((piece * 2000)[:length] for length in (500, 2000))
    steps = {len(text): count_steps(lambda text=text: find_identifiers(text)) for text in (short, long)}
    assert steps[2000] <= 6 * steps[500] + 2000


def repeats_without_end(parsed, *, within=False):
    """Repeats without end that stand inside another: the shape that makes a pattern take forever."""
    for operator, argument in parsed:
        endless = str(operator) in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] == parser.MAXREPEAT
        if endless and within:
            yield argument
        for part in argument if isinstance(argument, tuple | list) else ():
            parts = part if isinstance(part, list) else [part]
            for each in parts:
                if isinstance(each, parser.SubPattern):
                    yield from repeats_without_end(each, within=within or endless)


def patterns():
    for module in pkgutil.iter_modules(identifiers.__path__, f"{identifiers.__name__}."):
        yield from (
            each for each in vars(importlib.import_module(module.name)).values() if isinstance(each, re.Pattern)
        )
    signs = load_signs()
    yield from (signs.figures_of_speech, signs.rights, signs.past, *(sign.pattern for sign in signs.signs))


def test_no_pattern_over_a_persons_words_repeats_without_end_inside_a_repeat():
    assert list(repeats_without_end(parser.parse(r"x(?:a+|b)+")))
    seen = list(patterns())
    assert len(seen) > 30
    assert not [each.pattern for each in seen if list(repeats_without_end(parser.parse(each.pattern, each.flags)))]
