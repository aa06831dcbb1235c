"""A key, a prompt and an answer stand in no fault, no log and no printed object, whatever a supplier does."""

import logging
import pickle
import traceback

import pytest
from tests.doubles import BEHAVIOURS, running_double
from tests.unit.engines.language_models.providers.asked import GIVEN, KEY, WIRES, provider_for

from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.keys import Key
from fingerpost.engines.language_models.lines import split_lines

SECRETS = (KEY, "CANARY-INSTRUCTIONS-77", "CANARY-QUESTION-78", "garden bin")
NEVER_ENDS = {"hang", "hang after headers", "hang midway", "ping only", "slow drip"}
LONG = {"flood of text", "flood of bytes", "flood of headers", "failed at length", "at length"}


@pytest.mark.parametrize("wire", WIRES)
def test_no_behaviour_brings_a_secret_to_light(
    wire: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: dict[str, str] = {}
    with running_double(wire) as double:
        provider = provider_for(double)
        for behaviour in sorted(set(BEHAVIOURS) - NEVER_ENDS - LONG):
            double.behave(behaviour)
            call = provider.open(GIVEN, timeout=5)
            try:
                for _ in split_lines(call):
                    pass
            except CallFault as fault:
                told = "".join(traceback.format_exception(fault))
                seen[behaviour] = f"{fault!r} {fault} {fault.detail} {told}"
            seen[behaviour] = f"{seen.get(behaviour, '')} {call!r} {call.spent!r} {provider!r} {vars(provider)!r}"
    out = capfd.readouterr()
    seen["logged"] = caplog.text + out.out + out.err
    assert double.calls > 30
    assert [name for name, text in seen.items() if any(secret in text for secret in SECRETS)] == []


@pytest.mark.parametrize("wire", WIRES)
def test_the_suppliers_client_never_holds_the_key(wire: str) -> None:
    """What a fault of the client keeps of the request it sent is without it."""
    with running_double(wire, "failed") as double:
        provider = provider_for(double)
        call = provider.open(GIVEN, timeout=5)
        with pytest.raises(CallFault):
            list(call)
        assert double.asked[0].key == KEY
        assert KEY not in str(vars(call))


def test_a_key_is_shown_by_nothing() -> None:
    key = Key(KEY)
    assert KEY not in f"{key} {key!r} {[key]}"
    with pytest.raises(TypeError) as refused:
        pickle.dumps(key)
    assert KEY not in str(refused.value)


@pytest.mark.parametrize("wrong", ["", "two words", "with\nline", "clé", "tab\t"])
def test_a_key_that_cannot_stand_in_a_header_is_refused_without_being_told(wrong: str) -> None:
    with pytest.raises(ValueError, match="one word of printable ASCII") as refused:
        Key(wrong)
    assert not wrong or wrong not in str(refused.value)
