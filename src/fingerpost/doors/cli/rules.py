"""`fingerpost rules check`, `explain`, `coverage` and `diff`"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.contract.context import Nation
from fingerpost.contract.errors import InvalidRequest, StoreUnavailable
from fingerpost.doors.cli import rules_told as told
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.facts_file import read_facts
from fingerpost.doors.cli.faults import FAULT, plainly
from fingerpost.doors.cli.ready import get_settings

if TYPE_CHECKING:  # rules take a moment to load: --help need not wait for them
    from fingerpost.rules.authoring.examples import Example
    from fingerpost.rules.book import RuleBook
    from fingerpost.rules.faults import Problem


app = typer.Typer(help="The rules that entitlements are worked out from.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print it as JSON.")]


@app.command("check")
@plainly
def check(as_json: AsJson = False) -> None:
    """Look through every rule file, worked example and threshold, and name each error by file and line.

    Reads the files that come with Fingerpost and those in FINGERPOST_HOME/rules. Exit codes: 0 no error, 1 errors.

    Example: fingerpost rules check
    """
    get_settings()
    from fingerpost.rules.authoring.everything import look_through  # noqa: PLC0415

    overrides, left_out = _overrides()
    looked = look_through(own=_home() / "rules", overrides=overrides)
    found = (*looked.problems, *left_out)
    counts = {"examples": looked.examples, "thresholds": looked.thresholds}
    if looked.book is not None:
        counts = {"schemes": len(looked.book.schemes), "rules": len(looked.book.rules), **counts}
    if as_json:
        problems = [{"file": each.file, "line": each.line, "words": each.words} for each in found]
        say_json({"problems": problems, **counts})
    else:
        console = out()
        for each in found:
            console.print(str(each), markup=False, soft_wrap=True)
        counted = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        console.print(f"{counted}: {len(found) or 'no'} problem{'' if len(found) == 1 else 's'}.")
    if found:
        raise typer.Exit(FAULT)


@app.command("explain")
@plainly
def explain(
    scheme: Annotated[str, typer.Argument(help="The scheme, such as child_benefit.")],
    facts: Annotated[Path, typer.Option(help="A JSON file of facts about the household.")],
    on: Annotated[str, typer.Option(help="The day asked about, such as 2026-11-23. Today where none is given.")] = "",
    nation: Annotated[str, typer.Option(help="england, scotland, wales or northern-ireland.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show how one scheme comes out for a household: every condition with what it came to, and the working.

    Exit codes: 0 shown, 2 bad input.

    Example: fingerpost rules explain child_benefit --facts household.json --on 2026-11-23 --nation wales
    """
    from fingerpost.rules import FactsInvalid, evaluate, read_household  # noqa: PLC0415

    book = _book()
    _known(book, scheme)
    day = _day(on, "on")
    try:
        household = read_household(book, read_facts(facts), on=day)
    except FactsInvalid as error:
        raise InvalidRequest({path: f"{path} {words}." for path, words in error.problems.items()}) from error
    result = evaluate(book, household, on=day, nation=_nation(nation), schemes=[scheme]).results[scheme]
    if as_json:
        say_json(told.result_values(result, day))
    else:
        told.show_result(book, result, out())


@app.command("coverage")
@plainly
def coverage(
    scheme: Annotated[str, typer.Argument(help="One scheme; all of them without it.")] = "", as_json: AsJson = False
) -> None:
    """Show each scheme's figures with their dates, and which of its rules the worked examples settle both ways.

    Exit codes: 0 every example holds, 1 some do not.

    Example: fingerpost rules coverage universal_credit
    """
    from fingerpost.rules.authoring.coverage import measure_coverage  # noqa: PLC0415

    book = _book()
    if scheme:
        _known(book, scheme)
    examples = _examples()
    measured = [measure_coverage(book, each, examples) for each in ([scheme] if scheme else book.schemes)]
    if as_json:
        say_json({"schemes": [told.coverage_values(each) for each in measured]})
    elif scheme:
        told.show_coverage(measured[0], out())
    else:
        out().print(told.coverage_table(measured))
    if any(each.faults for each in measured):
        raise typer.Exit(FAULT)


@app.command("diff")
@plainly
def diff(
    first: Annotated[str, typer.Option("--from", help="A day, such as 2026-04-05.")],
    second: Annotated[str, typer.Option("--to", help="Another day, such as 2026-04-06.")],
    as_json: AsJson = False,
) -> None:
    """Show which figures and rules differ between two days, and what that does to the worked examples.

    Each example is worked out on both days, with the same household.

    Example: fingerpost rules diff --from 2026-04-05 --to 2026-04-06
    """
    from fingerpost.rules.authoring.difference import compare_days  # noqa: PLC0415

    book = _book()
    found = compare_days(book, _day(first, "from"), _day(second, "to"), _examples())
    if as_json:
        say_json(told.difference_values(found))
    else:
        told.show_difference(found, out())


def _home() -> Path:
    from django.conf import settings  # noqa: PLC0415 - set up first

    return Path(settings.HOME)


def _overrides() -> tuple[Mapping[str, str], list["Problem"]]:
    """The words of each approved change in force, and what is wrong with the other files beside them."""
    from django.conf import settings  # noqa: PLC0415 - set up first

    from fingerpost.record.rulemaking.in_force import find_misplaced, overrides_in_force  # noqa: PLC0415 - likewise
    from fingerpost.rules.faults import Problem  # noqa: PLC0415

    here: Any = {"body": settings.CONFIGURATION.body, "home": settings.HOME}
    found = overrides_in_force({}, **here)
    try:
        left_out = find_misplaced(**here)
    except StoreUnavailable:
        left_out = list(found.left_out)  # each is told as not proven
    return found.texts, [Problem(file=each.file, line=1, words=each.words) for each in left_out]


def _book() -> "RuleBook":
    """The rules in force here."""
    get_settings()
    from fingerpost.doors.installation import installation  # noqa: PLC0415 - set up first

    return installation().build_rules().book


def _examples() -> Sequence["Example"]:
    """Those that come along, and the body's own."""
    from fingerpost.doors.rulebook import examples_here  # noqa: PLC0415 - set up first

    return examples_here()


def _known(book: "RuleBook", scheme: str) -> None:
    if scheme not in book.schemes:
        raise InvalidRequest({"scheme": f"There is no scheme '{scheme}'. There is: {', '.join(book.schemes)}."})


def _day(typed: str, name: str) -> date:
    from fingerpost.doors.days import read_day  # noqa: PLC0415 - set up first
    from fingerpost.doors.rulebook import today  # noqa: PLC0415 - likewise

    day = read_day(typed) if typed else today()
    if day is None:
        raise InvalidRequest({name: f"--{name} must be a day such as 2026-11-23."})
    return day


def _nation(typed: str) -> Nation | None:
    if typed and typed not in set(Nation):
        raise InvalidRequest({"nation": f"Choose --nation from: {', '.join(Nation)}."})
    return Nation(typed) if typed else None
