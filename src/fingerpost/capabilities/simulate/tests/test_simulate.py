"""What a reform would do: the same figures whichever way they are worked out, with what must be said of them."""

import csv
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from fingerpost.capabilities.simulate import kept
from fingerpost.capabilities.simulate.own import own_population
from fingerpost.capabilities.simulate.simulating import simulate, synthetic_population
from fingerpost.contract.errors import InvalidRequest, MissingEngine
from fingerpost.rules.faults import RulesInvalid
from fingerpost.rules.reading.files import uk_rules
from fingerpost.rules.reforms import parse_reform

ON, AT = date(2026, 11, 23), datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
HIGHER = """
reform: eldest_child_up
title: Child Benefit of £10 more for the eldest
parameters:
  child_benefit.eldest:
    - {from: 2026-10-01, value: 37.05}
"""


def run(*, text: str = HIGHER, size: int = 2_000, name: str = "more", workers: int = 1, population=None, **more):
    return simulate(
        uk_rules(),
        parse_reform(text, name="more.yaml") if text else None,
        population or synthetic_population(size=size, seed=7, on=ON),
        name=name,
        on=ON,
        at=AT,
        by="officer",
        workers=workers,
        **more,
    )


@pytest.fixture(scope="module")
def found():
    return run()


def test_the_cost_is_ten_pounds_a_week_for_each_family_with_a_child(found):
    families = sum(
        row["households"]
        for row in found["groups"]["family"]
        if row["group"] in {"couple_with_children", "lone_parent"}
    )
    gain = found["parts"]["child_benefit"]["change"]["value"]
    assert gain == pytest.approx(families * 520, rel=1e-4)
    charge = found["parts"]["child_benefit_charge"]["change"]["value"]
    assert -gain < charge <= 0, "some of it comes back through the charge on high incomes"
    assert found["cost"]["value"] == pytest.approx(sum(p["change"]["value"] for p in found["parts"].values()), rel=1e-3)


def test_those_without_children_neither_gain_nor_lose(found):
    for row in found["groups"]["family"]:
        if row["group"] in {"single", "couple", "single_pensioner", "couple_pensioner"}:
            assert (row["win"]["value"], row["lose"]["value"], row["mean_change"]["value"]) == (0, 0, 0)


def test_every_figure_has_bounds_around_it(found):
    for name, group, value, low, high in kept.figures_of(found):
        assert low <= value <= high, (name, group)


def test_made_up_households_are_called_so_and_what_is_left_out_is_said(found):
    assert found["population"]["label"].startswith("Synthetic: 2,000 made-up households")
    assert found["population"]["is_synthetic"] is True
    assert found["left_out"]
    assert any("Not drawn" in words for words in found["assumed"])


def test_the_rules_as_they_are_change_nothing():
    same = run(text="", size=500)
    assert same["cost"] == {"value": 0, "low": 0, "high": 0}
    assert same["rules"]["before"] == same["rules"]["after"]


def test_several_processes_find_what_one_finds():
    size = 60_000  # more than one block
    one, two = (run(size=size, workers=workers, name="same") for workers in (1, 2))
    assert one == two


def test_a_reform_that_does_not_fit_names_its_line():
    with pytest.raises(RulesInvalid, match=r"more\.yaml:5: there is no parameter 'child_benefit\.eldst'"):
        run(text=HIGHER.replace("eldest:", "eldst:"))


def test_a_scheduler_without_dask_says_what_to_install():
    if find_spec("distributed") is None:  # an extra
        with pytest.raises(MissingEngine, match="scale"):
            run(size=100, scheduler="tcp://127.0.0.1:1")


