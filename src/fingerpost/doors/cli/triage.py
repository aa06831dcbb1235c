"""`fingerpost triage learn`, `versions` and `put-back`: what sorts reports, made better and put back."""

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:
    from fingerpost.engines.classifying.learning import Figures, Learned
    from fingerpost.engines.classifying.versions import Version, Versions

app = typer.Typer(help="Look after what sorts reports into services.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
POLITE = 10  # of 19: whoever asks something goes before
WORSE = "It gets fewer right than what is used now, so it is kept and not used."
LIVE = "It is used from now on. To go back: fingerpost triage put-back NAME."


@app.command("learn")
@plainly
def learn(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Measure it only, and keep nothing.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Another number parts the cases in another way.")] = 0,
    unattended: Annotated[
        bool, typer.Option("--unattended", help="Only if something was decided since the last time. For timers.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Learn from what officers decided, and use the outcome if it is not worse.

    Both are asked about cases that neither learned from. One that gets fewer right is kept, and never used of itself.
    `fingerpost serve` does it once a day, unless `learn_nightly` is false.

    Exit codes: 0 learned, also where it is not used; 1 a fault.

    Example: fingerpost triage learn --dry-run
    """
    done = _learn(seed=seed, is_kept=not dry_run, unattended=unattended)
    if as_json:
        say_json(_outcome(*done) if done else {"kept": None, "is_used": False})
    elif done:
        _tell(*done)
    else:
        out().print("Nothing was decided since the last time, or learning by itself is switched off.")


@app.command("versions")
@plainly
def versions(as_json: Json = False) -> None:
    """Show the versions that are kept, the latest first.

    Example: fingerpost triage versions
    """
    kept = _versions().kept()
    if as_json:
        say_json({"versions": [_values(each) for each in kept]})
        return
    table = Table(box=SIMPLE_HEAD)
    for heading in ("name", "made", "cases", "right first", "used"):
        table.add_column(heading)
    for each in kept:
        used = "yes" if each.is_current else "worse" if each.was_worse else ""
        share = f"{each.figures.share:.1%}" if each.figures.n else "not measured"
        table.add_row(each.name, f"{each.at:%Y-%m-%d %H:%M}", f"{each.decided:,}", share, used)
    out().print(table if kept else "Nothing was learned yet. Reports are sorted by the services alone.")


@app.command("put-back")
@plainly
def put_back(
    name: Annotated[str, typer.Argument(help="The version's name: see triage versions.")], as_json: Json = False
) -> None:
    """Use an earlier version from now on.

    Exit codes: 0 done, 2 there is none of that name, 1 it is damaged or another fault.

    Example: fingerpost triage put-back v0003-1a2b3c4d
    """
    here = get_ready()
    found = _versions().put_back(name)
    if as_json:
        say_json(_values(found))
        return
    out().print(f"{found.name} is used from now on.")
    if found.book != here.build_services().book.sorting_digest:
        err().print(
            "It was made for other services than those of now, so it waits until they are the same again. Until then "
            "reports are sorted by the services alone.",
            style="yellow",
            soft_wrap=True,
        )


def _learn(*, seed: int, is_kept: bool, unattended: bool) -> "tuple[Learned, Version | None] | None":
    get_ready()
    from fingerpost.doors.learning import learn_here, learn_tonight  # noqa: PLC0415 - tables, only once set up

    if unattended:
        os.nice(POLITE)
        return learn_tonight()
    with progress_bars() as report:
        return learn_here(report, seed=seed, is_kept=is_kept)


def _outcome(found: "Learned", kept: "Version | None") -> dict[str, Any]:
    return {
        "kept": kept.name if kept else None,
        "is_used": bool(kept and kept.is_current),
        "is_worse": found.is_worse,
        "figures": _plain(found.figures),
        "before": _plain(found.previous) if found.previous else None,
        "gained": found.gained,
        "lost": found.lost,
        "chance": round(found.chance, 4),
    }


def _tell(found: "Learned", kept: "Version | None") -> None:
    console = out()
    if not found.figures.n:
        console.print("Nobody has decided on a case yet, so there is nothing to learn from but the services.")
    else:
        console.print(f"New: {_told(found.figures)}")
        console.print(f"Used now: {_told(found.previous)}" if found.previous else "Nothing was learned before.")
    if found.previous and found.figures.n:
        console.print(
            f"{found.gained:,} cases are right that were wrong, and {found.lost:,} the other way round "
            f"(chance of so uneven a split: {found.chance:.2f})."
        )
    if kept:
        console.print(f"Kept as {kept.name}. {LIVE if kept.is_current else WORSE}", markup=False)
    elif found.is_worse:
        console.print("It gets fewer right than what is used now, so it would not be used.")


def _versions() -> "Versions":
    here = get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.casework.learned import open_versions  # noqa: PLC0415 - tables, only once set up

    return open_versions(settings.HOME, embedder=here.build_report_embedder())


def _told(figures: "Figures") -> str:
    return f"{figures.share:.1%} right first, {figures.low:.1%} to {figures.high:.1%} (95%), of {figures.n:,} cases"


def _plain(figures: "Figures") -> dict[str, Any]:
    return {**vars(figures), "share": round(figures.share, 4)}


def _values(each: "Version") -> dict[str, Any]:
    return {
        "name": each.name,
        "at": each.at.isoformat(),
        "is_used": each.is_current,
        "was_worse": each.was_worse,
        "cases": each.decided,
        "services": each.book,
        "figures": _plain(each.figures),
        "before": _plain(each.before) if each.before else None,
    }
