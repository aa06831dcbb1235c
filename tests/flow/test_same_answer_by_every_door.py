"""A resident may come in by any door: the answer is the same, and stands in the record."""

import json

import pytest
from django.test import Client
from typer.testing import CliRunner

from fingerpost.doors.asking import find_kept
from fingerpost.doors.cli.application import build

QUESTION = "How much is the Child Grant for two children?"
TIMED = ("reference", "at", "steps", "explanation")  # differ from one run to the next


def ask_by_page(client: Client, question: str, **more: str) -> dict:
    response = client.post("/ask", {"question": question, **more})
    assert response.status_code == 303, response.content.decode()
    return find_kept(response.headers["Location"].rpartition("/")[2]).reply


def ask_by_api(client: Client, question: str, **more: object) -> dict:
    response = client.post("/api/v1/ask", {"question": question, **more}, content_type="application/json")
    assert response.status_code == 200, response.content
    return response.json()


def ask_by_command_line(question: str, *more: str) -> dict:
    result = CliRunner().invoke(build(), ["ask", question, "--json", *more])
    assert result.exit_code in {0, 3}, result.output
    return json.loads(result.stdout)


def lasting(reply: dict) -> dict:
    return {name: value for name, value in reply.items() if name not in TIMED}


def test_page_api_and_command_line_give_the_same_answer(client: Client) -> None:
    by_page = ask_by_page(client, QUESTION)
    by_api = ask_by_api(client, QUESTION)
    by_command_line = ask_by_command_line(QUESTION)
    assert lasting(by_page) == lasting(by_api) == lasting(by_command_line)
    assert by_api["claims"][0]["source"]["title"] == "Child Grant"


def test_every_door_leaves_a_record_that_can_be_read_again(client: Client) -> None:
    for reply in (ask_by_page(client, QUESTION), ask_by_api(client, QUESTION), ask_by_command_line(QUESTION)):
        kept = find_kept(reply["reference"])
        assert kept is not None
        assert kept.reply == reply
        assert kept.request["question"] == QUESTION


def test_an_answer_can_be_read_again_by_api_and_page(client: Client) -> None:
    reply = ask_by_command_line(QUESTION)
    assert client.get(f"/api/v1/runs/{reply['reference']}").json() == reply
    page = client.get(f"/answers/{reply['reference']}").content.decode()
    assert reply["reference"] in page
    assert "£27.05 a week" in page


def test_a_reference_may_be_typed_carelessly(client: Client) -> None:
    reference = ask_by_api(client, QUESTION)["reference"]
    careless = reference.lower().replace("-", " ")
    assert client.get(f"/api/v1/runs/{careless}").json()["reference"] == reference


def test_reply_has_what_was_promised(client: Client) -> None:
    reply = ask_by_api(client, QUESTION)
    assert {"reference", "outcome", "complete", "claims", "not_found", "next_steps", "explanation", "steps"} <= set(
        reply
    )
    claim = reply["claims"][0]
    assert {"text", "quote", "source"} <= set(claim)
    assert {"title", "url", "heading", "anchor", "nation", "checked_on"} <= set(claim["source"])
    assert all({"name", "milliseconds"} <= set(step) for step in reply["steps"])
    assert len(reply["explanation"]) == 6


def test_personal_details_are_masked_before_anything_is_kept(client: Client) -> None:
    said = "How much is the Child Grant? My email is ann.example@example.org"
    for reply in (ask_by_page(client, said), ask_by_api(client, said), ask_by_command_line(said)):
        kept = find_kept(reply["reference"])
        assert "ann.example" not in json.dumps(kept.request) + json.dumps(kept.reply) + json.dumps(kept.leaf)
        assert sum(step["masked"] != {} for step in reply["steps"] if "masked" in step) == 1


@pytest.mark.parametrize(("nation", "amount"), [("england", "£60"), ("scotland", "£80"), ("wales", "£70")])
def test_nation_chooses_the_page(client: Client, nation: str, amount: str) -> None:
    question = "How much is winter heating help?"
    replies = (
        ask_by_page(client, question, nation=nation),
        ask_by_api(client, question, nation=nation),
        ask_by_command_line(question, "--nation", nation),
    )
    for reply in replies:
        assert amount in reply["claims"][0]["quote"]


def test_nation_is_asked_for_when_answers_differ(client: Client) -> None:
    reply = ask_by_api(client, "How much is winter heating help?")
    assert reply["outcome"] == "needs detail"
    assert [value for value, _ in reply["asks"][0]["choices"]] == ["england", "scotland", "wales"]


def test_command_line_says_by_its_exit_code_whether_it_answered(client: Client) -> None:
    runner = CliRunner()
    assert runner.invoke(build(), ["ask", QUESTION]).exit_code == 0
    assert runner.invoke(build(), ["ask", "zzqx vvwk"]).exit_code == 3
    assert runner.invoke(build(), ["ask", "x" * 1001]).exit_code == 2
