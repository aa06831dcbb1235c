"""A reader waits no longer than the patience says, whatever the supplier does, and nothing is left running behind."""

from dataclasses import replace

import pytest
from tests.unit.engines.language_models.guarding.suppliers import (
    A_LONG_TIME,
    HANG,
    PROMPT,
    SHORT,
    Clock,
    Supplier,
    guard,
)

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, WhyNoModel
from fingerpost.engines.language_models.calling import CallFault
from fingerpost.engines.language_models.guarding.reading import Reading

WAITS = Patience(first_line=A_LONG_TIME, next_line=A_LONG_TIME, whole=A_LONG_TIME)


def read(model) -> tuple[list[str], WhyNoModel | None]:
    """The lines that came, and why no more did."""
    lines: list[str] = []
    try:
        lines.extend(model.write(PROMPT))
    except LanguageModelUnavailable as error:
        return lines, error.why
    return lines, None


def test_lines_come_whole_and_in_order() -> None:
    model = guard(Supplier(["one\nt", "wo\n", "\n", "three"]), patience=WAITS)
    assert list(model.write(PROMPT)) == ["one", "two", "three"]


@pytest.mark.parametrize("patience", [SHORT, replace(WAITS, first_line=0.02), replace(WAITS, whole=0.02)])
def test_a_first_line_that_does_not_come_is_not_waited_for(patience: Patience) -> None:
    supplier = Supplier([HANG])
    writing = guard(supplier, patience=patience).write(PROMPT)
    with pytest.raises(LanguageModelUnavailable) as told:
        list(writing)
    assert told.value.why is WhyNoModel.SLOW
    assert supplier.calls[0].ended.wait(A_LONG_TIME)
    assert (writing.usage.attempts, writing.usage.first_line_ms) == (1, -1)


def test_half_a_line_is_no_line() -> None:
    assert read(guard(Supplier(["half of", HANG]), patience=SHORT)) == ([], WhyNoModel.SLOW)


@pytest.mark.parametrize("patience", [replace(WAITS, next_line=0.02), replace(WAITS, next_line=0.5, whole=0.1)])
def test_lines_that_came_before_it_stopped_stand(patience: Patience) -> None:
    writing = guard(Supplier(["one\n", HANG]), patience=patience).write(PROMPT)
    lines = iter(writing)
    assert next(lines) == "one"
    with pytest.raises(LanguageModelUnavailable) as told:
        next(lines)
    assert told.value.why is WhyNoModel.SLOW
    assert writing.usage.first_line_ms >= 0


def test_a_drip_that_never_ends_is_ended_by_its_own_thread_when_nobody_reads_it() -> None:
    clock = Clock()

    def later() -> None:
        clock.at += 1

    supplier = Supplier([piece for _ in range(1_000) for piece in (later, "drip ")])
    guard(supplier, clock=clock, patience=Patience(whole=20)).write(PROMPT)
    assert supplier.opened.wait(A_LONG_TIME)
    assert supplier.calls[0].ended.wait(A_LONG_TIME)
    assert clock.at < 1_030


def test_whoever_wants_no_more_is_not_told_of_a_fault() -> None:
    supplier = Supplier(["one\n", HANG])
    writing = guard(supplier, patience=WAITS).write(PROMPT)
    for _ in writing:
        writing.close()
        writing.close()
    assert supplier.calls[0].ended.wait(A_LONG_TIME)


def test_a_reader_who_goes_away_ends_the_call() -> None:
    supplier = Supplier(["one\n", HANG])
    writing = guard(supplier, patience=WAITS).write(PROMPT)
    lines = iter(writing)
    next(lines)
    lines.close()  # type: ignore[attr-defined]
    assert supplier.calls[0].ended.wait(A_LONG_TIME)


def test_what_is_closed_before_it_was_sent_is_never_sent() -> None:
    supplier = Supplier(["one\n"])
    over: list[bool] = []
    reading = Reading(
        lambda: supplier.open(PROMPT, timeout=1), until=9e9, clock=Clock(), over=lambda: over.append(True)
    )
    reading.close()
    reading.start()
    with pytest.raises(CallFault) as told:
        reading.next(timeout=A_LONG_TIME)
    assert (told.value.why, supplier.sent, over) == (WhyNoModel.SLOW, 0, [True])


def test_the_network_is_waited_for_no_longer_than_a_line_is() -> None:
    supplier = Supplier(["one\n"])
    clock = Clock()
    list(guard(supplier, clock=clock, patience=Patience(first_line=1.6, next_line=4, whole=20)).write(PROMPT))
    list(guard(supplier, clock=clock, patience=Patience(first_line=1.6, next_line=4, whole=3)).write(PROMPT))
    assert supplier.timeouts == [4, 3]


def test_no_more_is_to_be_written_than_the_settings_allow() -> None:
    supplier = Supplier(["one\n"])
    list(guard(supplier, most_tokens=200).write(PROMPT))
    list(guard(supplier, most_tokens=2_000).write(PROMPT))
    assert [each.most_tokens for each in supplier.asked] == [200, 900]


def test_more_at_once_than_there_are_places_are_busy_at_once() -> None:
    supplier = Supplier(["one\n", HANG])
    model = guard(supplier, patience=WAITS, at_once=2)
    first, second = model.write(PROMPT), model.write(PROMPT)
    with pytest.raises(LanguageModelUnavailable) as told:
        model.write(PROMPT)
    assert told.value.why is WhyNoModel.BUSY
    first.close()
    third = None
    while third is None:  # its thread is about to give the place back
        try:
            third = model.write(PROMPT)
        except LanguageModelUnavailable:
            continue
    for each in (second, third):
        each.close()


def test_a_fault_that_nobody_foresaw_is_a_fault_of_the_model_and_tells_nothing_of_the_prompt(caplog) -> None:
    def burst() -> None:
        raise KeyError(PROMPT.parts)

    writing = guard(Supplier([burst]), patience=WAITS).write(PROMPT)
    with pytest.raises(LanguageModelUnavailable) as told:
        list(writing)
    assert (told.value.why, told.value.detail) == (WhyNoModel.FAILED, "KeyError")
    assert "KeyError" in caplog.text
    assert "How much" not in caplog.text + str(told.value)


def test_a_piece_of_writing_is_read_once() -> None:
    writing = guard(Supplier(["one\n"]), patience=WAITS).write(PROMPT)
    list(writing)
    with pytest.raises(RuntimeError):
        list(writing)
