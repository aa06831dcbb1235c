"""`fingerpost mail take`"""

import time
from collections import Counter
from typing import Annotated

import typer

from fingerpost.contract.errors import InvalidRequest
from fingerpost.doors.cli.console import out, say_json
from fingerpost.doors.cli.faults import plainly
from fingerpost.doors.cli.ready import get_ready

app = typer.Typer(help="E-mail that comes in.", no_args_is_help=True)

EACH = 60  # seconds
WORDS = {
    "case": "new cases",
    "added": "added to a case",
    "loop": "our own, come back",
    "automatic": "sent by a machine",
    "refused": "larger than we take",
    "empty": "empty",
    "held": "held, as their senders wrote too many today",
}


@app.callback()
def _about() -> None:
    """E-mail that comes in."""


@app.command("take")
@plainly
def take(
    once: Annotated[bool, typer.Option("--once", help="Take what waits now, and end.")] = False,
    held: Annotated[
        bool, typer.Option("--held", help="Take in those in the folder Held, which you have looked at, and end.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print it as JSON, a line each minute.")] = False,
) -> None:
    """Take in the e-mail that waits where 'mail_in' says: each letter becomes a case, or is added to one.

    Without --once it goes on each minute until it is stopped. While `fingerpost serve` runs, that happens by itself.
    Whoever opens more than 'mail_a_day' cases in a day has the rest put into the folder Held.

    Exit codes: 0 done, 2 no mailbox is set up, 1 a fault, 130 stopped.

    Example: fingerpost mail take --once
    """
    get_ready()
    from django.conf import settings  # noqa: PLC0415 - once Django is set up

    from fingerpost.doors.installation import now  # noqa: PLC0415 - likewise
    from fingerpost.doors.posting import take_mail  # noqa: PLC0415 - likewise

    if not settings.CONFIGURATION.mail_in:
        words = "No mailbox is set up. Set 'mail_in' and 'mail_in_address' (docs/reference/configuration.md)."
        raise InvalidRequest({"mail_in": words})
    while True:
        became = Counter(each.became for each in take_mail(at=now(), is_held=held) if not each.was_known)
        if as_json:
            say_json(dict(became))
        else:
            told = ", ".join(f"{number} {WORDS[name]}" for name, number in sorted(became.items()))
            out().print(told or "No new e-mail.", markup=False)
        if once or held:
            return
        time.sleep(EACH)
