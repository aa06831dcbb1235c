"""The most that a call may cost is set aside before it is sent; what it took is put in its place after it."""

from decimal import Decimal

import pytest
from tests.unit.engines.language_models.guarding.suppliers import HANG, PROMPT, SHORT, Clock, Supplier, down, guard

from fingerpost.contract.errors import StoreUnavailable
from fingerpost.contract.language_models import LanguageModelUnavailable, WhyNoModel
from fingerpost.engines.language_models.calling import Spent
from fingerpost.engines.language_models.guarding.budgets import MemoryBudget
from fingerpost.engines.language_models.guarding.prices import Amount, Prices

PRICES = Prices(tokens_in=Decimal("2.40"), tokens_cached=Decimal("0.24"), tokens_out=Decimal("12.00"))
RESERVED = Amount(tokens=120 + 900, micropounds=288 + 10_800)


def spend(supplier: Supplier, budget: MemoryBudget, **more) -> WhyNoModel | None:
    try:
        list(guard(supplier, budget=budget, prices=PRICES, **more).write(PROMPT))
    except LanguageModelUnavailable as error:
        return error.why
    return None


def test_a_price_for_a_million_tokens_in_pounds_is_one_for_a_token_in_millionths() -> None:
    assert PRICES.amount_of(Spent(tokens_in=1_000_000, tokens_out=0)).micropounds == 2_400_000
    assert PRICES.amount_of(Spent(tokens_in=1_000, tokens_cached=900, tokens_out=100)) == Amount(
        tokens=1_100, micropounds=240 + 216 + 1_200
    )
    assert PRICES.amount_of(Spent(tokens_in=1)).micropounds == 3  # rounded up


def test_the_most_it_may_cost_is_set_aside_while_it_is_under_way() -> None:
    budget = MemoryBudget()
    writing = guard(Supplier(["one\n", HANG]), budget=budget, prices=PRICES).write(PROMPT)
    assert budget.taken == RESERVED
    writing.close()


def test_what_it_took_is_put_in_its_place() -> None:
    budget = MemoryBudget()
    assert spend(Supplier(["one\n"]), budget) is None
    assert budget.taken == Amount(tokens=110, micropounds=240 + 120)


def test_usage_says_what_it_took_and_cost() -> None:
    writing = guard(Supplier(["one\n"]), prices=PRICES).write(PROMPT)
    list(writing)
    usage = writing.usage
    assert (usage.model, usage.tokens_in, usage.tokens_out, usage.micropounds) == ("twin-1", 100, 10, 360)
    assert usage.attempts == 1
    assert 0 <= usage.first_line_ms <= usage.whole_ms


def test_a_whole_answer_that_the_supplier_did_not_count_is_worked_out() -> None:
    budget = MemoryBudget()
    spend(Supplier(["one\n"], tokens=None), budget)
    assert budget.taken.tokens == 120


def test_where_it_broke_off_uncounted_all_that_was_set_aside_stays_so() -> None:
    for steps in ([HANG], ["one\n", HANG], ["one\n", down()]):
        budget = MemoryBudget()
        spend(Supplier(steps, tokens=None), budget, patience=SHORT)
        assert budget.taken == RESERVED


@pytest.mark.parametrize("why", [WhyNoModel.UNREACHABLE, WhyNoModel.BUSY, WhyNoModel.REFUSED])
def test_being_turned_away_costs_nothing(why: WhyNoModel) -> None:
    budget = MemoryBudget()
    assert spend(Supplier([down(why, may_retry=False)]), budget) is why
    assert budget.taken == Amount()
    assert budget.faults == [why.value]


def test_a_retry_is_set_aside_for_as_well() -> None:
    budget, clock = MemoryBudget(), Clock()
    supplier = Supplier([down()], ["one\n"])
    writing = guard(supplier, budget=budget, prices=PRICES, clock=clock).write(PROMPT)
    assert list(writing) == ["one"]
    assert budget.taken.tokens == RESERVED.tokens + 110
    assert (writing.usage.attempts, writing.usage.tokens_in) == (2, 120 + 100)


def test_a_retry_that_the_budget_has_no_room_for_is_not_sent() -> None:
    supplier = Supplier([down()])
    assert spend(supplier, MemoryBudget(tokens=1_500), clock=Clock()) is WhyNoModel.FAILED
    assert supplier.sent == 1


@pytest.mark.parametrize("bound", [{"tokens": 1_019}, {"micropounds": 11_087}])
def test_over_budget_nothing_is_sent(bound: dict[str, int]) -> None:
    supplier = Supplier(["one\n"])
    assert spend(supplier, MemoryBudget(**bound)) is WhyNoModel.OVER_BUDGET
    assert supplier.sent == 0


@pytest.mark.parametrize("bound", [{"tokens": 1_020}, {"micropounds": 11_088}])
def test_the_last_call_that_fits_is_sent(bound: dict[str, int]) -> None:
    assert spend(Supplier(["one\n"]), MemoryBudget(**bound)) is None


def test_where_the_store_is_out_of_reach_nothing_is_sent() -> None:
    class Gone(MemoryBudget):
        def reserve(self, most: Amount) -> None:
            raise StoreUnavailable("We could not read it.", detail="OperationalError: database is locked")

    supplier = Supplier(["one\n"])
    with pytest.raises(LanguageModelUnavailable) as told:
        guard(supplier, budget=Gone()).write(PROMPT)
    assert (told.value.why, supplier.sent) == (WhyNoModel.OVER_BUDGET, 0)
    assert "database is locked" in told.value.detail


def test_what_cannot_be_settled_stays_set_aside_and_the_answer_stands(caplog) -> None:
    class Forgetful(MemoryBudget):
        def exchange(self, *_, **__) -> None:
            raise StoreUnavailable("We could not write it down.", detail="disk full")

    budget = Forgetful()
    assert spend(Supplier(["one\n"]), budget) is None
    assert budget.taken == RESERVED
    assert "disk full" in caplog.text


def test_over_budget_and_too_busy_hold_no_place_and_no_probe() -> None:
    supplier, clock = Supplier(["one\n"]), Clock()
    model = guard(supplier, budget=MemoryBudget(tokens=1), at_once=1, clock=clock)
    for _ in range(20):
        with pytest.raises(LanguageModelUnavailable) as told:
            model.write(PROMPT)
        assert told.value.why is WhyNoModel.OVER_BUDGET
    assert model.health.refused == {WhyNoModel.OVER_BUDGET: 20}
