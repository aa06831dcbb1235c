"""`fingerpost version`"""

import platform
from importlib.metadata import version as version_of

import typer

from fingerpost.doors.cli.faults import plainly


@plainly
def version() -> None:
    """Say which version this is.

    Example: fingerpost version
    """
    typer.echo(f"fingerpost {version_of('fingerpost')}, Python {platform.python_version()}")
