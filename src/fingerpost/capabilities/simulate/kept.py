"""Simulations that are kept: one JSON file each in `FINGERPOST_HOME/simulations`. Set side by side, and exported."""

import csv
import io
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fingerpost.contract.errors import InvalidRequest

FOLDER = "simulations"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
COLUMNS = ("figure", "group", "value", "low", "high")
Figure = tuple[str, str, float, float, float]


def check_name(name: str) -> str:
    """The name, if a simulation may have it. Raises InvalidRequest."""
    if not _NAME.fullmatch(name):
        raise InvalidRequest({"name": f"'{name}' cannot be a name. Use small letters, digits, - and _."})
    return name


def save_simulation(home: Path, found: dict[str, Any], *, replace: bool = False) -> Path:
    """Keep one, in one piece. Raises InvalidRequest where its name is taken and `replace` does not say to."""
    path = home / FOLDER / f"{check_name(found['name'])}.json"
    if path.exists() and not replace:
        raise InvalidRequest({"name": f"There is a simulation '{found['name']}' already. Choose another --name."})
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    return path


def read_simulation(home: Path, name: str) -> dict[str, Any]:
    """One by its name. Raises InvalidRequest, which names those there are."""
    path = home / FOLDER / f"{check_name(name)}.json"
    if not path.is_file():
        there = ", ".join(each["name"] for each in list_simulations(home)[:10]) or "none yet"
        raise InvalidRequest({"name": f"There is no simulation '{name}'. There are: {there}."})
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def list_simulations(home: Path) -> list[dict[str, Any]]:
    """All that are kept, newest first."""
    paths = (home / FOLDER).glob("[!.]*.json")
    found = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    return sorted(found, key=lambda each: (each["at"], each["name"]), reverse=True)


def figures_of(found: dict[str, Any]) -> Iterator[Figure]:
    """Every figure of a simulation with its bounds, one by one: (figure, group, value, low, high)."""
    yield _figure("cost, pounds a year", "all", found["cost"])
    for name, part in found["parts"].items():
        yield _figure("before, pounds a year", name, part["before"])
        yield _figure("change, pounds a year", name, part["change"])
    for grouping, rows in {"all": [found["everyone"]], **found["groups"]}.items():
        for row in rows:
            if "too_few" in row:
                continue
            group = "all" if grouping == "all" else f"{grouping}: {row['group']}"
            yield _figure("mean change, pounds a year", group, row["mean_change"])
            yield _figure("change as a share of income", group, row["share_of_income"])
            yield _figure("share who gain", group, row["win"])
            yield _figure("share who lose", group, row["lose"])
    for name in ("people", "children"):
        for when in ("before", "after", "change"):
            yield _figure(f"in relative poverty, {when}", name, found["poverty"][name][when])
    for row in found["marginal_rates"]:
        for when in ("before", "after"):
            yield _figure(f"share of earners by marginal rate, {when}", f"{row['percent']}%", row[when])


def compare(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Two simulations side by side: each figure of either, and what may make them hard to compare."""
    ours, theirs = ({(name, group): rest for name, group, *rest in figures_of(each)} for each in (first, second))
    rows = [
        {
            "figure": name,
            "group": group,
            "first": _bounds(ours.get((name, group))),
            "second": _bounds(theirs.get((name, group))),
        }
        for name, group in dict.fromkeys([*ours, *theirs])
    ]
    return {
        "first": _head(first),
        "second": _head(second),
        "beware": list(_unlike(first, second)),
        "figures": rows,
    }


def export_simulation(found: dict[str, Any]) -> str:
    """A table for a spreadsheet. Its first lines say what it is, and whether the households are made up."""
    file = io.StringIO()
    table = csv.writer(file, quoting=csv.QUOTE_ALL)
    table.writerow(["simulation", found["name"], _no_formula(found["reform"]["title"]), f"rules on {found['on']}", ""])
    table.writerow(["population", _no_formula(found["population"]["label"]), "", "", ""])
    table.writerow(["bounds", "low and high hold 95 in 100 samples of as many households", "", "", ""])
    table.writerow(COLUMNS)
    table.writerows(figures_of(found))
    return file.getvalue()


def _no_formula(words: str) -> str:
    """Somebody typed them: a spreadsheet must not run what begins as a formula does."""
    return f"'{words}" if words.lstrip().startswith(("=", "+", "-", "@")) else words


def _unlike(first: dict[str, Any], second: dict[str, Any]) -> Iterator[str]:
    if first["rules"]["before"] != second["rules"]["before"]:
        yield "The rules were not the same before either reform."
    if first["on"] != second["on"]:
        yield f"One takes the rules of {first['on']}, the other those of {second['on']}."
    if first["population"] != second["population"]:
        yield "The households are not the same."


def _head(found: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": found["name"],
        "reform": found["reform"]["title"],
        "on": found["on"],
        "population": found["population"]["label"],
    }


def _figure(name: str, group: str, estimate: dict[str, float]) -> Figure:
    return name, group, estimate["value"], estimate["low"], estimate["high"]


def _bounds(found: list[Any] | None) -> dict[str, float] | None:
    return dict(zip(("value", "low", "high"), found, strict=True)) if found else None
