"""`fingerpost backup` and `fingerpost restore`"""

from pathlib import Path
from typing import Annotated

import typer

from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready, get_settings


@plainly
def backup(
    to: Annotated[Path | None, typer.Option(help="A folder other than FINGERPOST_HOME/backups.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made as JSON.")] = False,
) -> None:
    """Copy the database as it is now, while others go on using it. The keys stand apart, so that erasing reaches them.

    What was learned from cases goes along, sealed. The master key does not: keep FINGERPOST_HOME/keys somewhere else.

    Example: fingerpost backup --to /media/usb
    """
    get_ready()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    made = retention.make_backup(to)
    if as_json:
        say_json({"folder": str(made.folder), "entries": made.manifest.entries, "keys": made.manifest.keys})
    else:
        out().print(f"{made.folder}\n{made.manifest.entries:,} entries, {made.manifest.keys:,} keys", markup=False)


@plainly
def restore(
    folder: Annotated[Path, typer.Argument(help="The folder of one backup.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")] = False,
) -> None:
    """Put a backup in the place of the database. Stop `fingerpost serve` first.

    What stands here is kept as a backup of its own. Whoever was erased since stays erased. The ledger then ends where
    the backup ends: the signer notices, and refuses to sign as if nothing had been there.

    Example: fingerpost restore /media/usb/2026-11-22-031500-9f2c
    """
    get_settings()
    from fingerpost.doors import retention  # noqa: PLC0415 - tables can be imported only now

    if not yes:
        typer.confirm("What is here now will be replaced. Go on?", abort=True, err=True)
    done = retention.restore_backup(folder)
    get_ready()
    out().print(f"Restored: {done.entries:,} entries. {done.gone:,} keys had been erased since.", markup=False)
    if done.before is not None:
        err().print(f"What was here before is in {done.before}.", markup=False, soft_wrap=True)
    if done.lost:
        err().print(
            f"{done.lost:,} entries that came after it are no longer in the ledger. Receipts for them still prove that "
            "they were. Run `fingerpost ledger verify` and tell your auditor.",
            markup=False,
            soft_wrap=True,
        )
    err().print("Now run `fingerpost index rebuild` and `fingerpost doctor`.", markup=False, soft_wrap=True)
