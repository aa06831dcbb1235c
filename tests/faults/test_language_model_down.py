"""A supplier that is slow, down or wrong, over real connections: the reader is told why, in time, and nothing is left
running behind."""

import threading
from collections.abc import Iterator

import pytest
from tests.doubles import Double, refused_address, running_double

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, Prompt, WhyNoModel
from fingerpost.engines.language_models.anthropic_api import AnthropicProvider
from fingerpost.engines.language_models.calling import Provider
from fingerpost.engines.language_models.guarding.breaker import Breaker, Standing
from fingerpost.engines.language_models.guarding.budgets import MemoryBudget
from fingerpost.engines.language_models.guarding.model import GuardedModel
from fingerpost.engines.language_models.guarding.timing import Timing
from fingerpost.engines.language_models.openai_compatible import OpenAICompatibleProvider

PROMPT = Prompt(name="answer", digest="0" * 64, instructions="Write.", parts=(("question", "How much?"),))
BRISK = Patience(first_line=0.4, next_line=0.3, whole=5.0)
LONG = Patience(first_line=60, next_line=60, whole=60)
NEVER_OPENS = 10**9
A_LONG_TIME = 60.0


@pytest.fixture(params=["anthropic", "openai"])
def double(request: pytest.FixtureRequest) -> Iterator[Double]:
    with running_double(request.param) as running:
        yield running


def provider_at(address: str, wire: str) -> Provider:
    kind = AnthropicProvider if wire == "anthropic" else OpenAICompatibleProvider
    provider = kind(name="double", model="double-1", key="a-key", base_url=address)
    provider.prepare()
    return provider


def guard(double: Double, *, patience: Patience = LONG, breaker: Breaker | None = None, **more) -> GuardedModel:
    timing = Timing()
    breaker = breaker or Breaker(faults=NEVER_OPENS, clock=timing.clock)
    provider = provider_at(double.base_url, double.wire.name)
    return GuardedModel(provider, budget=MemoryBudget(), patience=patience, timing=timing, breaker=breaker, **more)


def ask(model: GuardedModel) -> tuple[list[str], WhyNoModel | None]:
    lines: list[str] = []
    try:
        lines.extend(model.write(PROMPT))
    except LanguageModelUnavailable as error:
        return lines, error.why
    return lines, None


def readers() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "language model"]


@pytest.fixture(autouse=True)
def _every_reader_ends() -> Iterator[None]:
    yield
    for each in readers():
        each.join(A_LONG_TIME)
    assert readers() == []


def test_what_it_writes_comes_line_by_line(double: Double) -> None:
    double.behave("prose")
    lines, why = ask(guard(double))
    assert (len(lines), why) == (2, None)


@pytest.mark.parametrize("behaviour", ["hang", "hang after headers", "ping only"])
def test_silence_is_not_waited_for(double: Double, behaviour: str) -> None:
    double.behave(behaviour)
    assert ask(guard(double, patience=BRISK)) == ([], WhyNoModel.SLOW)


def test_a_slow_drip_is_not_waited_for(double: Double) -> None:
    double.behave("slow drip")
    double.write = lambda asked: "one two three four five six seven eight nine ten\n"
    assert ask(guard(double, patience=BRISK)) == ([], WhyNoModel.SLOW)


@pytest.mark.parametrize(
    ("behaviour", "why", "calls"),
    [
        ("failed", WhyNoModel.FAILED, 2),
        ("unavailable", WhyNoModel.FAILED, 1),  # it asks to be left alone for longer than a reader waits
        ("reset", WhyNoModel.FAILED, 2),
        ("busy", WhyNoModel.BUSY, 1),
        ("wrong key", WhyNoModel.REFUSED, 1),
        ("no such model", WhyNoModel.REFUSED, 1),
        ("another model", WhyNoModel.WRONG_MODEL, 1),
        ("web page", WhyNoModel.UNREADABLE, 1),
        ("flood of text", WhyNoModel.TOO_LARGE, 1),
    ],
)
def test_each_fault_has_its_reason_and_its_number_of_calls(
    double: Double, behaviour: str, why: WhyNoModel, calls: int
) -> None:
    double.retry_after = "90"
    double.behave(behaviour)
    _, told = ask(guard(double))
    assert (told, double.calls) == (why, calls)


def test_a_fault_that_passes_is_not_seen_by_the_reader(double: Double) -> None:
    double.follow("failed", "prose")
    assert ask(guard(double))[1] is None
    assert double.calls == 2


def test_a_short_rest_that_the_supplier_asks_for_is_taken(double: Double) -> None:
    double.retry_after = "0"
    double.follow("busy", "prose")
    assert ask(guard(double))[1] is None
    assert double.calls == 2


def test_while_the_breaker_is_open_the_supplier_hears_nothing(double: Double) -> None:
    double.behave("failed")
    model = guard(double, breaker=Breaker(faults=3, clock=Timing().clock))
    whys = [ask(model)[1] for _ in range(50)]
    assert model.breaker.standing is Standing.OPEN
    assert set(whys) == {WhyNoModel.FAILED, WhyNoModel.RESTING}
    assert double.calls == 3
    assert [ask(model)[1] for _ in range(50)] == [WhyNoModel.RESTING] * 50
    assert double.calls == 3


def test_a_reader_who_has_enough_ends_the_call_at_the_supplier(double: Double) -> None:
    double.behave("hang midway")
    double.write = lambda asked: "one\nand a second line that never ends\n"
    writing = guard(double).write(PROMPT)
    assert next(iter(writing)) == "one"
    writing.close()
    for each in readers():
        each.join(A_LONG_TIME)
    assert writing.usage.attempts == 1


@pytest.mark.parametrize("wire", ["anthropic", "openai"])
def test_a_server_that_is_not_there_is_told_of_at_once(wire: str) -> None:
    with refused_address() as address:
        model = GuardedModel(provider_at(address, wire), budget=MemoryBudget(), patience=LONG)
        assert ask(model) == ([], WhyNoModel.UNREACHABLE)
