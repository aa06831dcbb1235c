"""`fingerpost new-capability`"""

from typing import Annotated

import typer

from fingerpost.doors.cli.console import out
from fingerpost.doors.cli.faults import plainly


@plainly
def new_capability(
    name: Annotated[str, typer.Argument(help="Its name: small letters and underscores, such as find_school.")],
) -> None:
    """Make the folder of a new capability, with its card, cases and tests to fill in.

    Example: fingerpost new-capability find_school
    """
    from fingerpost.capabilities.scaffold import new_capability as make  # noqa: PLC0415 - only this command needs it

    made = make(name)
    for path in made:
        out().print(str(path), markup=False, highlight=False, soft_wrap=True)
    out().print("Open its README.md: it says what to fill in, and which tests must pass.", markup=False)
