"""After a run of faults nothing is sent for a while; then one call, and one only, tries whether the model is well."""

from threading import Barrier, Thread

import pytest
from tests.unit.engines.language_models.guarding.suppliers import HANG, PROMPT, SHORT, Clock, Supplier, down, guard

from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, WhyNoModel
from fingerpost.engines.language_models.guarding.breaker import Breaker, Permit, Standing
from fingerpost.engines.language_models.guarding.budgets import MemoryBudget


@pytest.fixture
def clock() -> Clock:
    return Clock()


def open_breaker(clock: Clock) -> Breaker:
    breaker = Breaker(faults=3, within=60, rest=10, longest_rest=40, probe_lasts=30, clock=clock)
    for _ in range(3):
        permit(breaker).fail()
    assert breaker.state.standing is Standing.OPEN
    return breaker


def permit(breaker: Breaker) -> Permit:
    given = breaker.admit()
    assert given is not None
    return given


def test_it_opens_at_so_many_faults_and_not_before(clock: Clock) -> None:
    breaker = Breaker(faults=3, clock=clock)
    for _ in range(2):
        permit(breaker).fail()
    assert breaker.state.standing is Standing.CLOSED
    permit(breaker).fail()
    assert (breaker.state.standing, breaker.state.opened) == (Standing.OPEN, 1)
    assert breaker.admit() is None


def test_old_faults_do_not_count(clock: Clock) -> None:
    breaker = Breaker(faults=3, within=60, clock=clock)
    for _ in range(5):
        permit(breaker).fail()
        clock.at += 40
    assert breaker.state.standing is Standing.CLOSED


def test_a_few_faults_among_many_good_calls_do_not_open_it(clock: Clock) -> None:
    breaker = Breaker(faults=3, clock=clock)
    for _ in range(10):
        permit(breaker).succeed()
        permit(breaker).succeed()
        permit(breaker).fail()
    assert breaker.state.standing is Standing.CLOSED


def test_while_it_rests_nothing_is_let_through(clock: Clock) -> None:
    breaker = open_breaker(clock)
    clock.at += 9.9
    assert [breaker.admit() for _ in range(100)] == [None] * 100


def test_then_one_probe_goes_and_no_other(clock: Clock) -> None:
    breaker = open_breaker(clock)
    clock.at += 10
    assert breaker.state.standing is Standing.HALF_OPEN
    probe = permit(breaker)
    assert breaker.admit() is None
    probe.succeed()
    assert breaker.state.standing is Standing.CLOSED
    assert breaker.admit() is not None


def test_of_many_threads_one_probes(clock: Clock) -> None:
    breaker, barrier, given = open_breaker(clock), Barrier(8), []
    clock.at += 10

    def ask() -> None:
        barrier.wait()
        given.append(breaker.admit())

    threads = [Thread(target=ask) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sum(each is not None for each in given) == 1


def test_each_probe_that_fails_doubles_the_rest_up_to_a_bound(clock: Clock) -> None:
    breaker, rests = open_breaker(clock), []
    for _ in range(4):
        rests.append(breaker.state.rests_for)
        clock.at += breaker.state.rests_for
        permit(breaker).fail()
    assert rests == [10, 20, 40, 40]


def test_a_probe_that_taught_nothing_makes_room_for_another(clock: Clock) -> None:
    breaker = open_breaker(clock)
    clock.at += 10
    permit(breaker).leave()
    assert breaker.admit() is not None


def test_a_probe_that_is_never_heard_of_is_given_up(clock: Clock) -> None:
    breaker = open_breaker(clock)
    clock.at += 10
    lost = permit(breaker)
    clock.at += 30
    other = permit(breaker)
    lost.succeed()
    assert breaker.state.standing is Standing.HALF_OPEN
    other.fail()
    assert breaker.state.standing is Standing.OPEN


def test_a_call_from_before_it_opened_does_not_close_it(clock: Clock) -> None:
    breaker = Breaker(faults=3, clock=clock)
    old = permit(breaker)
    for _ in range(3):
        permit(breaker).fail()
    old.succeed()
    assert breaker.state.standing is Standing.OPEN


def test_a_supplier_that_asks_to_be_left_alone_is(clock: Clock) -> None:
    supplier = Supplier([down(WhyNoModel.BUSY, retry_after=30)])
    model = guard(supplier, clock=clock)
    for why in (WhyNoModel.BUSY, WhyNoModel.RESTING, WhyNoModel.RESTING):
        with pytest.raises(LanguageModelUnavailable) as told:
            list(model.write(PROMPT))
        assert told.value.why is why
    assert supplier.sent == 1
    assert model.breaker.rests_for == 30


def test_while_it_is_open_nothing_is_sent_nothing_is_reserved_and_nobody_waits(clock: Clock) -> None:
    supplier, budget = Supplier([down(may_retry=False)]), MemoryBudget()
    model = guard(supplier, clock=clock, budget=budget)
    whys = []
    for _ in range(200):
        try:
            list(model.write(PROMPT))
        except LanguageModelUnavailable as error:
            whys.append(error.why)
    assert whys == [WhyNoModel.FAILED] * 5 + [WhyNoModel.RESTING] * 195
    assert (supplier.sent, len(budget.faults)) == (5, 5)
    assert model.health.refused == {WhyNoModel.RESTING: 195}


def test_being_slow_counts() -> None:
    supplier = Supplier([HANG])
    model = guard(supplier, patience=SHORT)
    for _ in range(5):
        with pytest.raises(LanguageModelUnavailable):
            list(model.write(PROMPT))
    assert model.breaker.standing is Standing.OPEN


def test_a_retry_is_not_sent_through_an_open_breaker(clock: Clock) -> None:
    supplier = Supplier([down()])
    model = guard(supplier, clock=clock, breaker=Breaker(faults=1, clock=clock))
    with pytest.raises(LanguageModelUnavailable) as told:
        list(model.write(PROMPT))
    assert (told.value.why, supplier.sent) == (WhyNoModel.FAILED, 1)


def test_a_model_that_is_well_again_writes_again(clock: Clock) -> None:
    supplier = Supplier(*[[down(may_retry=False)]] * 5, ["one\n"])
    model = guard(supplier, clock=clock)
    for _ in range(5):
        with pytest.raises(LanguageModelUnavailable):
            list(model.write(PROMPT))
    clock.at += model.breaker.rests_for
    assert list(model.write(PROMPT)) == ["one"]
    assert model.breaker.standing is Standing.CLOSED


def test_whoever_leaves_before_a_line_came_says_nothing_of_the_model() -> None:
    model = guard(Supplier([HANG]), patience=Patience())
    for _ in range(9):
        model.write(PROMPT).close()
    assert model.breaker.standing is Standing.CLOSED
