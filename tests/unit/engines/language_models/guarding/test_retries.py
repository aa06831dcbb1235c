"""One retry at most, only where it can still be in time, and only a fifth as many as calls."""

import pytest
from tests.unit.engines.language_models.guarding.suppliers import PROMPT, Clock, Supplier, down, guard

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, WhyNoModel
from fingerpost.engines.language_models.guarding.breaker import Breaker
from fingerpost.engines.language_models.guarding.retrying import RetryBudget, find_pause

NEVER_OPENS = 10**9


def attempts_of(supplier: Supplier, **more) -> tuple[int, WhyNoModel | None]:
    """How often it was sent, and why nothing came."""
    clock = Clock()
    writing = guard(supplier, clock=clock, **more).write(PROMPT)
    try:
        list(writing)
    except LanguageModelUnavailable as error:
        return writing.usage.attempts, error.why
    return writing.usage.attempts, None


def test_a_fault_that_may_pass_is_tried_once_more() -> None:
    assert attempts_of(Supplier([down()], ["one\n"])) == (2, None)


def test_it_is_tried_no_more_than_once_more() -> None:
    supplier = Supplier([down()])
    assert attempts_of(supplier) == (2, WhyNoModel.FAILED)
    assert supplier.sent == 2


@pytest.mark.parametrize("why", [WhyNoModel.REFUSED, WhyNoModel.WRONG_MODEL, WhyNoModel.TOO_LARGE])
def test_a_fault_that_will_not_pass_is_not_tried_again(why: WhyNoModel) -> None:
    assert attempts_of(Supplier([down(why, may_retry=False)])) == (1, why)


def test_nothing_is_sent_again_once_a_line_has_come() -> None:
    assert attempts_of(Supplier(["one\n", down()])) == (1, WhyNoModel.FAILED)


def test_a_supplier_that_asks_to_be_left_alone_is_waited_for_where_there_is_time() -> None:
    clock, supplier = Clock(), Supplier([down(WhyNoModel.BUSY, retry_after=1.0)], ["one\n"])
    assert list(guard(supplier, clock=clock).write(PROMPT)) == ["one"]
    assert clock.pauses == [1.0]


def test_and_is_not_asked_again_where_there_is_not() -> None:
    assert attempts_of(Supplier([down(WhyNoModel.BUSY, retry_after=1.4)])) == (1, WhyNoModel.BUSY)


def test_a_pause_is_put_by_chance_and_leaves_time_for_an_answer() -> None:
    assert find_pause(down(), left=1.6, chance=0.0) == pytest.approx(0.05)
    assert find_pause(down(), left=1.6, chance=1.0) == pytest.approx(0.25)
    assert find_pause(down(), left=0.54, chance=1.0) is None
    assert find_pause(down(), left=1.6, chance=0.0) != find_pause(down(), left=1.6, chance=0.5)


def test_nobody_waits_for_a_retry_beyond_the_first_line() -> None:
    assert attempts_of(Supplier([down()]), patience=Patience(first_line=0.4)) == (1, WhyNoModel.FAILED)


@pytest.mark.parametrize("calls", [5, 6, 10, 11, 200, 1_000])
def test_of_any_number_of_calls_at_most_a_fifth_are_sent_again(calls: int) -> None:
    clock, supplier = Clock(), Supplier([down()])
    model = guard(supplier, clock=clock, breaker=Breaker(faults=NEVER_OPENS, clock=clock))
    for _ in range(calls):
        with pytest.raises(LanguageModelUnavailable):
            list(model.write(PROMPT))
    assert supplier.sent == calls + calls // 5


def test_a_command_that_calls_once_may_retry() -> None:
    assert RetryBudget().take()


def test_good_times_do_not_save_up_for_a_storm() -> None:
    budget = RetryBudget()
    for _ in range(10_000):
        budget.earn()
    assert sum(budget.take() for _ in range(100)) == 10


def test_whoever_goes_away_meanwhile_is_not_sent_again() -> None:
    clock, supplier = Clock(), Supplier([down()])
    model = guard(supplier, clock=clock)
    writing = model.write(PROMPT)

    def leave(event, seconds) -> bool:
        writing.close()
        return event.is_set()

    clock.pause = leave  # type: ignore[method-assign]
    object.__setattr__(writing._timing, "pause", leave)
    assert list(writing) == []
    assert supplier.sent == 1
