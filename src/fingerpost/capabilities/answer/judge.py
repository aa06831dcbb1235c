"""What counts as right, for one case of `cases/`."""

from collections.abc import Mapping
from typing import Any

from fingerpost.capabilities.answer.calculating import WORK_IT_OUT
from fingerpost.contract.claims import Outcome, OutcomeKind
from fingerpost.contract.run import Run

EVERYDAY = "everyday"
NOT_AN_ANSWER = frozenset({OutcomeKind.CANNOT_ANSWER, OutcomeKind.HANDED_OVER, OutcomeKind.STOPPED})


def judge(expected: Mapping[str, Any], run: Run) -> Mapping[str, bool]:
    """Yes or no to each figure the case says something of.

    `expected` has `expect`, and for an answerable case `page` and `heading` with `also`, other pages or headings that
    are as right; for one that must not be answered, `kind` and `missing`, words of the question that no page holds. One
    that is `handed_over` must lead to where rules work it out, whatever is quoted beside. One of the `kind`
    "everyday" is a message as people type it, long or short, about anything: its figures stand apart, and a page may be
    missing.
    """
    outcome = run.outcome or Outcome(kind=OutcomeKind.FAILED)
    if expected.get("kind") == EVERYDAY:
        return _judge_everyday(expected, outcome)
    if expected["expect"] == "answered":
        return _judge_answer(expected, outcome)
    if expected["expect"] == "handed_over":
        return {"working_it_out_offered": any(step.url == WORK_IT_OUT.url for step in outcome.next_steps)}
    if expected["expect"] == "needs_detail":
        return {"nation_asked": outcome.kind is OutcomeKind.NEEDS_DETAIL}
    return _judge_refusal(expected, outcome)


def _judge_answer(expected: Mapping[str, Any], outcome: Outcome) -> dict[str, bool]:
    pages = _pages_quoted(outcome)
    right = right_pages(expected)
    headings = _right_headings(expected)
    first = outcome.claims[0].source if outcome.claims else None
    return {
        "right_page_first": bool(pages) and pages[0] in right,
        "right_page_in_first_three": bool(right & set(pages[:3])),
        "right_heading_first": first is not None and (first.copy.rpartition("/")[2], first.heading) in headings,
        "right_heading_shown": any(
            (claim.source.copy.rpartition("/")[2], claim.source.heading) in headings for claim in outcome.claims
        ),
        "answerable_declined_at_most": outcome.kind in NOT_AN_ANSWER,
        "nation_asked_needlessly_at_most": outcome.kind is OutcomeKind.NEEDS_DETAIL,
        "answered_as_partial": outcome.kind is OutcomeKind.PARTLY_ANSWERED,
    }


def _judge_everyday(expected: Mapping[str, Any], outcome: Outcome) -> dict[str, bool]:
    declined = outcome.kind in NOT_AN_ANSWER
    if expected["expect"] != "answered":
        return {"everyday_beside_the_point_declined": declined}
    figures = {"everyday_declined_at_most": declined}
    if expected["page"] and outcome.claims:
        figures["everyday_right_page_first"] = _pages_quoted(outcome)[0] in right_pages(expected)
    return figures


def _pages_quoted(outcome: Outcome) -> list[str]:
    """The names of the pages that were quoted, each once, in the order of the claims."""
    return list(dict.fromkeys(claim.source.copy.rpartition("/")[2] for claim in outcome.claims))


def right_pages(expected: Mapping[str, Any]) -> set[str]:
    """The names of the pages that answer an answerable case."""
    return {expected["page"], *(each if isinstance(each, str) else each["page"] for each in expected.get("also", ()))}


def _right_headings(expected: Mapping[str, Any]) -> set[tuple[str, str]]:
    others = [each for each in expected.get("also", ()) if isinstance(each, Mapping)]
    return {(expected["page"], expected["heading"])} | {(each["page"], each["heading"]) for each in others}


def _judge_refusal(expected: Mapping[str, Any], outcome: Outcome) -> dict[str, bool]:
    declined = outcome.kind in NOT_AN_ANSWER
    if expected["kind"] != "near_miss":
        name = "off_topic_declined" if expected["kind"] == "off_topic" else "advice_and_accounts_declined"
        return {name: declined}
    named = {word.lower() for phrase in outcome.not_found for word in phrase.split()}
    wanted = {word.lower() for phrase in expected["missing"] for word in phrase.split()}
    return {"near_miss_declined_or_named": declined or bool(named & wanted), "near_miss_declined": declined}
