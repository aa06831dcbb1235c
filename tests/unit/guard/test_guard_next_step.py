"""A link or a phone number that is offered is one the page offers, or a fixed one."""

from dataclasses import replace

import pytest
from tests.unit.guard.guard_runs import HOUSING

from fingerpost.contract.claims import NextStep
from fingerpost.contract.run import Verdict
from fingerpost.guard import FIXED_LINKS, check_next_step
from fingerpost.guard.contacts import CONTACTS

APPLY = NextStep(
    kind="apply", label="Apply for help", url="https://www.fernby.example/housing/apply", source_id=HOUSING.id
)


def verdict(step, passage=HOUSING, **more):
    return check_next_step(step, passage, **more).verdict


@pytest.mark.parametrize(
    "step",
    [
        APPLY,
        replace(APPLY, url=HOUSING.url, label=HOUSING.title),
        replace(APPLY, url="", phone="0800 123 4567"),
        replace(APPLY, phone="08001234567"),
    ],
)
def test_what_the_page_offers_may_be_offered(step):
    assert verdict(step) is Verdict.PASS


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://www.fernby.example/housing/apply/"},
        {"url": "https://www.fernby.example/housing/Apply"},
        {"url": "http://www.fernby.example/housing/apply"},
        {"url": "https://evil.example"},
        {"url": "javascript:alert(1)"},
        {"phone": "0800 123 4568"},
        {"phone": "999"},
        {"phone": "call us"},
        {"url": "", "phone": ""},
        {"label": "Apply by 1 May 2027"},
        {"label": "Apply at evil.example"},
        {"source_id": "fernby/starter/other"},
    ],
)
def test_anything_else_is_stopped(changes):
    assert verdict(replace(APPLY, **changes)) is Verdict.STOP


def test_a_page_that_is_gone_offers_nothing():
    assert verdict(APPLY, None) is Verdict.STOP


@pytest.mark.parametrize("contact", CONTACTS.values(), ids=CONTACTS.keys())
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_fixed_contacts_may_be_offered_without_a_source(contact, language):
    assert verdict(contact.step(language), None) is Verdict.PASS


@pytest.mark.parametrize("url", ["https://www.gov.uk/find-local-council", "https://www.citizensadvice.org.uk/"])
def test_well_known_entry_points_are_fixed(url):
    assert url in FIXED_LINKS


@pytest.mark.parametrize(
    "step",
    [
        NextStep(kind="contact", label="Ask", url="https://evil.example"),
        NextStep(kind="contact", label="Ask", phone="0900 123 4567"),
        NextStep(kind="contact", label="Ask", url="https://www.gov.uk/find-local-council", phone="0900 123 4567"),
        NextStep(kind="contact", label="Ask"),
    ],
)
def test_fixed_words_lead_only_to_fixed_places(step):
    assert verdict(step, None) is Verdict.STOP


def test_the_contact_of_a_card_is_fixed_where_the_caller_says_so():
    step = NextStep(kind="contact", label="Ask the housing team", phone="01632 960110")
    assert verdict(step, None) is Verdict.STOP
    assert verdict(step, None, also_fixed={"01632 960110"}) is Verdict.PASS
