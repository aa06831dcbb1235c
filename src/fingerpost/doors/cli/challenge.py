"""`fingerpost challenge list`, `show` and `answer`"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from fingerpost.contract.errors import InvalidRequest
from fingerpost.contract.references import tidy_reference
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

if TYPE_CHECKING:  # tables can be imported only once Django is set up
    from fingerpost.record.challenges.reading import Filed
    from fingerpost.record.challenges.sealing import Opened

app = typer.Typer(help="What people contest, or ask a person to look at.", no_args_is_help=True)

MOST = 200  # of one list: the pages at /oversight/challenges have all

Reference = Annotated[str, typer.Argument(help="The reference of the challenge, such as FP-7K2M9-QX4DA.")]
By = Annotated[str, typer.Option("--by", help="Your own account. It is written in the ledger.")]


@app.command("list")
@plainly
def list_them(
    state: Annotated[str, typer.Option(help="waiting, overdue, answered, erased, or all.")] = "waiting",
    as_json: Annotated[bool, typer.Option("--json", help="Print them as JSON.")] = False,
) -> None:
    """List challenges, the urgent and those due soonest first. No word of a resident is shown.

    Exit codes: 0 listed, 2 bad input, 1 a fault.

    Example: fingerpost challenge list --state overdue
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.doors.challenges import today  # noqa: PLC0415 - likewise
    from fingerpost.record.challenges.reading import CaseFilter, list_challenges  # noqa: PLC0415 - likewise

    if state not in {"waiting", "overdue", "answered", "erased", "all"}:
        raise InvalidRequest({"state": "--state must be waiting, overdue, answered, erased or all."})
    wanted = CaseFilter(state="" if state == "all" else state)
    page = list_challenges(wanted, body=settings.CONFIGURATION.body, today=today(), size=MOST)
    if as_json:
        say_json({"challenges": [_plain(each) for each in page.rows]})
    elif page.rows:
        out().print(_table(page.rows))
    else:
        out().print("There are none.")


@app.command("show")
@plainly
def show(
    reference: Reference, by: By, as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON.")] = False
) -> None:
    """Open the words of one challenge. That you did is written in the ledger first.

    Exit codes: 0 shown, 2 bad input, 1 a fault.

    Example: fingerpost challenge show FP-7K2M9-QX4DA --by anna
    """
    get_ready()
    opened = _open(reference, by)
    files = [{"name": each.name, "kind": each.kind, "size": each.size} for each in opened.files]
    told = {"kind": opened.words.kind, "text": opened.words.text, "way": opened.words.way, "to": opened.words.to}
    if as_json:
        say_json({**told, "files": files})
        return
    for name, value in told.items():
        out().print(f"{name}: {value}", markup=False)
    for each in files:
        out().print(f"file: {each['name']} ({each['size']:,} bytes)", markup=False)


@app.command("answer")
@plainly
def answer(
    reference: Reference,
    by: By,
    decision: Annotated[
        str, typer.Option("--decision", help='upheld, "partly upheld", "not upheld" or "a person has answered".')
    ],
    reasons_file: Annotated[
        Path, typer.Option("--reasons-file", help="A text file with the reasons, which its writer reads.")
    ],
) -> None:
    """Answer one challenge. The resident reads the decision and the reasons on its page at once.

    Exit codes: 0 answered, 2 bad input, 1 a fault.

    Example: fingerpost challenge answer FP-7K2M9-QX4DA --by anna --decision upheld --reasons-file reasons.txt
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.doors.installation import installation, now  # noqa: PLC0415 - likewise
    from fingerpost.record.challenges.answering import MOST_REASONS, answer_challenge  # noqa: PLC0415 - likewise
    from fingerpost.record.challenges.matters import Decision  # noqa: PLC0415 - likewise

    if decision not in set(Decision):
        raise InvalidRequest({"decision": f"--decision must be one of: {', '.join(Decision)}."})
    reasons = _reasons(reasons_file, MOST_REASONS)
    _open(reference, by)
    answer_challenge(
        tidy_reference(reference),
        decision=Decision(decision),
        reasons=reasons,
        by=by,
        body=settings.CONFIGURATION.body,
        at=now(),
        keys=installation().build_keys(),
    )
    out().print(f"{tidy_reference(reference)} is answered: {decision}.", markup=False)


def _open(reference: str, by: str) -> "Opened":
    """The words, for an account that may answer. Raises InvalidRequest for any other."""
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.doors.challenges import list_officers  # noqa: PLC0415 - likewise
    from fingerpost.doors.installation import installation, now  # noqa: PLC0415 - likewise
    from fingerpost.record.challenges.answering import open_challenge  # noqa: PLC0415 - likewise

    if by not in list_officers():
        words = f"There is no account named {by} that may answer challenges. See: fingerpost staff list"
        raise InvalidRequest({"by": words})
    body, keys = settings.CONFIGURATION.body, installation().build_keys()
    return open_challenge(tidy_reference(reference), by=by, body=body, at=now(), keys=keys)


def _reasons(path: Path, most: int) -> str:
    try:
        reasons = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidRequest({"reasons": f"{path} could not be read as text: {error}"}) from error
    if not reasons or len(reasons) > most:
        raise InvalidRequest({"reasons": f"{path} must hold 1 to {most:,} characters of reasons."})
    return reasons


def _plain(case: "Filed") -> dict[str, Any]:
    return {
        **vars(case),
        "received_at": case.received_at.isoformat(timespec="seconds"),
        "due_on": case.due_on.isoformat(),
    }


def _table(rows: "tuple[Filed, ...]") -> Table:
    """The reference is never folded, so that it can be copied."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Challenge", no_wrap=True)
    for name in ("about", "wants", "due", "state"):
        table.add_column(name)
    for each in rows:
        state = f"{each.state}, urgent" if each.urgent and each.state == "waiting" else each.state
        table.add_row(each.reference, each.about, each.kind, each.due_on.isoformat(), state)
    return table
