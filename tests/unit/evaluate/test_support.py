"""The auditor's second look."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from fingerpost.capabilities.answer.selecting import claim_from
from fingerpost.capabilities.answer.tests.pages import hit, passage
from fingerpost.evaluate.rephrasing.mutations import mutate
from fingerpost.evaluate.rephrasing.right_claims import RightClaim, read_right_claims
from fingerpost.evaluate.support import bears_out, is_supported

PAGE = passage("Child Benefit is £27.05 a week.", "Claim at https://www.example.org/claim by 6 April.")
CLAIM = claim_from(hit(PAGE))


def test_a_claim_in_the_page_s_own_words_is_supported():
    assert is_supported(CLAIM, {PAGE.id: PAGE})


def test_a_claim_whose_passage_is_gone_is_not():
    assert not is_supported(CLAIM, {})


@pytest.mark.parametrize(
    "changed",
    [
        replace(CLAIM, quote=CLAIM.quote.replace("week", "month")),
        replace(CLAIM, text="Child Benefit is £28.05 a week."),
        replace(CLAIM, text="Claim at https://www.example.org/other"),
        replace(CLAIM, source=replace(CLAIM.source, url="https://evil.example/")),
        replace(CLAIM, source=replace(CLAIM.source, link="https://evil.example/#x")),
        replace(CLAIM, quote=""),
    ],
)
def test_anything_else_is_not(changed):
    assert not is_supported(changed, {PAGE.id: PAGE})


RULE = passage("You must tell us within 5 days of moving.", "You do not need to pay unless we ask you to.")
SAID = replace(claim_from(hit(RULE)), text="Tell us within 5 days of moving.")


def test_a_claim_in_other_words_is_supported_by_its_quotes() -> None:
    assert is_supported(SAID, {RULE.id: RULE})


@pytest.mark.parametrize(
    "text",
    [
        "Tell us within 7 days of moving.",
        "Tell us within 5 weeks of moving.",
        "Tell us at least 5 days before moving.",
        "You do not need to tell us.  Only we may ask.",
        "Tell us within 5 days of moving to Cardiff.",
        "Tell us within 5 days of moving. Bus passes are free as well.",
        "You need to pay unless we ask you to.",
        "Tell us at https://evil.example within 5 days of moving.",
    ],
)
def test_a_claim_that_says_more_or_something_else_is_not(text: str) -> None:
    assert not is_supported(replace(SAID, text=text), {RULE.id: RULE})


def test_a_quote_beside_must_stand_in_its_own_passage() -> None:
    other = replace(PAGE, id="other")
    said = replace(SAID, beside=(claim_from(hit(other)),))
    assert is_supported(said, {RULE.id: RULE, "other": other})
    assert not is_supported(said, {RULE.id: RULE})


CLAIMS = Path(__file__).parents[1] / "guard" / "rephrased"
ALWAYS_FOUND = ("amount", "percentage", "figure", "age", "phone", "nation", "instruction added", "address added")


def _is_borne_out(claim: RightClaim, text: str) -> bool:
    headings = [claim.passage.title, *claim.passage.heading_path]
    return bears_out([each.quote for each in claim.quotes], text, headings=headings)


def test_no_right_claim_is_called_unsupported_and_most_wrong_ones_are() -> None:
    claims = read_right_claims(CLAIMS)
    assert sum(not _is_borne_out(each, each.text) for each in claims) <= len(claims) // 100
    made, found = Counter[str](), Counter[str]()
    for each in (wrong for claim in claims for wrong in mutate(claim)):
        made[each.kind] += 1
        found[each.kind] += not _is_borne_out(each.claim, each.text)
    assert found.total() / made.total() > 0.7
    for kind in ALWAYS_FOUND:
        assert found[kind] / made[kind] > 0.97, kind
