"""A million households through Universal Credit, Child Benefit, income tax and National Insurance: time and memory.

    python bench/population.py --json figures.json
    python bench/population.py --peer-python OTHER/bin/python --peer-households 100000

The households are made up (`fingerpost simulate sources` says from what), drawn beforehand and not counted; drawing
them is timed apart. The rules run in as many processes as there are cores. Beside it, where another Python is named
that has policyengine-uk-compiled, that program works out the same four for as many of the same households, from tables
in memory to tables in memory, on the rules of 2025 to 2026 (its figures for 2026 to 2027 are projected). Ours is timed
on the same households, the same day and one process as well as all. See README.md.
"""

import argparse
import json
import multiprocessing
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

OUTPUTS = (
    "universal_credit.amount",
    "child_benefit.amount",
    "income_tax.tax",
    "national_insurance.contributions",
)
ON = date(2026, 11, 23)
PEER_ON = date(2025, 11, 23)
REGIONS = ("South East", "Scotland", "Wales", "Northern Ireland")  # as the peer names them
_state: dict[str, Any] = {}


def main() -> None:
    options = _read_options()
    if options.peer_data:
        print(json.dumps(_time_peer(options.peer_data)))
        return
    os.environ["OMP_NUM_THREADS"] = "1"
    found = {
        "households": options.households,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "ours": _time_ours(options.households, on=ON, workers=options.workers),
    }
    if options.peer_python:
        found["beside"] = _beside(options.peer_python, options.peer_households, workers=options.workers)
    text = json.dumps(found, indent=2)
    print(text)
    if options.json:
        options.json.write_text(text + "\n", encoding="utf-8")


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--peer-python", default="", help="a Python that has policyengine-uk-compiled")
    parser.add_argument("--peer-households", type=int, default=100_000)
    parser.add_argument("--peer-data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _time_ours(size: int, *, on: date, workers: int) -> dict[str, Any]:
    """Seconds of drawing and of the rules, the greatest memory of all processes together, and the totals found."""
    from fingerpost.rules.populations.synthetic import Synthetic
    from fingerpost.rules.reading.files import uk_rules

    book = uk_rules()
    population = Synthetic(size=size, seed=1, on=on)
    started = time.perf_counter()
    _state.update(book=book, on=on, blocks=[population.draw(number, book) for number in range(population.blocks)])
    drawn = time.perf_counter()
    _evaluate(0, rows=100)  # compiles the rules
    begun, worked = time.perf_counter(), _cpu_seconds()
    if workers == 1:
        parts = [_evaluate(number) for number in range(population.blocks)]
    else:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            parts = list(pool.map(_evaluate, range(population.blocks)))
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + sum(
        max(part["memory_kb"] for part in parts if part["process"] == process)
        for process in {part["process"] for part in parts} - {os.getpid()}
    )
    return {
        "workers": workers,
        "draw_seconds": round(drawn - started, 2),
        "rules_seconds": round(seconds, 2),
        "rules_cpu_seconds": round(_cpu_seconds() - worked, 2),  # of all processes together, whatever else runs
        "households_a_second": round(size / seconds),
        "memory_gb_at_most": round(peak / 1024**2, 2),  # pages shared by the processes are counted in each
        "totals_bn": {name: round(sum(part["totals"][name] for part in parts) / 1e9, 2) for name in OUTPUTS},
    }


def _cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    spent = [resource.getrusage(each) for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def _evaluate(number: int, *, rows: int = 0) -> dict[str, Any]:
    from fingerpost.rules.populations.evaluating import evaluate_block

    block = _state["blocks"][number]
    households = block.take(slice(0, rows)) if rows else block
    found = evaluate_block(_state["book"], households, on=_state["on"], outputs=OUTPUTS)
    return {
        "process": os.getpid(),
        "memory_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        "totals": {name: float((bounds.middle * households.weight).sum()) for name, bounds in found.items()},
    }


def _beside(python: str, size: int, *, workers: int) -> dict[str, Any]:
    """Both on the same households of 2025 to 2026, each in its turn."""
    with tempfile.TemporaryDirectory(prefix="fingerpost-population-") as folder:
        _write_for_peer(Path(folder), size)
        done = subprocess.run(
            [python, __file__, "--peer-data", folder], capture_output=True, text=True, check=False, timeout=1_800
        )
    if done.returncode:
        return {"peer": "could not run", "why": done.stderr.strip().splitlines()[-1:]}
    peer = json.loads(done.stdout.splitlines()[-1])
    ours = {
        "one": _time_ours(size, on=PEER_ON, workers=1),
        "all": _time_ours(size, on=PEER_ON, workers=workers),
    }
    return {
        "households": size,
        "policyengine_uk_compiled": peer,
        "ours": ours,
        "times_as_quick_on_one_core": round(peer["seconds"] / ours["one"]["rules_seconds"], 1),
        "times_as_quick_on_all_cores": round(peer["seconds"] / ours["all"]["rules_seconds"], 1),
    }


def _write_for_peer(folder: Path, size: int) -> None:
    """The households of 2025 to 2026 as arrays that need nothing of ours to be read."""
    import numpy as np

    from fingerpost.rules.populations.columns import least
    from fingerpost.rules.populations.synthetic import Synthetic
    from fingerpost.rules.reading.files import uk_rules

    book, population = uk_rules(), Synthetic(size=size, seed=1, on=PEER_ON)
    columns: dict[str, list[Any]] = {}
    for number in range(population.blocks):
        block = population.draw(number, book)
        there = np.stack(
            [np.ones(block.count, dtype=bool), block.couples, *(block.children > slot for slot in range(5))], axis=1
        )
        adults, children = (least(block.facts[f"{each}.date_of_birth"]) for each in ("adult", "child"))
        born = np.concatenate([adults, children], axis=1)
        nothing = np.zeros((block.count, 5))
        told: dict[str, Any] = {"there": there, "age": (PEER_ON.toordinal() - born) // 365.25}
        for name in ("earnings", "private_pension", "state_pension"):
            told[name] = np.concatenate([least(block.facts[f"adult.{name}"]) / 100, nothing], axis=1)
        told |= {"nation": block.nation, "rent": least(block.facts["rent"]) / 100}
        for name, values in told.items():
            columns.setdefault(name, []).append(values)
    np.savez(folder / "households.npz", **{name: np.concatenate(parts) for name, parts in columns.items()})


def _time_peer(folder: Path) -> dict[str, Any]:
    """In the other Python: tables made beforehand and not counted, then one run."""
    import numpy as np
    import pandas as pd
    import policyengine_uk_compiled as other
    from policyengine_uk_compiled.engine import BENUNIT_DEFAULTS, HOUSEHOLD_DEFAULTS, PERSON_DEFAULTS

    data = np.load(folder / "households.npz")
    there = data["there"]
    home, slot = np.nonzero(there)
    ids = np.arange(len(home))
    persons = pd.DataFrame({**PERSON_DEFAULTS, "person_id": ids}, index=ids).assign(
        benunit_id=home,
        household_id=home,
        age=data["age"][home, slot].astype(int),
        is_benunit_head=slot == 0,
        is_household_head=slot == 0,
        employment_income=data["earnings"][home, slot],
        private_pension_income=data["private_pension"][home, slot],
        state_pension=data["state_pension"][home, slot] * 52,
        hours_worked_annual=np.where(data["earnings"][home, slot] > 0, 1900.0, 0.0),
        is_in_scotland=data["nation"][home] == 1,
    )
    firsts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    members = [";".join(map(str, range(firsts[i], firsts[i + 1]))) for i in range(len(there))]
    homes = np.arange(len(there))
    units = pd.DataFrame({**BENUNIT_DEFAULTS, "benunit_id": homes}, index=homes).assign(
        household_id=homes,
        person_ids=members,
        rent_monthly=data["rent"],
        is_lone_parent=~there[:, 1] & there[:, 2:].any(axis=1),
    )
    houses = pd.DataFrame({**HOUSEHOLD_DEFAULTS, "household_id": homes}, index=homes).assign(
        benunit_ids=homes.astype(str),
        person_ids=members,
        region=np.array(REGIONS)[data["nation"]],
        rent_annual=data["rent"] * 12,
        tenure_type=np.where(data["rent"] > 0, 2, 0),
    )
    simulation = other.Simulation(year=2025, persons=persons, benunits=units, households=houses)
    policy = other.Parameters(labour_supply=other.LabourSupplyParams(enabled=False))
    begun = time.perf_counter()
    simulation.run_microdata(policy=policy)
    seconds = time.perf_counter() - begun
    own, children = (resource.getrusage(each).ru_maxrss for each in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"seconds": round(seconds, 2), "memory_gb_at_most": round((own + children) / 1024**2, 2)}


if __name__ == "__main__":
    sys.exit(main())
