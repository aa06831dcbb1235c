"""A claim that rests on a rule is shown only if the rules themselves, asked anew, say it word for word."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.unit.pipeline.road_twins import CARD, HERE, PassagesInMemory, answer, explain, make_capability
from tests.unit.rules.small_book import small_book

from fingerpost.capabilities.entitlements.handle import handle
from fingerpost.capabilities.entitlements.phrases import PHRASES, REASONS
from fingerpost.capabilities.entitlements.request import Household
from fingerpost.contract.capability import Capability
from fingerpost.contract.claims import Claim, NextStep, Outcome, OutcomeKind, SourceKind
from fingerpost.contract.context import Nation
from fingerpost.contract.ports import Engines
from fingerpost.contract.run import Run
from fingerpost.pipeline.early import EarlyReader
from fingerpost.pipeline.replay import Replayed, replay
from fingerpost.pipeline.reply import reply_of
from fingerpost.rules.book import RuleBook

pytestmark = pytest.mark.django_db

ENGLAND = replace(HERE, nation=Nation.ENGLAND)
FACTS = {"in_couple": False, "number_of_children": 2, "adults": [{"works": True, "earnings": 20000}]}
Change = Callable[[Claim], Claim]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> RuleBook:
    return small_book(tmp_path_factory.mktemp("rules"))


def capability_that(change: Callable[[Outcome], Outcome] = lambda outcome: outcome) -> Capability:
    """The real one, whose outcome is tampered with on its way."""

    def tampered(request: Any, **given: Any) -> Outcome:
        return change(handle(request, **given))

    return Capability(
        card=replace(CARD, needs=("rules",)),
        request=Household,
        handle=tampered,
        explain=explain,
        folder=Path("/nowhere"),
        phrases=PHRASES,
        reasons=REASONS,
    )


@pytest.fixture
def work_out(go: Callable[..., Run], book: RuleBook) -> Callable[..., Run]:
    def along(change: Callable[[Outcome], Outcome] = lambda outcome: outcome, **facts: Any) -> Run:
        engines = Engines(passages=PassagesInMemory(), rules=book)
        request = Household(facts={**FACTS, **facts})
        return go(capability=capability_that(change), request=request, engines=engines, context=ENGLAND)

    return along


def changing_first(change: Change) -> Callable[[Outcome], Outcome]:
    def changed(outcome: Outcome) -> Outcome:
        first, *others = outcome.claims
        return replace(outcome, claims=(change(first), *others))

    return changed


def first_beside(claim: Claim, change: Change) -> Claim:
    return replace(claim, beside=(change(claim.beside[0]), *claim.beside[1:]))


def test_what_the_rules_say_passes_whole(work_out: Callable[..., Run]) -> None:
    run = work_out()
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.ANSWERED
    assert run.outcome.claims[0].text == "You are likely to get Child Grant: £21 a week"
    assert [step.url for step in run.outcome.next_steps] == ["https://www.gov.uk/child-grant"]
    check = run.step("check")
    assert check is not None
    assert check.found["kept"] == check.found["claims"] == 3


CHANGES: dict[str, Change] = {
    "another amount": lambda claim: replace(claim, text=claim.text.replace("£21", "£22"), quote=claim.quote),
    "another amount in both": lambda claim: replace(claim, text="You get £22 a week", quote="You get £22 a week"),
    "a friendlier word": lambda claim: replace(claim, text=claim.text.replace("likely", "sure")),
    "another verdict beside the words": lambda claim: replace(
        claim, reckoned=replace(claim.reckoned, verdict="may") if claim.reckoned else None
    ),
    "another figure beside the words": lambda claim: replace(
        claim, reckoned=replace(claim.reckoned, low=9900) if claim.reckoned else None
    ),
    "nothing beside the words": lambda claim: replace(claim, reckoned=None),
    "another link": lambda claim: replace(claim, source=replace(claim.source, url="https://evil.example/")),
    "the digest of another book": lambda claim: replace(claim, source=replace(claim.source, digest="0" * 64)),
    "as if from a passage": lambda claim: replace(claim, source=replace(claim.source, kind=SourceKind.PASSAGE)),
    "a reason of its own": lambda claim: first_beside(claim, lambda one: replace(one, text="Because I say so")),
    "a reason left out": lambda claim: replace(claim, beside=claim.beside[1:]),
    "a sentence of a model as a reason": lambda claim: replace(
        claim, beside=(*claim.beside, replace(claim.beside[0], text="Claim soon!", quote="Claim soon!"))
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_claim_with_one_change_is_taken_out(work_out: Callable[..., Run], change: Change) -> None:
    run = work_out(changing_first(change))
    assert run.outcome is not None
    assert run.outcome.kind is OutcomeKind.PARTLY_ANSWERED
    about = [claim.reckoned.about for claim in run.outcome.claims if claim.reckoned]
    assert about == ["earnings_tax", ""]


def test_a_claim_of_another_household_is_taken_out(work_out: Callable[..., Run], book: RuleBook) -> None:
    others = work_out(number_of_children=5).outcome
    assert others is not None
    run = work_out(lambda outcome: replace(outcome, claims=others.claims[:1]))
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.CANNOT_ANSWER, "nothing borne out")


@pytest.mark.parametrize(
    "step",
    [
        NextStep(
            kind="apply", label="Apply for the Child Grant", url="https://evil.example/", source_id="rule:child_grant"
        ),
        NextStep(
            kind="apply", label="Send us money", url="https://www.gov.uk/child-grant", source_id="rule:child_grant"
        ),
        NextStep(
            kind="apply", label="Apply for the Child Grant", url="https://www.gov.uk/child-grant", source_id="rule:x"
        ),
    ],
    ids=["another link", "another label", "another scheme"],
)
def test_a_next_step_that_no_scheme_offers_is_taken_out(work_out: Callable[..., Run], step: NextStep) -> None:
    run = work_out(lambda outcome: replace(outcome, next_steps=(step,)))
    assert run.outcome is not None
    assert run.outcome.next_steps == ()


def test_where_the_request_holds_no_facts_no_rule_can_speak(go: Callable[..., Run], book: RuleBook) -> None:
    """A capability that is asked a question cannot bring a sum of its own as if the rules had said it."""
    real = handle(Household(facts=FACTS), context=HERE, rules=book)
    capability = make_capability(answer(claims=real.claims))
    run = go(capability=capability, engines=Engines(passages=PassagesInMemory(), rules=book))
    assert run.outcome is not None
    assert run.outcome.claims == ()


def test_where_the_rules_cannot_be_asked_nothing_is_shown(go: Callable[..., Run], book: RuleBook) -> None:
    real = handle(Household(facts=FACTS), context=HERE, rules=book)
    capability = replace(capability_that(), card=replace(CARD, needs=()), handle=lambda request, **given: real)
    run = go(capability=capability, request=Household(facts=FACTS), engines=Engines(passages=PassagesInMemory()))
    assert run.outcome is not None
    assert run.outcome.claims == ()


def test_a_claim_that_rests_on_a_rule_is_never_shown_early(go: Callable[..., Run], book: RuleBook) -> None:
    real = handle(Household(facts=FACTS), context=HERE, rules=book)
    engines = Engines(passages=PassagesInMemory(), rules=book)
    run = go(capability=capability_that(), request=Household(facts=FACTS), engines=engines)
    reader = EarlyReader(run, capability_that(), engines, showing=None)
    assert not reader.show(real.claims[0], confidence=1.0)


def test_facts_that_do_not_fit_are_an_outcome(work_out: Callable[..., Run]) -> None:
    run = work_out(number_of_children=-2)
    assert run.outcome is not None
    assert (run.outcome.kind, run.outcome.reason) == (OutcomeKind.CANNOT_ANSWER, "facts that do not fit")


def test_the_reply_holds_what_was_reckoned_as_plain_values(work_out: Callable[..., Run]) -> None:
    reply = reply_of(work_out(), capability_that().card)
    claim = reply["claims"][0]
    assert claim["reckoned"]["part"] == "scheme"
    assert (claim["reckoned"]["low"], claim["reckoned"]["verdict"]) == (2100, "likely")
    assert reply["claims"][-1]["reckoned"]["rows"][0] == [0, 1092]


def test_a_run_is_gone_through_again_with_the_same_rules_and_says_so_when_they_changed(
    work_out: Callable[..., Run], kept: Callable[[str], Any], book: RuleBook, tmp_path: Path
) -> None:
    found = kept(work_out().reference)
    again = replay(found, capability=capability_that(), system={}, rules=book)
    assert (again.result, again.differences) == (Replayed.SAME, ())
    other = replace(book, digest="0" * 64)
    told = replay(found, capability=capability_that(), system={}, rules=other)
    assert told.result is Replayed.DIFFERENT
    assert "the rules, which have changed since" in str(told.differences[0].now)
