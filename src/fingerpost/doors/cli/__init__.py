"""The command line: `fingerpost`, one file a command."""


def main() -> None:
    """The console script. Imports late, so that `fingerpost --help` is quick."""
    from fingerpost.doors.cli.application import run  # noqa: PLC0415 - late on purpose

    run()
