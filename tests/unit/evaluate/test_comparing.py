"""A capability's cases with one model and with another: what is compared, kept, paid for, and gone on with."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from fingerpost.capabilities import discover
from fingerpost.contract.capability import Capability
from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.language_models import LanguageModelUnavailable, Patience, Prompt, Usage, WhyNoModel
from fingerpost.contract.ports import Engines
from fingerpost.engines.language_models.guarding.prices import Prices
from fingerpost.evaluate.comparing import NONE, Comparison, ComparisonStopped, Purse, Side, compare_models
from fingerpost.evaluate.comparing.comparison import choose_cases
from fingerpost.evaluate.comparing.kept import AlreadyRunning, keeping
from fingerpost.evaluate.comparing.results import Row
from fingerpost.evaluate.evaluation import SwitchedOff
from fingerpost.record.models import Entry
from fingerpost.record.switches import turning

pytestmark = pytest.mark.django_db

CASES = [
    {"id": "grant-1", "question": "How much is the Child Grant a year?", "expect": "answered", "page": "child-grant"},
    {"id": "grant-2", "question": "Who can get the Child Grant?", "expect": "answered", "page": "child-grant"},
    {"id": "bins-1", "question": "When do I report a missed bin?", "expect": "answered", "page": "missed-bins"},
    {"id": "off-1", "question": "What is the best pizza in Naples?", "expect": "cannot_answer", "kind": "off_topic"},
]
Says = Callable[[Prompt], Sequence[str]]


def quote_first(prompt: Prompt) -> list[str]:
    """A model that does as it is told: the first line of the first passage, word for word."""
    label, text = prompt.parts[0]
    words = text.split("\n")[1].removeprefix("- ")
    return [json.dumps({"text": words, "quotes": [{"passage": label.split()[-1], "words": words}]})]


def invent(prompt: Prompt) -> list[str]:
    label, text = prompt.parts[0]
    words = text.split("\n")[1].removeprefix("- ")
    return [
        json.dumps({"text": "You get £9,999 tomorrow.", "quotes": [{"passage": label.split()[-1], "words": words}]})
    ]


@dataclass
class Writes:
    """The port `LanguageModel` and its writing, scripted. Each costs a penny."""

    says: Says
    name: str = "twin"
    digest: str = "d" * 64
    patience: Patience = field(default_factory=Patience)
    why: WhyNoModel | None = None
    asked: int = 0
    lines: Sequence[str] = ()

    def write(self, prompt: Prompt) -> "Writes":
        self.asked += 1
        if self.why:
            raise LanguageModelUnavailable(self.why)
        return replace(self, lines=self.says(prompt))

    def __iter__(self) -> Iterator[str]:
        return iter(self.lines)

    @property
    def usage(self) -> Usage:
        return Usage(model="twin-1", tokens_in=900, tokens_out=50, micropounds=10_000, attempts=1, first_line_ms=5.0)

    def close(self) -> None:
        """There is nothing to stop."""


@pytest.fixture
def capability(tmp_path: Path) -> Capability:
    (tmp_path / "cases").mkdir()
    lines = [json.dumps({"nation": "england", "heading": "", **case}) for case in CASES]
    (tmp_path / "cases" / "some.jsonl").write_text("\n".join(lines), encoding="utf-8")
    answer = discover()["answer"]
    return replace(answer, folder=tmp_path, card=replace(answer.card, may_use=("language_model", "reader")))


@pytest.fixture
def compare(capability: Capability, library: Engines, tmp_path: Path) -> Callable[..., Comparison]:
    def with_model(model: Writes, **more: Any) -> Comparison:
        chosen: dict[str, Any] = {
            "a": Side(name=NONE),
            "b": Side(name=model.name, model=model),
            "purse": Purse(most=1_000_000),
            "folder": tmp_path / "kept",
            **more,
        }
        return compare_models(capability, body=settings.CONFIGURATION.body, engines=library, release="test", **chosen)

    return with_model


def row(found: Comparison, name: str) -> Row:
    return next(each for each in found.rows if each.name == name)


def test_both_sides_answer_the_same_cases_and_nothing_is_recorded(compare: Callable[..., Comparison]) -> None:
    before = Entry.objects.count()
    found = compare(Writes(says=quote_first))
    assert Entry.objects.count() == before
    assert (found.cases, found.names, found.half) == (4, ("none", "twin"), "all")
    right = row(found, "right_page_first").pair
    assert right.n == 3
    assert right.difference.value == 0
    assert found.systems[0]["language_model"] == NONE
    assert found.systems[1]["language_model"] == "d" * 64


def test_what_it_costs_is_in_pence_a_question_over_all_of_them(compare: Callable[..., Comparison]) -> None:
    cost = row(compare(Writes(says=quote_first)), "cost_a_question_at_most")
    assert cost.pair.a.value == 0
    assert cost.pair.b.value == pytest.approx(0.75)  # three of four questions are put to the model
    assert cost.unit == "pence"


def test_what_it_invents_is_taken_out_counted_and_quoted_instead(compare: Callable[..., Comparison]) -> None:
    found = compare(Writes(says=invent))
    assert sum(found.removed[1].values()) >= 3
    assert sum(found.removed[0].values()) == 0
    assert found.fell_back[1] == {WhyNoModel.NOTHING_BORNE_OUT.value: 3}
    assert row(found, "unsupported_claims_at_most").pair.b.value == 0
    assert row(found, "fell_back_to_quotes_at_most").pair.difference.value == 1


def test_a_fault_of_the_model_counts_against_it(compare: Callable[..., Comparison]) -> None:
    found = compare(Writes(says=quote_first, why=WhyNoModel.FAILED))
    assert found.fell_back[1] == {WhyNoModel.FAILED.value: 3}


@pytest.mark.parametrize("why", [WhyNoModel.OVER_BUDGET, WhyNoModel.RESTING])
def test_what_tells_nothing_of_the_model_stops_it(compare: Callable[..., Comparison], why: WhyNoModel) -> None:
    with pytest.raises(ComparisonStopped, match="goes on from there"):
        compare(Writes(says=quote_first, why=why))


def test_it_goes_on_where_it_stopped(compare: Callable[..., Comparison], tmp_path: Path) -> None:
    model = Writes(says=quote_first)

    def give_up(done: int, total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compare(model, progress=give_up)
    told: list[int] = []
    found = compare(model, progress=lambda done, total: told.append(done))
    assert told[0] == 5
    assert found.cases == 4
    assert not list((tmp_path / "kept").iterdir())


def test_it_does_not_begin_to_cost_more_than_it_may(compare: Callable[..., Comparison]) -> None:
    model = Writes(says=quote_first)
    dear = Side(name="twin", model=model, prices=Prices(tokens_out=Decimal(100)))  # at most 9p a call
    with pytest.raises(ComparisonStopped, match=r"£0\.00 is spent"):
        compare(model, b=dear, purse=Purse(most=10_000))
    assert model.asked == 0


def test_it_asks_before_it_may_cost_more(compare: Callable[..., Comparison]) -> None:
    model, asked = Writes(says=quote_first), list[tuple[int, int]]()

    def ask(spent: int, rest: int) -> bool:
        asked.append((spent, rest))
        return True

    dear = Side(name="twin", model=model, prices=Prices(tokens_out=Decimal(100)))
    compare(model, b=dear, purse=Purse(most=10_000, ask=ask))
    assert asked
    assert model.asked >= 3


def test_a_model_that_is_switched_off_is_not_measured(compare: Callable[..., Comparison], library: Engines) -> None:
    at = library.one("clock").now()  # type: ignore[attr-defined]
    turning.stop(kind="model", name="twin", body=settings.CONFIGURATION.body, by="olwen", reason="A trial.", at=at)
    with pytest.raises(SwitchedOff, match="twin"):
        compare(Writes(says=quote_first))


def test_a_model_is_not_compared_with_itself(compare: Callable[..., Comparison]) -> None:
    with pytest.raises(InvalidRequest, match="differ"):
        compare(Writes(says=quote_first, name=NONE))


def test_a_limit_takes_the_same_cases_each_time_and_says_that_it_is_a_part(
    compare: Callable[..., Comparison], capability: Capability
) -> None:
    found = compare(Writes(says=quote_first), limit=2)
    assert (found.cases, found.half) == (2, "part")
    drawn = choose_cases(
        [each.case for each in compare(Writes(says=quote_first)).evaluations[0].judged], half="all", limit=2
    )
    assert [each.case.id for each in found.evaluations[0].judged] == [case.id for case in drawn]


def test_all_of_it_is_plain_values(compare: Callable[..., Comparison]) -> None:
    values = json.loads(json.dumps(compare(Writes(says=quote_first)).as_values(), allow_nan=False))
    assert values["b"]["name"] == "twin"
    assert {"name", "unit", "n", "a", "b", "difference", "less_is_better"} == set(values["rows"][0])


def test_a_line_that_was_being_written_is_dropped(tmp_path: Path, library: Engines) -> None:
    at = library.one("clock").now()  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt), keeping(tmp_path, key="k" * 64, at=at) as kept:
        kept.add("a", "one", {"x": 1})
        raise KeyboardInterrupt
    (path,) = tmp_path.iterdir()
    with path.open("ab") as file:
        file.write(b'{"side": "a", "case": "two", "fou\xff')
    with pytest.raises(KeyboardInterrupt), keeping(tmp_path, key="k" * 64, at=at + timedelta(hours=1)) as kept:
        assert kept.at == at
        assert set(kept.found) == {("a", "one")}
        kept.add("a", "two", {"x": 2})
        raise KeyboardInterrupt
    assert path.read_bytes().count(b"\n") == 3


def test_what_is_days_old_begins_anew_and_two_at_once_are_refused(tmp_path: Path, library: Engines) -> None:
    at = library.one("clock").now()  # type: ignore[attr-defined]
    with pytest.raises(KeyboardInterrupt), keeping(tmp_path, key="k" * 64, at=at) as kept:
        kept.add("a", "one", {"x": 1})
        raise KeyboardInterrupt
    with keeping(tmp_path, key="k" * 64, at=at + timedelta(days=4)) as kept:
        assert kept.found == {}
        with pytest.raises(AlreadyRunning), keeping(tmp_path, key="k" * 64, at=at):
            pass
