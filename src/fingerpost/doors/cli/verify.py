"""`fingerpost verify`: needs no database, no network and no FINGERPOST_HOME, and does not set Django up."""

from typing import Annotated

import typer

from fingerpost.doors.cli.faults import plainly
from fingerpost.record.receipts.verifier import check_files


@plainly
def verify(
    receipt: Annotated[str, typer.Argument(help='The receipt: a file that ends in .tlog-proof, or "-" for a pipe.')],
    key: Annotated[str, typer.Option("--key", help="The public keys of the log and of witnesses, one a line.")],
    require_witness: Annotated[
        bool, typer.Option("--require-witness", help="Refuse a receipt that no witness in the file of keys has signed.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Check a receipt: does it prove what was asked and answered?

    Exit codes: 0 genuine, 1 not genuine, 2 could not be read.

    Example: fingerpost verify FP-7K2M9-QX4DA.tlog-proof --key keys.txt
    """
    code = check_files(receipt, key, needs_witness=require_witness, as_json=as_json)
    if code:
        raise typer.Exit(code)
