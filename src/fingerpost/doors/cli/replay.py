"""`fingerpost replay`"""

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import err, out, say_json
from fingerpost.doors.cli.faults import NO_ANSWER, plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.pipeline.replay import Replay

SHOWN = 20  # runs that came out otherwise: the rest is in the JSON


@plainly
def replay(  # noqa: PLR0917 - typer gives each by its name
    reference: Annotated[str, typer.Argument(help="The reference of the run; none with --all.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Every run that was recorded.")] = False,
    since: Annotated[str, typer.Option(help="With --all: only from this day on, such as 2026-11-22.")] = "",
    today: Annotated[bool, typer.Option("--today", help="Ask today's library instead, and say what is other.")] = False,
    words: Annotated[
        bool, typer.Option("--words", help="Show what differs in full. That is noted in the ledger.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Go through a recorded run again, from what was kept with it, and say whether it comes out the same.

    Nothing is recorded and no engine is asked. Exit codes: 0 the same, 3 something differs, 2 bad input, 1 a fault.

    Example: fingerpost replay FP-7K2M9-QX4DA
    """
    if bool(reference) == every:
        raise InvalidRequest({"reference": "Give a reference, or --all."})
    if words and every:
        raise InvalidRequest({"words": "--words is for one run at a time."})
    get_ready()
    from fingerpost.doors import replaying  # noqa: PLC0415 - tables can be imported only now

    if every:
        results = replaying.replay_all(since=since, today=today)
        _tell_all(results, as_json=as_json)
    else:
        results = [replaying.replay_one(reference, today=today, note_words=words)]
        _tell_one(results[0], words=words, as_json=as_json)
    if any(each.result == "different" for each in results):
        raise typer.Exit(NO_ANSWER)


def _tell_one(told: "Replay", *, words: bool, as_json: bool) -> None:
    if as_json:
        say_json(_as_json(told, words=words))
        return
    console = out()
    console.print(f"{told.reference}: {told.result}", markup=False)
    for difference in told.differences:
        console.print(f"  differs: {difference.field}", markup=False)
        if words:
            console.print(f"    then: {difference.kept}\n    now:  {difference.now}", markup=False)
    for sentence in told.because:
        console.print(f"  {sentence}", markup=False)
    if told.from_the_record:
        names = ", ".join(told.from_the_record)
        console.print(f"  Counts of {names} are from the record: what was taken out was never kept.", markup=False)


def _tell_all(results: "list[Replay]", *, as_json: bool) -> None:
    counts = Counter(str(each.result) for each in results)
    if as_json:
        odd = [_as_json(each, words=False) for each in results if each.result == "different"]
        say_json({"runs": len(results), "results": dict(counts), "different": odd})
        return
    for name, count in counts.most_common():
        out().print(f"{count:>9,}  {name}", markup=False)
    different = [each for each in results if each.result == "different"]
    for each in different[:SHOWN]:
        fields = ", ".join(difference.field for difference in each.differences[:5])
        err().print(f"{each.reference}: {fields}", markup=False, soft_wrap=True)


def _as_json(told: "Replay", *, words: bool) -> dict[str, Any]:
    return {
        "reference": told.reference,
        "result": str(told.result),
        "differences": [
            {"field": each.field, **({"then": each.kept, "now": each.now} if words else {})}
            for each in told.differences
        ],
        "because": list(told.because),
        "from_the_record": list(told.from_the_record),
    }
