"""A resident's answer when the language model is down: the same quotes as without one, and not a call too many."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from tests.doubles import Double, refused_address, running_double
from tests.models import Describe, described_models

from fingerpost.contract.language_models import WhyNoModel
from fingerpost.record.spending.models import SpentDay
from fingerpost.record.spending.reading import find_spending

ASKED = "How much is the Child Grant a year?"


@pytest.fixture
def describe(client: Client) -> Iterator[Describe]:
    with described_models() as tell:
        yield tell


@pytest.fixture
def double(describe: Describe) -> Iterator[Double]:
    with running_double("anthropic") as running:
        describe(running.base_url)
        yield running


def ask(client: Client) -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json.dumps({"question": ASKED}), content_type="application/json")
    assert reply.status_code == 200, reply.content
    return reply.json()


def quotes(reply: dict[str, Any]) -> list[str]:
    return [each["text"] for each in reply["claims"]]


def why_quoted(reply: dict[str, Any]) -> str:
    return reply["written"]["why_quoted"]


@pytest.fixture
def without(client: Client) -> list[str]:
    """What is answered where there is no model."""
    return quotes(ask(client))


@pytest.mark.parametrize(
    ("behaviour", "why"),
    [
        ("failed", WhyNoModel.FAILED),
        ("busy", WhyNoModel.BUSY),
        ("wrong key", WhyNoModel.REFUSED),
        ("web page", WhyNoModel.UNREADABLE),
        ("another model", WhyNoModel.WRONG_MODEL),
    ],
)
def test_whatever_is_wrong_the_guidance_is_quoted_and_why_is_said(
    without: list[str], client: Client, double: Double, behaviour: str, why: WhyNoModel
) -> None:
    double.behave(behaviour)
    reply = ask(client)
    assert (quotes(reply), why_quoted(reply)) == (without, why.value)
    assert without


def test_a_model_that_hangs_is_waited_for_as_long_as_its_patience_says(
    without: list[str], client: Client, describe: Describe
) -> None:
    with running_double("anthropic", "hang") as double:
        describe(double.base_url, first_line=0.3, next_line=0.3, whole=5)
        reply = ask(client)
    assert (quotes(reply), why_quoted(reply)) == (without, WhyNoModel.SLOW.value)


def test_a_model_that_is_not_there(without: list[str], client: Client, describe: Describe) -> None:
    with refused_address() as address:
        describe(address)
        reply = ask(client)
    assert (quotes(reply), why_quoted(reply)) == (without, WhyNoModel.UNREACHABLE.value)


def test_while_it_rests_no_question_reaches_it(without: list[str], client: Client, double: Double) -> None:
    double.retry_after = "300"
    double.behave("busy")
    replies = [ask(client) for _ in range(4)]
    assert [why_quoted(each) for each in replies] == [WhyNoModel.BUSY.value, *[WhyNoModel.RESTING.value] * 3]
    assert double.calls == 1
    assert all(quotes(each) == without for each in replies)


def test_when_the_budget_is_spent_no_question_reaches_it(without: list[str], client: Client, double: Double) -> None:
    SpentDay.objects.create(
        body=settings.CONFIGURATION.body, model="claude", day=timezone.localdate(), micropounds=20_000_000
    )
    reply = ask(client)
    assert (quotes(reply), why_quoted(reply)) == (without, WhyNoModel.OVER_BUDGET.value)
    assert double.calls == 0


def test_what_an_answer_took_is_settled_when_it_is_given(client: Client, double: Double) -> None:
    ask(client)
    spent = find_spending(body=settings.CONFIGURATION.body, day=timezone.localdate())["claude"]
    assert (spent.calls, spent.faults, spent.tokens_reserved) == (1, 0, 0)
    assert spent.tokens > 0
