"""What operators see of language models and do with them: the page, the commands, doctor, and the switch."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from tests.accounts import signed_in
from tests.doubles import Double, refused_address, running_double
from tests.models import KEY, Describe, described_models
from typer.testing import CliRunner

from fingerpost.contract.language_models import LanguageModelUnavailable, Prompt, WhyNoModel
from fingerpost.contract.ports import Engines
from fingerpost.doors.cli import models as commands
from fingerpost.doors.cli import switch
from fingerpost.doors.installation import installation
from fingerpost.doors.switchable import list_switchable
from fingerpost.engines.language_models.anthropic_api import AnthropicProvider
from fingerpost.engines.language_models.openai_compatible import OpenAICompatibleProvider
from fingerpost.pipeline.models import HeardModels
from fingerpost.pipeline.tape import Tape
from fingerpost.record.spending.models import SpentDay
from fingerpost.record.spending.reading import find_spending
from fingerpost.site import wiring

PROMPT = Prompt(name="answer", digest="0" * 64, instructions="Write.", parts=(("question", "How much?"),))
PAGE = "/oversight/models"


def text_of(reply: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode()))


@pytest.fixture
def describe(db: None) -> Iterator[Describe]:
    with described_models() as tell:
        yield tell


@pytest.fixture
def double(describe: Describe) -> Iterator[Double]:
    with running_double("anthropic", "prose") as running:
        describe(running.base_url)
        yield running


def run(*arguments: str, app: Any = commands.app) -> Any:
    return CliRunner().invoke(app, arguments)


def test_where_none_is_described_nothing_changes(library: Engines) -> None:
    assert "language_models" not in library.names
    assert installation().build_language_models() is None
    assert {each.name for each in list_switchable() if each.kind == "model"} == {"classifier", "embedder", "rules"}


def test_where_none_is_described_the_page_and_the_command_say_so(client: Client) -> None:
    assert "There is no language model here" in text_of(signed_in("viewer").get(PAGE))
    told = run("list")
    assert (told.exit_code, "There is no language model" in told.output) == (0, True)
    assert json.loads(run("list", "--json").output) == {"models": []}


def test_the_model_that_is_chosen_is_handed_out_guarded(library: Engines, double: Double) -> None:
    models: Any = wiring.build_engines().one("language_models")
    model = models.chosen_for("answer")
    assert (model.name, len(model.digest), model.patience.first_line) == ("claude", 64, 60)
    assert models.chosen_for("triage") is None
    assert list(model.write(PROMPT))
    assert double.asked[0].key == KEY


def test_its_digest_is_known_before_its_key_is(describe: Describe) -> None:
    describe("http://127.0.0.1:9", key_env="NOT_SET")
    (state,) = wiring.build_language_models().list_states()
    real = AnthropicProvider(name="claude", model="claude-test", key=KEY, base_url="http://127.0.0.1:9")
    assert state.digest == real.digest
    describe("http://127.0.0.1:9/v1", provider="openai-compatible")
    (state,) = wiring.build_language_models().list_states()
    other = OpenAICompatibleProvider(name="claude", model="claude-test", base_url="http://127.0.0.1:9/v1")
    assert state.digest == other.digest


def test_another_key_holds_from_the_next_call_on(double: Double, monkeypatch: pytest.MonkeyPatch) -> None:
    model = wiring.build_language_models().named("claude")
    for key in (KEY, "another-key", KEY):
        monkeypatch.setenv("A_KEY", key)
        list(model.write(PROMPT))
    assert [each.key for each in double.asked] == [KEY, "another-key", KEY]


def test_check_sends_one_tiny_prompt_and_says_what_came(double: Double) -> None:
    told = run("check", "claude")
    assert told.exit_code == 0, told.output
    assert "claude wrote: " in told.output
    assert "It calls itself claude-test" in told.output
    assert double.calls == 1
    values = json.loads(run("check", "claude", "--json").output)
    assert (values["why_not"], values["model"], values["attempts"]) == (None, "claude-test", 1)
    assert values["micropounds"] > 0


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("wrong key", "refused by the supplier (status 401). Check the key"),
        ("failed", "failed (status 500). Its supplier has a fault"),
        ("another model", "another model answered"),
    ],
)
def test_check_says_why_nothing_came_and_what_to_do(double: Double, behaviour: str, words: str) -> None:
    double.behave(behaviour)
    told = run("check", "claude")
    assert told.exit_code == 1
    assert words in " ".join(told.output.split())
    assert KEY not in told.output


def test_check_of_a_server_that_is_not_there(describe: Describe) -> None:
    with refused_address() as address:
        describe(address)
        told = run("check", "claude")
    assert (told.exit_code, "unreachable" in told.output) == (1, True)


def test_check_of_a_name_that_is_none(double: Double) -> None:
    told = run("check", "gpt")
    assert (told.exit_code, "There is: claude." in told.output) == (2, True)


def test_without_a_key_nothing_is_sent_and_everybody_says_what_to_do(client: Client, describe: Describe) -> None:
    describe("http://127.0.0.1:9", key_env="NOT_SET")
    told = run("check", "claude")
    assert (told.exit_code, "The variable NOT_SET is empty" in " ".join(told.output.split())) == (1, True)
    assert "The variable NOT_SET is empty" in text_of(signed_in("viewer").get(PAGE))
    assert "The variable NOT_SET is empty" in " ".join(run("list").output.split())
    finding = next(each for each in wiring.examine() if each.name == "model claude")
    assert (finding.state, "NOT_SET" in finding.to_do) == ("fault", True)


def test_doctor_says_that_there_is_none_or_which(library: Engines, describe: Describe) -> None:
    assert next(each for each in wiring.examine() if each.name == "models").found.startswith("no language model")
    describe("https://models.example", ends_on=timezone.localdate())
    finding = next(each for each in wiring.examine() if each.name == "model claude")
    assert "asked at models.example, used by answer" in finding.found
    assert "Its supplier ends it on" in finding.to_do


def test_list_says_what_was_taken_today(double: Double) -> None:
    list(wiring.build_language_models().named("claude").write(PROMPT))
    (values,) = json.loads(run("list", "--json").output)["models"]
    assert (values["name"], values["used_by"], values["goes_to"]) == ("claude", ["answer"], "127.0.0.1")
    assert values["today"]["calls"] == 1
    assert values["today"]["micropounds"] > 0
    assert values["today"]["micropounds_reserved"] == 0
    assert "of £20.00" in run("list").output


def test_the_page_says_how_each_is_doing_and_what_it_took(client: Client, double: Double) -> None:
    model = wiring.build_language_models().named("claude")
    list(model.write(PROMPT))
    double.behave("failed")
    for _ in range(5):
        with pytest.raises(LanguageModelUnavailable):
            list(model.write(PROMPT))
    seen = text_of(signed_in("viewer").get(PAGE))
    assert "It rests after faults" in seen or "It had faults" in seen  # on a slow machine the rest is over by now
    assert "Who reads what is asked 127.0.0.1" in seen
    assert "of £20.00" in seen
    assert "No bound is set" in seen  # on tokens
    assert "its server failed" in seen
    assert KEY not in seen
    assert signed_in("viewer", name="welsh").get(f"/cy{PAGE}").status_code == 200
    assert signed_in("editor").get(PAGE).status_code == 403


def test_a_page_that_cannot_read_what_was_spent_shows_the_rest(
    client: Client, double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("gone")

    viewer = signed_in("viewer")
    monkeypatch.setattr(SpentDay.objects, "filter", broken)
    assert "Tokens today It could not be read" in text_of(viewer.get(PAGE))


def test_a_model_is_switched_off_by_its_name_from_the_next_run_on(client: Client, double: Double) -> None:
    assert run("stop", "claude", "--reason", "It writes too long.", app=switch.app).exit_code == 0
    models: Any = wiring.build_engines().one("language_models")
    heard = HeardModels(models, Tape(), body=settings.CONFIGURATION.body).chosen_for("answer")
    with pytest.raises(LanguageModelUnavailable) as told:
        heard.write(PROMPT)
    assert (told.value.why, double.calls) == (WhyNoModel.SWITCHED_OFF, 0)
    assert run("check", "claude").exit_code == 1
    assert double.calls == 0
    assert "Switched off" in text_of(signed_in("viewer").get(PAGE))
    assert "claude (claude-test)" in text_of(signed_in("viewer", name="another").get("/oversight/switches"))
    assert run("start", "claude", "--reason", "It is well again.", app=switch.app).exit_code == 0
    heard = HeardModels(models, Tape(), body=settings.CONFIGURATION.body).chosen_for("answer")
    assert list(heard.write(PROMPT))


def test_what_is_over_budget_is_not_sent_and_counts_for_every_process(describe: Describe) -> None:
    with running_double("anthropic", "prose") as double:
        describe(double.base_url, tokens_a_day=2_000)
        model = wiring.build_language_models().named("claude")
        list(model.write(PROMPT))
        SpentDay.objects.update(tokens=1_500)  # as another process would
        with pytest.raises(LanguageModelUnavailable) as told:
            model.write(PROMPT)
        assert (told.value.why, double.calls) == (WhyNoModel.OVER_BUDGET, 1)


def test_whether_the_service_is_up_does_not_hang_on_a_model(client: Client, describe: Describe) -> None:
    with refused_address() as address:
        describe(address, key_env="NOT_SET")
        assert client.get("/api/v1/health").json()["status"] == "ok"


def test_no_key_stands_in_the_database_or_in_what_is_printed(double: Double, capsys: Any, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    list(wiring.build_language_models().named("claude").write(PROMPT))
    spent = find_spending(body=settings.CONFIGURATION.body, day=timezone.localdate())
    models = wiring.build_language_models()
    for told in (
        repr(spent),
        repr(models.list_states()),
        repr(vars(models)),
        caplog.text,
        repr(settings.LANGUAGE_MODELS),
    ):
        assert KEY not in told
