"""Everything that a supplier may do instead of answering, through both clients, as a code."""

import time

import pytest
from tests.doubles import Double, refused_address
from tests.unit.engines.language_models.providers.asked import GIVEN, ask, provider_for

from fingerpost.contract.language_models import WhyNoModel as Why
from fingerpost.engines.language_models.calling import CallFault, Provider
from fingerpost.engines.language_models.lines import split_lines

# What the double does, what it is counted as, and whether the same call may succeed when it is sent again.
FAULTS = [
    ("wrong key", Why.REFUSED, False),
    ("forbidden", Why.REFUSED, False),
    ("no such model", Why.REFUSED, False),
    ("spent", Why.REFUSED, False),
    ("held back", Why.REFUSED, False),
    ("busy", Why.BUSY, True),
    ("overloaded", Why.BUSY, True),
    ("fault midway", Why.BUSY, True),
    ("failed", Why.FAILED, True),
    ("failed at length", Why.FAILED, True),
    ("unavailable", Why.FAILED, True),
    ("reset", Why.FAILED, True),
    ("hang up", Why.FAILED, True),
    ("break midway", Why.FAILED, True),
    ("stop midway", Why.FAILED, True),
    ("redirect", Why.UNREADABLE, False),
    ("web page", Why.UNREADABLE, False),
    ("compressed", Why.UNREADABLE, False),
    ("no http", Why.UNREADABLE, False),
    ("flood of headers", Why.UNREADABLE, False),
    ("truncated json", Why.UNREADABLE, False),
    ("wrong schema", Why.UNREADABLE, False),
    ("figures for text", Why.UNREADABLE, False),
    ("not utf-8", Why.UNREADABLE, False),
    ("nested events", Why.UNREADABLE, False),
    ("tool call", Why.UNREADABLE, False),
    ("prompt too long", Why.TOO_LARGE, False),
    ("request too large", Why.TOO_LARGE, False),
    ("cut at tokens", Why.TOO_LARGE, False),
    ("flood of text", Why.TOO_LARGE, False),
    ("flood of bytes", Why.TOO_LARGE, False),
    ("long line", Why.TOO_LARGE, False),
    ("at length", Why.TOO_LARGE, False),
    ("another model", Why.WRONG_MODEL, False),
    ("named as the key", Why.WRONG_MODEL, False),
]
HANGS = ["hang", "hang after headers", "hang midway", "ping only", "slow drip"]


@pytest.mark.parametrize(("behaviour", "why", "may_retry"), FAULTS)
def test_each_fault_has_its_code(double: Double, provider: Provider, behaviour: str, why: Why, may_retry: bool) -> None:
    double.behave(behaviour)
    _, fault = ask(provider)
    assert fault is not None
    assert (fault.why, fault.may_retry) == (why, may_retry)
    assert double.calls == 1  # nobody retries here


@pytest.mark.parametrize("behaviour", HANGS)
def test_silence_is_too_slow(double: Double, provider: Provider, behaviour: str) -> None:
    double.behave(behaviour)
    _, fault = ask(provider, timeout=0.05)
    assert fault is not None
    assert (fault.why, fault.may_retry) == (Why.SLOW, False)


def test_nobody_listening_is_unreachable(double: Double) -> None:
    with refused_address() as address:
        double.address = address
        _, fault = ask(provider_for(double))
    assert fault is not None
    assert (fault.why, fault.may_retry) == (Why.UNREACHABLE, True)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        *(("7", 7.0), ("0.5", 0.5), ("-3", 0.0), ("99999999", 86_400.0), ("soon", None), ("", None), ("nan", None)),
        ("Mon, 1 Jan 99999999999 00:00:00 GMT", None),
    ],
)
def test_a_supplier_says_when_to_come_back(
    double: Double, provider: Provider, said: str, seconds: float | None
) -> None:
    double.retry_after = said
    double.behave("busy")
    _, fault = ask(provider)
    assert fault is not None
    assert fault.retry_after == seconds


def test_it_may_say_so_with_a_date(double: Double, provider: Provider) -> None:
    double.retry_after = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 60))
    double.behave("unavailable")
    _, fault = ask(provider)
    assert fault is not None
    assert fault.retry_after is not None
    assert 30 < fault.retry_after <= 60


def test_lines_before_a_fault_stand_and_half_a_line_does_not(double: Double, provider: Provider) -> None:
    double.behave("break midway")
    lines, fault = ask(provider)
    assert fault is not None
    assert lines
    assert all(line.endswith("}") for line in lines)


def test_a_flood_is_left_after_its_first_megabytes(double: Double, provider: Provider) -> None:
    """Also where nobody bounds the lines."""
    double.behave("flood of text")
    got = 0
    with pytest.raises(CallFault) as caught:
        for piece in provider.open(GIVEN, timeout=5):
            got += len(piece)
    assert caught.value.why is Why.TOO_LARGE
    assert got < 4_000_000


def test_halves_of_characters_are_mended(double: Double, provider: Provider) -> None:
    """What goes on as text can be kept in any database."""
    double.behave("half characters")
    lines, fault = ask(provider)
    assert fault is None
    assert lines == ["whole 😀 half \ufffd nought \ufffd."]


@pytest.mark.parametrize(
    "behaviour", ["french", "welsh", "markdown", "nested", "deeply nested", "empty list", "prose", "instructions"]
)
def test_what_is_written_badly_arrives_as_it_is(double: Double, provider: Provider, behaviour: str) -> None:
    """What it is worth, the capability and the check decide."""
    double.behave(behaviour)
    lines, fault = ask(provider)
    assert fault is None
    assert lines


def test_writing_nothing_is_no_fault(double: Double, provider: Provider) -> None:
    double.behave("nothing")
    assert ask(provider) == ([], None)


def test_the_evil_model_gets_its_lines_through(double: Double, provider: Provider) -> None:
    """Within the bounds: so that it is the check that has to stop them."""
    double.behave("evil")
    lines, fault = ask(provider)
    assert fault is None
    assert len(lines) > 100


def test_a_fault_hangs_on_nothing_that_the_client_raised(double: Double, provider: Provider) -> None:
    double.behave("wrong key")
    with pytest.raises(CallFault) as caught:
        list(split_lines(provider.open(GIVEN, timeout=5)))
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None
