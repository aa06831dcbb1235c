"""Questions that rules can work out for a person lead on to where that is done."""

import pytest

from fingerpost.capabilities.answer import capability
from fingerpost.capabilities.answer.calculating import asks_to_calculate
from fingerpost.capabilities.answer.handle import handle
from fingerpost.capabilities.answer.request import Question
from fingerpost.capabilities.answer.tests.pages import HERE, SearchThatFinds, hit, passage
from fingerpost.contract.claims import NextStep, OutcomeKind

CHILDCARE = passage("Tax-Free Childcare ends when a parent expects to earn over £100,000 in the tax year.")


def ask(question, *hits, context=HERE):
    return handle(Question(question=question), context=context, search=SearchThatFinds(hits=hits))


@pytest.mark.parametrize(
    "question",
    [
        "I earn £99,500 and get a £1,000 raise, what happens to my childcare?",
        "Am I entitled to anything?",
        "what am i entitled to",
        "Can I get Universal Credit if I have savings?",
        "Do I lose tax-free childcare if I earn £100,000 a year?",
        "how much universal credit would i get with 2 kids",
        "Would I be better off working 20 hours on UC?",
        "My wife and I earn £62,000. Do we have to pay back child benefit?",
        "Alla i gael Credyd Cynhwysol?",
        "Rwy'n ennill £99,500. Os caf i godiad o £1,000, beth sy'n digwydd i fy ngofal plant?",
    ],
)
def test_what_depends_on_ones_own_facts_can_be_worked_out(question):
    assert asks_to_calculate(question)


@pytest.mark.parametrize(
    "question",
    [
        "How do I apply for Universal Credit?",
        "When is Child Benefit paid?",
        "What is Pension Credit?",
        "Can my neighbour get Universal Credit?",
        "Can I get a parking permit?",
        "Can I appeal a Universal Credit sanction?",
        "When are the bins collected?",
        "How much is a passport?",
    ],
)
def test_what_is_the_same_for_all_is_for_guidance(question):
    assert not asks_to_calculate(question)


def test_the_step_comes_first_and_the_quotes_stay():
    outcome = ask("Do I lose tax-free childcare if I earn over £100,000?", hit(CHILDCARE))

    assert outcome.claims
    assert outcome.next_steps[0] == NextStep(kind="check", label="Work it out for your own case", url="/entitlements")


def test_where_guidance_says_nothing_the_question_is_handed_over():
    outcome = ask("How much Child Benefit would I get?")

    assert (outcome.kind, outcome.reason) == (OutcomeKind.HANDED_OVER, "calculation")
    assert outcome.message in capability.phrases
    assert outcome.next_steps[0].url == "/entitlements"


def test_other_questions_lead_where_they_did():
    outcome = ask("When does Tax-Free Childcare end?", hit(CHILDCARE))

    assert "/entitlements" not in {step.url for step in outcome.next_steps}


@pytest.mark.parametrize("question", ["Why has my Universal Credit not been paid yet? Can I get it?"])
def test_what_stands_in_an_account_is_not_worked_out(question):
    assert ask(question).reason == "own account"
