"""The auditor's second look."""

from dataclasses import replace

import pytest

from fingerpost.capabilities.answer.selecting import claim_from
from fingerpost.capabilities.answer.tests.pages import hit, passage
from fingerpost.evaluate.support import is_supported

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
