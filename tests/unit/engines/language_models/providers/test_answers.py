"""What is sent, and what comes back where nothing goes wrong: through the suppliers' own clients, to real servers."""

import json

import pytest
from tests.doubles import Double, running_double
from tests.unit.engines.language_models.providers.asked import GIVEN, KEY, LINES, TOLD, ask, provider_for

from fingerpost.contract.language_models import Prompt, WhyNoModel
from fingerpost.engines.language_models.calling import CallFault, Provider, Spent
from fingerpost.engines.language_models.memory import ScriptedProvider


def test_lines_arrive_as_they_were_written(double: Double, provider: Provider) -> None:
    lines, fault = ask(provider)
    assert fault is None
    claims = [json.loads(line) for line in lines]
    assert {claim["quotes"][0]["words"] for claim in claims} == set(LINES)
    assert claims[0]["quotes"][0]["words"] == LINES[0]  # it shares most words with the question


def test_instructions_and_material_are_sent_apart(double: Double, provider: Provider) -> None:
    ask(provider)
    (asked,) = double.asked
    assert asked.instructions == TOLD
    assert asked.parts == [("question", GIVEN.parts[0][1]), ("passage p1", GIVEN.parts[1][1])]
    assert asked.key == KEY
    assert asked.most_tokens == GIVEN.most_tokens
    assert asked.body["stream"] is True
    assert not {"tools", "tool_choice", "functions"} & set(asked.body)


def test_no_more_headers_are_sent_than_are_needed(
    double: Double, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-the-environment")
    monkeypatch.setenv("ANTHROPIC_CUSTOM_HEADERS", "X-Environment: of-the-environment")
    ask(provider)
    sent = double.asked[0].headers
    assert "of-the-environment" not in str(sent)
    assert set(sent) <= {
        *("host", "accept", "content-type", "content-length", "user-agent", "accept-encoding", "connection"),
        *("authorization", "x-api-key", "anthropic-version"),
    }


def test_the_environment_names_no_proxy(double: Double, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert ask(provider)[1] is None


def test_a_key_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-environment")
    monkeypatch.setenv("OPENAI_ADMIN_KEY", "sk-of-the-environment")
    with running_double("openai") as double:
        assert ask(provider_for(double, key=""))[1] is None
        assert "authorization" not in double.asked[0].headers


def test_instructions_are_marked_for_the_suppliers_cache() -> None:
    with running_double("anthropic") as double:
        ask(provider_for(double))
        assert double.asked[0].body["system"][0]["cache_control"] == {"type": "ephemeral"}


def test_each_call_has_marks_of_its_own(double: Double, provider: Provider) -> None:
    ask(provider)
    ask(provider)
    first, second = (asked.material for asked in double.asked)
    assert first != second


def test_what_it_took_is_the_suppliers_count(double: Double, provider: Provider) -> None:
    call = provider.open(GIVEN, timeout=5)
    assert call.spent == Spent()
    list(call)
    assert call.spent.model == "some-model-1"
    assert call.spent.tokens_in > call.spent.tokens_cached > 0
    assert call.spent.tokens_out > 0
    assert not call.spent.is_estimate


def test_a_server_that_counts_nothing_is_counted_for() -> None:
    with running_double("openai") as double:
        double.wire.counts = False  # type: ignore[attr-defined]
        provider = provider_for(double)
        call = provider.open(GIVEN, timeout=5)
        text = "".join(call)
        assert call.spent.is_estimate
        assert call.spent.tokens_in == provider.estimate(GIVEN)
        assert len(text) / 3 <= call.spent.tokens_out <= len(text)


def test_an_answer_that_broke_off_is_not_counted_too_low(double: Double, provider: Provider) -> None:
    double.behave("break midway")
    call = provider.open(GIVEN, timeout=5)
    with pytest.raises(CallFault):
        list(call)
    assert call.spent.is_estimate
    assert call.spent.tokens_out > 20


def test_an_estimate_is_rather_too_high(double: Double, provider: Provider) -> None:
    call = provider.open(GIVEN, timeout=5)
    list(call)
    assert provider.estimate(GIVEN) > call.spent.tokens_in / 2


def test_a_prompt_beyond_the_model_is_not_sent(double: Double) -> None:
    small = provider_for(double, context_tokens=1_000)
    vast = Prompt(name="a", digest="", instructions=TOLD, parts=(("passage p1", "words " * 1_000),))
    lines, fault = ask(small, vast)
    assert fault is not None
    assert (lines, fault.why, fault.may_retry) == ([], WhyNoModel.TOO_LARGE, False)
    assert double.calls == 0


def test_room_is_kept_for_what_may_be_written(double: Double) -> None:
    small = provider_for(double, context_tokens=provider_for(double).estimate(GIVEN) + GIVEN.most_tokens - 1)
    _, fault = ask(small)
    assert fault is not None
    assert fault.why is WhyNoModel.TOO_LARGE


def test_a_parameter_that_is_refused_is_left_out_from_then_on(double: Double, provider: Provider) -> None:
    double.behave("unknown parameters")
    faults = [ask(provider)[1] for _ in range(5)]
    refused = [fault for fault in faults if fault]
    assert refused == faults[: len(refused)]
    assert all(fault.may_retry and fault.retry_after == 0 for fault in refused)
    assert len(refused) == (1 if double.wire.name == "anthropic" else 3)
    assert double.asked[-1].most_tokens == GIVEN.most_tokens


def test_a_call_is_iterated_once(double: Double, provider: Provider) -> None:
    call = provider.open(GIVEN, timeout=5)
    list(call)
    with pytest.raises(RuntimeError):
        list(call)
    assert double.calls == 1


def test_nothing_is_sent_before_a_call_is_iterated(double: Double, provider: Provider) -> None:
    provider.open(GIVEN, timeout=5)
    assert double.calls == 0


def test_the_digest_tells_models_and_addresses_apart_and_never_a_key(double: Double) -> None:
    one = provider_for(double)
    assert one.digest == provider_for(double, key="another-key").digest
    assert one.digest != provider_for(double, model="some-model-2").digest
    double.address = "http://127.0.0.1:1"
    assert one.digest != provider_for(double).digest


def test_the_twin_writes_what_it_is_given() -> None:
    twin = ScriptedProvider(lambda prompt: ["one\ntw", "o\n"])
    assert ask(twin) == (["one", "two"], None)
    assert twin.asked == [GIVEN]


def test_the_twin_breaks_off_as_the_real_ones_do() -> None:
    def write(prompt: Prompt) -> list[str]:
        raise CallFault(WhyNoModel.BUSY, retry_after=2, may_retry=True)

    assert ask(ScriptedProvider(write))[1] is not None


def test_the_twin_ends_when_it_is_closed() -> None:
    call = ScriptedProvider(lambda prompt: ["one\n", "two\n"]).open(GIVEN, timeout=5)
    pieces = iter(call)
    assert next(pieces) == "one\n"
    call.close()
    with pytest.raises(CallFault):
        next(pieces)
