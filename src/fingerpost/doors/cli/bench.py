"""`fingerpost bench retrieval`, `fingerpost bench answer` and `fingerpost bench classify`"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.bench_classify import classify
from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready, get_settings
from fingerpost.doors.installation import installation

app = typer.Typer(
    help="Measure retrieval and sorting on any collection, and the time of the whole road.", no_args_is_help=True
)
app.command("classify")(classify)

NEEDED = ("corpus.jsonl", "queries.jsonl", "qrels.tsv")


@app.command("retrieval")
@plainly
def retrieval(
    data: Annotated[Path, typer.Option(help="A folder with corpus.jsonl, queries.jsonl and qrels.tsv.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure lexical, dense and hybrid retrieval on a test collection.

    corpus.jsonl has lines of {id, title, text}, queries.jsonl of {id, text}; qrels.tsv has query, document and grade.

    Example: fingerpost bench retrieval --data my-collection
    """
    missing = [name for name in NEEDED if not (data / name).is_file()]
    if missing:
        raise InvalidRequest({"data": f"{data} has no {missing[0]}. It must hold {', '.join(NEEDED)}."})
    get_settings()
    from fingerpost.evaluate.retrieval import measure_retrieval  # noqa: PLC0415 - loads the model's libraries

    with progress_bars() as report:
        found = measure_retrieval(data, embedder=installation().build_embedder(), progress=report)
    if as_json:
        say_json(found)
    else:
        out().print(table_of(f"Retrieval on {data.name}", found["results"]))


@app.command("answer")
@plainly
def answer(
    sizes: Annotated[str, typer.Option(help="How many passages, with commas.")] = "1000,20000,100000",
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Time the whole road, one question at a time, at several sizes of library.

    Example: fingerpost bench answer --sizes 1000,20000
    """
    numbers = _numbers(sizes)
    get_ready()  # what is timed is made from the guidance that is there
    from fingerpost.evaluate.road import measure_road  # noqa: PLC0415 - loads the model's libraries

    with progress_bars() as report:
        found = measure_road(sizes=numbers, progress=report)
    if as_json:
        say_json(found)
    else:
        out().print(table_of("The whole road, by passages", found["results"]))


def _numbers(sizes: str) -> tuple[int, ...]:
    parts = [part.strip().replace("_", "") for part in sizes.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise InvalidRequest({"sizes": "Give --sizes as whole numbers with commas, such as 1000,20000."})
    return tuple(int(part) for part in parts)


def table_of(title: str, results: Mapping[str, Mapping[str, Any]]) -> Table:
    """One row a figure, one column a method or size; intervals and lists are for --json."""
    flat = {label: _flat(row) for label, row in results.items()}
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    table.add_column("")
    for label in flat:
        table.add_column(f"{int(label):,}" if label.isdecimal() else label, justify="right")
    for name in dict.fromkeys(name for row in flat.values() for name in row):
        table.add_row(name.replace("_", " "), *(_shown(row.get(name, "")) for row in flat.values()))
    return table


def _flat(row: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """{"road": {"p50": 1}} becomes {"road p50": 1}."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{before}{name} ")
        elif not isinstance(value, list):
            flat[f"{before}{name}"] = value
    return flat


def _shown(value: Any) -> str:
    return f"{value:,.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
