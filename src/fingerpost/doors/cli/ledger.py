"""`fingerpost ledger verify`, `status`, `key`, `rotate` and `witness`"""

import getpass
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from fingerpost.contract.errors import FingerpostError, InvalidRequest
from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import BAD_INPUT, FAULT, plainly
from fingerpost.doors.cli.ready import get_ready, get_settings
from fingerpost.doors.installation import installation

if TYPE_CHECKING:
    from fingerpost.record.ledger.health import LedgerHealth
    from fingerpost.record.ledger.verification import Report
    from fingerpost.record.ledger.witness import Witness

app = typer.Typer(help="Verify the ledger, publish its key, change it, or witness another's.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print what was found as JSON.")]
MOST_SHOWN = 10


@app.command("verify")
@plainly
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that somebody else keeps; may be given again.")
    ] = None,
    key: Annotated[
        Path | None, typer.Option(help="Public keys to open those with, one a line, rather than the ones here.")
    ] = None,
    words: Annotated[bool, typer.Option(help="Open each sealed text too, as far as its key was not erased.")] = True,
    as_json: AsJson = False,
) -> None:
    """Verify the whole log from scratch. Changes nothing in it.

    Every leaf is hashed anew from its text, the tree made anew over them, and each root held to the checkpoints that
    were signed, to what the signer remembers outside the database, and to the checkpoints you give.

    Exit codes: 0 all is in order, 1 something is not, 2 it could not be read.

    Example: fingerpost ledger verify --checkpoint auditor.checkpoint
    """
    get_settings()
    here = installation()
    try:
        with progress_bars() as report:
            found = here.build_ledger().verify(
                keys=here.build_keys() if words else None,
                notes={str(path): _read(path) for path in checkpoint or ()},
                note_keys=_keys_of(key) if key else (),
                progress=report,
            )
    except FingerpostError as error:
        err().print(error.public, style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from error
    if as_json:
        say_json(_as_values(found))
    else:
        _tell(found)
    if found.faults:
        raise typer.Exit(FAULT)


@app.command("status")
@plainly
def status(as_json: AsJson = False) -> None:
    """Tell how the ledger does: size, last checkpoint, key, witnesses, last verification.

    Exit codes: 0 well, 1 not.

    Example: fingerpost ledger status
    """
    get_settings()
    health = installation().build_ledger().health()
    if as_json:
        say_json(_health_values(health))
    else:
        out().print(_health_table(health))
    if health.faults:
        raise typer.Exit(FAULT)


@app.command("key")
@plainly
def key() -> None:
    """Print the public keys that receipts are checked with, one a line, the newest first.

    Example: fingerpost ledger key > keys.txt
    """
    get_ready()
    ledger = installation().build_ledger()
    if not ledger.public_keys():
        ledger.keep_up()
    typer.echo(ledger.key_file(), nl=False)


@app.command("rotate")
@plainly
def rotate(
    by: Annotated[str, typer.Option(help="Whose decision it is; noted in the ledger.")] = "",
) -> None:
    """Sign with a new key from now on. Old receipts stay good: the old key stays published.

    The next checkpoint bears both signatures. Tell auditors and witnesses the new key.

    Example: fingerpost ledger rotate --by "A. Owner"
    """
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    keys = here.build_ledger().rotate(body=settings.CONFIGURATION.body, by=by or getpass.getuser())
    out().print("The ledger is signed with a new key from now on:", soft_wrap=True)
    typer.echo(keys[0].text)


@app.command("begin-again")
@plainly
def begin_again(
    by: Annotated[str, typer.Option(help="Whose decision it is; noted in the ledger.")],
    reason: Annotated[str, typer.Option(help="What was lost, and why; noted in the ledger, for anybody to read.")],
) -> None:
    """Go on under another name, when entries that were signed are lost for good.

    Only after everything else failed: restore the newer database if there is one. The ledger says for ever that it was
    done. Receipts of before can still be checked with the old keys. Witnesses and auditors must be told, and they will
    want to know what was lost.

    Example: fingerpost ledger begin-again --by "A. Owner" --reason "The disk failed; restored from 22 November"
    """
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    keys = here.build_ledger().begin_again(body=settings.CONFIGURATION.body, by=by, reason=reason)
    out().print("The ledger goes on under another name and with another key:", soft_wrap=True)
    typer.echo(keys[0].text)


@app.command("witness")
@plainly
def witness(
    *,
    folder: Annotated[Path, typer.Option(help="Where the witness keeps its key and what it has seen.")],
    name: Annotated[str, typer.Option(help="Its name, such as audit.example/witness; needed once.")] = "",
    log_key: Annotated[
        list[str] | None, typer.Option(help="The public key of a log to watch; needed once each, may be given again.")
    ] = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 picks a free one.")] = 8010,
    once: Annotated[bool, typer.Option("--once", help="Look at the log given with --log once, and end.")] = False,
    log: Annotated[str, typer.Option(help="With --once: the address of the service whose log it is.")] = "",
) -> None:
    """Witness a ledger: remember its last checkpoint, and sign the next only if it continues that one.

    Runs on a machine of its own, away from the service and from whoever could change its database. Without --once it
    listens for checkpoints that logs send.

    Exit codes with --once: 0 it continues, 1 it does not, 2 it could not be looked at.

    Example: fingerpost ledger witness --folder ./witness --name audit.example/w1 --log-key "$(cat key.txt)"
    """
    from fingerpost.record.ledger.witness import Witness  # noqa: PLC0415 - cryptography takes a while

    if once != bool(log):
        raise InvalidRequest({"log": "--once and --log ADDRESS belong together."})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    ours = Witness(folder, now=lambda: datetime.now(UTC))
    ours.make_key(name or _default_name(folder))
    ours.watch(each for each in log_key or () if each)
    if once:
        _watch_once(ours, log)
    else:
        _serve(ours, host=host, port=port)


def _default_name(folder: Path) -> str:
    """A witness that has its key has its name."""
    return "" if (folder / "witness-key").exists() else f"{socket.gethostname()}/witness"


def _watch_once(ours: "Witness", log: str) -> None:
    from fingerpost.record.ledger.watching import watch_once  # noqa: PLC0415

    try:
        seen = watch_once(ours, log)
    except FingerpostError as error:
        err().print(error.public, style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(BAD_INPUT) from error
    if seen.alarm:
        err().print(seen.alarm, style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(FAULT)
    out().print(f"{seen.origin}: {seen.size:,} entries, which continue the {seen.before:,} seen before.", markup=False)
    typer.echo(seen.line, nl=False)


def _serve(ours: "Witness", *, host: str, port: int) -> None:
    import uvicorn  # noqa: PLC0415 - it takes a while, and only this needs it

    from fingerpost.record.ledger.witness_server import WitnessApplication  # noqa: PLC0415

    if not ours.logs():
        raise InvalidRequest({"log_key": "The witness watches no log yet. Give one with --log-key."})
    with socket.create_server((host, port)) as listening:
        place = f"http://{host}:{listening.getsockname()[1]}"
        err().print(f"The witness {ours.key().name} is at {place}  (Ctrl-C stops it)", markup=False, soft_wrap=True)
        err().print(f'A log asks it with: ledger_witnesses = ["{place} {ours.key().verifier.text}"]', soft_wrap=True)
        config = uvicorn.Config(
            WitnessApplication(ours), log_level="warning", lifespan="off", server_header=False, proxy_headers=False
        )
        uvicorn.Server(config).run(sockets=[listening])


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest({"checkpoint": f"The file {path} cannot be read."}) from error


def _keys_of(path: Path) -> list:  # type: ignore[type-arg]  # of VerifierKey, which is imported late
    from fingerpost.record.ledger.notes import InvalidKey, VerifierKey  # noqa: PLC0415

    try:
        lines = _read(path).splitlines()
        return [VerifierKey.parse(line.strip()) for line in lines if line.strip() and not line.startswith("#")]
    except InvalidKey as error:
        raise InvalidRequest({"key": f"A key in {path} cannot be read: {error}."}) from error


def _tell(found: "Report") -> None:
    looked = (
        f"{found.size:,} entries and {found.checkpoints:,} checkpoints looked at. The words of {found.opened:,} were "
        f"opened and fit; {found.sealed:,} are sealed for good or were not opened; {found.waiting:,} wait to be signed."
        f" {found.rows:,} rows of other tables were held to their events."
    )
    for fault in found.faults[:MOST_SHOWN]:
        err().print(f"[bold red]{escape(fault.kind.value)}[/]: {escape(fault.words)}", soft_wrap=True)
    if len(found.faults) > MOST_SHOWN:
        err().print(f"And {len(found.faults) - MOST_SHOWN:,} more: see --json.")
    out().print(looked, markup=False)
    held = f", and to the checkpoints of {', '.join(found.held_to)}" if found.held_to else ""
    if not found.faults:
        out().print(f"All is in order: it holds to every signed checkpoint{held}.", markup=False)


def _as_values(found: "Report") -> dict[str, object]:
    return {
        "in_order": not found.faults,
        "entries": found.size,
        "checkpoints": found.checkpoints,
        "words_opened": found.opened,
        "words_sealed": found.sealed,
        "waiting": found.waiting,
        "rows_compared": found.rows,
        "held_to": list(found.held_to),
        "faults": [
            {"kind": f.kind.value, "index": f.index, "entry": f.entry, "reference": f.reference, "words": f.words}
            for f in found.faults
        ],
    }


def _health_values(health: "LedgerHealth") -> dict[str, object]:
    return {
        "origin": health.origin,
        "entries_in_tree": health.size,
        "waiting": health.waiting,
        "checkpoint": {"at": _iso(health.checkpoint_at), "size": health.checkpoint_size},
        "key_since": _iso(health.key_since),
        "witnesses": [
            {"name": w.name, "url": w.url, "at": _iso(w.at), "size": w.size, "fault": w.fault} for w in health.witnesses
        ],
        "verified": {
            "at": _iso(health.verified_at),
            "size": health.verified_size,
            "faults": list(health.verified_faults),
        },
        "faults": list(health.faults),
    }


def _health_table(health: "LedgerHealth") -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    verified = "never. Run: fingerpost ledger verify"
    if health.verified_at:
        what = "in order" if not health.verified_faults else f"NOT in order: {health.verified_faults[0]}"
        verified = f"{_shown(health.verified_at)}, {health.verified_size:,} entries, {what}"
    rows = [
        ("log", health.origin or "not begun"),
        ("entries", f"{health.size:,} in the tree, {health.waiting:,} waiting"),
        ("checkpoint", f"{health.checkpoint_size:,} entries, {_shown(health.checkpoint_at)}"),
        ("key", f"since {_shown(health.key_since)}"),
        ("verified", verified),
        *((f"witness {w.name}", f"{w.size:,} entries, {_shown(w.at)} {w.fault}") for w in health.witnesses),
        *(("fault", each) for each in health.faults),
    ]
    for name, found in rows:
        table.add_row(escape(name), escape(found.strip()))
    return table


def _shown(at: datetime | None) -> str:
    return f"{at.astimezone(UTC):%-d %B %Y %H:%M} UTC" if at else "never"


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
