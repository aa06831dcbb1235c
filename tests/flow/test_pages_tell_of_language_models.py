"""Each page that says how it works tells whether a language model writes, and who reads what is asked."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from tests.models import Describe, described_models

STAYS = "It is not sent to another company."
PHASE = "It answers from guidance and does not give advice or make decisions."


@pytest.fixture
def describe(db: None) -> Iterator[Describe]:
    with described_models() as tell:
        yield tell


def words_of(client: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get(path).content.decode()))


def test_without_a_model_nothing_is_written_and_nothing_leaves(client: Client) -> None:
    assert "It does not write anything" in words_of(client, "/about")
    assert STAYS in words_of(client, "/privacy")


def test_a_model_elsewhere_is_named_with_what_it_is_sent(client: Client, describe: Describe) -> None:
    describe("https://api.supplier.example")
    about, privacy = words_of(client, "/about"), words_of(client, "/privacy")
    assert "a computer writes an answer from the guidance" in about
    assert "It does not write anything" not in about
    assert "is sent to a language model at api.supplier.example" in privacy
    assert STAYS not in privacy


def test_a_model_of_this_machine_writes_and_nothing_leaves(client: Client, describe: Describe) -> None:
    describe("http://127.0.0.1:9")
    assert "a computer writes an answer from the guidance" in words_of(client, "/about")
    assert STAYS in words_of(client, "/privacy")


def test_no_page_promises_quotes_alone(client: Client) -> None:
    assert PHASE in words_of(client, "/")
