"""`fingerpost bench classify`: how well texts are put into classes, on any table of texts and labels."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest, ModelUnavailable
from fingerpost.doors.cli.console import out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_settings
from fingerpost.doors.installation import installation

ROWS = (
    ("accuracy", "right class"),
    ("macro_f1", "macro-F1"),
    ("calibration_error", "calibration error"),
    ("out_of_scope_recall", "out of scope found at 5% false rejection"),
    ("out_of_scope_recall_as_served", "out of scope found as served"),
    ("falsely_rejected_as_served", "falsely rejected as served"),
    ("errors_for_one_of_ours", "errors for one of ours"),
)


@plainly
def classify(
    learn_from: Annotated[Path, typer.Option("--train", help="A CSV file with the columns text and label.")],
    test: Annotated[Path, typer.Option("--test", help="Another, of texts that are not in the first.")],
    shots: Annotated[str, typer.Option(help="How many texts of each class, with commas. 0: only all.")] = "10,5",
    seeds: Annotated[int, typer.Option(min=1, max=20, help="How often so many are drawn.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Measure how well texts are put into classes, beside two plain classifiers.

    The label column may also be called category or intent. Texts of the test with the label oos belong to no class.
    A row of the training file without a label is a text that nobody sorted.

    Example: fingerpost bench classify --train train.csv --test test.csv
    """
    numbers = _numbers(shots)
    get_settings()
    from fingerpost.evaluate.classifying.measuring import measure_classifier  # noqa: PLC0415 - loads the libraries
    from fingerpost.evaluate.classifying.sorted_texts import read_sorted_texts  # noqa: PLC0415

    learned, asked = read_sorted_texts(learn_from), read_sorted_texts(test)
    embedder = installation().build_embedder()  # that of guidance: any texts may be asked about, not reports alone
    if embedder is None:
        raise ModelUnavailable("The search model is not there. Run `fingerpost doctor` to see why.")
    with progress_bars() as report:
        found = measure_classifier(learned, asked, embedder=embedder, progress=report, shots=numbers, seeds=seeds)
    if as_json:
        say_json(found)
    else:
        _say(found)


def _numbers(shots: str) -> tuple[int, ...]:
    parts = [part.strip() for part in shots.split(",") if part.strip()]
    if not parts or not all(part.isdecimal() for part in parts):
        raise InvalidRequest({"shots": "Give --shots as whole numbers with commas, such as 10,5."})
    return tuple(int(part) for part in parts if int(part))


def _say(found: dict[str, Any]) -> None:
    console = out()
    console.print(
        f"{found['train']:,} texts to learn from, {found['test']:,} to test, {found['classes']} classes"
        + (f", {found['test_out_of_scope']:,} texts out of scope" if found["test_out_of_scope"] else "")
    )
    for form, methods in found["forms"].items():
        table = Table(title=_title(form), title_justify="left", box=SIMPLE_HEAD)
        table.add_column("")
        for name in methods:
            table.add_column(name, justify="right")
        for key, words in ROWS:
            if any(key in figures for figures in methods.values()):
                table.add_row(words, *(_shown(figures.get(key)) for figures in methods.values()))
        console.print(table)
    took = found["time"]
    console.print(
        f"One text: {took['one_text_ms']['p50']} ms, at the 95th percentile {took['one_text_ms']['p95']} ms. "
        f"5,000 texts: {took['batch_of_5000_s']} s, of which {took['batch_of_5000_processor_s']} s of processor time."
    )


def _title(form: str) -> str:
    if form == "full":
        return "All sorted texts"
    return f"{form.removesuffix('-shot')} texts of each class, drawn anew each time: mean and spread of the draws"


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict):
        return f"{value:.3f}"
    words = f"{value['value']:.3f}"
    if "sd" in value:
        words += f" ±{value['sd']:.3f}"
    return f"{words}\n({value['low']:.3f} to {value['high']:.3f})" if "low" in value else words
