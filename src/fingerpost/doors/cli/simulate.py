"""`fingerpost simulate`: what a change in the rules would do, before it is made."""

import getpass
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import err, out, progress_bars, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready, get_settings

if TYPE_CHECKING:
    from fingerpost.capabilities.simulate.simulating import Population
    from fingerpost.rules.book import RuleBook

app = typer.Typer(
    help="See what a change in the rules would do: cost, who gains, who loses, poverty.", no_args_is_help=True
)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]
Name = Annotated[str, typer.Argument(help="The simulation's name: see simulate list.")]
On = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day whose rules count. Today if left out.")
]
MOST = 20_000_000  # households drawn


@app.command("run")
@plainly
def run(  # noqa: PLR0917 - typer hands each over by name
    reform: Annotated[
        Path | None, typer.Argument(help="The YAML file of the reform. Left out: the rules as they are.")
    ] = None,
    name: Annotated[str, typer.Option(help="Under which name to keep it. From the reform if left out.")] = "",
    households: Annotated[int, typer.Option(min=100, max=MOST, help="How many made-up households to draw.")] = 100_000,
    seed: Annotated[int, typer.Option(min=0, help="Another number draws others; the same one draws the same.")] = 1,
    source: Annotated[str, typer.Option(help="Your own households instead: a CSV file or a database.")] = "",
    mapping: Annotated[Path | None, typer.Option(help="The TOML file that says what your data is for.")] = None,
    on: On = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes. 0: one for each core.")] = 0,
    scheduler: Annotated[str, typer.Option(help="The address of a Dask scheduler, such as tcp://10.0.0.5:8786.")] = "",
    keep: Annotated[bool, typer.Option(help="Keep it in FINGERPOST_HOME/simulations.")] = True,
    replace: Annotated[bool, typer.Option("--replace", help="Put it in the place of one of that name.")] = False,
    as_json: AsJson = False,
) -> None:
    """Lay a reform over the rules and compare, household by household. Each figure comes with its bounds.

    Without --source the households are made up from published figures, and the result says so. While the tool is
    switched off nothing runs: see fingerpost switch.

    Example: fingerpost simulate run taper.yaml --households 200000
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.simulate.kept import check_name, save_simulation  # noqa: PLC0415 - with the rest
    from fingerpost.capabilities.simulate.simulating import simulate  # noqa: PLC0415
    from fingerpost.doors.installation import now  # noqa: PLC0415
    from fingerpost.doors.rulebook import rules_in_force, today  # noqa: PLC0415
    from fingerpost.doors.switchable import check_runs  # noqa: PLC0415
    from fingerpost.rules.reforms import read_reform  # noqa: PLC0415

    check_runs("simulate")
    book, day = rules_in_force(), on.date() if on else today()
    change = read_reform(reform) if reform else None
    chosen = check_name(name or _name_for(change.name if change else "as-it-is", day))
    with progress_bars() as report:
        population = _population(book, source, mapping, households=households, seed=seed, day=day)
        found = simulate(
            book,
            change,
            population,
            name=chosen,
            on=day,
            at=now(),
            by=f"command line: {getpass.getuser()}",
            workers=workers,
            scheduler=scheduler,
            progress=lambda done, total: report("Blocks of households", done, total),
        )
    if keep:
        path = save_simulation(settings.HOME, found, replace=replace)
        err().print(f"Kept in {path}.", markup=False, soft_wrap=True)
    _say(found, as_json=as_json)


@app.command("list")
@plainly
def list_all(as_json: AsJson = False) -> None:
    """Show the simulations that are kept.

    Example: fingerpost simulate list
    """
    get_settings()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.simulate.kept import list_simulations  # noqa: PLC0415

    found = list_simulations(settings.HOME)
    if as_json:
        say_json({"simulations": [_head(each) for each in found]})
        return
    table = Table(box=SIMPLE_HEAD)
    for heading in ("name", "reform", "households", "cost a year", "made"):
        table.add_column(heading)
    for each in found:
        kind = "synthetic" if each["population"]["is_synthetic"] else "own"
        table.add_row(
            each["name"], each["reform"]["title"], f"{each['rows']:,} {kind}", _money(each["cost"]), each["at"][:10]
        )
    out().print(table if found else "No simulation is kept.")


@app.command("show")
@plainly
def show(name: Name, as_json: AsJson = False) -> None:
    """Show one again.

    Example: fingerpost simulate show taper-at-half-2026-11-23
    """
    _say(_read(name), as_json=as_json)


@app.command("compare")
@plainly
def compare(first: Name, second: Name, as_json: AsJson = False) -> None:
    """Set two side by side, figure by figure.

    Example: fingerpost simulate compare taper-at-half-2026-11-23 taper-at-60-2026-11-23
    """
    from fingerpost.capabilities.simulate import kept  # noqa: PLC0415 - with its numbers, only when needed

    found = kept.compare(_read(first), _read(second))
    if as_json:
        say_json(found)
        return
    for words in found["beware"]:
        err().print(words, style="yellow", markup=False, soft_wrap=True)
    table = Table(box=SIMPLE_HEAD)
    for heading in ("figure", "group", first, second):
        table.add_column(heading)
    for row in found["figures"]:
        table.add_row(row["figure"], row["group"], _shown(row["first"]), _shown(row["second"]))
    out().print(table)


@app.command("export")
@plainly
def export(
    name: Name,
    to: Annotated[Path | None, typer.Option(help="The CSV file to write. Left out: it is printed.")] = None,
) -> None:
    """Write every figure of one as a table for a spreadsheet.

    Example: fingerpost simulate export taper-at-half-2026-11-23 --to taper.csv
    """
    from fingerpost.capabilities.simulate.kept import export_simulation  # noqa: PLC0415

    text = export_simulation(_read(name))
    if to is None:
        typer.echo(text, nl=False)
        return
    if to.exists():
        raise InvalidRequest({"to": f"{to} is there already. Choose another file."})
    to.write_text(text, encoding="utf-8-sig", newline="")
    out().print(f"Written to {to}.", markup=False)


@app.command("sources")
@plainly
def sources(as_json: AsJson = False) -> None:
    """Show the published figures that made-up households are drawn from, and what is assumed.

    Example: fingerpost simulate sources
    """
    from fingerpost.rules.populations.marginals import read_marginals  # noqa: PLC0415

    marginals, digest = read_marginals()
    if as_json:
        fields = ("value", "says", "title", "url", "assumed")
        say_json({"digest": digest, "figures": {n: {f: getattr(m, f) for f in fields} for n, m in marginals.items()}})
        return
    for each in marginals.values():
        out().print(f"[bold]{each.name}[/bold]: {each.value}")
        out().print(
            f"  Assumed: {each.assumed}" if each.assumed else f"  {each.says}\n  {each.title}\n  {each.url}",
            markup=False,
        )


def _population(
    book: "RuleBook", source: str, mapping: Path | None, *, households: int, seed: int, day: date
) -> "Population":
    from fingerpost.capabilities.simulate.own import own_population  # noqa: PLC0415 - with its numbers
    from fingerpost.capabilities.simulate.simulating import synthetic_population  # noqa: PLC0415

    if not source:
        return synthetic_population(size=households, seed=seed, on=day)
    if mapping is None:
        raise InvalidRequest({"mapping": "Say with --mapping what your data is for, and which column is what."})
    population, bad = own_population(source, mapping, book=book, on=day)
    for row in bad[:5]:
        err().print(
            f"Line {row.line} is left out: {'; '.join(row.reasons)}", style="yellow", markup=False, soft_wrap=True
        )
    if population.about["bad_rows"] > 5:
        err().print(f"{population.about['bad_rows']:,} rows are left out in all.", style="yellow")
    return population


def _read(name: str) -> dict[str, Any]:
    get_settings()
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.capabilities.simulate.kept import read_simulation  # noqa: PLC0415

    return read_simulation(settings.HOME, name)


def _name_for(reform: str, day: date) -> str:
    return re.sub(r"[^a-z0-9]+", "-", reform.lower()).strip("-") + f"-{day}"


def _head(found: dict[str, Any]) -> dict[str, Any]:
    return {each: found[each] for each in ("name", "at", "by", "on", "population", "cost", "rows")} | {
        "reform": found["reform"]["title"]
    }


def _say(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    console = out()
    console.print(f"[bold]{found['reform']['title']}[/bold], rules of {found['on']}")
    console.print(found["population"]["label"], markup=False)
    console.print(f"Cost a year: {_money(found['cost'])}. {_gain(found['everyone'])}")
    for title, rows in _tables(found):
        table = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
        for heading in rows[0]:
            table.add_column(heading)
        for row in rows[1:]:
            table.add_row(*row)
        console.print(table)
    for words in (*found["left_out"], *found["assumed"]):
        console.print(f"• {words}", markup=False)
    if found["not_settled"]:
        console.print(
            f"• {found['not_settled']:,} households lack a fact: their income counts halfway between its bounds."
        )


def _tables(found: dict[str, Any]) -> Iterator[tuple[str, list[list[str]]]]:
    parts = [["", "before", "change"]]
    parts += [[_plain(name), _money(each["before"]), _money(each["change"])] for name, each in found["parts"].items()]
    yield "Pounds a year", parts
    for name, rows in found["groups"].items():
        shown = [[name, "mean change a year", "gain", "lose"]]
        for row in rows:
            if "too_few" in row:
                shown.append([row["group"], "too few to show", "", ""])
            elif row["households"]:
                shown.append(
                    [_plain(row["group"]), _money(row["mean_change"]), _percent(row["win"]), _percent(row["lose"])]
                )
        yield f"By {name}", shown
    rates = [["marginal rate, %", "before", "after"]]
    rates += [[row["percent"], _percent(row["before"]), _percent(row["after"])] for row in found["marginal_rates"]]
    yield "Share of earners by what they lose of one more pound", rates
    poverty = [["in relative poverty", "before", "change"]]
    for name in ("people", "children"):
        each = found["poverty"][name]
        poverty.append([name, _count(each["before"]), _count(each["change"])])
    yield f"Below 60% of the median (£{found['poverty']['line']:,.0f} a year for a couple)", poverty


def _gain(row: dict[str, Any]) -> str:
    return f"{_percent(row['win'])} of households gain and {_percent(row['lose'])} lose."


def _money(estimate: dict[str, float]) -> str:
    return f"{_pounds(estimate['value'])} ({_pounds(estimate['low'])} to {_pounds(estimate['high'])})"


def _pounds(value: float) -> str:
    sign, size = "-" if value < 0 else "", abs(value)
    for unit, name in ((1e9, "bn"), (1e6, "m")):
        if size >= unit:
            return f"{sign}£{size / unit:,.2f}{name}"
    return f"{sign}£{size:,.0f}"


def _count(estimate: dict[str, float]) -> str:
    """How many, to the nearest thousand: no sample says more."""
    value, low, high = (f"{round(estimate[name], -3):,.0f}" for name in ("value", "low", "high"))
    return f"{value} ({low} to {high})"


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _percent(estimate: dict[str, float]) -> str:
    return f"{estimate['value']:.1%} ({estimate['low']:.1%} to {estimate['high']:.1%})"


def _shown(estimate: dict[str, float] | None) -> str:
    """A figure with its bounds in short, "" for none."""
    if estimate is None:
        return ""
    return f"{estimate['value']:,.4g} ({estimate['low']:,.4g} to {estimate['high']:,.4g})"