class TestKept:
    def test_it_is_kept_listed_and_read_again(self, tmp_path, found):
        kept.save_simulation(tmp_path, found)
        assert [each["name"] for each in kept.list_simulations(tmp_path)] == ["more"]
        assert kept.read_simulation(tmp_path, "more")["cost"] == found["cost"]

    def test_a_name_is_not_taken_twice_unless_told_to(self, tmp_path, found):
        kept.save_simulation(tmp_path, found)
        with pytest.raises(InvalidRequest, match="already"):
            kept.save_simulation(tmp_path, found)
        kept.save_simulation(tmp_path, found, replace=True)

    @pytest.mark.parametrize("name", ["../evil", "", "A B", ".hidden"])
    def test_a_name_that_is_no_name_is_refused(self, tmp_path, name):
        with pytest.raises(InvalidRequest, match="cannot be a name"):
            kept.read_simulation(tmp_path, name)

    def test_one_that_is_not_there_names_those_that_are(self, tmp_path, found):
        kept.save_simulation(tmp_path, found)
        with pytest.raises(InvalidRequest, match="There are: more"):
            kept.read_simulation(tmp_path, "less")

    def test_two_stand_side_by_side_and_what_differs_between_them_is_said(self, found):
        other = {**found, "name": "other", "on": "2027-01-01"}
        both = kept.compare(found, other)
        assert both["figures"][0]["first"] == both["figures"][0]["second"] == found["cost"]
        assert both["beware"] == ["One takes the rules of 2026-11-23, the other those of 2027-01-01."]

    def test_what_is_exported_says_what_it_is(self, found):
        lines = list(csv.reader(kept.export_simulation(found).splitlines()))
        assert lines[1][1].startswith("Synthetic")
        assert tuple(lines[3]) == kept.COLUMNS
        assert float(lines[4][2]) == found["cost"]["value"]

    def test_a_title_that_begins_as_a_formula_is_text_to_a_spreadsheet(self, found):
        named = {**found, "reform": {**found["reform"], "title": "=1+1"}}
        assert next(csv.reader(kept.export_simulation(named).splitlines()))[2] == "'=1+1"


MAPPING = """
title = "Survey"
purpose = "See what a change would do here"
legal_basis = "Public task"
owner = "Head of Policy"
reference = "ref"
weight = "weight"
nation = {column = "nation", values = {E = "england", W = "wales"}}
[columns]
"in_couple" = "couple"
"number_of_children" = "children"
"you.date_of_birth" = "born"
"you.works" = "works"
"you.earnings" = "pay"
"children.0.date_of_birth" = "child"
[same_for_all]
no_public_funds = false
"""


class TestOwnData:
    @pytest.fixture
    def own(self, tmp_path: Path):
        rows: list[tuple[str, ...]] = [
            ("ref", "weight", "nation", "couple", "children", "born", "works", "pay", "child")
        ]
        rows += [
            (f"E{n}", "2", "E", "N", "1", "1985-01-01", "Y", str(12_000 + n * 400), "2018-01-01") for n in range(40)
        ]
        rows += [(f"W{n}", "1", "W", "N", "0", "1985-01-01", "Y", "20000", "") for n in range(3)]
        rows += [("X1", "1", "E", "", "0", "1985-01-01", "Y", "20000", ""), ("X2", "-1", "E", *[""] * 6)]
        with (tmp_path / "own.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        (tmp_path / "map.toml").write_text(MAPPING, encoding="utf-8")
        return own_population(str(tmp_path / "own.csv"), tmp_path / "map.toml", book=uk_rules(), on=ON)

    def test_rows_that_fit_no_group_are_left_out_and_told_of(self, own):
        population, bad = own
        assert [row.reference for row in bad] == ["X1", "X2"]
        assert population.about["bad_rows"] == 2
        assert "in_couple is not known" in bad[0].reasons[0]

    def test_a_weight_counts_and_a_group_too_small_to_show_is_not_shown(self, own):
        found = run(population=own[0])
        assert found["households"] == 83
        assert found["parts"]["child_benefit"]["change"]["value"] == pytest.approx(80 * 520)
        england, _, wales, _ = found["groups"]["nation"]
        assert england["rows"] == 40
        assert wales == {"group": "wales", "too_few": True}

    def test_it_says_whose_data_it_is_and_what_is_not_in_it(self, own):
        assert own[0].label.startswith("43 households of 'Survey'. Purpose: See what")
        assert "rent" in own[0].assumed[0]
