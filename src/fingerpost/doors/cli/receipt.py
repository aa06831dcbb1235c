"""`fingerpost receipt`"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import err
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready


@plainly
def receipt(
    reference: Annotated[str, typer.Argument(help="The reference of the answer, such as FP-7K2M9-QX4DA.")],
    out: Annotated[Path | None, typer.Option(help="The file to write, instead of printing. It must not exist.")] = None,
    leaf_only: Annotated[
        bool, typer.Option("--leaf-only", help="Prove the record alone, without what was asked and answered.")
    ] = False,
) -> None:
    """Give the receipt of an answer: a file that proves offline what was asked and answered.

    Of an erased answer it proves the record alone. Of one that whoever asked has closed there is none, but with
    --leaf-only. Exit codes: 0 given, 2 no such answer, 1 a fault.

    Example: fingerpost receipt FP-7K2M9-QX4DA --out FP-7K2M9-QX4DA.tlog-proof
    """
    get_ready()
    from fingerpost.doors.receipts import find_receipt  # noqa: PLC0415 - its tables need Django set up first

    kept, text = find_receipt(reference, with_words=not leaf_only)
    if kept is None:
        raise InvalidRequest({"reference": "No answer has this reference. Check it, letter by letter."})
    if not text:
        raise InvalidRequest(
            {"reference": "Whoever asked has closed this answer. --leaf-only gives a receipt without any words."}
        )
    if out is None:
        sys.stdout.write(text)
    else:
        _write(out, text)


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InvalidRequest({"out": f"{path} is there already. Choose another name."}) from None
    except OSError as error:
        raise InvalidRequest(
            {"out": f"{path} could not be written ({error.strerror}). Choose another place."}
        ) from error
    err().print(f"The receipt is in {path}.", markup=False, soft_wrap=True)
